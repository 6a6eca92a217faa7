// The rules for all JSON we sign: no nulls, no empty arrays, no language maps, no name twice.
using System.Text.Json;

namespace Conferral.Credentials.Rules.House;

/// <summary>A null is dropped by JSON-LD and so never signed. Spec: OB 3.0, Serialization, JSON.</summary>
internal static class NoNull
{
    public static readonly RuleInfo Info = new("HOUSE-NULL", Severity.Error, "no value is null", "OB 3.0, Serialization, JSON");
}

/// <summary>An empty array says nothing and is not signed. Spec: OB 3.0, Serialization, JSON.</summary>
internal static class EmptyArray
{
    public static readonly RuleInfo Info = new("HOUSE-EMPTY-ARRAY", Severity.Error, "no array of the model is empty", "OB 3.0, Serialization, JSON");
}

/// <summary>Two members of one name: parsers disagree which one counts, so what is signed need not be what is read.</summary>
internal static class RepeatedName
{
    public static readonly RuleInfo Info = new("HOUSE-REPEATED-NAME", Severity.Error, "no object has two members of one name", "RFC 7493 (I-JSON), 2.3");
}

/// <summary>The lenient schemas allow a language map for every string, but the contexts give it no meaning, so it cannot be signed.</summary>
internal static class LanguageMap
{
    public static readonly RuleInfo Info = new("HOUSE-LANGUAGE-MAP", Severity.Error, "no string is replaced by a language map", "JSON-LD 1.1, 4.2.4; the OB 3.0 contexts declare none");

    /// <summary>Whether a value is an object whose members are language tags with strings.</summary>
    public static bool Is(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object || value.GetPropertyCount() == 0) return false;
        return value.EnumerateObject().All(member => member.Value.ValueKind == JsonValueKind.String && OpenBadges.LanguageTag.Form.Holds(Utf8Text.NameOf(member)));
    }
}
