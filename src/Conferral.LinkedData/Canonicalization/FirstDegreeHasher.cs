// RDFC-1.0 section 4.6: the hash of a blank node by the quads that mention it.
using System.Buffers;
using Conferral.LinkedData.Rdf;

namespace Conferral.LinkedData.Canonicalization;

/// <summary>
/// The first degree hash of every blank node, computed once and kept as raw digests (their order is that of their
/// hexadecimal form). Spec: https://www.w3.org/TR/rdf-canon/#hash-1d-quads
/// </summary>
internal sealed class FirstDegreeHasher : IByteStrings, IDisposable
{
    private readonly byte[] _digests;
    private readonly int _digestLength;

    public FirstDegreeHasher(RdfDataset dataset, BlankNodeIndex blanks, TermRanks ranks, CanonicalHash hash)
    {
        _digestLength = hash.DigestLength();
        _digests = ArrayPool<byte>.Shared.Rent(blanks.Count * _digestLength);
        var keys = ArrayPool<QuadKey>.Shared.Rent(dataset.QuadCount);
        using var lines = new DigestBatch(hash);
        for (var blank = 0; blank < blanks.Count; blank++)
        {
            var quads = blanks.QuadsOf(blank);
            var sorted = keys.AsSpan(0, quads.Length);
            Sort(dataset, blanks, ranks, blank, quads, sorted);
            foreach (var key in sorted) WriteLine(lines, dataset, blanks, blank, dataset.Quads[key.Quad]);
            lines.End();
            if (lines.Count == DigestBatch.Enough) Hash(lines, blank + 1);
        }

        Hash(lines, blanks.Count);
        ArrayPool<QuadKey>.Shared.Return(keys);
    }

    public ReadOnlySpan<byte> this[int blank] => _digests.AsSpan(blank * _digestLength, _digestLength);

    public void Dispose() => ArrayPool<byte>.Shared.Return(_digests);

    /// <summary>Step 5 for the nodes that end before <paramref name="end"/>.</summary>
    private void Hash(DigestBatch lines, int end) => lines.Hash(_digests.AsSpan((end - lines.Count) * _digestLength, lines.Count * _digestLength));

    /// <summary>Step 4, done before step 3: with the labels a and z, sorting by rank is sorting by line.</summary>
    private static void Sort(RdfDataset dataset, BlankNodeIndex blanks, TermRanks ranks, int reference, ReadOnlySpan<int> quads, Span<QuadKey> sorted)
    {
        for (var i = 0; i < quads.Length; i++)
        {
            ref readonly var quad = ref dataset.Quads[quads[i]];
            sorted[i] = new QuadKey(Rank(quad.Subject), ranks[quad.Predicate], Rank(quad.Object), Rank(quad.Graph), quads[i]);
        }

        QuadKey.Sort(sorted);

        int Rank(int term)
        {
            var blank = blanks.NumberOf(term);
            if (blank == BlankNodeIndex.NotBlank) return ranks[term];
            return blank == reference ? ranks.FirstBlank : ranks.FirstBlank + 1;
        }
    }

    /// <summary>Step 3: the line of a quad in which the reference node is <c>_:a</c> and every other one <c>_:z</c>.</summary>
    private static void WriteLine(DigestBatch lines, RdfDataset dataset, BlankNodeIndex blanks, int reference, in Quad quad)
    {
        Write(quad.Subject);
        Write(quad.Predicate);
        Write(quad.Object);
        if (quad.Graph != RdfDataset.DefaultGraph) Write(quad.Graph);
        lines.Write(".\n"u8);

        void Write(int term)
        {
            var blank = blanks.NumberOf(term);
            var spelling = blank == BlankNodeIndex.NotBlank ? dataset.SpellingOf(term) : blank == reference ? "_:a"u8 : "_:z"u8;
            var target = lines.Reserve(spelling.Length + 1);
            spelling.CopyTo(target);
            target[^1] = (byte)' ';
        }
    }
}
