// The front door: a JSON-LD document in, its canonical N-Quads out.
using System.Text.Json;

namespace Conferral.LinkedData;

/// <summary>Which hash RDFC-1.0 uses inside (and a cryptosuite outside).</summary>
public enum CanonicalHash
{
    Sha256,
    Sha384,
}

/// <summary>
/// One document to canonicalize: the JSON value, optionally seen without one top-level member
/// (a credential without its <c>proof</c>) and with a context other than its own (a proof configuration
/// takes the document's).
/// </summary>
public readonly record struct JsonLdInput(JsonElement Root)
{
    /// <summary>Name of a top-level member that is passed over as if it were absent, or null.</summary>
    public string? WithoutMember { get; init; }

    /// <summary>The value used as <c>@context</c> in place of the document's own, or null.</summary>
    public JsonElement? Context { get; init; }
}
