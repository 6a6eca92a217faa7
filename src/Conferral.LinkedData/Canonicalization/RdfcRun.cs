// RDFC-1.0 section 4.4: canonical labels for blank nodes, with working memory that one run leaves to the next.
using Conferral.LinkedData.Rdf;

namespace Conferral.LinkedData.Canonicalization;

/// <summary>
/// Canonicalizes the quads of one document after another; not safe for concurrent use, and not to be used again after an
/// exception. Spec: https://www.w3.org/TR/rdf-canon/#canon-algorithm
/// </summary>
internal sealed class RdfcRun
{
    private readonly BlankNodeIndex _blanks = new();
    private readonly FirstDegreeHasher _firstDegree;
    private readonly IdentifierIssuer _canonical = new("_:c14n"u8.ToArray());
    private readonly IdentifierIssuer _temporary = new("_:b"u8.ToArray());
    private readonly NDegreeHasher _nDegree;
    private readonly CanonicalQuads _quads;
    private readonly HashPaths _paths = new();
    private readonly bool _alikeAtOnce;
    private int[] _byHash = [];

    /// <param name="alikeAtOnce">False hashes alike nodes one by one, with the same results.</param>
    public RdfcRun(bool alikeAtOnce = true)
    {
        _alikeAtOnce = alikeAtOnce;
        _firstDegree = new FirstDegreeHasher(_blanks);
        _nDegree = new NDegreeHasher(_blanks, _firstDegree, _canonical, _temporary);
        _quads = new CanonicalQuads(_blanks, _canonical);
    }

    /// <summary>Steps 2 and 3.1 alone. Returns the hashes, for as long as nothing else is run here; <paramref name="linked"/> as for <see cref="KnownDigests"/>.</summary>
    public KnownDigests Digest(QuadView view, TermRanks ranks, CanonicalHash hash, int[] linked)
    {
        _blanks.Read(view); // step 2
        _firstDegree.Compute(view, ranks, hash, default); // step 3.1
        return new KnownDigests(_blanks, _firstDegree, linked);
    }

    /// <summary>The canonical form of the quads and the labels that were issued on the way.</summary>
    public CanonicalDataset Canonicalize(QuadView view, TermRanks ranks, CanonicalizationOptions options)
    {
        Label(view, ranks, options, default);
        var canonical = new CanonicalDataset(_quads.Write().ToArray(), _quads.LabelLines());
        _quads.End();
        return canonical;
    }

    /// <summary>Writes the hash of the canonical form, by the hash of <paramref name="options"/>, to <paramref name="digest"/>.</summary>
    public void Hash(QuadView view, TermRanks ranks, CanonicalizationOptions options, KnownDigests known, Span<byte> digest)
    {
        Label(view, ranks, options, known);
        options.Hash.HashData(_quads.Write(), digest);
        _quads.End();
    }

    private void Label(QuadView view, TermRanks ranks, CanonicalizationOptions options, KnownDigests known)
    {
        _blanks.Read(view); // step 2
        _firstDegree.Compute(view, ranks, options.Hash, known); // step 3.1
        _canonical.Begin(_blanks.Count);
        WorkArray.Reserve(ref _byHash, _blanks.Count);
        var sorted = _byHash.AsSpan(0, _blanks.Count);
        for (var blank = 0; blank < sorted.Length; blank++) sorted[blank] = blank;
        PrefixSort.Sort(sorted, _firstDegree); // step 3.2
        if (!IssueToUnique(sorted))
        {
            _temporary.Begin(_blanks.Count);
            _nDegree.Begin(view, options);
            for (var start = 0; start < sorted.Length;)
            {
                var end = EndOfEqualHash(sorted, start);
                if (end - start > 1) IssueToAlike(sorted[start..end], options.Hash.DigestLength());
                start = end;
            }
        }

        _quads.Begin(view, ranks);
    }

    /// <summary>Step 4: a node whose hash nobody shares gets its identifier at once. True when that was all of them.</summary>
    private bool IssueToUnique(ReadOnlySpan<int> sorted)
    {
        for (var start = 0; start < sorted.Length;)
        {
            var end = EndOfEqualHash(sorted, start);
            if (end - start == 1) _canonical.Issue(sorted[start]);
            start = end;
        }

        return _canonical.Count == sorted.Length;
    }

    /// <summary>Step 5 for the nodes of one hash.</summary>
    private void IssueToAlike(ReadOnlySpan<int> alike, int digestLength)
    {
        Span<byte> hash = stackalloc byte[CanonicalHashExtensions.MaxDigestLength];
        hash = hash[..digestLength];
        _paths.Clear(); // step 5.1
        if (!_alikeAtOnce || !_nDegree.TryHashAlike(alike, _paths))
        {
            foreach (var blank in alike)
            {
                if (_canonical.Has(blank)) continue; // step 5.2.1
                _temporary.RollBackTo(0); // step 5.2.2
                _temporary.Issue(blank); // step 5.2.3
                _nDegree.HashNDegreeQuads(blank, hash); // step 5.2.4
                _paths.Add(hash, _temporary.Issued);
            }
        }

        _paths.SortByHash(); // step 5.3
        for (var path = 0; path < _paths.Count; path++)
        {
            foreach (var blank in _paths.IssuedOf(path)) _canonical.Issue(blank); // step 5.3.1
        }
    }

    private int EndOfEqualHash(ReadOnlySpan<int> sorted, int start)
    {
        var end = start + 1;
        while (end < sorted.Length && _firstDegree[sorted[end]].SequenceEqual(_firstDegree[sorted[start]])) end++;
        return end;
    }
}
