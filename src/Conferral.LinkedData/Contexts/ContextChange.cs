// What differs between two states of one context, by the names of its terms.
using System.Text.Json;

namespace Conferral.LinkedData.Contexts;

/// <summary>
/// Terms that one context document defines and another does not, or defines otherwise, each in ordinal order. A term counts as
/// changed when anything in its definition is, its scope included. Members that are no terms (<c>@protected</c>) count like terms.
/// </summary>
public sealed record ContextChange(IReadOnlyList<string> Added, IReadOnlyList<string> Removed, IReadOnlyList<string> Changed)
{
    /// <summary>Names shown of each kind; a context may have thousands.</summary>
    private const int Shown = 8;

    /// <summary>Compares two documents that are contexts. Errors: <see cref="JsonException"/>.</summary>
    public static ContextChange Between(ReadOnlyMemory<byte> before, ReadOnlyMemory<byte> after)
    {
        using var older = ContextDocument.Parse(before);
        using var newer = ContextDocument.Parse(after);
        var (old, now) = (Terms(older.RootElement), Terms(newer.RootElement));
        return new ContextChange(
            [.. now.Keys.Except(old.Keys).Order(StringComparer.Ordinal)],
            [.. old.Keys.Except(now.Keys).Order(StringComparer.Ordinal)],
            [.. old.Keys.Where(name => now.TryGetValue(name, out var value) && !JsonElement.DeepEquals(old[name], value)).Order(StringComparer.Ordinal)]);
    }

    /// <summary>One phrase: <c>adds a, b; removes c; changes d</c>.</summary>
    public override string ToString()
    {
        string[] parts = [.. new[] { Part("adds", Added), Part("removes", Removed), Part("changes", Changed) }.OfType<string>()];
        return parts.Length == 0 ? "changes no term, only the bytes" : string.Join("; ", parts);
    }

    private static string? Part(string verb, IReadOnlyList<string> names) => names.Count switch
    {
        0 => null,
        <= Shown => $"{verb} {string.Join(", ", names)}",
        _ => $"{verb} {string.Join(", ", names.Take(Shown))} and {names.Count - Shown} more",
    };

    /// <summary>The members of the context, or of all objects of a list of contexts, the last of a name; contexts named by URL under that URL.</summary>
    private static Dictionary<string, JsonElement> Terms(JsonElement document)
    {
        var terms = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (document.ValueKind != JsonValueKind.Object || !document.TryGetProperty("@context", out var context)) return terms;
        foreach (var item in context.ValueKind == JsonValueKind.Array ? context.EnumerateArray().ToArray() : [context])
        {
            if (item.ValueKind == JsonValueKind.String) terms[item.GetString()!] = item;
            if (item.ValueKind != JsonValueKind.Object) continue;
            foreach (var member in item.EnumerateObject()) terms[member.Name] = member.Value;
        }

        return terms;
    }
}
