// The memory that canonicalizing one document leaves to the next.
using Conferral.LinkedData.Canonicalization;
using Conferral.LinkedData.Rdf;

namespace Conferral.LinkedData;

/// <summary>Not safe for concurrent use; not to be used again after an exception.</summary>
internal sealed class Workspace
{
    public RdfDataset Dataset { get; } = new();

    public TermRanks Ranks { get; } = new();

    public RdfcRun Run { get; } = new();

    /// <summary>For first degree hashes of the whole, kept while its parts are run.</summary>
    public RdfcRun Whole { get; } = new();

    public CanonicalDataset Canonicalize(CanonicalizationOptions options)
    {
        Ranks.Read(Dataset);
        return Run.Canonicalize(Dataset.All, Ranks, options);
    }

    public byte[] Hash(CanonicalizationOptions options)
    {
        Ranks.Read(Dataset);
        var digest = new byte[options.Hash.DigestLength()];
        Run.Hash(Dataset.All, Ranks, options, default, digest);
        return digest;
    }
}
