// A tree's nodes computed from its leaves by the definition alone: what the tests hold everything else against.
using Conferral.Transparency.Merkle;

namespace Conferral.Transparency.Tests.Merkle;

internal sealed class LeafNodes(IReadOnlyList<TreeHash> leaves) : ITreeNodes
{
    public static LeafNodes Of(int size) => new([.. Enumerable.Range(0, size).Select(Leaf)]);

    public static TreeHash Leaf(int index) => TreeHasher.Leaf(BitConverter.GetBytes(index));

    public TreeHash Node(int height, long index) => height == 0
        ? leaves[(int)index]
        : TreeHasher.Node(Node(height - 1, 2 * index), Node(height - 1, (2 * index) + 1));

    /// <summary>MTH of the RFC, word for word: split at the largest power of two below the size.</summary>
    public TreeHash Root(int start, int end)
    {
        if (end == start) return TreeHasher.Empty;
        if (end - start == 1) return leaves[start];
        var k = 1;
        while (k * 2 < end - start) k *= 2;
        return TreeHasher.Node(Root(start, start + k), Root(start + k, end));
    }
}
