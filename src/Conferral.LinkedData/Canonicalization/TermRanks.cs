// The place of every named term in code point order, so that lines can be sorted by comparing numbers.
using System.Buffers;
using Conferral.LinkedData.Rdf;

namespace Conferral.LinkedData.Canonicalization;

/// <summary>
/// Ranks of the terms that are not blank nodes. Sorting quads by (subject, predicate, object, graph) rank gives
/// the code point order of their lines: no well-formed term is a prefix of another one that goes on with a byte
/// below the space that follows every term, and the dot of a line without graph sorts before any graph's first byte.
/// Literals (<c>"</c>) come before IRIs (<c>&lt;</c>) before blank nodes (<c>_</c>).
/// </summary>
internal sealed class TermRanks : IDisposable
{
    private readonly int[] _ranks;

    public TermRanks(RdfDataset dataset)
    {
        _ranks = ArrayPool<int>.Shared.Rent(dataset.TermCount);
        var named = ArrayPool<int>.Shared.Rent(dataset.TermCount);
        var count = 0;
        for (var term = 1; term < dataset.TermCount; term++)
        {
            var kind = dataset.KindOf(term);
            if (kind == TermKind.BlankNode) continue;
            WellFormedTerms.Check(kind, dataset.SpellingOf(term));
            named[count++] = term;
        }

        PrefixSort.Sort(named.AsSpan(0, count), new Spellings(dataset)); // a well-formed spelling has no zero byte
        _ranks[RdfDataset.DefaultGraph] = 0;
        for (var place = 0; place < count; place++) _ranks[named[place]] = place + 1;
        FirstBlank = count + 1;
        ArrayPool<int>.Shared.Return(named);
    }

    /// <summary>The rank of the first blank node label; every named term has a lower one.</summary>
    public int FirstBlank { get; }

    /// <summary>The rank of a term that is not a blank node; the default graph has rank 0.</summary>
    public int this[int term] => _ranks[term];

    private readonly struct Spellings(RdfDataset dataset) : IByteStrings
    {
        public ReadOnlySpan<byte> this[int number] => dataset.SpellingOf(number);
    }

    public void Dispose() => ArrayPool<int>.Shared.Return(_ranks);
}
