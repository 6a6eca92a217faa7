// A tree that only grows: its root at every size, from the hashes of its perfect subtrees alone.
namespace Conferral.Transparency.Merkle;

/// <summary>Takes leaves in order and knows the root at any moment. Bounds: one hash per bit of the size.</summary>
public sealed class GrowingTree
{
    private readonly List<TreeHash> _subtrees = [];

    public long Size { get; private set; }

    public TreeHash Root
    {
        get
        {
            if (Size == 0) return TreeHasher.Empty;
            var root = _subtrees[^1];
            for (var i = _subtrees.Count - 2; i >= 0; i--) root = TreeHasher.Node(_subtrees[i], root);
            return root;
        }
    }

    public void Append(TreeHash leaf)
    {
        // Each trailing one bit of the size is a perfect subtree that the new leaf completes.
        for (var rest = Size; (rest & 1) == 1; rest >>= 1)
        {
            leaf = TreeHasher.Node(_subtrees[^1], leaf);
            _subtrees.RemoveAt(_subtrees.Count - 1);
        }

        _subtrees.Add(leaf);
        Size++;
    }
}
