// How a document is deserialized: safe mode, base, direction, processing mode.
using System.Text.Json;

namespace Conferral.LinkedData.JsonLd;

/// <summary>How a text direction reaches RDF. Spec: https://www.w3.org/TR/json-ld11-api/#dom-jsonldoptions-rdfdirection</summary>
public enum RdfDirection
{
    /// <summary>Directions are left out; in safe mode a value with a direction is refused.</summary>
    None,
    I18nDatatype,
    CompoundLiteral,
}

/// <summary>The edition whose rules the document must keep.</summary>
public enum ProcessingMode
{
    JsonLd11,
    JsonLd10,
}

/// <summary>Settings of a <see cref="JsonLdDeserializer"/>; the defaults are what signing and verifying use.</summary>
public sealed record JsonLdOptions
{
    /// <summary>Nesting that no honest credential reaches and that leaves the stack well alone.</summary>
    public const int DefaultMaxDepth = 256;

    /// <summary>Refuse whatever JSON-LD would drop or leave ambiguous in silence (<see cref="SafeModeCode"/>).</summary>
    public bool SafeMode { get; init; } = true;

    /// <summary>The IRI relative references are resolved against, or null: then there is none, and relative references are not IRIs.</summary>
    public string? Base { get; init; }

    public RdfDirection RdfDirection { get; init; }

    public ProcessingMode ProcessingMode { get; init; }

    /// <summary>A context (or an object with an <c>@context</c>) that holds before the document's own.</summary>
    public JsonElement? ExpandContext { get; init; }

    /// <summary>Levels of JSON nesting walked before the document is refused.</summary>
    public int MaxDepth { get; init; } = DefaultMaxDepth;
}
