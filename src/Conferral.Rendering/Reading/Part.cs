// One object of a document while it is being read: what is taken from it is remembered.
using System.Text.Json;
using Conferral.Credentials.Proofs;
using Conferral.Rendering.Html;

namespace Conferral.Rendering.Reading;

/// <summary>
/// Reads a JSON object that need not keep the data model: what is missing or of another kind is null or empty, and stays on the
/// list of what was not shown.
/// </summary>
internal readonly struct Part(JsonElement json, string pointer, ReadingTrail trail)
{
    public JsonElement Json => json;

    public string Pointer => pointer;

    /// <summary>A text, number or yes/no, or a language-tagged text of VCDM 2.0; of several languages the first.</summary>
    public Words? Words(string name)
    {
        if (!Has(name, out var value)) return null;
        var place = ReadingTrail.Below(pointer, name);
        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0)
        {
            value = value[0];
            place = ReadingTrail.Below(place, 0);
        }

        var words = AsWords(value);
        if (words is not null) trail.Read(place);
        return words;
    }

    public string? Text(string name) => Words(name)?.Text;

    /// <summary>The texts of a list, or the one text that stands without brackets.</summary>
    public IReadOnlyList<Words> AllWords(string name)
    {
        if (!Has(name, out var value)) return [];
        if (value.ValueKind != JsonValueKind.Array) return Words(name) is { } one ? [one] : [];
        var words = new List<Words>();
        foreach (var (index, item) in value.EnumerateArray().Index())
        {
            if (AsWords(item) is not { } found) continue;
            words.Add(found);
            trail.Read(ReadingTrail.Below(ReadingTrail.Below(pointer, name), index));
        }

        return words;
    }

    public Part? Object(string name) => Objects(name) is [var first, ..] ? first : null;

    /// <summary>The objects of a list, or the one object that stands without brackets.</summary>
    public IReadOnlyList<Part> Objects(string name)
    {
        if (!Has(name, out var value)) return [];
        var place = ReadingTrail.Below(pointer, name);
        if (value.ValueKind == JsonValueKind.Object) return [new Part(value, place, trail)];
        if (value.ValueKind != JsonValueKind.Array) return [];
        var objects = new List<Part>(value.GetArrayLength());
        foreach (var (index, item) in value.EnumerateArray().Index())
        {
            if (item.ValueKind == JsonValueKind.Object) objects.Add(new Part(item, ReadingTrail.Below(place, index), trail));
        }

        return objects;
    }

    /// <summary>Counts these members as shown, whatever they hold.</summary>
    public void Skip(params ReadOnlySpan<string> names)
    {
        foreach (var name in names) trail.Read(ReadingTrail.Below(pointer, name));
    }

    /// <summary>Counts the whole object as shown.</summary>
    public void SkipAll() => trail.Read(pointer);

    /// <summary>Counts what says the same as another place of the document, which is shown there, as shown.</summary>
    public void SkipWhereSame(JsonElement other) => SkipWhereSame(json, pointer, other);

    private void SkipWhereSame(JsonElement here, string place, JsonElement other)
    {
        if (JsonElement.DeepEquals(here, other))
        {
            trail.Read(place);
        }
        else if (here.ValueKind == JsonValueKind.Object && other.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in here.EnumerateObject())
            {
                if (other.TryGetProperty(member.Name, out var counterpart)) SkipWhereSame(member.Value, ReadingTrail.Below(place, member.Name), counterpart);
            }
        }
    }

    private bool Has(string name, out JsonElement value)
    {
        value = default;
        return json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out value);
    }

    private static Words? AsWords(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => new Words(value.GetString()!),
        JsonValueKind.Number => new Words(value.GetRawText()),
        JsonValueKind.True => new Words("yes"),
        JsonValueKind.False => new Words("no"),
        JsonValueKind.Object when value.TryGetProperty("@value", out var text) && text.ValueKind == JsonValueKind.String
            => new Words(text.GetString()!, CredentialParts.Text(value, "@language"), CredentialParts.Text(value, "@direction")),
        _ => (Words?)null,
    };
}
