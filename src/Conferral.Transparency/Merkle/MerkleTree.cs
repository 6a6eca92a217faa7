// Makes inclusion and consistency proofs from the hashes of perfect subtrees.
using System.Numerics;

namespace Conferral.Transparency.Merkle;

/// <summary>Where the hashes of perfect subtrees come from: tiles, or a test's leaves.</summary>
public interface ITreeNodes
{
    /// <summary>The root over the leaves from <paramref name="index"/>·2^<paramref name="height"/>, 2^<paramref name="height"/> of them.</summary>
    TreeHash Node(int height, long index);
}

/// <summary>
/// A tree of a given size. Recursion follows the definitions of the RFC; each range it meets is either a perfect subtree,
/// which is looked up, or split at the largest power of two below its length.
/// Spec: https://www.rfc-editor.org/rfc/rfc9162#section-2.1
/// </summary>
public sealed class MerkleTree(ITreeNodes nodes, long size)
{
    public TreeHash Root => size == 0 ? TreeHasher.Empty : Hash(0, size);

    /// <summary>PATH(index, D[0:size]): what is missing between the leaf and the root, from the leaf up.</summary>
    public IReadOnlyList<TreeHash> InclusionProof(long index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        var path = new List<TreeHash>();
        Path(index, 0, size, path);
        return path;
    }

    /// <summary>PROOF(from, D[0:size]): that the first <paramref name="from"/> leaves are the same. Empty for size 0 and for the same size.</summary>
    public IReadOnlyList<TreeHash> ConsistencyProof(long from)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(from, size);
        var proof = new List<TreeHash>();
        if (from > 0 && from < size) SubProof(from, 0, size, wholeIsKnown: true, proof);
        return proof;
    }

    private void Path(long index, long start, long end, List<TreeHash> path)
    {
        if (end - start == 1) return;
        var split = start + Split(end - start);
        if (index < split)
        {
            Path(index, start, split, path);
            path.Add(Hash(split, end));
        }
        else
        {
            Path(index, split, end, path);
            path.Add(Hash(start, split));
        }
    }

    // SUBPROOF(m, D[start:end], b): m counts from zero here, so that it needs no renumbering on the way down.
    private void SubProof(long m, long start, long end, bool wholeIsKnown, List<TreeHash> proof)
    {
        if (m == end)
        {
            if (!wholeIsKnown) proof.Add(Hash(start, end));
            return;
        }

        var split = start + Split(end - start);
        if (m <= split)
        {
            SubProof(m, start, split, wholeIsKnown, proof);
            proof.Add(Hash(split, end));
        }
        else
        {
            SubProof(m, split, end, wholeIsKnown: false, proof);
            proof.Add(Hash(start, split));
        }
    }

    private TreeHash Hash(long start, long end)
    {
        var length = end - start;
        if (BitOperations.IsPow2(length))
        {
            var height = BitOperations.Log2((ulong)length);
            return nodes.Node(height, start >> height);
        }

        var split = start + Split(length);
        return TreeHasher.Node(Hash(start, split), Hash(split, end));
    }

    /// <summary>The largest power of two below a length of two or more.</summary>
    private static long Split(long length) => 1L << BitOperations.Log2((ulong)length - 1);
}
