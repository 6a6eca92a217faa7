// Multibase text in base58btc, the one base Multikey and eddsa-rdfc-2022 use.
using System.Buffers;
using SimpleBase;

namespace Conferral.Credentials.Keys;

/// <summary>Shape: <c>z</c> followed by base58btc. Spec: https://www.w3.org/TR/cid-1.0/#multibase-0</summary>
public static class Multibase
{
    /// <summary>Longer text is refused undecoded, because decoding takes time that grows with the square; a P-384 signature needs 133. Units: characters.</summary>
    public const int MaxLength = 256;

    private const char Base58BtcMark = 'z';

    /// <summary>Checked before decoding: the decoder throws on characters beyond ASCII.</summary>
    private static readonly SearchValues<char> Digits = SearchValues.Create("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz");

    public static string Encode(ReadOnlySpan<byte> bytes) => Base58Btc.Encode(Base58BtcMark, bytes);

    /// <summary>Decodes; false when the text is not multibase base58btc or too long.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, out byte[] bytes)
    {
        bytes = [];
        if (text.Length is < 2 or > MaxLength || text[0] != Base58BtcMark) return false;
        var body = text[1..];
        if (body.ContainsAnyExcept(Digits)) return false;
        var buffer = new byte[Base58.Bitcoin.GetSafeByteCountForDecoding(body)];
        if (!Base58.Bitcoin.TryDecode(body, buffer, out var written)) return false;
        bytes = buffer.AsSpan(0, written).ToArray();
        return true;
    }
}
