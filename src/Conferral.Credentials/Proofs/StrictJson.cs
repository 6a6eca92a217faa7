// Reads JSON so that everybody who reads the same bytes reads the same document.
using System.Text.Json;
using System.Text.Unicode;
using Conferral.LinkedData;

namespace Conferral.Credentials.Proofs;

/// <summary>The bytes are not one unambiguous JSON object. The message is a sentence without content of the document.</summary>
public sealed class StrictJsonException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// Parses with every latitude refused on which parsers differ: other encodings than UTF-8, a byte order mark,
/// duplicate names, comments, trailing commas, unpaired surrogates. Bounds: nesting of <see cref="JsonLdInput.MaxDepth"/>.
/// </summary>
public static class StrictJson
{
    /// <summary>The document, over the given memory, which must not change while it is used. Errors: <see cref="StrictJsonException"/>.</summary>
    public static JsonDocument ParseObject(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.Span.StartsWith("\uFEFF"u8)) throw new StrictJsonException("The document begins with a byte order mark, which JSON does not allow. Save it as UTF-8 without one.");
        try
        {
            RequireReadableText(utf8.Span);
            var json = JsonLdInput.Parse(utf8);
            if (json.RootElement.ValueKind == JsonValueKind.Object) return json;
            json.Dispose();
        }
        catch (JsonException refusal)
        {
            throw new StrictJsonException($"The document is not well-formed JSON. {Describe(refusal)}", refusal);
        }

        throw new StrictJsonException("The document is not a JSON object. A credential is one object, not a list or a text.");
    }

    /// <summary>What the parser says, and where, in a person's counting: the first line and the first byte of a line are number 1.</summary>
    public static string Describe(JsonException refusal)
    {
        var end = refusal.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        var path = refusal.Message.IndexOf(" Path:", StringComparison.Ordinal);
        if (path >= 0 && (end < 0 || path < end)) end = path;
        var what = end < 0 ? refusal.Message : refusal.Message[..end];
        return refusal is { LineNumber: { } line, BytePositionInLine: { } position }
            ? FormattableString.Invariant($"Line {line + 1}, byte {position + 1}: {what}")
            : what;
    }

    /// <summary>
    /// Returns when every text of the JSON can be read as Unicode, which the parser only finds out when somebody reads it.
    /// Errors: <see cref="StrictJsonException"/>; <see cref="JsonException"/> where it is no JSON.
    /// </summary>
    public static void RequireReadableText(ReadOnlySpan<byte> utf8)
    {
        if (!Utf8.IsValid(utf8)) throw new StrictJsonException("The document is not UTF-8. Save it as UTF-8 and try again.");
        RefuseUnpairedSurrogates(utf8);
    }

    /// <summary>An escape like \ud800 alone is no character; the parser would only find out when somebody reads the value.</summary>
    private static void RefuseUnpairedSurrogates(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IndexOf("\\u"u8) < 0) return;
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = JsonLdInput.MaxDepth });
        while (reader.Read())
        {
            if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName) || !reader.ValueIsEscaped) continue;
            try
            {
                _ = reader.GetString();
            }
            catch (InvalidOperationException refusal)
            {
                throw new StrictJsonException("A text of the document holds half of a character (an unpaired surrogate).", refusal);
            }
        }
    }
}
