// First degree hashes that one set of quads leaves to another.
using Conferral.LinkedData.Rdf;

namespace Conferral.LinkedData.Canonicalization;

/// <summary>
/// First degree hashes that hold for a part of the quads they were computed from, and for quads that were added since: those of
/// nodes the document gives no label, which nothing mentions but what was walked with them. The default value knows nothing.
/// </summary>
/// <param name="blanks">The nodes that were hashed.</param>
/// <param name="digests">Their hashes.</param>
/// <param name="linked">Nodes whose hashes do not hold, because what is around a part mentions them or something is added to them.</param>
internal readonly struct KnownDigests(BlankNodeIndex blanks, FirstDegreeHasher digests, int[] linked)
{
    public bool TryFind(RdfDataset dataset, int term, out ReadOnlySpan<byte> digest)
    {
        digest = default;
        if (blanks is null || blanks.NumberOfAny(term) is not (>= 0 and var blank) || !dataset.IsFresh(term) || linked.Contains(term)) return false;
        digest = digests[blank];
        return true;
    }
}
