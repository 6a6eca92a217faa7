// Looks into a ready-made credential just far enough to know that it is one, and whose.
using System.Text.Json;
using Conferral.Credentials;
using Conferral.Credentials.Proofs;
using Conferral.LinkedData;

namespace Conferral.Issuance.Read;

internal static class CredentialPeek
{
    private static readonly string[] Types = ["ClrCredential", "AchievementCredential", "OpenBadgeCredential"];

    /// <summary>The learner key, null where the document has none, and what is wrong with the document.</summary>
    public static (string? Key, List<Finding> Findings) Look(ReadOnlyMemory<byte> utf8Json, SourceLocation source)
    {
        try
        {
            StrictJson.RequireReadableText(utf8Json.Span);
            using var document = JsonLdInput.Parse(utf8Json);
            return (KeyOf(document.RootElement), Judge(document.RootElement, source));
        }
        catch (StrictJsonException refusal)
        {
            return (null, [ReadRules.Json.At(source, refusal.Message)]);
        }
        catch (JsonException error)
        {
            return (null, [ReadRules.Json.At(source with { Row = source.Row ?? (error.LineNumber + 1) }, Sentence(error))]);
        }
    }

    // The place only: the exception's own message may quote the document. A property that stands twice comes without a place.
    private static string Sentence(JsonException error) => error.BytePositionInLine is { } at
        ? FormattableString.Invariant($"The document is not well-formed JSON at byte {at} of this line. Make it again.")
        : "The document names a property twice, so it does not have one meaning. Make it again.";

    private static List<Finding> Judge(JsonElement root, SourceLocation source)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("type", out var type) || !TypesOf(type).Intersect(Types).Any())
        {
            return [ReadRules.NotACredential.At(source, $"The document's type is none of {string.Join(", ", Types)}. Only these are issued.")];
        }

        return root.TryGetProperty("proof", out _)
            ? [ReadRules.NotACredential.At(source, "The document has a proof already. Give it unsigned: Conferral makes the proof.")]
            : [];
    }

    private static IEnumerable<string> TypesOf(JsonElement type) => type.ValueKind switch
    {
        JsonValueKind.String => [type.GetString()!],
        JsonValueKind.Array => [.. type.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)],
        _ => [],
    };

    private static string? KeyOf(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("credentialSubject", out var subject) || subject.ValueKind != JsonValueKind.Object) return null;
        if (StringOf(subject, "id") is { } id) return id;
        if (!subject.TryGetProperty("identifier", out var identifier)) return null;
        JsonElement[] all = identifier.ValueKind == JsonValueKind.Array ? [.. identifier.EnumerateArray()] : [identifier];
        var identifiers = all.Where(item => item.ValueKind == JsonValueKind.Object).ToArray();
        return identifiers.Where(item => StringOf(item, "identityType") == "sisSourcedId").Concat(identifiers)
            .Select(item => StringOf(item, "identityHash")).FirstOrDefault(hash => hash is not null);
    }

    private static string? StringOf(JsonElement element, string property)
        => CredentialParts.Text(element, property) is { Length: > 0 } text ? text : null;
}
