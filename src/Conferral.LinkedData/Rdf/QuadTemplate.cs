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
    private readonly Term[] _terms; // those that are not blank
    private readonly int _blankCount;
    private readonly Quad[] _quads; // places: blank nodes from 0, then the other terms; the graph is the user's
    private readonly int _root;
    private readonly byte[]?[] _digests; // by blank node

    private QuadTemplate(Recorder recorder, List<Quad> quads, int root)
    {
        _spellings = [.. recorder.Spellings];
        _terms = [.. recorder.Terms];
        _blankCount = recorder.BlankCount;
        _quads = [.. quads.Select(quad => new Quad(Place(quad.Subject), Place(quad.Predicate), Place(quad.Object), 0)).Distinct()];
        _root = Place(root);
        _digests = new byte[]?[_blankCount];

        int Place(int recorded) => recorded < 0 ? ~recorded : _blankCount + recorded;
    }

    /// <summary>Units: bytes, about.</summary>
    public int Size => _spellings.Length + (_terms.Length * 16) + (_quads.Length * 16) + (_blankCount * 64);

    /// <summary>
    /// The template of quads all in <paramref name="graph"/>, or null where there is none: a quad in another graph, or a
    /// blank node that is older than <paramref name="firstOwnTerm"/> or that the document names, and may name again elsewhere.
    /// </summary>
    public static QuadTemplate? Of(RdfDataset dataset, ReadOnlySpan<Quad> quads, int root, int graph, int firstOwnTerm)
    {
        var recorder = new Recorder(dataset, firstOwnTerm);
        var places = new List<Quad>(quads.Length);
        if (!recorder.TryPlace(root, out var rootPlace)) return null;
        foreach (var quad in quads)
        {
            if (quad.Graph != graph
                || !recorder.TryPlace(quad.Subject, out var subject)
                || !recorder.TryPlace(quad.Predicate, out var predicate)
                || !recorder.TryPlace(quad.Object, out var @object)) return null;
            places.Add(new Quad(subject, predicate, @object, 0));
        }

        return new QuadTemplate(recorder, places, rootPlace);
    }

    /// <summary>Puts the quads into a dataset's graph and returns the root node.</summary>
    public int Play(RdfDataset into, int graph)
    {
        var count = _blankCount + _terms.Length;
        Span<int> numbers = count <= FewTerms ? stackalloc int[FewTerms] : new int[count];
        var first = into.FreshBlankNodes(_blankCount, graph == RdfDataset.DefaultGraph ? this : null);
        for (var i = 0; i < _blankCount; i++) numbers[i] = first + i;
        for (var i = 0; i < _terms.Length; i++)
        {
            ref readonly var term = ref _terms[i];
            numbers[_blankCount + i] = into.Intern(term.Kind, _spellings.AsSpan(term.Start, term.Length), term.Hash);
        }

        foreach (ref readonly var quad in _quads.AsSpan())
        {
            if (IsOwn(quad.Subject) || IsOwn(quad.Object)) into.AddUnseen(numbers[quad.Subject], numbers[quad.Predicate], numbers[quad.Object], graph);
            else into.Add(numbers[quad.Subject], numbers[quad.Predicate], numbers[quad.Object], graph);
        }

        return numbers[_root];
    }

    /// <summary>
    /// The first degree hash, by SHA-256, of one of the blank nodes in a default graph, where somebody computed it before: it is
    /// the same at every use, because every quad that names the node is here. Not so for the root, which others name.
    /// </summary>
    public bool TryFindDigest(int blank, out ReadOnlySpan<byte> digest)
    {
        digest = IsOwn(blank) ? _digests[blank] : null;
        return !digest.IsEmpty;
    }

    public void KeepDigest(int blank, ReadOnlySpan<byte> digest)
    {
        if (IsOwn(blank)) _digests[blank] = digest.ToArray();
    }

    /// <summary>Whether a place is that of a blank node which nothing outside the template names.</summary>
    private bool IsOwn(int place) => place < _blankCount && place != _root;

    private const int FewTerms = 256;

    /// <summary>Numbers terms in the order in which they come, blank nodes by themselves.</summary>
    private sealed class Recorder(RdfDataset dataset, int firstOwnTerm)
    {
        private readonly Dictionary<int, int> _places = [];

        public List<byte> Spellings { get; } = [];

        public List<Term> Terms { get; } = [];

        public int BlankCount { get; private set; }

        /// <param name="term">A term of the dataset.</param>
        /// <param name="place">Its number among the terms, or the complement of its number among the blank nodes.</param>
        public bool TryPlace(int term, out int place)
        {
            if (_places.TryGetValue(term, out place)) return true;
            var kind = dataset.KindOf(term);
            if (kind == TermKind.BlankNode)
            {
                if (term < firstOwnTerm || !dataset.IsFresh(term)) return false;
                place = _places[term] = ~BlankCount++;
                return true;
            }

            var spelling = dataset.SpellingOf(term);
            place = _places[term] = Terms.Count;
            Terms.Add(new Term(Spellings.Count, spelling.Length, dataset.HashOf(term), kind));
            Spellings.AddRange(spelling);
            return true;
        }
    }
}
