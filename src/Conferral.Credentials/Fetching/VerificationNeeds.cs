// What has to be at hand to judge a document to the end, read from the document itself.
using System.Text.Json;
using Conferral.Credentials.Baking;
using Conferral.Credentials.Controllers;
using Conferral.Credentials.Jwt;
using Conferral.Credentials.Keys;
using Conferral.Credentials.Proofs;
using Conferral.Credentials.Status;
using Conferral.Credentials.Verification;

namespace Conferral.Credentials.Fetching;

/// <summary>
/// The controllers whose keys its proofs name and the status lists it names, with those of everything embedded; each
/// once, in the order of the text. Nothing here is verified yet.
/// </summary>
internal sealed record VerificationNeeds(IReadOnlyList<string> Controllers, IReadOnlyList<string> StatusLists)
{
    /// <summary>None where the bytes hold neither JSON object nor token: the verifier says so.</summary>
    public static VerificationNeeds Of(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.Length > CredentialVerifier.MaxBytes) return new VerificationNeeds([], []);
        try
        {
            using var tree = CredentialTree.Read(BakedImage.IsImage(utf8.Span) ? BakedImage.Extract(utf8) : utf8);
            var credentials = tree.Credentials.Where(found => found.Problem is null).ToList();
            return new VerificationNeeds(Names(credentials.SelectMany(ControllersOf)), Names(credentials.SelectMany(found => StatusListsOf(found.Document))));
        }
        catch (Exception refusal) when (refusal is StrictJsonException or MalformedTokenException or BakingException)
        {
            return new VerificationNeeds([], []);
        }
    }

    /// <summary>Where the document of this controller is published, or null where it cannot be fetched or need not be.</summary>
    public static string? AddressOf(string controller)
    {
        try
        {
            if (controller.StartsWith(DidWeb.Prefix, StringComparison.Ordinal)) return DidWeb.DocumentUrl(controller).AbsoluteUri;
            return controller.StartsWith("https:", StringComparison.Ordinal) ? controller : null;
        }
        catch (FormatException)
        {
            return null; // the resolver says of such an id that its document is not at hand
        }
    }

    /// <summary>A name with control characters in it is no address of anything.</summary>
    private static List<string> Names(IEnumerable<string> names) => [.. names.Where(name => !name.Any(char.IsControl)).Distinct(StringComparer.Ordinal)];

    private static IEnumerable<string> ControllersOf(FoundCredential found)
    {
        var methods = found.Envelope is { } envelope ? [KeyOf(envelope.Token.Header, found.Document)]
            : found.Document.TryGetProperty("proof", out var proofs) ? CredentialParts.Items(proofs).Take(CredentialVerifier.MaxProofs).Select(proof => CredentialParts.Text(proof, "verificationMethod"))
            : [];
        return methods.OfType<string>()
            .Where(method => !DidKey.IsDidKey(method))
            .Select(method => method.Split('#')[0]);
    }

    /// <summary>Where a token does not name its key by a URL of its own, the issuer's document must hold it.</summary>
    private static string? KeyOf(JsonElement header, JsonElement credential)
        => CredentialParts.Text(header, "kid") is { } kid && !kid.StartsWith('#') ? kid : CredentialParts.IssuerIdOf(credential);

    private static IEnumerable<string> StatusListsOf(JsonElement credential)
    {
        if (!credential.TryGetProperty("credentialStatus", out var entries)) return [];
        return CredentialParts.Items(entries).Take(StatusChecker.MaxEntries)
            .Select(entry => CredentialParts.Text(entry, CredentialParts.Text(entry, "type") == RevocationList.TypeName ? "id" : "statusListCredential"))
            .OfType<string>();
    }
}
