// The right edge of a tiled log: all that is needed to append to it.
using System.Numerics;
using Conferral.Transparency.Merkle;

namespace Conferral.Transparency.Tiles;

/// <summary>
/// The tiles that are not full yet, and the entries of the last one. Appending gives the files that became full; they and the
/// <see cref="Partials"/> MUST be on disk before a checkpoint of that size is published. The same entries always give the same files.
/// </summary>
public sealed class TileEdge
{
    private readonly List<List<TreeHash>> _levels = [];
    private List<byte> _bundle = [];

    public long Size { get; private set; }

    /// <summary>The root, from the edge alone: each level's hashes cut into perfect subtrees, joined from the right.</summary>
    public TreeHash Root
    {
        get
        {
            TreeHash? root = null;
            foreach (var level in _levels)
            {
                var end = level.Count;
                while (end > 0)
                {
                    var length = 1 << BitOperations.TrailingZeroCount(end);
                    var subtree = TreeHasher.Perfect(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(level).Slice(end - length, length));
                    root = root is { } right ? TreeHasher.Node(subtree, right) : subtree;
                    end -= length;
                }
            }

            return root ?? TreeHasher.Empty;
        }
    }

    /// <summary>
    /// The edge of a log of this size, read from its files; null when one is missing or has another length, or when the entries
    /// are not those of the tile. Its <see cref="Root"/> MUST be compared with a signed one before anything is appended.
    /// </summary>
    public static TileEdge? Load(long size, Func<string, byte[]?> read)
    {
        var edge = new TileEdge { Size = size };
        for (var level = 0; Tile.NodesAt(level, size) > 0; level++)
        {
            var tile = Tile.In(size, level, Tile.NodesAt(level, size) / Tile.FullWidth);
            if (tile.Width == 0) edge._levels.Add([]);
            else if (read(tile.Path) is { } bytes && TileBytes.Hashes(bytes, tile.Width) is { } hashes) edge._levels.Add([.. hashes]);
            else return null;
        }

        var last = Tile.In(size, 0, size / Tile.FullWidth);
        if (last.Width == 0) return edge;
        if (read(last.EntriesPath) is not { } bundle || TileBytes.Entries(bundle, last.Width) is not { } entries) return null;
        edge._bundle = [.. bundle];
        return entries.Select(entry => TreeHasher.Leaf(entry)).SequenceEqual(edge._levels[0]) ? edge : null;
    }

    /// <summary>Appends one entry and gives the files that it filled, often none.</summary>
    public IReadOnlyList<TileFile> Append(ReadOnlySpan<byte> entry)
    {
        TileBytes.AppendEntry(_bundle, entry);
        Size++;
        List<TileFile>? full = null;
        var hash = TreeHasher.Leaf(entry);
        for (var level = 0; ; level++)
        {
            if (level == _levels.Count) _levels.Add([]);
            var hashes = _levels[level];
            hashes.Add(hash);
            if (hashes.Count < Tile.FullWidth) return full ?? (IReadOnlyList<TileFile>)[];
            full ??= [];
            var tile = new Tile(level, (Tile.NodesAt(level, Size) - 1) / Tile.FullWidth, Tile.FullWidth);
            full.Add(new TileFile(tile.Path, TileBytes.OfHashes(hashes)));
            if (level == 0) full.Add(TakeBundle(tile));
            hash = TreeHasher.Perfect(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(hashes));
            hashes.Clear();
        }
    }

    /// <summary>The files of the tiles that are not full, as a checkpoint of this size needs them.</summary>
    public IEnumerable<TileFile> Partials()
    {
        for (var level = 0; level < _levels.Count; level++)
        {
            if (_levels[level].Count == 0) continue;
            var tile = new Tile(level, Tile.NodesAt(level, Size) / Tile.FullWidth, _levels[level].Count);
            yield return new TileFile(tile.Path, TileBytes.OfHashes(_levels[level]));
            if (level == 0) yield return new TileFile(tile.EntriesPath, _bundle.ToArray());
        }
    }

    private TileFile TakeBundle(Tile tile)
    {
        var file = new TileFile(tile.EntriesPath, _bundle.ToArray());
        _bundle.Clear();
        return file;
    }
}
