// Equality of UTF-8 byte strings, also looked up by span.
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Conferral.LinkedData;

/// <summary>Compares byte strings by content. The hash is seeded per process, so nobody can prepare colliding terms.</summary>
internal sealed class Utf8Comparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
{
    private const ulong Multiplier = 0x9E3779B97F4A7C15;

    private static readonly ulong Seed = MemoryMarshal.Read<ulong>(RandomNumberGenerator.GetBytes(8));

    public static readonly Utf8Comparer Instance = new();

    public static int Hash(ReadOnlySpan<byte> bytes)
    {
        var hash = Seed ^ ((ulong)bytes.Length * Multiplier);
        while (bytes.Length >= 8)
        {
            hash = Fold(hash ^ MemoryMarshal.Read<ulong>(bytes));
            bytes = bytes[8..];
        }

        var rest = 0UL;
        foreach (var b in bytes) rest = (rest << 8) | b;
        hash = Fold(hash ^ rest);
        return (int)(hash ^ (hash >> 32));
    }

    public bool Equals(byte[]? x, byte[]? y) => ReferenceEquals(x, y) || (x is not null && y is not null && x.AsSpan().SequenceEqual(y));

    public int GetHashCode(byte[] obj) => Hash(obj);

    public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

    public int GetHashCode(ReadOnlySpan<byte> alternate) => Hash(alternate);

    public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();

    private static ulong Fold(ulong value)
    {
        var high = Math.BigMul(value ^ Seed, Multiplier, out var low);
        return BitOperations.RotateLeft(high ^ low, 29);
    }
}
