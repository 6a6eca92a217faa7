// The place of every named term in code point order, so that lines can be sorted by comparing numbers.
using Conferral.LinkedData.Rdf;

namespace Conferral.LinkedData.Canonicalization;

/// <summary>
/// Ranks of the terms that are not blank nodes. Sorting quads by (subject, predicate, object, graph) rank gives
/// the code point order of their lines: no well-formed term is a prefix of another one that goes on with a byte
/// below the space that follows every term, and the dot of a line without graph sorts before any graph's first byte.
/// Literals (<c>"</c>) come before IRIs (<c>&lt;</c>) before blank nodes (<c>_</c>).
/// </summary>
internal sealed class TermRanks
{
    private int[] _ranks = [];
    private int[] _named = [];

    /// <summary>Ranks the terms of a dataset; those of the dataset before are forgotten. Errors: <see cref="IllFormedTermException"/>.</summary>
    public void Read(RdfDataset dataset)
    {
        WorkArray.Reserve(ref _ranks, dataset.TermCount);
        WorkArray.Reserve(ref _named, dataset.TermCount);
        var count = 0;
        for (var term = 1; term < dataset.TermCount; term++)
        {
            var kind = dataset.KindOf(term);
            if (kind == TermKind.BlankNode) continue;
            WellFormedTerms.Check(kind, dataset.SpellingOf(term));
            _named[count++] = term;
        }

        PrefixSort.Sort(_named.AsSpan(0, count), new Spellings(dataset)); // a well-formed spelling has no zero byte
        _ranks[RdfDataset.DefaultGraph] = 0;
        for (var place = 0; place < count; place++) _ranks[_named[place]] = place + 1;
        FirstBlank = count + 1;
    }

    /// <summary>The rank of the first blank node label; every named term has a lower one.</summary>
    public int FirstBlank { get; private set; }

    /// <summary>The rank of a term that is not a blank node; the default graph has rank 0.</summary>
    public int this[int term] => _ranks[term];

    private readonly struct Spellings(RdfDataset dataset) : IByteStrings
    {
        public ReadOnlySpan<byte> this[int number] => dataset.SpellingOf(number);
    }
}
