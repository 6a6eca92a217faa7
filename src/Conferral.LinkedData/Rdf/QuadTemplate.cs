// The quads of one node and all below it, ready to be put into any dataset.
namespace Conferral.LinkedData.Rdf;

/// <summary>
/// What a subtree of a document says, apart from its blank nodes' labels: every use has blank nodes of its own.
/// Immutable and safe to share between threads.
/// </summary>
internal sealed class QuadTemplate
{
    private readonly record struct Term(int Start, int Length, int Hash, TermKind Kind);

    private readonly byte[] _spellings;
    private readonly Term[] _terms;
    private readonly Quad[] _quads; // places in _terms; the graph is the user's
    private readonly int _root;

    private QuadTemplate(byte[] spellings, Term[] terms, Quad[] quads, int root)
    {
        _spellings = spellings;
        _terms = terms;
        _quads = quads;
        _root = root;
    }

    /// <summary>Units: bytes, about.</summary>
    public int Size => _spellings.Length + (_terms.Length * 16) + (_quads.Length * 16);

    /// <summary>
    /// The template of quads all in <paramref name="graph"/>, or null where there is none: a quad in another graph, or a
    /// blank node that is older than <paramref name="firstOwnTerm"/> or that the document names, and may name again elsewhere.
    /// </summary>
    public static QuadTemplate? Of(RdfDataset dataset, ReadOnlySpan<Quad> quads, int root, int graph, int firstOwnTerm)
    {
        var recorder = new Recorder(dataset, firstOwnTerm);
        var places = new Quad[quads.Length];
        if (!recorder.TryPlace(root, out var rootPlace)) return null;
        for (var i = 0; i < quads.Length; i++)
        {
            var quad = quads[i];
            if (quad.Graph != graph
                || !recorder.TryPlace(quad.Subject, out var subject)
                || !recorder.TryPlace(quad.Predicate, out var predicate)
                || !recorder.TryPlace(quad.Object, out var @object)) return null;
            places[i] = new Quad(subject, predicate, @object, 0);
        }

        return new QuadTemplate([.. recorder.Spellings], [.. recorder.Terms], places, rootPlace);
    }

    /// <summary>Puts the quads into a dataset's graph and returns the root node.</summary>
    public int Play(RdfDataset into, int graph)
    {
        Span<int> numbers = _terms.Length <= FewTerms ? stackalloc int[FewTerms] : new int[_terms.Length];
        for (var i = 0; i < _terms.Length; i++)
        {
            ref readonly var term = ref _terms[i];
            numbers[i] = term.Kind == TermKind.BlankNode ? into.FreshBlankNode() : into.Intern(term.Kind, _spellings.AsSpan(term.Start, term.Length), term.Hash);
        }

        foreach (ref readonly var quad in _quads.AsSpan()) into.Add(numbers[quad.Subject], numbers[quad.Predicate], numbers[quad.Object], graph);
        return numbers[_root];
    }

    private const int FewTerms = 256;

    /// <summary>Numbers terms in the order in which they come.</summary>
    private sealed class Recorder(RdfDataset dataset, int firstOwnTerm)
    {
        private readonly Dictionary<int, int> _places = [];

        public List<byte> Spellings { get; } = [];

        public List<Term> Terms { get; } = [];

        public bool TryPlace(int term, out int place)
        {
            if (_places.TryGetValue(term, out place)) return true;
            var kind = dataset.KindOf(term);
            var isBlank = kind == TermKind.BlankNode;
            if (isBlank && (term < firstOwnTerm || !dataset.IsFresh(term))) return false;
            var spelling = isBlank ? default : dataset.SpellingOf(term);
            place = _places[term] = Terms.Count;
            Terms.Add(new Term(Spellings.Count, spelling.Length, isBlank ? 0 : dataset.HashOf(term), kind));
            Spellings.AddRange(spelling);
            return true;
        }
    }
}
