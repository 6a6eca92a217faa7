// RDFC-1.0 step 5.1: what hashing each of some alike blank nodes came to.
using System.Buffers;

namespace Conferral.LinkedData.Canonicalization;

/// <summary>The hash path list: a hash and the nodes that were issued temporary identifiers on the way to it.</summary>
internal sealed class HashPaths
{
    private readonly record struct Path(int HashStart, int HashLength, int FirstIssued, int EndIssued);

    private readonly List<Path> _paths = [];
    private readonly ArrayBufferWriter<byte> _hashes = new();
    private readonly List<int> _issued = [];
    private readonly Comparison<Path> _byHash;

    public HashPaths() => _byHash = (x, y) => Hash(x).SequenceCompareTo(Hash(y));

    public int Count => _paths.Count;

    public void Clear()
    {
        _paths.Clear();
        _hashes.ResetWrittenCount();
        _issued.Clear();
    }

    public void Add(ReadOnlySpan<byte> hash, ReadOnlySpan<int> issued)
    {
        _paths.Add(new Path(_hashes.WrittenCount, hash.Length, _issued.Count, _issued.Count + issued.Length));
        _hashes.Write(hash);
        _issued.AddRange(issued);
    }

    public void SortByHash() => _paths.Sort(_byHash);

    public ReadOnlySpan<int> IssuedOf(int path)
        => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_issued)[_paths[path].FirstIssued.._paths[path].EndIssued];

    private ReadOnlySpan<byte> Hash(Path path) => _hashes.WrittenSpan.Slice(path.HashStart, path.HashLength);
}
