// An RDF dataset as interned terms and quads of term numbers, over UTF-8.
using System.Diagnostics.CodeAnalysis;

namespace Conferral.LinkedData.Rdf;

/// <summary>What a term is.</summary>
public enum TermKind : byte
{
    DefaultGraph,
    Iri,
    BlankNode,
    Literal,
}

/// <summary>Four term numbers of one <see cref="RdfDataset"/>; graph 0 is the default graph.</summary>
public readonly record struct Quad(int Subject, int Predicate, int Object, int Graph);

/// <summary>
/// A set of quads whose terms are interned once and compared by number.
/// Shape: each term is kept in its canonical N-Quads spelling (<c>&lt;iri&gt;</c>, <c>_:label</c>,
/// <c>"escaped"^^&lt;datatype&gt;</c>), UTF-8; adding a quad twice keeps one.
/// Bounds: 2^31 terms and quads; not safe for concurrent writers.
/// Spec: https://www.w3.org/TR/rdf11-concepts/#section-dataset, https://www.w3.org/TR/rdf-canon/#canonical-quads
/// </summary>
public sealed class RdfDataset
{
    /// <summary>The term number of the default graph.</summary>
    public const int DefaultGraph = 0;

    private readonly QuadSet _quads = new();
    private readonly TermTable _terms = new();
    private readonly PartQuads _parts = new();
    private readonly List<Quad> _recorded = [];
    private readonly List<(QuadTemplate Template, int FirstBlank)> _plays = [];
    private int _recordings;
    private int _blankNodesMade;

    public ReadOnlySpan<Quad> Quads => _quads.Items;

    public int QuadCount => _quads.Count;

    /// <summary>Number of terms, the default graph's number 0 included: valid numbers are 0 to TermCount - 1.</summary>
    public int TermCount => _terms.Count;

    public TermKind KindOf(int term) => _terms.KindOf(term);

    /// <summary>The term in canonical N-Quads spelling; empty for the default graph. Valid until the next term is added.</summary>
    public ReadOnlySpan<byte> SpellingOf(int term) => _terms.SpellingOf(term);

    /// <summary>The spellings of all terms, one after another, for a search over the whole.</summary>
    internal ReadOnlySpan<byte> Spellings => _terms.Spellings;

    /// <summary>Interns an IRI given without angle brackets, literally as it stands: no resolution, no normalisation.</summary>
    public int Iri(ReadOnlySpan<byte> iri) => _terms.Intern(TermKind.Iri, "<"u8, iri, ">"u8);

    /// <summary>Interns the blank node of this label, given without <c>_:</c>.</summary>
    public int BlankNode(ReadOnlySpan<byte> label) => _terms.Intern(TermKind.BlankNode, "_:"u8, label, default);

    /// <summary>A blank node nobody else has; its label starts with <c>~</c>, which no document can write.</summary>
    public int FreshBlankNode() => _terms.AddFresh(_blankNodesMade++);

    /// <summary>
    /// Blank nodes nobody else has, numbered one after another from the result on. Those of a template in the default graph can
    /// be told from others (<see cref="TryFindTemplate"/>).
    /// </summary>
    internal int FreshBlankNodes(int count, QuadTemplate? template)
    {
        var first = TermCount;
        if (template is not null) _plays.Add((template, first));
        for (var i = 0; i < count; i++) _terms.AddFresh(_blankNodesMade++, template is null ? 0 : _plays.Count);
        return first;
    }

    /// <summary>The template that made a blank node in the default graph, and which of its blank nodes it is.</summary>
    internal bool TryFindTemplate(int term, [NotNullWhen(true)] out QuadTemplate? template, out int blank)
    {
        var play = _terms.PlayOf(term);
        (template, var first) = play > 0 ? _plays[play - 1] : default;
        blank = term - first;
        return play > 0;
    }

    /// <summary>Whether the term was made by <see cref="FreshBlankNode"/>.</summary>
    internal bool IsFresh(int term) => _terms.IsFresh(term);

    /// <summary>The hash by which <see cref="Intern"/> finds the term in any dataset of this process.</summary>
    internal int HashOf(int term) => _terms.HashOf(term);

    /// <summary>Interns a term by its spelling in another dataset.</summary>
    internal int Intern(TermKind kind, ReadOnlySpan<byte> spelling, int hash) => _terms.Intern(kind, spelling, hash);

    /// <summary>
    /// Interns a literal. <paramref name="lexical"/> is unescaped UTF-8. An empty <paramref name="datatype"/> means
    /// xsd:string; a non-empty <paramref name="language"/> wins over the datatype and is spelled as given.
    /// </summary>
    public int Literal(ReadOnlySpan<byte> lexical, ReadOnlySpan<byte> datatype, ReadOnlySpan<byte> language)
        => _terms.InternLiteral(lexical, datatype, language);

    /// <summary>Adds a quad; false when it was there already.</summary>
    public bool Add(int subject, int predicate, int @object, int graph = DefaultGraph)
    {
        var quad = new Quad(subject, predicate, @object, graph);
        if (_recordings > 0) _recorded.Add(quad);
        var isNew = _quads.Add(quad, out var place);
        if (_parts.IsOpen) _parts.Add(quad, place);
        return isNew;
    }

    /// <summary>Every quad.</summary>
    internal QuadView All => new(this, _quads.Memory);

    /// <summary>Which quads belong to which parts of the document.</summary>
    internal PartQuads Parts => _parts;

    /// <summary>Adds a quad that names a blank node nobody else can name, so that it cannot be there and is not added again.</summary>
    internal void AddUnseen(int subject, int predicate, int @object, int graph)
    {
        var quad = new Quad(subject, predicate, @object, graph);
        if (_recordings > 0) _recorded.Add(quad);
        var place = _quads.AddUnseen(quad);
        if (_parts.IsOpen) _parts.Add(quad, place);
    }

    /// <summary>How many quads are remembered by the recordings that are going on.</summary>
    internal int RecordedCount => _recorded.Count;

    /// <summary>From here to <see cref="EndRecording"/> every quad added is remembered, also one that is there already. Recordings nest.</summary>
    /// <returns>The number that the next new term gets.</returns>
    internal int BeginRecording()
    {
        _recordings++;
        return TermCount;
    }

    /// <summary>What was added from a recorded quad on, as a template with that root; null without a root or where it cannot be one (<see cref="QuadTemplate.Of"/>).</summary>
    internal QuadTemplate? EndRecording(int firstOwnTerm, int firstQuad, int root, int graph)
    {
        var quads = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_recorded);
        var template = root < 0 ? null : QuadTemplate.Of(this, quads[firstQuad..], root, graph, firstOwnTerm);
        if (--_recordings == 0) _recorded.Clear();
        return template;
    }

    /// <summary>Forgets every term and quad and keeps the memory, so that one dataset can serve many documents in turn.</summary>
    public void Clear()
    {
        _quads.Clear();
        _terms.Clear();
        _parts.Clear();
        _plays.Clear();
        _blankNodesMade = 0;
    }
}
