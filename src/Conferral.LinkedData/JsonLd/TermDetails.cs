// Create term definition (json-ld11-api section 4.2), steps 19 to 26: container, index, scope, language, direction, nest, prefix.
using System.Text.Json;

namespace Conferral.LinkedData.JsonLd;

internal sealed partial class ContextDefinition
{
    private void SetContainer(TermDefinition definition, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Null) return;
        var container = Container.None;
        if (value.ValueKind == JsonValueKind.Array && !processor.IsJsonLd10)
        {
            foreach (var part in value.EnumerateArray()) container |= ReadContainer(definition, part);
        }
        else
        {
            container = ReadContainer(definition, value);
        }

        if (!IsAllowed(container) || (processor.IsJsonLd10 && container.Has(Container.Graph | Container.Id | Container.Type))) // 19.1, 19.2
        {
            throw InvalidContainer(definition);
        }

        definition.Container = container; // 19.3
        if (!definition.Has(Container.Type)) return;
        if (definition.Type == TypeMapping.Absent) definition.Type = TypeMapping.Id; // 19.4
        if (definition.Type is not (TypeMapping.Id or TypeMapping.Vocab))
        {
            throw Error(ErrorCode.InvalidTypeMapping, $"The type map {Show(definition.Term)} has @type @id or @vocab.");
        }
    }

    private static Container ReadContainer(TermDefinition definition, JsonElement part)
        => part.ValueKind != JsonValueKind.String ? throw InvalidContainer(definition) : Keywords.Parse(JsonText.Utf8(part)) switch
        {
            Keyword.Graph => Container.Graph,
            Keyword.Id => Container.Id,
            Keyword.Index => Container.Index,
            Keyword.Language => Container.Language,
            Keyword.List => Container.List,
            Keyword.Set => Container.Set,
            Keyword.Type => Container.Type,
            _ => throw InvalidContainer(definition),
        };

    private static JsonLdException InvalidContainer(TermDefinition definition)
        => Error(ErrorCode.InvalidContainerMapping, $"The @container of {Show(definition.Term)} is not one that JSON-LD knows.");

    /// <summary>One keyword alone, @graph with @id or @index, and either with @set; @list stands alone.</summary>
    private static bool IsAllowed(Container container) => (container & ~Container.Set) switch
    {
        Container.None => container == Container.Set,
        Container.List => container == Container.List,
        Container.Graph or Container.Id or Container.Index or Container.Language or Container.Type => true,
        Container.Graph | Container.Id or Container.Graph | Container.Index => true,
        _ => false,
    };

    private void SetRest(TermDefinition definition, JsonElement value)
    {
        foreach (var entry in value.EnumerateObject())
        {
            switch (Keywords.Parse(JsonText.Name(entry)))
            {
                case Keyword.Id or Keyword.Reverse or Keyword.Container or Keyword.Type or Keyword.Protected:
                    break;
                case Keyword.Index:
                    SetIndex(definition, entry.Value);
                    break;
                case Keyword.Context:
                    SetScope(definition, entry.Value);
                    break;
                case Keyword.Language:
                    SetLanguage(definition, entry.Value);
                    break;
                case Keyword.Direction: // 23
                    var direction = ReadDirection(entry.Value);
                    if (!Entry(value, "@type"u8, out _)) definition.Direction = direction;
                    break;
                case Keyword.Nest:
                    SetNest(definition, entry.Value);
                    break;
                case Keyword.Prefix:
                    SetPrefix(definition, entry.Value);
                    break;
                default: // 26
                    throw Error(ErrorCode.InvalidTermDefinition, $"The definition of {Show(definition.Term)} has an entry that JSON-LD does not know: {entry.Name}.");
            }
        }

        if (Entry(value, "@type"u8, out _)) definition.HasLanguage = false; // 22
    }

    private void SetIndex(TermDefinition definition, JsonElement value)
    {
        if (processor.IsJsonLd10 || !definition.Has(Container.Index)) // 20.1
        {
            throw Error(ErrorCode.InvalidTermDefinition, $"{Show(definition.Term)} has @index without the container @index.");
        }

        if (value.ValueKind != JsonValueKind.String) throw Error(ErrorCode.InvalidTermDefinition, $"The @index of {Show(definition.Term)} is not a string.");
        var text = JsonText.Utf8(value);
        var expanded = IriExpansion.Expand(result, text, vocab: true, local: this); // 20.2
        if (expanded.IsNull || expanded.Keyword != Keyword.None || !IriReference.IsAbsolute(expanded.Text))
        {
            throw Error(ErrorCode.InvalidTermDefinition, $"The @index of {Show(definition.Term)} does not expand to an IRI.");
        }

        definition.IndexMapping = text.ToArray(); // 20.3
    }

    /// <summary>Step 21: the scoped context is tried here, so that its faults show where it is written, and kept as written.</summary>
    private void SetScope(TermDefinition definition, JsonElement value)
    {
        Refuse10(ErrorCode.InvalidTermDefinition, "A scoped context");
        try
        {
            processor.Process(result, value, baseUrl, [.. remotes], overrideProtected: true, propagate: true, validateScoped: false); // 21.3
        }
        catch (JsonLdException fault) when (fault.Code != ErrorCode.ContextOverflow)
        {
            throw Error(ErrorCode.InvalidScopedContext, $"The context scoped to {Show(definition.Term)} is at fault: {fault.Message}");
        }

        definition.LocalContext = value; // 21.4
        definition.BaseUrl = baseUrl;
    }

    private static void SetLanguage(TermDefinition definition, JsonElement value) // 22
    {
        if (value.ValueKind is not (JsonValueKind.String or JsonValueKind.Null))
        {
            throw Error(ErrorCode.InvalidLanguageMapping, $"The @language of {Show(definition.Term)} is a language tag or null.");
        }

        definition.HasLanguage = true;
        definition.Language = value.ValueKind == JsonValueKind.String ? LanguageTag.Lowercase(JsonText.Utf8(value)) : null;
    }

    private void SetNest(TermDefinition definition, JsonElement value)
    {
        Refuse10(ErrorCode.InvalidTermDefinition, "@nest"); // 24
        if (value.ValueKind != JsonValueKind.String || Keywords.Parse(JsonText.Utf8(value)) is not (Keyword.None or Keyword.Nest))
        {
            throw Error(ErrorCode.InvalidNestValue, $"The @nest of {Show(definition.Term)} is @nest or a term for it.");
        }

        definition.NestValue = JsonText.Utf8(value).ToArray();
    }

    private void SetPrefix(TermDefinition definition, JsonElement value)
    {
        Refuse10(ErrorCode.InvalidTermDefinition, "@prefix"); // 25
        if (definition.Term.AsSpan().ContainsAny((byte)':', (byte)'/'))
        {
            throw Error(ErrorCode.InvalidTermDefinition, $"{Show(definition.Term)} cannot be a prefix: it has a colon or slash.");
        }

        definition.IsPrefix = ReadBoolean(value, ErrorCode.InvalidPrefixValue, "@prefix"u8);
        if (definition is { IsPrefix: true, Keyword: not Keyword.None })
        {
            throw Error(ErrorCode.InvalidTermDefinition, $"{Show(definition.Term)} stands for a keyword and cannot be a prefix.");
        }
    }
}
