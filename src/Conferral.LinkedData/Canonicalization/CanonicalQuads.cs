// RDFC-1.0 step 6: the quads with canonical labels, as sorted N-Quads.
using System.Buffers;
using Conferral.LinkedData.Rdf;

namespace Conferral.LinkedData.Canonicalization;

/// <summary>Writes the canonical document once every blank node has its canonical identifier.</summary>
internal sealed class CanonicalQuads(BlankNodeIndex blanks, IdentifierIssuer canonical)
{
    private readonly List<byte[]> _labels = []; // by number: they are the same in every document
    private QuadView _view;
    private TermRanks _ranks = null!;
    private QuadKey[] _keys = [];
    private int[] _labelRanks = [];
    private int[] _ends = [];
    private byte[] _lines = [];

    /// <summary>Units: bytes.</summary>
    private const int MaxKept = 2 << 20;

    /// <summary>From here on these quads are meant, which the index was made of.</summary>
    public void Begin(QuadView view, TermRanks ranks)
    {
        (_view, _ranks) = (view, ranks);
        Span<byte> label = stackalloc byte[IdentifierIssuer.MaxLength];
        while (_labels.Count < canonical.Count) _labels.Add(label[..canonical.Write(label, _labels.Count)].ToArray());
    }

    /// <summary>Every line, in order. Valid until <see cref="End"/>.</summary>
    public ReadOnlySpan<byte> Write()
    {
        var quads = _view.Quads;
        WorkArray.Reserve(ref _keys, quads.Length);
        var sorted = _keys.AsSpan(0, quads.Length);
        Sort(quads, sorted);
        var length = 0;
        foreach (ref readonly var key in sorted) length = WriteLine(quads[key.Quad], length);
        return _lines.AsSpan(0, length);
    }

    private int WriteLine(in Quad quad, int at)
    {
        var subject = Spelling(quad.Subject);
        var predicate = Spelling(quad.Predicate);
        var @object = Spelling(quad.Object);
        var graph = quad.Graph == RdfDataset.DefaultGraph ? default : Spelling(quad.Graph);
        var end = at + subject.Length + predicate.Length + @object.Length + graph.Length + 4 + 2;
        if (_lines.Length < end) Array.Resize(ref _lines, Math.Max(end, _lines.Length * 2));
        var target = _lines.AsSpan(at);
        WriteTerm(ref target, subject);
        WriteTerm(ref target, predicate);
        WriteTerm(ref target, @object);
        if (!graph.IsEmpty) WriteTerm(ref target, graph);
        ".\n"u8.CopyTo(target);
        return _lines.Length - target.Length + 2;
    }

    /// <summary>The labels of the input, one line each, in the order in which they were issued canonical ones.</summary>
    public byte[] LabelLines()
    {
        var lines = new ArrayBufferWriter<byte>();
        foreach (var blank in canonical.Issued)
        {
            lines.Write(_view.Dataset.SpellingOf(blanks.TermOf(blank))[2..]);
            lines.Write("\n"u8);
        }

        return lines.WrittenSpan.ToArray();
    }

    /// <summary>Lets go of the quads, and of the memory of many.</summary>
    public void End()
    {
        (_view, _ranks) = (default, null!);
        if (_lines.Length > MaxKept) _lines = [];
    }

    /// <summary>
    /// Puts each quad at its subject's place by counting, then sorts the few quads of each subject. Where the quads are few
    /// among many terms, as those of one part are, sorting all at once takes less.
    /// </summary>
    private void Sort(ReadOnlySpan<Quad> quads, Span<QuadKey> sorted)
    {
        WorkArray.Reserve(ref _labelRanks, canonical.Count);
        RankLabels(_labelRanks.AsSpan(0, canonical.Count));
        var subjects = _ranks.FirstBlank + canonical.Count;
        if (subjects > quads.Length * 4)
        {
            for (var i = 0; i < quads.Length; i++) sorted[i] = KeyOf(quads[i], Rank(quads[i].Subject), i);
            QuadKey.Sort(sorted);
            return;
        }

        WorkArray.Reserve(ref _ends, subjects + 1);
        var ends = _ends.AsSpan(0, subjects + 1);
        ends.Clear();
        foreach (ref readonly var quad in quads) ends[Rank(quad.Subject) + 1]++;
        for (var subject = 1; subject < subjects; subject++) ends[subject] += ends[subject - 1];
        for (var i = 0; i < quads.Length; i++)
        {
            var subject = Rank(quads[i].Subject);
            sorted[ends[subject]++] = KeyOf(quads[i], subject, i);
        }

        var start = 0;
        foreach (var end in ends[..subjects])
        {
            QuadKey.Sort(sorted[start..end]);
            start = end;
        }
    }

    private QuadKey KeyOf(in Quad quad, int subject, int index) => new(subject, _ranks[quad.Predicate], Rank(quad.Object), Rank(quad.Graph), index);

    private int Rank(int term)
    {
        var blank = blanks.NumberOf(term);
        return blank == BlankNodeIndex.NotBlank ? _ranks[term] : _ranks.FirstBlank + _labelRanks[canonical.NumberOf(blank)];
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

    private ReadOnlySpan<byte> Spelling(int term)
    {
        var blank = blanks.NumberOf(term);
        return blank == BlankNodeIndex.NotBlank ? _view.Dataset.SpellingOf(term) : _labels[canonical.NumberOf(blank)];
    }

    private static void WriteTerm(ref Span<byte> target, ReadOnlySpan<byte> spelling)
    {
        spelling.CopyTo(target);
        target[spelling.Length] = (byte)' ';
        target = target[(spelling.Length + 1)..];
    }
}
