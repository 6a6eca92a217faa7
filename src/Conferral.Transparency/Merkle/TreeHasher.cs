// How leaves and nodes are hashed: one prefix byte keeps them apart.
using System.Numerics;
using System.Security.Cryptography;

namespace Conferral.Transparency.Merkle;

/// <summary>Spec: https://www.rfc-editor.org/rfc/rfc9162#section-2.1.1 with SHA-256.</summary>
public static class TreeHasher
{
    private const byte LeafPrefix = 0;
    private const byte NodePrefix = 1;
    private const int MaxStackEntry = 1024;

    /// <summary>The root of a tree without leaves.</summary>
    public static TreeHash Empty { get; } = new(SHA256.HashData([]));

    public static TreeHash Leaf(ReadOnlySpan<byte> entry)
    {
        var input = entry.Length <= MaxStackEntry ? stackalloc byte[MaxStackEntry + 1] : new byte[entry.Length + 1];
        input[0] = LeafPrefix;
        entry.CopyTo(input[1..]);
        return Hash(input[..(entry.Length + 1)]);
    }

    public static TreeHash Node(TreeHash left, TreeHash right)
    {
        Span<byte> input = stackalloc byte[1 + (2 * TreeHash.Length)];
        input[0] = NodePrefix;
        left.CopyTo(input[1..]);
        right.CopyTo(input[(1 + TreeHash.Length)..]);
        return Hash(input);
    }

    /// <summary>The root over a perfect subtree's nodes. Shape: their number is a power of two.</summary>
    public static TreeHash Perfect(ReadOnlySpan<TreeHash> nodes)
    {
        if (!BitOperations.IsPow2(nodes.Length)) throw new ArgumentException($"{nodes.Length} nodes are no perfect subtree.", nameof(nodes));
        if (nodes.Length == 1) return nodes[0];
        var half = nodes.Length / 2;
        return Node(Perfect(nodes[..half]), Perfect(nodes[half..]));
    }

    private static TreeHash Hash(ReadOnlySpan<byte> input)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(input, hash);
        return new TreeHash(hash);
    }
}
