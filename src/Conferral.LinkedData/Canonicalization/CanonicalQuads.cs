// RDFC-1.0 step 6: the quads with canonical labels, as sorted N-Quads.
using System.Buffers;
using Conferral.LinkedData.Rdf;

namespace Conferral.LinkedData.Canonicalization;

/// <summary>Writes the canonical document once every blank node has its canonical identifier.</summary>
internal sealed class CanonicalQuads(RdfDataset dataset, BlankNodeIndex blanks, TermRanks ranks, IdentifierIssuer canonical)
{
    private const int LabelSpace = 16; // "_:c14n" and ten digits

    /// <summary>Units: bytes.</summary>
    public int Length()
    {
        Span<byte> label = stackalloc byte[LabelSpace];
        var length = 0;
        foreach (var quad in dataset.Quads)
        {
            length += LengthOf(quad.Subject, label) + LengthOf(quad.Predicate, label) + LengthOf(quad.Object, label) + 3 + 2;
            if (quad.Graph != RdfDataset.DefaultGraph) length += LengthOf(quad.Graph, label) + 1;
        }

        return length;
    }

    /// <summary>Writes every line, in order, to a span of <see cref="Length"/> bytes.</summary>
    public void Write(Span<byte> target)
    {
        var keys = ArrayPool<QuadKey>.Shared.Rent(dataset.QuadCount);
        var sorted = keys.AsSpan(0, dataset.QuadCount);
        Sort(sorted);
        foreach (var key in sorted)
        {
            var quad = dataset.Quads[key.Quad];
            WriteTerm(ref target, quad.Subject);
            WriteTerm(ref target, quad.Predicate);
            WriteTerm(ref target, quad.Object);
            if (quad.Graph != RdfDataset.DefaultGraph) WriteTerm(ref target, quad.Graph);
            ".\n"u8.CopyTo(target);
            target = target[2..];
        }

        ArrayPool<QuadKey>.Shared.Return(keys);
    }

    /// <summary>The labels of the input, one line each, in the order in which they were issued canonical ones.</summary>
    public byte[] LabelLines()
    {
        var lines = new ArrayBufferWriter<byte>();
        foreach (var blank in canonical.Issued)
        {
            lines.Write(dataset.SpellingOf(blanks.TermOf(blank))[2..]);
            lines.Write("\n"u8);
        }

        return lines.WrittenSpan.ToArray();
    }

    /// <summary>Puts each quad at its subject's place by counting, then sorts the few quads of each subject.</summary>
    private void Sort(Span<QuadKey> sorted)
    {
        var labelRanks = ArrayPool<int>.Shared.Rent(canonical.Count);
        RankLabels(labelRanks.AsSpan(0, canonical.Count));
        var subjects = ranks.FirstBlank + canonical.Count;
        var ends = ArrayPool<int>.Shared.Rent(subjects + 1);
        ends.AsSpan(0, subjects + 1).Clear();
        var quads = dataset.Quads;
        foreach (ref readonly var quad in quads) ends[Rank(quad.Subject) + 1]++;
        for (var subject = 1; subject < subjects; subject++) ends[subject] += ends[subject - 1];
        for (var i = 0; i < quads.Length; i++)
        {
            ref readonly var quad = ref quads[i];
            var subject = Rank(quad.Subject);
            sorted[ends[subject]++] = new QuadKey(subject, ranks[quad.Predicate], Rank(quad.Object), Rank(quad.Graph), i);
        }

        var start = 0;
        foreach (var end in ends.AsSpan(0, subjects))
        {
            QuadKey.Sort(sorted[start..end]);
            start = end;
        }

        ArrayPool<int>.Shared.Return(ends);
        ArrayPool<int>.Shared.Return(labelRanks);

        int Rank(int term)
        {
            var blank = blanks.NumberOf(term);
            return blank == BlankNodeIndex.NotBlank ? ranks[term] : ranks.FirstBlank + labelRanks[canonical.NumberOf(blank)];
        }
    }

    /// <summary>Ranks the numbers 0 to n - 1 by their decimal spelling: 0, 1, 10, 100, 11, 2, …</summary>
    private static void RankLabels(Span<int> ranks)
    {
        if (ranks.IsEmpty) return;
        ranks[0] = 0;
        long number = 1;
        for (var rank = 1; rank < ranks.Length; rank++)
        {
            ranks[(int)number] = rank;
            if (number * 10 < ranks.Length)
            {
                number *= 10;
                continue;
            }

            while (number % 10 == 9 || number + 1 >= ranks.Length) number /= 10;
            number++;
        }
    }

    private int LengthOf(int term, Span<byte> label)
    {
        var blank = blanks.NumberOf(term);
        return blank == BlankNodeIndex.NotBlank ? dataset.SpellingOf(term).Length : canonical.Write(label, canonical.NumberOf(blank));
    }

    private void WriteTerm(ref Span<byte> target, int term)
    {
        var blank = blanks.NumberOf(term);
        int length;
        if (blank == BlankNodeIndex.NotBlank)
        {
            var spelling = dataset.SpellingOf(term);
            spelling.CopyTo(target);
            length = spelling.Length;
        }
        else
        {
            length = canonical.Write(target, canonical.NumberOf(blank));
        }

        target[length] = (byte)' ';
        target = target[(length + 1)..];
    }
}
