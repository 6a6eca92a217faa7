// RDFC-1.0 over a whole dataset.
using Conferral.LinkedData.Rdf;

namespace Conferral.LinkedData.Canonicalization;

/// <summary>
/// RDF Dataset Canonicalization 1.0. Pure functions, safe for concurrent use on different datasets.
/// Errors: <see cref="CanonicalizationBoundException"/> when the work bound is reached,
/// <see cref="IllFormedTermException"/> when the dataset has no N-Quads form; both are the document's fault.
/// Spec: https://www.w3.org/TR/rdf-canon/ (Recommendation of 21 May 2024)
/// </summary>
public static class RdfCanonicalizer
{
    /// <summary>The canonical form of a dataset and the labels that were issued on the way. The dataset may be cleared afterwards.</summary>
    public static CanonicalDataset Canonicalize(RdfDataset dataset, CanonicalizationOptions? options = null)
    {
        var ranks = new TermRanks();
        ranks.Read(dataset);
        return new RdfcRun().Canonicalize(dataset.All, ranks, options ?? CanonicalizationOptions.Default);
    }

    /// <summary>
    /// The hash of the canonical form, by the hash of <paramref name="options"/>, without keeping the form: what a
    /// signature needs. Shape: <c>options.Hash.DigestLength()</c> bytes.
    /// </summary>
    public static byte[] Hash(RdfDataset dataset, CanonicalizationOptions? options = null)
    {
        options ??= CanonicalizationOptions.Default;
        var ranks = new TermRanks();
        ranks.Read(dataset);
        var digest = new byte[options.Hash.DigestLength()];
        new RdfcRun().Hash(dataset.All, ranks, options, default, digest);
        return digest;
    }
}
