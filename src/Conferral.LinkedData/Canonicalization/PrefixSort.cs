// Sorts byte strings by eight bytes at a time.
using System.Buffers;
using System.Buffers.Binary;

namespace Conferral.LinkedData.Canonicalization;

/// <summary>What byte string a number stands for.</summary>
internal interface IByteStrings
{
    ReadOnlySpan<byte> this[int number] { get; }
}

/// <summary>
/// Ascending byte order, in which the shorter of two strings comes first where one begins the other. Comparing words as
/// numbers beats calling a comparison for each pair: most strings differ in the first eight bytes after what all share.
/// Shape: strings without zero bytes, or all of one length.
/// </summary>
internal static class PrefixSort
{
    /// <summary>Sorts numbers by the strings they stand for; equal strings end up side by side.</summary>
    public static void Sort<TStrings>(Span<int> numbers, TStrings strings)
        where TStrings : IByteStrings, allows ref struct
    {
        var keys = ArrayPool<ulong>.Shared.Rent(numbers.Length);
        Sort(numbers, keys.AsSpan(0, numbers.Length), strings, at: 0);
        ArrayPool<ulong>.Shared.Return(keys);
    }

    /// <summary>Sorts strings whose first <paramref name="at"/> bytes are alike.</summary>
    private static void Sort<TStrings>(Span<int> numbers, Span<ulong> keys, TStrings strings, int at)
        where TStrings : IByteStrings, allows ref struct
    {
        if (numbers.Length < 2) return;
        at += Shared(numbers, strings, at, out var isAllEqual);
        if (isAllEqual) return;
        for (var i = 0; i < numbers.Length; i++) keys[i] = Word(strings[numbers[i]], at);
        keys.Sort(numbers);
        for (var start = 0; start < numbers.Length;)
        {
            var end = start + 1;
            while (end < numbers.Length && keys[end] == keys[start]) end++;
            Sort(numbers[start..end], keys[start..end], strings, at + sizeof(ulong));
            start = end;
        }
    }

    /// <summary>How many further bytes all the strings share.</summary>
    private static int Shared<TStrings>(ReadOnlySpan<int> numbers, TStrings strings, int at, out bool isAllEqual)
        where TStrings : IByteStrings, allows ref struct
    {
        var first = From(strings[numbers[0]], at);
        var shared = first.Length;
        isAllEqual = true;
        foreach (var number in numbers[1..])
        {
            var other = From(strings[number], at);
            isAllEqual &= other.Length == first.Length;
            shared = Math.Min(shared, first.CommonPrefixLength(other));
            if (shared == 0) break;
        }

        isAllEqual &= shared == first.Length;
        return shared;
    }

    private static ReadOnlySpan<byte> From(ReadOnlySpan<byte> text, int at) => at < text.Length ? text[at..] : default;

    /// <summary>The eight bytes from <paramref name="at"/> on as a number of the same order; zeros stand for what is not there.</summary>
    private static ulong Word(ReadOnlySpan<byte> text, int at)
    {
        text = From(text, at);
        if (text.Length >= sizeof(ulong)) return BinaryPrimitives.ReadUInt64BigEndian(text);
        Span<byte> padded = stackalloc byte[sizeof(ulong)];
        padded.Clear();
        text.CopyTo(padded);
        return BinaryPrimitives.ReadUInt64BigEndian(padded);
    }
}
