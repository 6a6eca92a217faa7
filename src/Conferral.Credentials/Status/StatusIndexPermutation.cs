// The order in which the places of a status list are given away: shuffled by a secret, each place exactly once.
using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace Conferral.Credentials.Status;

/// <summary>
/// A permutation of 0 … <see cref="Entries"/>-1 under a secret: the n-th credential of a list gets the place <see cref="IndexOf"/>
/// gives for n. No two numbers share a place, no table of free places is needed, and without the secret the places say nothing
/// about who was issued before whom. Immutable, safe for concurrent use.
/// Shape: a Feistel network of ten rounds over the next even number of bits, HMAC-SHA-256 as its round function; a value beyond the
/// list goes through again until it is inside (cycle walking).
/// Durability: the secret MUST stay the same while a list is open; <see cref="MarkOf"/> tells whether it did.
/// Spec: https://www.w3.org/TR/vc-bitstring-status-list/#index-assignment; the reasons: docs/decisions/status-places.md
/// </summary>
public sealed class StatusIndexPermutation
{
    private const int Rounds = 10;

    private readonly int[][] _rounds;
    private readonly int _halfBits;
    private readonly int _mask;

    private StatusIndexPermutation(ReadOnlySpan<byte> key, int entries)
    {
        Entries = entries;
        _halfBits = (BitOperations.Log2((uint)entries - 1) + 2) / 2;
        _mask = (1 << _halfBits) - 1;
        _rounds = new int[Rounds][];
        for (var round = 0; round < Rounds; round++) _rounds[round] = RoundValues(key, round, _mask);
    }

    public int Entries { get; }

    /// <summary>The permutation of one list. Errors: <see cref="ArgumentOutOfRangeException"/> for a list too small to hide anybody.</summary>
    public static StatusIndexPermutation ForList(ReadOnlySpan<byte> secret, long list, int entries)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(entries, BitstringStatusList.MinimumEntries);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(entries, BitstringStatusList.MaxBytes * 8);
        Span<byte> key = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Derive(secret, string.Create(CultureInfo.InvariantCulture, $"status list {list}"), key);
        return new StatusIndexPermutation(key, entries);
    }

    /// <summary>Tells one secret from another and reveals neither. Shape: 16 hex digits.</summary>
    public static string MarkOf(ReadOnlySpan<byte> secret)
    {
        Span<byte> mark = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Derive(secret, "status lists", mark);
        return Convert.ToHexStringLower(mark[..8]);
    }

    /// <summary>The place of the n-th entry. Errors: <see cref="ArgumentOutOfRangeException"/>.</summary>
    public int IndexOf(int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(number, Entries);
        do number = Shuffle(number);
        while (number >= Entries);
        return number;
    }

    private int Shuffle(int value)
    {
        var (left, right) = (value >> _halfBits, value & _mask);
        foreach (var round in _rounds) (left, right) = (right, left ^ round[right]);
        return (left << _halfBits) | right;
    }

    // Halves are small enough that a round's function is a table, computed once.
    private static int[] RoundValues(ReadOnlySpan<byte> key, int round, int mask)
    {
        var values = new int[mask + 1];
        Span<byte> input = stackalloc byte[2 * sizeof(int)];
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        BinaryPrimitives.WriteInt32BigEndian(input, round);
        for (var half = 0; half < values.Length; half++)
        {
            BinaryPrimitives.WriteInt32BigEndian(input[sizeof(int)..], half);
            HMACSHA256.HashData(key, input, mac);
            values[half] = BinaryPrimitives.ReadInt32BigEndian(mac) & mask;
        }

        return values;
    }

    private static void Derive(ReadOnlySpan<byte> secret, string purpose, Span<byte> mac) => HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes($"conferral {purpose}"), mac);
}
