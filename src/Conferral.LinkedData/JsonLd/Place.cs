// Where an expanded value goes: a subject and predicate, a list, a named graph, or nowhere.
namespace Conferral.LinkedData.JsonLd;

/// <summary>
/// The destination of values while the document is walked. Terms are numbers of the dataset;
/// <see cref="Nothing"/> stands for a term that RDF cannot have, whose quads are dropped.
/// </summary>
internal readonly record struct Place()
{
    public const int Nothing = -1;

    public int Subject { get; init; } = Nothing;

    public int Predicate { get; init; } = Nothing;

    public int Graph { get; init; }

    /// <summary>The value is the subject and <see cref="Subject"/> the object.</summary>
    public bool IsReverse { get; init; }

    /// <summary>The active property is null or @graph: values that float free are dropped here.</summary>
    public bool IsTop { get; init; }

    /// <summary>The list that collects values, in order.</summary>
    public List<int>? Items { get; init; }

    /// <summary>A list object here is the collected list itself and not a list within it.</summary>
    public bool IsWholeList { get; init; }

    /// <summary>Each value is put in a graph of its own.</summary>
    public bool Wraps { get; init; }

    /// <summary>Values that are graph objects already are not wrapped again.</summary>
    public bool KeepsGraphObjects { get; init; }

    /// <summary>What the key of an id, type or index map adds to its values.</summary>
    public MapKey? Key { get; init; }
}

/// <summary>The contribution of one key of an id map (an id), type map (a type) or property-valued index map (a quad).</summary>
internal sealed class MapKey
{
    public int? Id { get; init; }

    public int? Type { get; init; }

    public int? IndexPredicate { get; init; }

    public int IndexObject { get; init; }
}

/// <summary>A node object whose members are being walked.</summary>
internal readonly record struct NodeSite(int Subject, int Graph);
