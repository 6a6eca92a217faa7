// IRI expansion (json-ld11-api section 5.2) over UTF-8.
namespace Conferral.LinkedData.JsonLd;

/// <summary>What a term, compact IRI or reference stands for: a keyword, nothing, or text (an IRI where all is well).</summary>
internal readonly ref struct ExpandedIri
{
    public Keyword Keyword { get; init; }

    public bool IsNull { get; init; }

    public ReadOnlySpan<byte> Text { get; init; }

    /// <summary>The definition the value named, where it was a term of the active context.</summary>
    public TermDefinition? Definition { get; init; }
}

/// <summary>Spec: https://www.w3.org/TR/json-ld11-api/#iri-expansion</summary>
internal static class IriExpansion
{
    /// <param name="active">The context to expand in.</param>
    /// <param name="value">A term, compact IRI, IRI reference or keyword.</param>
    /// <param name="documentRelative">Whether references are resolved against the base IRI.</param>
    /// <param name="vocab">Whether terms and the vocabulary mapping count.</param>
    /// <param name="local">The context object being applied, whose terms are defined on demand.</param>
    public static ExpandedIri Expand(ActiveContext active, ReadOnlySpan<byte> value, bool documentRelative = false, bool vocab = false, ContextDefinition? local = null)
    {
        if (!value.IsEmpty && value[0] == (byte)'@')
        {
            var keyword = Keywords.Parse(value);
            if (keyword != Keyword.None) return new ExpandedIri { Keyword = keyword, Text = value }; // 1
            if (Keywords.HasForm(value)) return new ExpandedIri { IsNull = true }; // 2
        }

        local?.EnsureDefined(value); // 3
        var definition = active.Find(value);
        if (definition is not null)
        {
            if (definition.Keyword != Keyword.None) return new ExpandedIri { Keyword = definition.Keyword, Text = value, Definition = definition }; // 4
            if (vocab) return new ExpandedIri { IsNull = definition.Iri is null, Text = definition.Iri, Definition = definition }; // 5
        }

        var colon = value.IndexOf((byte)':');
        if (colon > 0) // 6
        {
            var prefix = value[..colon];
            var suffix = value[(colon + 1)..];
            if (prefix.SequenceEqual("_"u8) || suffix.StartsWith("//"u8)) return new ExpandedIri { Text = value }; // 6.2
            local?.EnsureDefined(prefix); // 6.3
            if (active.Find(prefix) is { IsPrefix: true, Iri: { } iri }) return new ExpandedIri { Text = Concat(iri, suffix) }; // 6.4
            if (IriReference.IsAbsolute(value)) return new ExpandedIri { Text = value }; // 6.5
        }

        if (vocab && active.Vocab is { } vocabulary) return new ExpandedIri { Text = Concat(vocabulary, value) }; // 7
        if (documentRelative && active.Base is { } baseIri) return new ExpandedIri { Text = IriReference.Resolve(baseIri, value) }; // 8
        return new ExpandedIri { Text = value }; // 9
    }

    private static byte[] Concat(ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail) => [.. head, .. tail];
}
