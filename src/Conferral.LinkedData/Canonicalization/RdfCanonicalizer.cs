// RDFC-1.0 section 4.4: canonical labels for blank nodes, and the canonical N-Quads document.
using System.Buffers;
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
        => Run(dataset, options, static (quads, _) =>
        {
            var nquads = GC.AllocateUninitializedArray<byte>(quads.Length());
            quads.Write(nquads);
            return new CanonicalDataset(nquads, quads.LabelLines());
        });

    /// <summary>
    /// The hash of the canonical form, by the hash of <paramref name="options"/>, without keeping the form: what a
    /// signature needs. Shape: <c>options.Hash.DigestLength()</c> bytes.
    /// </summary>
    public static byte[] Hash(RdfDataset dataset, CanonicalizationOptions? options = null)
        => Run(dataset, options, static (quads, hash) =>
        {
            var length = quads.Length();
            var nquads = ArrayPool<byte>.Shared.Rent(length);
            quads.Write(nquads.AsSpan(0, length));
            var digest = new byte[hash.DigestLength()];
            hash.HashData(nquads.AsSpan(0, length), digest);
            ArrayPool<byte>.Shared.Return(nquads);
            return digest;
        });

    private static T Run<T>(RdfDataset dataset, CanonicalizationOptions? options, Func<CanonicalQuads, CanonicalHash, T> finish)
    {
        options ??= CanonicalizationOptions.Default;
        using var ranks = new TermRanks(dataset);
        using var blanks = new BlankNodeIndex(dataset); // step 2
        using var firstDegree = new FirstDegreeHasher(dataset, blanks, ranks, options.Hash); // step 3.1
        using var canonical = new IdentifierIssuer("_:c14n"u8, blanks.Count);
        var byHash = ArrayPool<int>.Shared.Rent(blanks.Count);
        IssueCanonicalIdentifiers(byHash.AsSpan(0, blanks.Count));
        ArrayPool<int>.Shared.Return(byHash);
        return finish(new CanonicalQuads(dataset, blanks, ranks, canonical), options.Hash);

        void IssueCanonicalIdentifiers(Span<int> sorted)
        {
            for (var blank = 0; blank < sorted.Length; blank++) sorted[blank] = blank;
            PrefixSort.Sort(sorted, firstDegree); // step 3.2
            if (IssueToUnique(sorted, firstDegree, canonical)) return;
            using var temporary = new IdentifierIssuer("_:b"u8, blanks.Count);
            var nDegree = new NDegreeHasher(dataset, blanks, firstDegree, options.Hash, canonical, temporary, new WorkBudget(options.MaxWork));
            for (var start = 0; start < sorted.Length;)
            {
                var end = EndOfEqualHash(sorted, firstDegree, start);
                if (end - start > 1) IssueToAlike(sorted[start..end], nDegree, temporary, canonical, options.Hash.DigestLength());
                start = end;
            }
        }
    }

    /// <summary>Step 4: a node whose hash nobody shares gets its identifier at once. True when that was all of them.</summary>
    private static bool IssueToUnique(ReadOnlySpan<int> sorted, FirstDegreeHasher firstDegree, IdentifierIssuer canonical)
    {
        for (var start = 0; start < sorted.Length;)
        {
            var end = EndOfEqualHash(sorted, firstDegree, start);
            if (end - start == 1) canonical.Issue(sorted[start]);
            start = end;
        }

        return canonical.Count == sorted.Length;
    }

    /// <summary>Step 5 for the nodes of one hash.</summary>
    private static void IssueToAlike(ReadOnlySpan<int> alike, NDegreeHasher nDegree, IdentifierIssuer temporary, IdentifierIssuer canonical, int digestLength)
    {
        var hashPaths = new List<(byte[] Hash, int[] Issued)>(); // step 5.1
        foreach (var blank in alike)
        {
            if (canonical.Has(blank)) continue; // step 5.2.1
            temporary.RollBackTo(0); // step 5.2.2
            temporary.Issue(blank); // step 5.2.3
            var hash = new byte[digestLength];
            nDegree.HashNDegreeQuads(blank, hash); // step 5.2.4
            hashPaths.Add((hash, temporary.Issued.ToArray()));
        }

        hashPaths.Sort((x, y) => x.Hash.AsSpan().SequenceCompareTo(y.Hash)); // step 5.3
        foreach (var (_, issued) in hashPaths)
        {
            foreach (var blank in issued) canonical.Issue(blank); // step 5.3.1
        }
    }

    private static int EndOfEqualHash(ReadOnlySpan<int> sorted, FirstDegreeHasher firstDegree, int start)
    {
        var end = start + 1;
        while (end < sorted.Length && firstDegree[sorted[end]].SequenceEqual(firstDegree[sorted[start]])) end++;
        return end;
    }
}
