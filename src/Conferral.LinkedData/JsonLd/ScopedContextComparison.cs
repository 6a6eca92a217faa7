// Whether two scoped contexts say the same, in whichever of the equivalent spellings.
using System.Text.Json;

namespace Conferral.LinkedData.JsonLd;

/// <summary>
/// Compares scoped contexts as written, as the specification does when a protected term is stated again, except that
/// <c>"a": "iri"</c> and <c>"a": {"@id": "iri"}</c> are the same where neither makes a prefix, and <c>@version</c> says nothing.
/// Our term tables write the second form throughout; a published document added beside them may write the first.
/// </summary>
internal static class ScopedContextComparison
{
    public static bool SayTheSame(JsonElement one, JsonElement two)
    {
        if (one.ValueKind != two.ValueKind) return false;
        if (one.ValueKind == JsonValueKind.Array)
        {
            return one.GetArrayLength() == two.GetArrayLength()
                && one.EnumerateArray().Zip(two.EnumerateArray()).All(pair => SayTheSame(pair.First, pair.Second));
        }

        if (one.ValueKind != JsonValueKind.Object) return JsonElement.DeepEquals(one, two);
        return Count(one) == Count(two)
            && Members(one).All(member => two.TryGetProperty(member.Name, out var other) && SameEntry(member.Value, other));
    }

    private static bool SameEntry(JsonElement one, JsonElement two)
    {
        if (one.ValueKind == JsonValueKind.String && two.ValueKind == JsonValueKind.Object) return IsLongFormOf(one, two);
        if (one.ValueKind == JsonValueKind.Object && two.ValueKind == JsonValueKind.String) return IsLongFormOf(two, one);
        if (one.ValueKind != JsonValueKind.Object || two.ValueKind != JsonValueKind.Object) return JsonElement.DeepEquals(one, two);
        return one.EnumerateObject().Count() == two.EnumerateObject().Count() && one.EnumerateObject().All(entry =>
            two.TryGetProperty(entry.Name, out var other)
            && (entry.NameEquals("@context"u8) ? SayTheSame(entry.Value, other) : JsonElement.DeepEquals(entry.Value, other)));
    }

    private static bool IsLongFormOf(JsonElement iri, JsonElement definition)
    {
        var text = JsonText.Utf8(iri);
        return !text.IsEmpty && !":/?#[]@"u8.Contains(text[^1])
            && definition.EnumerateObject().Count() == 1 && definition.TryGetProperty("@id"u8, out var id) && JsonElement.DeepEquals(iri, id);
    }

    private static int Count(JsonElement context) => Members(context).Count();

    private static IEnumerable<JsonProperty> Members(JsonElement context) => context.EnumerateObject().Where(member => !member.NameEquals("@version"u8));
}
