// Where the newest version of a credential is, and whether what came from there is it.
using System.Text.Json;
using Conferral.Credentials.Proofs;
using Conferral.Credentials.Verification;

namespace Conferral.Credentials.Fetching;

/// <summary>
/// A <c>1EdTechCredentialRefresh</c> of an outer credential whose proof holds; a forged one must not lead anybody
/// anywhere. Whoever refreshes asks once, and never again with what came. Spec: CLR 2.0 section 7 (Refresh)
/// </summary>
internal sealed record CredentialRefresh(string Url, string? Id, string? IssuerId)
{
    private const string TypeName = "1EdTechCredentialRefresh";

    /// <summary>Null where there is nothing to refresh, or no good proof to do it on.</summary>
    public static CredentialRefresh? Of(ReadOnlyMemory<byte> utf8, VerificationReport report)
    {
        if (!HasGoodProof(report) || Parse(utf8) is not { } credential || !credential.TryGetProperty("refreshService", out var services)) return null;
        var service = CredentialParts.Items(services).FirstOrDefault(item => CredentialParts.Text(item, "type") == TypeName);
        return CredentialParts.Text(service, "id") is { } url ? new CredentialRefresh(url, report.Outer.Id, CredentialParts.IssuerIdOf(credential)) : null;
    }

    /// <summary>
    /// Why what came does not take the credential's place, in a sentence; null when it does. It must hold as a document
    /// of its own, though it may be revoked or have run out, and be the same credential of the same issuer.
    /// </summary>
    public string? Refusal(ReadOnlyMemory<byte> newer, VerificationReport report)
    {
        if (!HasGoodProof(report) || Parse(newer) is not { } credential) return "its proof does not hold or could not be checked.";
        if (report.Outer.Checks.Any(check => check.Id is CheckId.Conformance or CheckId.Contexts && check.Verdict != Verdict.Valid)) return "it does not keep the rules of its data model.";
        return report.Outer.Id == Id && CredentialParts.IssuerIdOf(credential) == IssuerId ? null : "it is another credential, or another issuer's.";
    }

    /// <summary>Null for what is not plain JSON, as a token is not: those are not refreshed.</summary>
    private static JsonElement? Parse(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var json = StrictJson.ParseObject(utf8);
            return json.RootElement.Clone();
        }
        catch (StrictJsonException)
        {
            return null;
        }
    }

    private static bool HasGoodProof(VerificationReport report)
        => report.Outer.Checks.Any(check => check.Id == CheckId.Proof && check.Verdict == Verdict.Valid);
}
