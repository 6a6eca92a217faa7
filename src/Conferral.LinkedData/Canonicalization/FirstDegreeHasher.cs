// RDFC-1.0 section 4.6: the hash of a blank node by the quads that mention it.
using Conferral.LinkedData.Rdf;

namespace Conferral.LinkedData.Canonicalization;

/// <summary>
/// The first degree hash of every blank node, computed once and kept as raw digests (their order is that of their
/// hexadecimal form). Spec: https://www.w3.org/TR/rdf-canon/#hash-1d-quads
/// </summary>
internal sealed class FirstDegreeHasher(BlankNodeIndex blanks) : IByteStrings
{
    private readonly DigestBatch _sha256 = new(CanonicalHash.Sha256);
    private readonly DigestBatch _sha384 = new(CanonicalHash.Sha384);
    private readonly Waiting[] _waiting = new Waiting[DigestBatch.Enough]; // the nodes whose messages are in the batch
    private readonly byte[] _batched = new byte[DigestBatch.Enough * CanonicalHashExtensions.MaxDigestLength];
    private byte[] _digests = [];
    private int _digestLength;
    private QuadKey[] _keys = [];

    /// <summary>A node, and where the catalogue has it.</summary>
    private readonly record struct Waiting(int Blank, QuadTemplate? Template, int Own);

    /// <summary>Hashes the nodes of the index, which was read from these quads.</summary>
    /// <param name="view">The quads.</param>
    /// <param name="ranks">The ranks of their dataset's terms.</param>
    /// <param name="hash">The hash to use.</param>
    /// <param name="known">Digests that were computed before, from the same quads of the nodes in question.</param>
    public void Compute(QuadView view, TermRanks ranks, CanonicalHash hash, KnownDigests known)
    {
        _digestLength = hash.DigestLength();
        WorkArray.Reserve(ref _digests, blanks.Count * _digestLength);
        WorkArray.Reserve(ref _keys, view.Count);
        var lines = hash == CanonicalHash.Sha256 ? _sha256 : _sha384;
        var quads = view.Quads;
        for (var blank = 0; blank < blanks.Count; blank++)
        {
            var term = blanks.TermOf(blank);
            var isOfTemplate = view.Dataset.TryFindTemplate(term, out var template, out var own) && hash == CanonicalHash.Sha256;
            if (known.TryFind(view.Dataset, term, out var digest) || (isOfTemplate && template!.TryFindDigest(own, out digest)))
            {
                digest.CopyTo(_digests.AsSpan(blank * _digestLength));
                continue;
            }

            var sorted = _keys.AsSpan(0, blanks.QuadsOf(blank).Length);
            Sort(quads, ranks, blank, sorted);
            foreach (ref readonly var key in sorted) WriteLine(lines, view.Dataset, blank, quads[key.Quad]);
            lines.End();
            _waiting[lines.Count - 1] = new Waiting(blank, isOfTemplate ? template : null, own);
            if (lines.Count == DigestBatch.Enough) Hash(lines);
        }

        Hash(lines);
    }

    public ReadOnlySpan<byte> this[int blank] => _digests.AsSpan(blank * _digestLength, _digestLength);

    /// <summary>Step 5 for the nodes that wait.</summary>
    private void Hash(DigestBatch lines)
    {
        var waiting = _waiting.AsSpan(0, lines.Count);
        lines.Hash(_batched);
        for (var i = 0; i < waiting.Length; i++)
        {
            var digest = _batched.AsSpan(i * _digestLength, _digestLength);
            digest.CopyTo(_digests.AsSpan(waiting[i].Blank * _digestLength));
            waiting[i].Template?.KeepDigest(waiting[i].Own, digest);
        }

        waiting.Clear();
    }

    /// <summary>Step 4, done before step 3: with the labels a and z, sorting by rank is sorting by line.</summary>
    private void Sort(ReadOnlySpan<Quad> quads, TermRanks ranks, int reference, Span<QuadKey> sorted)
    {
        var mentions = blanks.QuadsOf(reference);
        for (var i = 0; i < mentions.Length; i++)
        {
            ref readonly var quad = ref quads[mentions[i]];
            sorted[i] = new QuadKey(Rank(quad.Subject), ranks[quad.Predicate], Rank(quad.Object), Rank(quad.Graph), mentions[i]);
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
    private void WriteLine(DigestBatch lines, RdfDataset dataset, int reference, in Quad quad)
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
