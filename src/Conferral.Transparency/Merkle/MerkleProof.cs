// Checks inclusion and consistency proofs; needs nothing but the hashes.
using System.Numerics;

namespace Conferral.Transparency.Merkle;

/// <summary>Pure functions that answer and never throw on wrong proofs. Step numbers are those of RFC 9162.</summary>
public static class MerkleProof
{
    /// <summary>
    /// True when the leaf stands at this index in the tree of this size and root.
    /// Spec: https://www.rfc-editor.org/rfc/rfc9162#section-2.1.3.2
    /// </summary>
    public static bool VerifyInclusion(TreeHash leaf, long index, long size, TreeHash root, IReadOnlyList<TreeHash> proof)
    {
        if (index < 0 || index >= size) return false; // 1
        var (fn, sn, r) = (index, size - 1, leaf); // 2, 3
        foreach (var p in proof) // 4
        {
            if (sn == 0) return false;
            if (IsOdd(fn) || fn == sn)
            {
                r = TreeHasher.Node(p, r);
                if (!IsOdd(fn)) SkipMissingRightSides(ref fn, ref sn);
            }
            else
            {
                r = TreeHasher.Node(r, p);
            }

            (fn, sn) = (fn >> 1, sn >> 1);
        }

        return sn == 0 && r == root; // 5
    }

    /// <summary>
    /// True when the tree of the first size and root is the beginning of the tree of the second. The RFC's algorithm begins at
    /// one leaf; a tree of none is the beginning of every tree, and a tree is consistent with itself, each by an empty proof.
    /// Spec: https://www.rfc-editor.org/rfc/rfc9162#section-2.1.4.2
    /// </summary>
    public static bool VerifyConsistency(long first, TreeHash firstRoot, long second, TreeHash secondRoot, IReadOnlyList<TreeHash> proof)
    {
        if (first < 0 || first > second) return false;
        if (first == second) return proof.Count == 0 && firstRoot == secondRoot;
        if (first == 0) return proof.Count == 0 && firstRoot == TreeHasher.Empty;
        if (proof.Count == 0) return false; // 1

        var rest = BitOperations.IsPow2(first) ? 0 : 1; // 2: the first root itself begins the path
        var (fn, sn) = (first - 1, second - 1); // 3
        while (IsOdd(fn)) (fn, sn) = (fn >> 1, sn >> 1); // 4
        var (fr, sr) = rest == 0 ? (firstRoot, firstRoot) : (proof[0], proof[0]); // 5
        for (var i = rest; i < proof.Count; i++) // 6
        {
            if (sn == 0) return false;
            if (IsOdd(fn) || fn == sn)
            {
                (fr, sr) = (TreeHasher.Node(proof[i], fr), TreeHasher.Node(proof[i], sr));
                if (!IsOdd(fn)) SkipMissingRightSides(ref fn, ref sn);
            }
            else
            {
                sr = TreeHasher.Node(sr, proof[i]);
            }

            (fn, sn) = (fn >> 1, sn >> 1);
        }

        return sn == 0 && fr == firstRoot && sr == secondRoot; // 7
    }

    // At the right edge a subtree without a right side is its parent: go up until it is a right child, or the root.
    private static void SkipMissingRightSides(ref long fn, ref long sn)
    {
        while (!IsOdd(fn) && fn != 0) (fn, sn) = (fn >> 1, sn >> 1);
    }

    private static bool IsOdd(long number) => (number & 1) == 1;
}
