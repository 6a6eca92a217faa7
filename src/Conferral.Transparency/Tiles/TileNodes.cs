// Reads the tree's nodes from its tiles.
using Conferral.Transparency.Merkle;

namespace Conferral.Transparency.Tiles;

/// <summary>
/// The nodes of a tree of this size, taken from tiles as they are needed and kept. <paramref name="read"/> gives a file below the
/// log's prefix, or null when there is none. What it gives is not trusted: a proof made from it must be checked against a root.
/// Errors: <see cref="TransparencyException"/> names the tile that is missing or too short.
/// </summary>
public sealed class TileNodes(long size, Func<string, byte[]?> read) : ITreeNodes
{
    private readonly Dictionary<Tile, TreeHash[]> _tiles = [];

    public TreeHash Node(int height, long index)
    {
        var (level, inTile) = (height / Tile.Height, height % Tile.Height);
        var first = index << inTile;
        var tile = Tile.In(size, level, first / Tile.FullWidth);
        return TreeHasher.Perfect(HashesOf(tile).AsSpan((int)(first % Tile.FullWidth), 1 << inTile));
    }

    /// <summary>The hashes of one tile; a partial one that is gone is read from the full tile that took its place.</summary>
    public TreeHash[] HashesOf(Tile tile)
    {
        if (_tiles.TryGetValue(tile, out var known)) return known;
        var hashes = Read(tile) ?? (tile.IsFull ? null : Read(tile with { Width = Tile.FullWidth })?[..tile.Width])
            ?? throw new TransparencyException($"The log's file {tile.Path} is missing or has the wrong length. Seal the log again to write it anew (`conferral log seal`), or fetch it again from where the log is published.");
        return _tiles[tile] = hashes;
    }

    private TreeHash[]? Read(Tile tile) => read(tile.Path) is { } bytes ? TileBytes.Hashes(bytes, tile.Width) : null;
}
