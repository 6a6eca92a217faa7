// Which tiles a tree has, and where each is found.
using System.Globalization;

namespace Conferral.Transparency.Tiles;

/// <summary>
/// A tile's place: its level, its index there, and how many hashes it holds.
/// Shape: <see cref="Path"/> is relative to the log's prefix, index 1234067 being <c>x001/x234/067</c>; a tile of fewer than 256
/// hashes ends in <c>.p/</c> and its width.
/// Spec: https://c2sp.org/tlog-tiles
/// </summary>
public readonly record struct Tile(int Level, long Index, int Width)
{
    /// <summary>Hashes in a full tile: eight levels of the tree.</summary>
    public const int FullWidth = 256;

    /// <summary>Levels of the Merkle tree that one tile spans.</summary>
    public const int Height = 8;

    public const string CheckpointPath = "checkpoint";

    public bool IsFull => Width == FullWidth;

    public string Path => string.Create(CultureInfo.InvariantCulture, $"tile/{Level}/{Number(Index)}{Suffix}");

    /// <summary>Where the entries behind a tile of level 0 are found.</summary>
    public string EntriesPath => $"tile/entries/{Number(Index)}{Suffix}";

    /// <summary>How many whole nodes of a level a tree of this size has.</summary>
    public static long NodesAt(int level, long size) => level * Height >= 63 ? 0 : size >> (level * Height);

    /// <summary>The tile at this place in a tree of this size; its width is 0 when the tree has no such tile.</summary>
    public static Tile In(long size, int level, long index) => new(level, index, (int)Math.Clamp(NodesAt(level, size) - (index * FullWidth), 0, FullWidth));

    /// <summary>Every tile of a tree of this size, level by level.</summary>
    public static IEnumerable<Tile> AllIn(long size)
    {
        for (var level = 0; NodesAt(level, size) > 0; level++)
        {
            for (long index = 0; index * FullWidth < NodesAt(level, size); index++) yield return In(size, level, index);
        }
    }

    private string Suffix => IsFull ? "" : string.Create(CultureInfo.InvariantCulture, $".p/{Width}");

    private static string Number(long index)
    {
        var last = (index % 1000).ToString("000", CultureInfo.InvariantCulture);
        for (var rest = index / 1000; rest > 0; rest /= 1000) last = string.Create(CultureInfo.InvariantCulture, $"x{rest % 1000:000}/{last}");
        return last;
    }
}

/// <summary>A file of the log: its path below the log's prefix, and its bytes.</summary>
public sealed record TileFile(string Path, ReadOnlyMemory<byte> Bytes);
