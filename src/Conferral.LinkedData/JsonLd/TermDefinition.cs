// What one term of an active context means, compiled once.
using System.Text.Json;

namespace Conferral.LinkedData.JsonLd;

/// <summary>The container mapping of a term.</summary>
[Flags]
internal enum Container : byte
{
    None = 0,
    Graph = 1,
    Id = 2,
    Index = 4,
    Language = 8,
    List = 16,
    Set = 32,
    Type = 64,
}

internal static class Containers
{
    /// <summary>Whether any of the parts is in the container mapping.</summary>
    public static bool Has(this Container container, Container parts) => (container & parts) != Container.None;
}

/// <summary>The type mapping of a term: a keyword's meaning, or <see cref="Iri"/> with <see cref="TermDefinition.TypeIri"/>.</summary>
internal enum TypeMapping : byte
{
    Absent,
    Id,
    Vocab,
    Json,
    None,
    Iri,
}

/// <summary>A base direction; <see cref="Absent"/> in a term means that the default holds, <see cref="Null"/> that there is none.</summary>
internal enum Direction : byte
{
    Absent,
    Null,
    Ltr,
    Rtl,
}

/// <summary>
/// One term definition. Immutable once its context is built.
/// Spec: https://www.w3.org/TR/json-ld11-api/#context-processing-algorithms (term definition)
/// </summary>
internal sealed record TermDefinition
{
    public required byte[] Term { get; init; }

    /// <summary>The IRI mapping, or null where the term is mapped to null or to a keyword.</summary>
    public byte[]? Iri { get; set; }

    /// <summary>The keyword this term is an alias of.</summary>
    public Keyword Keyword { get; set; }

    public bool IsPrefix { get; set; }

    public bool IsProtected { get; set; }

    public bool IsReverse { get; set; }

    public Container Container { get; set; }

    public TypeMapping Type { get; set; }

    public byte[]? TypeIri { get; set; }

    /// <summary>Whether a language mapping is present; a present one may be null.</summary>
    public bool HasLanguage { get; set; }

    public byte[]? Language { get; set; }

    public Direction Direction { get; set; }

    /// <summary>The property or keyword whose value the keys of an index map are; null means <c>@index</c>.</summary>
    public byte[]? IndexMapping { get; set; }

    public byte[]? NestValue { get; set; }

    /// <summary>The scoped context, kept as written and processed where the term is used.</summary>
    public JsonElement? LocalContext { get; set; }

    /// <summary>Against which relative references in the scoped context are resolved.</summary>
    public string? BaseUrl { get; set; }

    public bool Has(Container part) => Container.Has(part);

    /// <summary>Whether two definitions say the same, protection aside: then a protected term may be stated again.</summary>
    public bool SaysTheSameAs(TermDefinition other)
        => Same(Iri, other.Iri) && Keyword == other.Keyword && IsPrefix == other.IsPrefix && IsReverse == other.IsReverse
            && Container == other.Container && Type == other.Type && Same(TypeIri, other.TypeIri)
            && HasLanguage == other.HasLanguage && Same(Language, other.Language) && Direction == other.Direction
            && Same(IndexMapping, other.IndexMapping) && Same(NestValue, other.NestValue)
            && LocalContext.HasValue == other.LocalContext.HasValue
            && (LocalContext is not { } mine || other.LocalContext is not { } theirs || ScopedContextComparison.SayTheSame(mine, theirs));

    private static bool Same(byte[]? one, byte[]? two) => Utf8Comparer.Instance.Equals(one, two);
}
