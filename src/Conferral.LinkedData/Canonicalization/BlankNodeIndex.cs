// RDFC-1.0 step 2: every blank node that occurs in a quad, numbered densely, with the quads it occurs in.
using Conferral.LinkedData.Rdf;

namespace Conferral.LinkedData.Canonicalization;

/// <summary>
/// The blank node to quads map. Blank nodes have numbers from 0 in order of occurrence; a quad is listed once
/// per blank node even if it names it twice. Lists lie one after another in one array. Read again for the next quads.
/// </summary>
internal sealed class BlankNodeIndex
{
    public const int NotBlank = -1;

    private int[] _numberOfTerm = []; // NotBlank throughout but for the blank nodes of now
    private int[] _terms = [];
    private int[] _ends = [];
    private int[] _quads = [];

    public int Count { get; private set; }

    public void Read(QuadView view)
    {
        Forget();
        var dataset = view.Dataset;
        var quads = view.Quads;
        if (_numberOfTerm.Length < dataset.TermCount)
        {
            WorkArray.Reserve(ref _numberOfTerm, dataset.TermCount);
            _numberOfTerm.AsSpan().Fill(NotBlank);
        }

        WorkArray.Reserve(ref _terms, Math.Min(dataset.TermCount, quads.Length * 3));
        WorkArray.Reserve(ref _ends, Math.Min(dataset.TermCount, quads.Length * 3) + 1);
        NumberAndCount(dataset, quads);
        for (var blank = 1; blank <= Count; blank++) _ends[blank] += _ends[blank - 1];
        WorkArray.Reserve(ref _quads, _ends[Count]);
        Distribute(quads);
    }

    /// <summary>The dense number of a term, or <see cref="NotBlank"/>.</summary>
    public int NumberOf(int term) => _numberOfTerm[term];

    /// <summary>The same of a term that may be newer than what was read.</summary>
    public int NumberOfAny(int term) => term < _numberOfTerm.Length ? _numberOfTerm[term] : NotBlank;

    public int TermOf(int blank) => _terms[blank];

    public ReadOnlySpan<int> QuadsOf(int blank)
    {
        var start = blank == 0 ? 0 : _ends[blank - 1];
        return _quads.AsSpan(start, _ends[blank] - start);
    }

    private void Forget()
    {
        foreach (var term in _terms.AsSpan(0, Count)) _numberOfTerm[term] = NotBlank;
        Count = 0;
    }

    /// <summary>Leaves in <c>_ends[n + 1]</c> the number of quads of blank node n.</summary>
    private void NumberAndCount(RdfDataset dataset, ReadOnlySpan<Quad> quads)
    {
        _ends[0] = 0;
        foreach (ref readonly var quad in quads)
        {
            if (Occurs(quad.Subject)) _ends[_numberOfTerm[quad.Subject] + 1]++;
            if (quad.Object != quad.Subject && Occurs(quad.Object)) _ends[_numberOfTerm[quad.Object] + 1]++;
            if (quad.Graph != RdfDataset.DefaultGraph && quad.Graph != quad.Subject && quad.Graph != quad.Object && Occurs(quad.Graph)) _ends[_numberOfTerm[quad.Graph] + 1]++;
        }

        bool Occurs(int term)
        {
            if (_numberOfTerm[term] != NotBlank) return true;
            if (dataset.KindOf(term) != TermKind.BlankNode) return false;
            _terms[Count] = term;
            _numberOfTerm[term] = Count++;
            _ends[Count] = 0;
            return true;
        }
    }

    /// <summary>Fills the lists; <c>_ends[n]</c> moves from the start of list n to its end.</summary>
    private void Distribute(ReadOnlySpan<Quad> quads)
    {
        for (var index = 0; index < quads.Length; index++)
        {
            ref readonly var quad = ref quads[index];
            Put(quad.Subject, index);
            if (quad.Object != quad.Subject) Put(quad.Object, index);
            if (quad.Graph != RdfDataset.DefaultGraph && quad.Graph != quad.Subject && quad.Graph != quad.Object) Put(quad.Graph, index);
        }

        void Put(int term, int quad)
        {
            var blank = _numberOfTerm[term];
            if (blank != NotBlank) _quads[_ends[blank]++] = quad;
        }
    }
}
