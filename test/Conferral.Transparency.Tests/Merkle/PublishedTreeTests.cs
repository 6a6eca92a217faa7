// Values printed elsewhere: the eight-leaf tree of Certificate Transparency's test data, and the drawings of RFC 9162.
using Conferral.Transparency.Merkle;

namespace Conferral.Transparency.Tests.Merkle;

public sealed class PublishedTreeTests
{
    // The inputs and roots that Certificate Transparency's implementations share.
    private static readonly string[] Inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];

    private static readonly string[] Roots =
    [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    private static TreeHash[] Leaves => [.. Inputs.Select(input => TreeHasher.Leaf(Convert.FromHexString(input)))];

    [Fact]
    public void A_tree_without_leaves_has_the_hash_of_nothing()
        => Assert.Equal("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", Hex(new GrowingTree().Root));

    [Fact]
    public void Every_published_root_is_computed_while_growing_and_from_nodes()
    {
        var growing = new GrowingTree();
        for (var size = 1; size <= Inputs.Length; size++)
        {
            growing.Append(Leaves[size - 1]);
            Assert.Equal(Roots[size - 1], Hex(growing.Root));
            Assert.Equal(Roots[size - 1], Hex(new MerkleTree(new LeafNodes(Leaves), size).Root));
        }
    }

    // RFC 9162, section 2.1.5, draws a tree of seven leaves; a node is named by its range of leaves.
    [Theory]
    [InlineData(0, "1-2 2-4 4-7")]
    [InlineData(3, "2-3 0-2 4-7")]
    [InlineData(4, "5-6 6-7 0-4")]
    [InlineData(6, "4-6 0-4")]
    public void Inclusion_proofs_are_those_the_RFC_draws(int index, string expected)
        => Assert.Equal(Named(expected), new MerkleTree(new LeafNodes(Leaves), 7).InclusionProof(index));

    [Theory]
    [InlineData(3, "2-3 3-4 0-2 4-7")]
    [InlineData(4, "4-7")]
    [InlineData(6, "4-6 6-7 0-4")]
    public void Consistency_proofs_are_those_the_RFC_draws(int from, string expected)
        => Assert.Equal(Named(expected), new MerkleTree(new LeafNodes(Leaves), 7).ConsistencyProof(from));

    private static TreeHash[] Named(string ranges) => [.. ranges.Split(' ').Select(range => range.Split('-')).Select(ends => new LeafNodes(Leaves).Root(int.Parse(ends[0]), int.Parse(ends[1])))];

    private static string Hex(TreeHash hash) => Convert.ToHexStringLower(hash.ToArray());
}
