// RDFC-1.0 step 2: every blank node that occurs in a quad, numbered densely, with the quads it occurs in.
using System.Buffers;
using Conferral.LinkedData.Rdf;

namespace Conferral.LinkedData.Canonicalization;

/// <summary>
/// The blank node to quads map. Blank nodes have numbers from 0 in order of occurrence; a quad is listed once
/// per blank node even if it names it twice. Lists lie one after another in one pooled array.
/// </summary>
internal sealed class BlankNodeIndex : IDisposable
{
    public const int NotBlank = -1;

    private readonly int[] _numberOfTerm;
    private readonly int[] _terms;
    private readonly int[] _ends;
    private readonly int[] _quads;

    public BlankNodeIndex(RdfDataset dataset)
    {
        _numberOfTerm = ArrayPool<int>.Shared.Rent(dataset.TermCount);
        _numberOfTerm.AsSpan(0, dataset.TermCount).Fill(NotBlank);
        _terms = ArrayPool<int>.Shared.Rent(dataset.TermCount);
        _ends = ArrayPool<int>.Shared.Rent(dataset.TermCount + 1);
        _ends.AsSpan(0, dataset.TermCount + 1).Clear();
        Count = NumberAndCount(dataset);
        for (var blank = 1; blank <= Count; blank++) _ends[blank] += _ends[blank - 1];
        _quads = ArrayPool<int>.Shared.Rent(_ends[Count]);
        Distribute(dataset.Quads);
    }

    public int Count { get; }

    /// <summary>The dense number of a term, or <see cref="NotBlank"/>.</summary>
    public int NumberOf(int term) => _numberOfTerm[term];

    public int TermOf(int blank) => _terms[blank];

    public ReadOnlySpan<int> QuadsOf(int blank)
    {
        var start = blank == 0 ? 0 : _ends[blank - 1];
        return _quads.AsSpan(start, _ends[blank] - start);
    }

    public void Dispose()
    {
        ArrayPool<int>.Shared.Return(_numberOfTerm);
        ArrayPool<int>.Shared.Return(_terms);
        ArrayPool<int>.Shared.Return(_ends);
        ArrayPool<int>.Shared.Return(_quads);
    }

    /// <summary>Leaves in <c>_ends[n + 1]</c> the number of quads of blank node n.</summary>
    private int NumberAndCount(RdfDataset dataset)
    {
        var count = 0;
        foreach (var quad in dataset.Quads)
        {
            if (Occurs(quad.Subject)) _ends[_numberOfTerm[quad.Subject] + 1]++;
            if (quad.Object != quad.Subject && Occurs(quad.Object)) _ends[_numberOfTerm[quad.Object] + 1]++;
            if (quad.Graph != quad.Subject && quad.Graph != quad.Object && Occurs(quad.Graph)) _ends[_numberOfTerm[quad.Graph] + 1]++;
        }

        return count;

        bool Occurs(int term)
        {
            if (_numberOfTerm[term] != NotBlank) return true;
            if (dataset.KindOf(term) != TermKind.BlankNode) return false;
            _terms[count] = term;
            _numberOfTerm[term] = count++;
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
            if (quad.Graph != quad.Subject && quad.Graph != quad.Object) Put(quad.Graph, index);
        }

        void Put(int term, int quad)
        {
            var blank = _numberOfTerm[term];
            if (blank != NotBlank) _quads[_ends[blank]++] = quad;
        }
    }
}
