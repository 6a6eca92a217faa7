// Which places of a document a page has shown, so that the rest can be listed and nothing is hidden.
using System.Globalization;
using System.Text.Json;
using Conferral.Credentials;

namespace Conferral.Rendering.Reading;

/// <summary>A value no section has a place for. Shape: <see cref="Json"/> is its text in the document.</summary>
internal readonly record struct UnshownValue(string Pointer, string Json);

/// <summary>Remembers by JSON pointer what was read; a place that was read includes everything below it.</summary>
internal sealed class ReadingTrail
{
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    public void Read(string pointer) => _read.Add(pointer);

    /// <summary>The values below <paramref name="pointer"/> that nobody read, in the order of the text.</summary>
    public IEnumerable<UnshownValue> Unshown(JsonElement value, string pointer)
    {
        if (_read.Contains(pointer)) return [];
        return value.ValueKind switch
        {
            JsonValueKind.Object => value.EnumerateObject().SelectMany(member => Unshown(member.Value, Below(pointer, member.Name))),
            JsonValueKind.Array => value.EnumerateArray().SelectMany((item, index) => Unshown(item, Below(pointer, index))),
            _ => [new UnshownValue(pointer, value.GetRawText())],
        };
    }

    public static string Below(string pointer, string member)
        => JsonPointer.Below(pointer, member);

    public static string Below(string pointer, int index) => string.Create(CultureInfo.InvariantCulture, $"{pointer}/{index}");
}
