// One context object being applied (json-ld11-api section 4.1.2 steps 5.4 to 5.13).
using System.Text.Json;

namespace Conferral.LinkedData.JsonLd;

/// <summary>
/// The state of one context object while it is applied: its members, which terms are defined already, and the
/// active context under construction. Term definitions are in TermCreation.cs.
/// </summary>
internal sealed partial class ContextDefinition(
    ContextProcessor processor,
    ActiveContext result,
    JsonElement context,
    string? baseUrl,
    List<string> remotes,
    bool overrideProtected)
{
    private readonly Dictionary<byte[], JsonElement> _members = new(Utf8Comparer.Instance);
    private readonly Dictionary<byte[], bool> _defined = new(Utf8Comparer.Instance);

    public ActiveContext Apply()
    {
        foreach (var member in context.EnumerateObject()) _members[JsonText.Name(member).ToArray()] = member.Value;
        ApplyVersion();
        ApplyImport();
        ApplyBase();
        ApplyVocab();
        ApplyLanguage();
        ApplyDirection();
        if (Member("@propagate"u8, out var propagate)) // 5.11
        {
            Refuse10(ErrorCode.InvalidContextEntry, "@propagate");
            if (!IsBoolean(propagate)) throw Error(ErrorCode.InvalidPropagateValue, "@propagate is true or false.");
        }

        var isProtected = Member("@protected"u8, out var stated) && ReadBoolean(stated, ErrorCode.InvalidProtectedValue, "@protected"u8);
        foreach (var term in _members.Keys) // 5.13
        {
            if (Keywords.Parse(term) is Keyword.Base or Keyword.Direction or Keyword.Import or Keyword.Language or Keyword.Propagate
                or Keyword.Protected or Keyword.Version or Keyword.Vocab) continue;
            CreateTerm(term, isProtected);
        }

        return result;
    }

    private void ApplyVersion()
    {
        if (!Member("@version"u8, out var version)) return; // 5.5
        if (version.ValueKind != JsonValueKind.Number || version.GetDouble() is not 1.1)
        {
            throw Error(ErrorCode.InvalidVersionValue, "@version is the number 1.1.");
        }

        Refuse10(ErrorCode.ProcessingModeConflict, "@version");
    }

    private void ApplyImport()
    {
        if (!Member("@import"u8, out var import)) return; // 5.6
        Refuse10(ErrorCode.InvalidContextEntry, "@import");
        if (import.ValueKind != JsonValueKind.String) throw Error(ErrorCode.InvalidImportValue, "@import is one URL.");
        var imported = processor.Load(ContextProcessor.ResolveUrl(baseUrl, ContextProcessor.Text(import)));
        if (imported.ValueKind != JsonValueKind.Object) throw Error(ErrorCode.InvalidRemoteContext, "An imported context is a single object."); // 5.6.6
        if (JsonText.TryGetMember(imported, "@import"u8, out _)) throw Error(ErrorCode.InvalidContextEntry, "An imported context cannot import another."); // 5.6.7
        foreach (var member in imported.EnumerateObject()) _members.TryAdd(JsonText.Name(member).ToArray(), member.Value); // 5.6.8
    }

    private void ApplyBase()
    {
        if (!Member("@base"u8, out var value) || remotes.Count > 0) return; // 5.7
        if (value.ValueKind == JsonValueKind.Null)
        {
            result.Base = null;
            return;
        }

        if (value.ValueKind != JsonValueKind.String) throw Error(ErrorCode.InvalidBaseIri, "@base is an IRI or null.");
        var iri = JsonText.Utf8(value);
        if (IriReference.IsAbsolute(iri)) result.Base = iri.ToArray();
        else if (result.Base is { } known) result.Base = IriReference.Resolve(known, iri);
        else throw Error(ErrorCode.InvalidBaseIri, "@base is relative, and there is nothing to resolve it against.");
    }

    private void ApplyVocab()
    {
        if (!Member("@vocab"u8, out var value)) return; // 5.8
        if (value.ValueKind == JsonValueKind.Null)
        {
            result.Vocab = null;
            return;
        }

        if (value.ValueKind != JsonValueKind.String) throw Error(ErrorCode.InvalidVocabMapping, "@vocab is an IRI or null.");
        var text = JsonText.Utf8(value);
        var isAbsolute = IriReference.IsAbsolute(text) || IriReference.IsBlankNode(text);
        if (processor.IsJsonLd10 && !isAbsolute) throw Error(ErrorCode.InvalidVocabMapping, "@vocab is an absolute IRI in JSON-LD 1.0.");
        var expanded = IriExpansion.Expand(result, text, documentRelative: true, vocab: true);
        if (expanded.IsNull || expanded.Keyword != Keyword.None) throw Error(ErrorCode.InvalidVocabMapping, "@vocab does not expand to an IRI.");
        result.Vocab = expanded.Text.ToArray();
    }

    private void ApplyLanguage()
    {
        if (!Member("@language"u8, out var value)) return; // 5.9
        result.Language = value.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.String => LanguageTag.Lowercase(JsonText.Utf8(value)),
            _ => throw Error(ErrorCode.InvalidDefaultLanguage, "The default @language is a language tag or null."),
        };
    }

    private void ApplyDirection()
    {
        if (!Member("@direction"u8, out var value)) return; // 5.10
        Refuse10(ErrorCode.InvalidContextEntry, "@direction");
        result.Direction = ReadDirection(value);
    }

    private static Direction ReadDirection(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Null) return Direction.Null;
        if (JsonText.Is(value, "ltr"u8)) return Direction.Ltr;
        if (JsonText.Is(value, "rtl"u8)) return Direction.Rtl;
        throw Error(ErrorCode.InvalidBaseDirection, "@direction is \"ltr\", \"rtl\" or null.");
    }

    private bool Member(ReadOnlySpan<byte> name, out JsonElement value)
        => _members.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(name, out value);

    private void Refuse10(string code, string what)
    {
        if (processor.IsJsonLd10) throw Error(code, $"{what} is not part of JSON-LD 1.0.");
    }

    private static bool IsBoolean(JsonElement value) => value.ValueKind is JsonValueKind.True or JsonValueKind.False;

    private static bool ReadBoolean(JsonElement value, string code, ReadOnlySpan<byte> name)
        => IsBoolean(value) ? value.GetBoolean() : throw Error(code, $"{System.Text.Encoding.UTF8.GetString(name)} is true or false.");

    private static JsonLdException Error(string code, string message) => ContextProcessor.Error(code, message);
}
