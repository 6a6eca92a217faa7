// Base58btc, several digits at a time: every key and signature is written in it.
using System.Buffers.Binary;

namespace Conferral.Credentials.Keys;

/// <summary>
/// Divides by 58^5 and multiplies by 58^10 instead of 58, which makes it many times faster than general coders.
/// Spec: https://www.w3.org/TR/cid-1.0/#base-encode, https://www.w3.org/TR/cid-1.0/#base-decode
/// </summary>
internal static class Base58Btc
{
    private const uint FiveDigits = 58u * 58 * 58 * 58 * 58;
    private const int MaxStackWords = 64;
    private const int DigitsOfWord = 7; // five at a time, so a little more than the six that 32 bits need
    private const int DigitsAtOnce = 10; // 58^10 is the greatest power below 2^64

    private static ReadOnlySpan<byte> Alphabet => "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"u8;

    /// <summary>Room that the text of so many bytes needs at most, its mark included. Units: bytes.</summary>
    public static int RoomFor(int bytes) => 1 + bytes + ((bytes + 3) / sizeof(uint) * DigitsOfWord);

    /// <summary>Writes the text, with <paramref name="mark"/> in front, as ASCII; returns its length, at most <see cref="RoomFor"/>.</summary>
    public static int Encode(byte mark, ReadOnlySpan<byte> bytes, Span<byte> target)
    {
        var zeros = bytes.IndexOfAnyExcept((byte)0);
        if (zeros < 0) zeros = bytes.Length;
        var count = (bytes.Length + 3) / sizeof(uint);
        var words = count <= MaxStackWords ? stackalloc uint[MaxStackWords] : new uint[count];
        ReadBigEndian(bytes, words = words[..count]);
        Span<byte> text = count <= MaxStackWords ? stackalloc byte[MaxStackWords * DigitsOfWord] : new byte[count * DigitsOfWord];
        var at = text.Length;
        while (!words.IsEmpty)
        {
            var rest = Divide(words);
            for (var digit = 0; digit < 5; digit++, rest /= 58) text[--at] = Alphabet[(int)(rest % 58)];
            while (!words.IsEmpty && words[0] == 0) words = words[1..];
        }

        var digits = text[at..].TrimStart((byte)'1'); // zeros of the number; those of the bytes are written before it
        target[0] = mark;
        target.Slice(1, zeros).Fill((byte)'1');
        digits.CopyTo(target[(1 + zeros)..]);
        return 1 + zeros + digits.Length;
    }

    /// <summary>The bytes that <see cref="Encode(byte, ReadOnlySpan{byte}, Span{byte})"/> writes so. Shape: digits of the alphabet and nothing else; time grows with their square.</summary>
    public static byte[] Decode(ReadOnlySpan<char> digits)
    {
        var zeros = digits.IndexOfAnyExcept('1');
        if (zeros < 0) return new byte[digits.Length];
        digits = digits[zeros..];
        var count = ((digits.Length - 1) / DigitsAtOnce) + 1;
        var words = count <= MaxStackWords ? stackalloc ulong[MaxStackWords] : new ulong[count];
        words = words[..count];
        words.Clear();
        for (var first = digits.Length % DigitsAtOnce; ; first += DigitsAtOnce)
        {
            ulong scale = 1, value = 0;
            foreach (var digit in digits[Math.Max(0, first - DigitsAtOnce)..first])
            {
                scale *= 58;
                value = (value * 58) + Values[digit];
            }

            MultiplyAndAdd(words, scale, value);
            if (first == digits.Length) return ToBytes(words, zeros);
        }
    }

    /// <summary>What each character of ASCII counts.</summary>
    private static readonly byte[] Values = [.. Enumerable.Range(0, 128).Select(character => (byte)Math.Max(0, Alphabet.IndexOf((byte)character)))];

    /// <summary>The least significant word stands first, here and below.</summary>
    private static void MultiplyAndAdd(Span<ulong> words, ulong scale, ulong value)
    {
        foreach (ref var word in words)
        {
            var high = Math.BigMul(word, scale, out var low);
            word = low + value;
            value = high + (word < low ? 1UL : 0);
        }
    }

    private static byte[] ToBytes(ReadOnlySpan<ulong> words, int zeros)
    {
        words = words.TrimEnd(0UL);
        var unused = System.Numerics.BitOperations.LeadingZeroCount(words[^1]) / 8;
        var bytes = new byte[zeros + (words.Length * sizeof(ulong)) - unused];
        Span<byte> top = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(top, words[^1]);
        top[unused..].CopyTo(bytes.AsSpan(zeros));
        var rest = bytes.AsSpan(zeros + sizeof(ulong) - unused);
        for (var word = words.Length - 2; word >= 0; word--, rest = rest[sizeof(ulong)..]) BinaryPrimitives.WriteUInt64BigEndian(rest, words[word]);
        return bytes;
    }

    private static void ReadBigEndian(ReadOnlySpan<byte> bytes, Span<uint> words)
    {
        words.Clear();
        for (var i = 0; i < bytes.Length; i++) words[^((i / sizeof(uint)) + 1)] |= (uint)bytes[^(i + 1)] << (8 * (i % sizeof(uint)));
    }

    /// <summary>Divides the number in place and gives the remainder.</summary>
    private static uint Divide(Span<uint> words)
    {
        ulong rest = 0;
        foreach (ref var word in words)
        {
            var part = (rest << 32) | word;
            word = (uint)(part / FiveDigits);
            rest = part % FiveDigits;
        }

        return (uint)rest;
    }
}
