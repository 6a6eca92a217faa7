// JSON strings as UTF-8: the raw bytes where nothing is escaped, unescaped bytes where something is.
using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Conferral.LinkedData.JsonLd;

/// <summary>Reads strings and member names of a <see cref="JsonElement"/> without going through UTF-16.</summary>
internal static class JsonText
{
    /// <summary>The string's UTF-8. The span lives as long as the document (nothing escaped) or is a fresh array.</summary>
    public static ReadOnlySpan<byte> Utf8(JsonElement text) => Unescaped(JsonMarshal.GetRawUtf8Value(text)[1..^1]);

    public static ReadOnlySpan<byte> Name(in JsonProperty property) => Unescaped(JsonMarshal.GetRawUtf8PropertyName(property));

    /// <summary>The raw JSON text of a value, as it stands in the document.</summary>
    public static ReadOnlySpan<byte> Raw(JsonElement value) => JsonMarshal.GetRawUtf8Value(value);

    /// <summary>What is between a string's quotes, for people: as written where it cannot be unescaped.</summary>
    public static string Show(ReadOnlySpan<byte> raw) => Encoding.UTF8.GetString(TryUnescape(raw, out var text) ? text : raw);

    public static bool Is(JsonElement value, ReadOnlySpan<byte> text) => value.ValueKind == JsonValueKind.String && Utf8(value).SequenceEqual(text);

    /// <summary>A value of its own, which lives as long as it is used.</summary>
    public static JsonElement Element(ReadOnlySpan<byte> raw)
    {
        var reader = new Utf8JsonReader(raw, new JsonReaderOptions { MaxDepth = int.MaxValue });
        return JsonElement.ParseValue(ref reader);
    }

    /// <summary>Finds a member by name; the last one where a lenient parser let several through, as JSON.parse has it.</summary>
    public static bool TryGetMember(JsonElement element, ReadOnlySpan<byte> name, out JsonElement value)
    {
        value = default;
        var found = false;
        foreach (var member in element.EnumerateObject())
        {
            if (!Name(member).SequenceEqual(name)) continue;
            value = member.Value;
            found = true;
        }

        return found;
    }

    /// <summary>Refuses a value that is nested deeper than recursion over it may go.</summary>
    public static void CheckDepth(ReadOnlySpan<byte> value, int maxDepth)
    {
        var reader = new Utf8JsonReader(value, new JsonReaderOptions { MaxDepth = int.MaxValue });
        while (reader.Read())
        {
            if (reader.CurrentDepth > maxDepth) throw TooDeep(maxDepth);
        }
    }

    public static JsonLdException TooDeep(int maxDepth)
        => new(ErrorCode.LoadingDocumentFailed, "", $"The document is nested more than {maxDepth} levels deep.");

    private static ReadOnlySpan<byte> Unescaped(ReadOnlySpan<byte> raw) => raw.Contains((byte)'\\') ? Unescape(raw) : raw;

    /// <summary>The text between a string's quotes, without its escapes. Errors: <see cref="JsonLdException"/> for a lone surrogate.</summary>
    public static byte[] Unescape(ReadOnlySpan<byte> raw)
        => TryUnescape(raw, out var text) ? text : throw new JsonLdException(
            ErrorCode.LoadingDocumentFailed, "", "The JSON text has a lone surrogate (\\ud800 to \\udfff without its partner), which no UTF-8 text can hold. Correct the text at its source.");

    /// <summary>Undoes JSON escapes. False for a lone surrogate, which has no UTF-8 form.</summary>
    private static bool TryUnescape(ReadOnlySpan<byte> raw, out byte[] text)
    {
        var result = new ArrayBufferWriter<byte>(raw.Length + 1);
        text = [];
        while (!raw.IsEmpty)
        {
            var plain = raw.IndexOf((byte)'\\');
            if (plain < 0) plain = raw.Length;
            result.Write(raw[..plain]);
            raw = raw[plain..];
            if (raw.IsEmpty) break;
            if (raw[1] != (byte)'u')
            {
                result.Write([Short(raw[1])]);
                raw = raw[2..];
                continue;
            }

            if (!TryReadRune(raw, out var rune)) return false;
            raw = raw[(rune.Value > 0xFFFF ? 2 * UnicodeEscapeLength : UnicodeEscapeLength)..];
            result.Advance(rune.EncodeToUtf8(result.GetSpan(4)));
        }

        text = result.WrittenSpan.ToArray();
        return true;
    }

    private const int UnicodeEscapeLength = 6;

    private static bool TryReadRune(ReadOnlySpan<byte> raw, out Rune rune)
    {
        var unit = CodeUnit(raw);
        if (Rune.TryCreate(unit, out rune)) return true;
        var next = raw[UnicodeEscapeLength..];
        return next.StartsWith("\\u"u8) && Rune.TryCreate(unit, CodeUnit(next), out rune);
    }

    /// <summary>The code unit of an escape whose four digits the JSON reader has checked.</summary>
    private static char CodeUnit(ReadOnlySpan<byte> raw)
        => (char)ushort.Parse(raw.Slice(2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static byte Short(byte letter) => letter switch
    {
        (byte)'b' => (byte)'\b',
        (byte)'f' => (byte)'\f',
        (byte)'n' => (byte)'\n',
        (byte)'r' => (byte)'\r',
        (byte)'t' => (byte)'\t',
        _ => letter,
    };
}
