// A tile's and an entry bundle's bytes.
using System.Buffers.Binary;
using Conferral.Transparency.Merkle;

namespace Conferral.Transparency.Tiles;

/// <summary>Shape: a tile is its hashes, one after the other; a bundle is its entries, each behind its length as a big-endian uint16.</summary>
public static class TileBytes
{
    /// <summary>Units: bytes.</summary>
    public const int MaxEntryLength = ushort.MaxValue;

    public static byte[] OfHashes(IReadOnlyList<TreeHash> hashes)
    {
        var bytes = new byte[hashes.Count * TreeHash.Length];
        for (var i = 0; i < hashes.Count; i++) hashes[i].CopyTo(bytes.AsSpan(i * TreeHash.Length));
        return bytes;
    }

    /// <summary>The hashes of a tile, or null when the bytes are not this many.</summary>
    public static TreeHash[]? Hashes(ReadOnlySpan<byte> bytes, int width)
    {
        if (bytes.Length != width * TreeHash.Length) return null;
        var hashes = new TreeHash[width];
        for (var i = 0; i < width; i++) hashes[i] = new TreeHash(bytes.Slice(i * TreeHash.Length, TreeHash.Length));
        return hashes;
    }

    public static void AppendEntry(List<byte> bundle, ReadOnlySpan<byte> entry)
    {
        if (entry.Length > MaxEntryLength) throw new ArgumentException($"An entry has at most {MaxEntryLength} bytes, this one {entry.Length}.", nameof(entry));
        Span<byte> length = stackalloc byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)entry.Length);
        bundle.AddRange(length);
        bundle.AddRange(entry);
    }

    /// <summary>The entries of a bundle, or null when the bytes are not this many whole entries.</summary>
    public static byte[][]? Entries(ReadOnlySpan<byte> bundle, int width)
    {
        var entries = new byte[width][];
        for (var i = 0; i < width; i++)
        {
            if (!BinaryPrimitives.TryReadUInt16BigEndian(bundle, out var length) || bundle.Length < sizeof(ushort) + length) return null;
            entries[i] = bundle.Slice(sizeof(ushort), length).ToArray();
            bundle = bundle[(sizeof(ushort) + length)..];
        }

        return bundle.IsEmpty ? entries : null;
    }
}
