// Tiles: the paths and widths the specification prints, and trees that are the same from tiles as from leaves.
using Conferral.Transparency.Merkle;
using Conferral.Transparency.Tests.Merkle;
using Conferral.Transparency.Tiles;
using CsCheck;

namespace Conferral.Transparency.Tests.Tiles;

public sealed class TileTests
{
    [Theory]
    [InlineData(0, "000")]
    [InlineData(999, "999")]
    [InlineData(1000, "x001/000")]
    [InlineData(1234067, "x001/x234/067")]
    public void An_index_is_written_in_groups_of_three(long index, string expected)
    {
        Assert.Equal($"tile/3/{expected}", new Tile(3, index, 256).Path);
        Assert.Equal($"tile/entries/{expected}.p/5", new Tile(0, index, 5).EntriesPath);
    }

    [Fact]
    public void A_tree_of_70000_has_the_tiles_the_specification_counts()
    {
        var tiles = Tile.AllIn(70_000).ToArray();
        Assert.Equal(273, tiles.Count(tile => tile is { Level: 0, IsFull: true }));
        Assert.Equal(112, tiles.Single(tile => tile is { Level: 0, IsFull: false }).Width);
        Assert.Single(tiles, tile => tile is { Level: 1, IsFull: true });
        Assert.Equal(17, tiles.Single(tile => tile is { Level: 1, IsFull: false }).Width);
        Assert.Equal(new Tile(2, 0, 1), tiles.Single(tile => tile.Level == 2));
        Assert.Equal([new Tile(0, 0, 256), new Tile(1, 0, 1)], Tile.AllIn(256));
        Assert.Empty(Tile.AllIn(0));
    }

    [Fact]
    public void Growing_in_any_steps_writes_the_same_files_and_the_same_roots() => Gen.Int[0, 400].List[1, 8].Sample(
        steps =>
        {
            var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
            var growing = new GrowingTree();
            var edge = new TileEdge();
            foreach (var step in steps)
            {
                // Each step begins from the files alone, as a process that was started anew does.
                edge = TileEdge.Load(edge.Size, path => files.GetValueOrDefault(path))!;
                Assert.Equal(growing.Root, edge.Root);
                for (var i = 0; i < step; i++)
                {
                    growing.Append(LeafNodes.Leaf((int)growing.Size));
                    foreach (var file in edge.Append(BitConverter.GetBytes((int)growing.Size - 1))) Write(files, file);
                }

                foreach (var file in edge.Partials()) Write(files, file);
                Assert.Equal(growing.Root, edge.Root);
            }

            AssertWhole(files, edge.Size, growing.Root);
        },
        iter: 40);

    [Fact]
    public void Proofs_from_tiles_are_those_from_leaves()
    {
        const int size = 70_000;
        var files = Files(size);
        var nodes = new TileNodes(size, path => files.GetValueOrDefault(path));
        var fromTiles = new MerkleTree(nodes, size);
        var root = fromTiles.Root;
        foreach (var index in (int[])[0, 255, 256, 65_535, 65_536, 69_887, 69_888, 69_999])
            Assert.True(MerkleProof.VerifyInclusion(LeafNodes.Leaf(index), index, size, root, fromTiles.InclusionProof(index)));
        foreach (var from in (int[])[1, 256, 300, 65_536, 69_999])
            Assert.True(MerkleProof.VerifyConsistency(from, new MerkleTree(nodes, from).Root, size, root, fromTiles.ConsistencyProof(from)));
    }

    [Fact]
    public void A_partial_tile_that_is_gone_is_read_from_the_full_one()
    {
        var files = Files(600);
        Assert.DoesNotContain("tile/0/000.p/100", files.Keys);
        Assert.Equal(LeafNodes.Of(100).Root(0, 100), new MerkleTree(new TileNodes(100, path => files.GetValueOrDefault(path)), 100).Root);
    }

    [Theory]
    [InlineData("tile/0/001.p/44")]
    [InlineData("tile/1/000.p/1")]
    [InlineData("tile/entries/001.p/44")]
    public void A_missing_cut_or_edited_edge_is_not_built_upon(string path)
    {
        var files = Files(300);
        var root = TileEdge.Load(300, path => files.GetValueOrDefault(path))!.Root;
        foreach (var bad in (byte[]?[])[null, files[path][..^1], [.. files[path], 0], Edited(files[path])])
            Assert.False(TileEdge.Load(300, asked => asked == path ? bad : files.GetValueOrDefault(asked)) is { } edge && edge.Root == root);
    }

    [Fact]
    public void A_missing_tile_is_named()
        => Assert.Contains("tile/0/000", Assert.Throws<TransparencyException>(() => new MerkleTree(new TileNodes(300, _ => null), 300).InclusionProof(5)).Message, StringComparison.Ordinal);

    private static byte[] Edited(byte[] bytes) => [.. bytes[..^1], (byte)(bytes[^1] ^ 1)];

    private static Dictionary<string, byte[]> Files(int size)
    {
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var edge = new TileEdge();
        for (var i = 0; i < size; i++)
        {
            foreach (var file in edge.Append(BitConverter.GetBytes(i))) Write(files, file);
        }

        foreach (var file in edge.Partials()) Write(files, file);
        return files;
    }

    // A file that is written twice must be the same both times.
    private static void Write(Dictionary<string, byte[]> files, TileFile file)
    {
        if (files.TryGetValue(file.Path, out var before)) Assert.Equal(before, file.Bytes.ToArray());
        files[file.Path] = file.Bytes.ToArray();
    }

    private static void AssertWhole(Dictionary<string, byte[]> files, long size, TreeHash root)
    {
        foreach (var tile in Tile.AllIn(size))
        {
            var hashes = TileBytes.Hashes(files[tile.Path], tile.Width);
            Assert.NotNull(hashes);
            if (tile.Level == 0) Assert.Equal(hashes, TileBytes.Entries(files[tile.EntriesPath], tile.Width)!.Select(entry => TreeHasher.Leaf(entry)));
        }

        Assert.Equal(root, new MerkleTree(new TileNodes(size, path => files.GetValueOrDefault(path)), size).Root);
    }
}
