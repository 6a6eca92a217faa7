// The places of a document and what stands there, read without the product's selection.
using System.Text.Json;
using Conferral.Credentials.Proofs.SelectiveDisclosure;
using Conferral.Credentials.Rules;

namespace Conferral.Credentials.Tests.Proofs.SelectiveDisclosure;

internal static class DocumentPlaces
{
    /// <summary>A pointer to every member and item.</summary>
    public static IEnumerable<string> PointersOf(JsonElement value, string pointer = "") => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(member => PointersOf(member.Value, JsonPointer.Below(pointer, member.Name)).Prepend(JsonPointer.Below(pointer, member.Name))),
        JsonValueKind.Array => value.EnumerateArray().SelectMany((item, index) => PointersOf(item, $"{pointer}/{index}").Prepend($"{pointer}/{index}")),
        _ => [],
    };

    /// <summary>
    /// The texts and numbers that a document holds at and below these pointers, each with the names on the way but not the
    /// indexes, which a selection changes; with ids, types and contexts on the way.
    /// </summary>
    public static HashSet<string> Leaves(JsonElement document, string[] pointers)
    {
        var leaves = new HashSet<string>(StringComparer.Ordinal);
        foreach (var pointer in pointers) Follow(document, PointerSteps.Of(pointer), "");
        return leaves;

        void Follow(JsonElement value, ReadOnlySpan<string> steps, string path)
        {
            if (value.ValueKind == JsonValueKind.Object) Pass(value, path);
            if (steps.IsEmpty) Take(value, path);
            else if (value.ValueKind == JsonValueKind.Array) Follow(value[int.Parse(steps[0])], steps[1..], path);
            else Follow(value.GetProperty(steps[0]), steps[1..], $"{path}/{steps[0]}");
        }

        void Pass(JsonElement value, string path)
        {
            foreach (var name in (string[])["@context", "id", "type"])
            {
                if (value.TryGetProperty(name, out var kept)) Take(kept, $"{path}/{name}");
            }
        }

        void Take(JsonElement value, string path)
        {
            if (value.ValueKind == JsonValueKind.Array) foreach (var item in value.EnumerateArray()) Take(item, path);
            else if (value.ValueKind != JsonValueKind.Object) leaves.Add($"{path} {value.GetRawText()}");
            else foreach (var member in value.EnumerateObject().Where(member => path.Length > 0 || member.Name != "proof")) Take(member.Value, $"{path}/{member.Name}");
        }
    }
}
