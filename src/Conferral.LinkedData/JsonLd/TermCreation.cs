// Create term definition (json-ld11-api section 4.2).
using System.Text.Json;

namespace Conferral.LinkedData.JsonLd;

internal sealed partial class ContextDefinition
{
    /// <summary>Terms that may need one another in a row; a longer chain is an attack on the stack.</summary>
    private const int MaxTermChain = 128;

    private int _chain;

    /// <summary>Defines the term now if this context object has it and it is not defined yet (section 5.2 steps 3 and 6.3).</summary>
    public void EnsureDefined(ReadOnlySpan<byte> term)
    {
        if (!Member(term, out _) || Keywords.Parse(term) != Keyword.None) return;
        CreateTerm(term.ToArray(), Member("@protected"u8, out var stated) && stated.ValueKind == JsonValueKind.True);
    }

    private void CreateTerm(byte[] term, bool isProtected)
    {
        if (_defined.TryGetValue(term, out var done)) // 1
        {
            if (done) return;
            throw Error(ErrorCode.CyclicIriMapping, $"The term {Show(term)} is defined by way of itself.");
        }

        if (term.Length == 0) throw Error(ErrorCode.InvalidTermDefinition, "A term cannot be the empty string."); // 2
        if (++_chain > MaxTermChain) throw Error(ErrorCode.ContextOverflow, $"More than {MaxTermChain} terms are defined by way of one another; {Show(term)} is the last.");
        _defined[term] = false;
        var previous = result.Find(term); // 6
        var definition = DefineTerm(term, _members[term], isProtected);
        if (definition is not null) result.Set(KeepProtected(definition, previous)); // 28
        _defined[term] = true;
        _chain--;
    }

    private TermDefinition? DefineTerm(byte[] term, JsonElement value, bool isProtected)
    {
        if (Keywords.Parse(term) is var keyword && keyword == Keyword.Type) CheckTypeTerm(value); // 4
        else if (keyword != Keyword.None) throw Error(ErrorCode.KeywordRedefinition, $"{Show(term)} is a keyword and cannot be a term."); // 5
        else if (Keywords.HasForm(term)) return null;
        result.Remove(term); // 6
        var definition = new TermDefinition { Term = term, IsProtected = isProtected }; // 10
        if (value.ValueKind is not (JsonValueKind.Null or JsonValueKind.String or JsonValueKind.Object)) // 7 to 9
        {
            throw Error(ErrorCode.InvalidTermDefinition, $"The term {Show(term)} is defined by a string, an object or null.");
        }

        var expanded = value.ValueKind == JsonValueKind.Object ? value : default;
        if (Entry(expanded, "@protected"u8, out var stated)) // 11
        {
            Refuse10(ErrorCode.InvalidTermDefinition, "@protected");
            definition.IsProtected = ReadBoolean(stated, ErrorCode.InvalidProtectedValue, "@protected"u8);
        }

        if (Entry(expanded, "@type"u8, out var type)) SetType(definition, type); // 12
        if (Entry(expanded, "@reverse"u8, out var reverse)) return DefineReverse(definition, expanded, reverse) ? definition : null; // 13
        if (!SetIri(definition, value, expanded)) return null; // 14 to 18
        if (Entry(expanded, "@container"u8, out var container)) SetContainer(definition, container); // 19
        if (expanded.ValueKind == JsonValueKind.Object) SetRest(definition, expanded); // 20 to 26
        return definition;
    }

    /// <summary>Step 4: <c>@type</c> may be given a <c>@set</c> container and protection, nothing else.</summary>
    private void CheckTypeTerm(JsonElement value)
    {
        Refuse10(ErrorCode.KeywordRedefinition, "A definition of @type");
        var isAllowed = value.ValueKind == JsonValueKind.Object && value.EnumerateObject().Any()
            && value.EnumerateObject().All(entry => JsonText.Name(entry).SequenceEqual("@protected"u8) || (JsonText.Name(entry).SequenceEqual("@container"u8) && JsonText.Is(entry.Value, "@set"u8)));
        if (!isAllowed) throw Error(ErrorCode.KeywordRedefinition, "@type can only be given the container @set and be protected.");
    }

    private void SetType(TermDefinition definition, JsonElement type)
    {
        if (type.ValueKind != JsonValueKind.String) throw Error(ErrorCode.InvalidTypeMapping, $"The @type of {Show(definition.Term)} is not a string."); // 12.1
        var expanded = IriExpansion.Expand(result, JsonText.Utf8(type), vocab: true, local: this); // 12.2
        definition.Type = expanded.Keyword switch
        {
            Keyword.Id => TypeMapping.Id,
            Keyword.Vocab => TypeMapping.Vocab,
            Keyword.Json when !processor.IsJsonLd10 => TypeMapping.Json, // 12.3
            Keyword.NoType when !processor.IsJsonLd10 => TypeMapping.None,
            Keyword.None when !expanded.IsNull && IriReference.IsAbsolute(expanded.Text) => TypeMapping.Iri,
            _ => throw Error(ErrorCode.InvalidTypeMapping, $"The @type of {Show(definition.Term)} is not an IRI, @id, @vocab, @json or @none."), // 12.4
        };
        if (definition.Type == TypeMapping.Iri) definition.TypeIri = expanded.Text.ToArray(); // 12.5
    }

    private bool DefineReverse(TermDefinition definition, JsonElement value, JsonElement reverse)
    {
        if (Entry(value, "@id"u8, out _) || Entry(value, "@nest"u8, out _)) // 13.1
        {
            throw Error(ErrorCode.InvalidReverseProperty, $"The reverse term {Show(definition.Term)} cannot have @id or @nest.");
        }

        if (reverse.ValueKind != JsonValueKind.String) throw Error(ErrorCode.InvalidIriMapping, $"The @reverse of {Show(definition.Term)} is not a string."); // 13.2
        var text = JsonText.Utf8(reverse);
        if (Keywords.Parse(text) == Keyword.None && Keywords.HasForm(text)) return false; // 13.3
        var iri = IriExpansion.Expand(result, text, vocab: true, local: this); // 13.4
        if (iri.IsNull || iri.Keyword != Keyword.None || !IsIriOrBlank(iri.Text))
        {
            throw Error(ErrorCode.InvalidIriMapping, $"The @reverse of {Show(definition.Term)} does not expand to an IRI.");
        }

        definition.Iri = iri.Text.ToArray();
        if (Entry(value, "@container"u8, out var container) && container.ValueKind != JsonValueKind.Null) // 13.5
        {
            definition.Container = JsonText.Is(container, "@set"u8) ? Container.Set
                : JsonText.Is(container, "@index"u8) ? Container.Index
                : Container.None;
            if (definition.Container == Container.None) throw Error(ErrorCode.InvalidReverseProperty, $"The container of the reverse term {Show(definition.Term)} is @set, @index or null.");
        }

        definition.IsReverse = true; // 13.6
        return true;
    }

    /// <summary>Steps 14 to 18. False where the definition is set aside because it looks like a future keyword.</summary>
    private bool SetIri(TermDefinition definition, JsonElement value, JsonElement expanded)
    {
        var term = definition.Term;
        var isSimple = value.ValueKind is JsonValueKind.Null or JsonValueKind.String; // 7, 8
        var hasId = Entry(expanded, "@id"u8, out var id);
        if (isSimple)
        {
            hasId = true;
            id = value;
        }

        if (hasId && id.ValueKind == JsonValueKind.Null) return true; // 14.1
        if (hasId && id.ValueKind != JsonValueKind.String) throw Error(ErrorCode.InvalidIriMapping, $"The @id of {Show(term)} is not a string."); // 14.2.1
        if (hasId && !JsonText.Utf8(id).SequenceEqual(term)) return SetIriFromId(definition, JsonText.Utf8(id), isSimple && value.ValueKind == JsonValueKind.String);
        var colon = term.AsSpan(1).IndexOf((byte)':') + 1;
        if (colon > 0) // 15
        {
            EnsureDefined(term.AsSpan(0, colon)); // 15.1
            definition.Iri = result.Find(term.AsSpan(0, colon))?.Iri is { } prefix ? [.. prefix, .. term.AsSpan(colon + 1)] : term; // 15.2, 15.3
        }
        else if (term.Contains((byte)'/')) // 16
        {
            var iri = IriExpansion.Expand(result, term, vocab: true);
            if (!IriReference.IsAbsolute(iri.Text)) throw Error(ErrorCode.InvalidIriMapping, $"The term {Show(term)} does not expand to an IRI.");
            definition.Iri = iri.Text.ToArray();
        }
        else if (Keywords.Parse(term) == Keyword.Type) definition.Keyword = Keyword.Type; // 17
        else if (result.Vocab is { } vocab) definition.Iri = [.. vocab, .. term]; // 18
        else throw Error(ErrorCode.InvalidIriMapping, $"The term {Show(term)} has no @id, and there is no @vocab.");
        return true;
    }

    private bool SetIriFromId(TermDefinition definition, ReadOnlySpan<byte> id, bool isSimple)
    {
        var term = definition.Term;
        if (Keywords.Parse(id) == Keyword.None && Keywords.HasForm(id)) return false; // 14.2.2
        var iri = IriExpansion.Expand(result, id, vocab: true, local: this); // 14.2.3
        if (iri.Keyword == Keyword.Context) throw Error(ErrorCode.InvalidKeywordAlias, $"The term {Show(term)} cannot stand for @context.");
        if (iri.IsNull || (iri.Keyword == Keyword.None && !IsIriOrBlank(iri.Text)))
        {
            throw Error(ErrorCode.InvalidIriMapping, $"The @id of {Show(term)} does not expand to an IRI.");
        }

        definition.Keyword = iri.Keyword;
        if (iri.Keyword == Keyword.None) definition.Iri = iri.Text.ToArray();
        var hasSlash = term.Contains((byte)'/');
        var hasInnerColon = term.Length > 2 && term.AsSpan(1, term.Length - 2).Contains((byte)':');
        if (hasInnerColon || hasSlash) // 14.2.4
        {
            _defined[term] = true;
            var meant = IriExpansion.Expand(result, term, vocab: true, local: this);
            if (definition.Iri is null || !meant.Text.SequenceEqual(definition.Iri))
            {
                throw Error(ErrorCode.InvalidIriMapping, $"The term {Show(term)} already reads as another IRI than its @id.");
            }
        }
        else if (isSimple && !term.Contains((byte)':') && definition.Iri is { Length: > 0 } mapped) // 14.2.5
        {
            definition.IsPrefix = IriReference.IsBlankNode(mapped) || ":/?#[]@"u8.Contains(mapped[^1]);
        }

        return true;
    }

    /// <summary>Step 27: a protected term may only be stated again with the same meaning, and stays protected.</summary>
    private TermDefinition KeepProtected(TermDefinition definition, TermDefinition? previous)
    {
        if (overrideProtected || previous is not { IsProtected: true }) return definition;
        if (!definition.SaysTheSameAs(previous))
        {
            throw Error(ErrorCode.ProtectedTermRedefinition, $"The term {Show(definition.Term)} is protected, and a later context gives it another meaning. Use one version of each context in the whole document.");
        }

        return previous;
    }

    private static bool IsIriOrBlank(ReadOnlySpan<byte> text) => IriReference.IsAbsolute(text) || IriReference.IsBlankNode(text);

    private static bool Entry(JsonElement value, ReadOnlySpan<byte> name, out JsonElement entry)
    {
        entry = default;
        return value.ValueKind == JsonValueKind.Object && JsonText.TryGetMember(value, name, out entry);
    }

    private static string Show(ReadOnlySpan<byte> term) => System.Text.Encoding.UTF8.GetString(term);
}
