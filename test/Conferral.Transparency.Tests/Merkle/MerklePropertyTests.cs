// What must hold of every tree: each leaf proves its place at every size, every two sizes are consistent, and nothing else passes.
using Conferral.Transparency.Merkle;
using CsCheck;

namespace Conferral.Transparency.Tests.Merkle;

public sealed class MerklePropertyTests
{
    private const int Largest = 130; // past two powers of two, small enough to try every index at every size

    private static readonly LeafNodes Nodes = LeafNodes.Of(Largest);

    [Fact]
    public void Every_leaf_proves_its_place_at_every_size()
    {
        for (var size = 1; size <= Largest; size++)
        {
            var tree = new MerkleTree(Nodes, size);
            for (var index = 0; index < size; index++)
                Assert.True(MerkleProof.VerifyInclusion(LeafNodes.Leaf(index), index, size, tree.Root, tree.InclusionProof(index)), $"{index} of {size}");
        }
    }

    [Fact]
    public void Every_two_sizes_are_consistent()
    {
        for (var size = 0; size <= Largest; size++)
        {
            var tree = new MerkleTree(Nodes, size);
            for (var from = 0; from <= size; from++)
                Assert.True(MerkleProof.VerifyConsistency(from, new MerkleTree(Nodes, from).Root, size, tree.Root, tree.ConsistencyProof(from)), $"{from} to {size}");
        }
    }

    [Fact]
    public void Another_place_size_leaf_or_root_never_passes() => Gen.Select(Gen.Int[1, Largest], Gen.Int[0, Largest], Gen.Int[0, Largest], Gen.Int[1, Largest]).Sample((size, first, second, claimed) =>
    {
        var (index, other) = (first % size, second % size);
        var tree = new MerkleTree(Nodes, size);
        var proof = tree.InclusionProof(index);
        if (other != index)
        {
            Assert.False(MerkleProof.VerifyInclusion(LeafNodes.Leaf(other), index, size, tree.Root, proof));
            Assert.False(MerkleProof.VerifyInclusion(LeafNodes.Leaf(index), other, size, tree.Root, proof));
        }

        if (claimed != size) Assert.False(MerkleProof.VerifyInclusion(LeafNodes.Leaf(index), index, size, new MerkleTree(Nodes, claimed).Root, proof));
        Assert.False(MerkleProof.VerifyInclusion(LeafNodes.Leaf(index), -1, size, tree.Root, proof));
        Assert.False(MerkleProof.VerifyInclusion(LeafNodes.Leaf(index), size, size, tree.Root, proof));
    });

    [Fact]
    public void A_flipped_bit_anywhere_in_a_proof_never_passes() => Gen.Select(Gen.Int[2, Largest], Gen.Int[0, Largest], Gen.Int[0, 1 << 20]).Sample((size, at, bit) =>
    {
        var tree = new MerkleTree(Nodes, size);
        var index = at % size;
        Assert.False(MerkleProof.VerifyInclusion(LeafNodes.Leaf(index), index, size, tree.Root, Flipped(tree.InclusionProof(index), bit)));
        var from = 1 + (at % (size - 1));
        Assert.False(MerkleProof.VerifyConsistency(from, new MerkleTree(Nodes, from).Root, size, tree.Root, Flipped(tree.ConsistencyProof(from), bit)));
    });

    [Fact]
    public void A_proof_that_is_longer_or_shorter_never_passes() => Gen.Select(Gen.Int[2, Largest], Gen.Int[0, Largest]).Sample((size, at) =>
    {
        var tree = new MerkleTree(Nodes, size);
        var (index, from) = (at % size, 1 + (at % (size - 1)));
        var older = new MerkleTree(Nodes, from).Root;
        foreach (var wrong in Resized(tree.InclusionProof(index))) Assert.False(MerkleProof.VerifyInclusion(LeafNodes.Leaf(index), index, size, tree.Root, wrong));
        foreach (var wrong in Resized(tree.ConsistencyProof(from))) Assert.False(MerkleProof.VerifyConsistency(from, older, size, tree.Root, wrong));
    });

    [Fact]
    public void A_tree_whose_past_was_edited_is_not_consistent() => Gen.Select(Gen.Int[2, Largest], Gen.Int[0, Largest]).Sample((size, at) =>
    {
        var from = 1 + (at % (size - 1));
        var edited = at % from;
        var forked = new MerkleTree(new LeafNodes([.. Enumerable.Range(0, size).Select(index => LeafNodes.Leaf(index == edited ? Largest + 1 : index))]), size);
        Assert.False(MerkleProof.VerifyConsistency(from, new MerkleTree(Nodes, from).Root, size, forked.Root, forked.ConsistencyProof(from)));
    });

    [Fact]
    public void An_empty_tree_is_the_beginning_of_every_tree_and_a_tree_of_itself()
    {
        var tree = new MerkleTree(Nodes, 5);
        Assert.True(MerkleProof.VerifyConsistency(0, TreeHasher.Empty, 5, tree.Root, []));
        Assert.False(MerkleProof.VerifyConsistency(0, tree.Root, 5, tree.Root, []));
        Assert.True(MerkleProof.VerifyConsistency(5, tree.Root, 5, tree.Root, []));
        Assert.False(MerkleProof.VerifyConsistency(5, tree.Root, 5, TreeHasher.Empty, []));
        Assert.False(MerkleProof.VerifyConsistency(5, tree.Root, 4, new MerkleTree(Nodes, 4).Root, []));
        Assert.False(MerkleProof.VerifyConsistency(3, new MerkleTree(Nodes, 3).Root, 5, tree.Root, []));
    }

    private static TreeHash[] Flipped(IReadOnlyList<TreeHash> proof, int bit)
    {
        var changed = proof.ToArray();
        var at = bit % (proof.Count * TreeHash.Length * 8);
        var bytes = changed[at / 256].ToArray();
        bytes[at % 256 / 8] ^= (byte)(1 << (at % 8));
        changed[at / 256] = new TreeHash(bytes);
        return changed;
    }

    private static IEnumerable<IReadOnlyList<TreeHash>> Resized(IReadOnlyList<TreeHash> proof)
    {
        yield return [.. proof, TreeHasher.Empty];
        yield return [TreeHasher.Empty, .. proof];
        if (proof.Count > 0) yield return [.. proof.Skip(1)];
        if (proof.Count > 0) yield return [.. proof.SkipLast(1)];
    }
}
