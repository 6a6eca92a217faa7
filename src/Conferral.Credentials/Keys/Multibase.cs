// Multibase text in the two bases in use: base58btc for keys and signatures, base64url for what is longer.
using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Conferral.Credentials.Keys;

/// <summary>Shape: <c>z</c> followed by base58btc, or <c>u</c> followed by base64url without padding. Spec: https://www.w3.org/TR/cid-1.0/#multibase-0</summary>
public static class Multibase
{
    /// <summary>Longer text is refused undecoded, because decoding takes time that grows with the square; a P-384 signature needs 133. Units: characters.</summary>
    public const int MaxLength = 256;

    private const char Base58BtcMark = 'z', Base64UrlMark = 'u';

    /// <summary>Checked before decoding: the decoder passes over white space and padding.</summary>
    private static readonly SearchValues<char> Base64UrlDigits = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>Checked before decoding: the decoder takes nothing else.</summary>
    private static readonly SearchValues<char> Digits = SearchValues.Create("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz");

    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        var room = Base58Btc.RoomFor(bytes.Length);
        var text = room <= MaxLength ? stackalloc byte[MaxLength] : new byte[room];
        return Encoding.ASCII.GetString(text[..Base58Btc.Encode((byte)Base58BtcMark, bytes, text)]);
    }

    /// <summary>Writes a signature's text, which <see cref="MaxLength"/> bytes hold; returns its length.</summary>
    internal static int Encode(ReadOnlySpan<byte> signature, Span<byte> utf8) => Base58Btc.Encode((byte)Base58BtcMark, signature, utf8);

    public static string EncodeBase64Url(ReadOnlySpan<byte> bytes) => Base64UrlMark + Base64Url.EncodeToString(bytes);

    /// <summary>Decodes; false when the text is not multibase base64url, without padding or stray bits, of at least one byte.</summary>
    public static bool TryDecodeBase64Url(ReadOnlySpan<char> text, out byte[] bytes)
    {
        bytes = [];
        if (text.Length < 2 || text[0] != Base64UrlMark || text[1..].ContainsAnyExcept(Base64UrlDigits)) return false;
        var buffer = new byte[Base64Url.GetMaxDecodedLength(text.Length - 1)];
        if (Base64Url.DecodeFromChars(text[1..], buffer, out _, out var written) != OperationStatus.Done) return false;
        bytes = buffer[..written];
        return true;
    }

    /// <summary>Decodes; false when the text is not multibase base58btc or too long.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, out byte[] bytes)
    {
        bytes = [];
        if (text.Length is < 2 or > MaxLength || text[0] != Base58BtcMark) return false;
        var body = text[1..];
        if (body.ContainsAnyExcept(Digits)) return false;
        bytes = Base58Btc.Decode(body);
        return true;
    }
}
