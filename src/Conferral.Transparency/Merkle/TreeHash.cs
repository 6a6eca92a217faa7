// One hash of the tree, held as a value.
using System.Diagnostics.CodeAnalysis;
using System.Runtime.Intrinsics;

namespace Conferral.Transparency.Merkle;

/// <summary>A SHA-256 hash of a leaf or node. Shape: 32 bytes, shown in standard base64 as checkpoints write it.</summary>
public readonly struct TreeHash : IEquatable<TreeHash>
{
    /// <summary>Units: bytes.</summary>
    public const int Length = 32;

    private readonly Vector256<byte> _bytes;

    /// <summary>Takes exactly <see cref="Length"/> bytes.</summary>
    public TreeHash(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length) throw new ArgumentException($"A tree hash has {Length} bytes, this one {bytes.Length}.", nameof(bytes));
        _bytes = Vector256.Create(bytes);
    }

    /// <summary>Errors: <see cref="TransparencyException"/> when the text is not 32 bytes in canonical base64.</summary>
    public static TreeHash FromBase64(string text) => TryFromBase64(text, out var hash)
        ? hash
        : throw new TransparencyException($"'{text}' is not a hash: 32 bytes in base64 were expected. Take the file again from where it was published.");

    public static bool TryFromBase64(string text, out TreeHash hash)
    {
        Span<byte> bytes = stackalloc byte[Length + 1];
        var right = Convert.TryFromBase64String(text, bytes, out var written) && written == Length;
        hash = right ? new TreeHash(bytes[..Length]) : default;
        return right && hash.ToString() == text; // one text for one hash
    }

    public void CopyTo(Span<byte> destination) => _bytes.CopyTo(destination);

    public byte[] ToArray()
    {
        var bytes = new byte[Length];
        CopyTo(bytes);
        return bytes;
    }

    public bool Equals(TreeHash other) => _bytes == other._bytes;

    public override bool Equals([NotNullWhen(true)] object? obj) => obj is TreeHash other && Equals(other);

    public override int GetHashCode() => _bytes.AsInt32()[0];

    public override string ToString() => Convert.ToBase64String(ToArray());

    public static bool operator ==(TreeHash left, TreeHash right) => left.Equals(right);

    public static bool operator !=(TreeHash left, TreeHash right) => !left.Equals(right);
}
