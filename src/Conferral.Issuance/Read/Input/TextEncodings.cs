// The encodings a file may have: UTF-8, UTF-16 by its mark, and older code pages when somebody declares them.
using System.Text;

namespace Conferral.Issuance.Read;

/// <summary>Encodings that refuse what they cannot read; nothing ever becomes U+FFFD.</summary>
internal static class TextEncodings
{
    public static readonly Encoding Utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly Encoding Utf16LittleEndian = new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true);
    private static readonly Encoding Utf16BigEndian = new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true);

    /// <summary>For messages: what is usually meant.</summary>
    public const string Offered = "utf-8, windows-1252, iso-8859-1, iso-8859-15 or another code page by its name";

    /// <summary>The encoding a byte order mark announces, or null.</summary>
    public static Encoding? OfMark(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) return Utf8;
        if (start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])) return Utf16LittleEndian;
        return start.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) ? Utf16BigEndian : null;
    }

    /// <summary>An encoding by the name the IANA gave it, or null where nobody knows it. UTF-7 is none: it hides characters in others.</summary>
    public static Encoding? Named(string name)
    {
        if (name.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || name.Equals("utf8", StringComparison.OrdinalIgnoreCase)) return Utf8;
        if (name.StartsWith("utf-7", StringComparison.OrdinalIgnoreCase)) return null;
        if (CodePagesEncodingProvider.Instance.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback) is { } codePage) return codePage;
        try
        {
            return Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
