// What a caller of RDFC-1.0 may choose, and what it gets back.
using System.Text;

namespace Conferral.LinkedData.Canonicalization;

/// <summary>How a dataset is canonicalized. The defaults are those of <c>eddsa-rdfc-2022</c>.</summary>
public sealed record CanonicalizationOptions
{
    /// <summary>
    /// Steps of work allowed before a graph counts as poisoned. A step is one related blank node hashed or one
    /// placed in a permutation, about 0.35 microseconds; only blank nodes whose first degree hashes collide cost any.
    /// The hardest solvable graph of the W3C suite needs fewer than 8,200 steps, so this leaves a margin of a hundred
    /// and still stops a poisoned document in well under a second.
    /// </summary>
    public const long DefaultMaxWork = 1_000_000;

    public static CanonicalizationOptions Default { get; } = new();

    /// <summary>The hash used inside the algorithm.</summary>
    public CanonicalHash Hash { get; init; } = CanonicalHash.Sha256;

    /// <summary>Steps of work after which <see cref="CanonicalizationBoundException"/> is thrown.</summary>
    public long MaxWork { get; init; } = DefaultMaxWork;
}

/// <summary>
/// A canonicalized dataset. Shape: <see cref="NQuads"/> is UTF-8 canonical N-Quads, sorted, each line ended by a line feed.
/// Spec: https://www.w3.org/TR/rdf-canon/#dfn-canonicalized-dataset
/// </summary>
public sealed class CanonicalDataset
{
    private readonly Lazy<IReadOnlyDictionary<string, string>> _issued;

    internal CanonicalDataset(ReadOnlyMemory<byte> nquads, byte[] labelLinesInOrderOfIssue)
    {
        NQuads = nquads;
        _issued = new(() => ReadLabels(labelLinesInOrderOfIssue));
    }

    public ReadOnlyMemory<byte> NQuads { get; }

    /// <summary>From each blank node's label in the input to its canonical one, both without <c>_:</c>.</summary>
    public IReadOnlyDictionary<string, string> IssuedIdentifiers => _issued.Value;

    private static Dictionary<string, string> ReadLabels(byte[] lines)
    {
        var issued = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var range in lines.AsSpan().Split((byte)'\n'))
        {
            if (lines.AsSpan(range) is { IsEmpty: false } label) issued.Add(Encoding.UTF8.GetString(label), $"c14n{issued.Count}");
        }

        return issued;
    }
}
