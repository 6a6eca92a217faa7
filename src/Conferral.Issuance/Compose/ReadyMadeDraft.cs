// Takes over a credential somebody else composed, byte for byte.
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Unicode;
using Conferral.Credentials;
using Conferral.Credentials.Proofs;
using Conferral.Issuance.Read;

namespace Conferral.Issuance.Compose;

internal static class ReadyMadeDraft
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    public static DraftClr Adopt(IntakeItem item, ReadyMadeCredential readyMade, string issuerId)
    {
        var bytes = readyMade.Utf8Json;
        if (bytes.Span.StartsWith(ByteOrderMark)) bytes = bytes[ByteOrderMark.Length..];
        var findings = new List<Finding>(item.Findings);
        var id = Examine(bytes, readyMade.Source, issuerId, findings);
        var fingerprint = Convert.ToHexStringLower(SHA256.HashData(bytes.Span));
        return new DraftClr(item.LearnerKey, id, bytes, fingerprint, [new SourceMark("", readyMade.Source)], findings);
    }

    private static string Examine(ReadOnlyMemory<byte> bytes, SourceLocation source, string issuerId, List<Finding> findings)
    {
        if (!Utf8.IsValid(bytes.Span))
        {
            findings.Add(ComposeFinding.NotJson("some bytes are not UTF-8.", source));
            return "";
        }

        try
        {
            using var document = JsonDocument.Parse(bytes, Strict);
            return Examine(document.RootElement, source, issuerId, findings);
        }
        catch (JsonException unreadable)
        {
            var place = unreadable.LineNumber is { } line ? $"there is a fault in line {line + 1}, byte {unreadable.BytePositionInLine}." : "a member name appears twice.";
            findings.Add(ComposeFinding.NotJson(place, source));
            return "";
        }
    }

    private static string Examine(JsonElement root, SourceLocation source, string issuerId, List<Finding> findings)
    {
        if (root.ValueKind is not JsonValueKind.Object)
        {
            findings.Add(ComposeFinding.NotJson("its outermost value is something else.", source));
            return "";
        }

        if (root.TryGetProperty("proof", out _)) findings.Add(ComposeFinding.AlreadySigned(source));
        // an absent or malformed issuer is the rules' to find
        if (CredentialParts.IssuerIdOf(root) is { } issuer && issuer != issuerId) findings.Add(ComposeFinding.OtherIssuer(issuerId, source));
        if (root.TryGetProperty("id", out var id) && id.ValueKind is JsonValueKind.String && id.GetString() is { Length: > 0 } given) return given;
        findings.Add(ComposeFinding.NoId(source));
        return "";
    }
}
