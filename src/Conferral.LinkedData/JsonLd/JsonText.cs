// JSON strings as UTF-8: the raw bytes where nothing is escaped, unescaped bytes where something is.
using System.Buffers;
using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Conferral.LinkedData.JsonLd;

/// <summary>Reads strings and member names of a <see cref="JsonElement"/> without going through UTF-16.</summary>
internal static class JsonText
{
    /// <summary>The string's UTF-8. The span lives as long as the document (nothing escaped) or is a fresh array.</summary>
    public static ReadOnlySpan<byte> Utf8(JsonElement text)
    {
        var raw = JsonMarshal.GetRawUtf8Value(text);
        raw = raw[1..^1];
        return raw.Contains((byte)'\\') ? Unescape(raw) : raw;
    }

    public static ReadOnlySpan<byte> Name(in JsonProperty property)
    {
        var raw = JsonMarshal.GetRawUtf8PropertyName(property);
        return raw.Contains((byte)'\\') ? Unescape(raw) : raw;
    }

    /// <summary>The raw JSON text of a value, as it stands in the document.</summary>
    public static ReadOnlySpan<byte> Raw(JsonElement value) => JsonMarshal.GetRawUtf8Value(value);

    /// <summary>Undoes JSON escapes. Errors: a lone surrogate has no UTF-8 form and is refused.</summary>
    public static byte[] Unescape(ReadOnlySpan<byte> raw)
    {
        var result = new ArrayBufferWriter<byte>(raw.Length);
        while (!raw.IsEmpty)
        {
            var plain = raw.IndexOf((byte)'\\');
            if (plain < 0) plain = raw.Length;
            if (plain > 0)
            {
                result.Write(raw[..plain]);
                raw = raw[plain..];
                continue;
            }

            if (raw[1] == (byte)'u')
            {
                raw = UnescapeUnicode(raw, result);
                continue;
            }

            result.Write([Short(raw[1])]);
            raw = raw[2..];
        }

        return result.WrittenSpan.ToArray();
    }

    private static ReadOnlySpan<byte> UnescapeUnicode(ReadOnlySpan<byte> raw, ArrayBufferWriter<byte> result)
    {
        var high = CodeUnit(raw);
        raw = raw[6..];
        var rune = default(Rune);
        if (Rune.TryCreate(high, out rune) || (StartsWithUnicodeEscape(raw) && Rune.TryCreate(high, CodeUnit(raw), out rune)))
        {
            if (rune.Value > 0xFFFF) raw = raw[6..];
            Span<byte> utf8 = stackalloc byte[4];
            result.Write(utf8[..rune.EncodeToUtf8(utf8)]);
            return raw;
        }

        throw new JsonLdException(ErrorCode.LoadingDocumentFailed, "", $"The JSON text has a lone surrogate (\\u{(int)high:x4}), which no UTF-8 text can hold. Correct the text at its source.");
    }

    private static bool StartsWithUnicodeEscape(ReadOnlySpan<byte> raw) => raw.Length >= 6 && raw[0] == (byte)'\\' && raw[1] == (byte)'u';

    private static char CodeUnit(ReadOnlySpan<byte> raw)
    {
        Utf8Parser.TryParse(raw.Slice(2, 4), out ushort unit, out _, 'x');
        return (char)unit;
    }

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
