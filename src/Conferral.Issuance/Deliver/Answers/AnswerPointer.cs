// Finds places in answers by JSON pointer.
using System.Globalization;
using System.Text.Json;
using Conferral.Credentials;

namespace Conferral.Issuance.Deliver;

/// <summary>Spec: RFC 6901 §3, §4.</summary>
internal static class AnswerPointer
{
    public static bool IsValid(string pointer) => pointer is ['/', ..];

    /// <summary>The value at <paramref name="pointer"/>, or null where there is none.</summary>
    public static JsonElement? Find(JsonElement root, string pointer)
    {
        JsonElement? at = root;
        foreach (var step in pointer.Split('/').Skip(1))
        {
            at = Below(at!.Value, JsonPointer.Unescape(step));
            if (at is null) return null;
        }

        return at;
    }

    /// <summary>The first non-empty text at one of the places.</summary>
    public static string? Text(JsonElement root, IReadOnlyList<string> pointers)
    {
        foreach (var pointer in pointers)
        {
            if (Find(root, pointer) is { ValueKind: JsonValueKind.String } text && text.GetString() is { Length: > 0 } value) return value;
        }

        return null;
    }

    private static JsonElement? Below(JsonElement element, string step) => element.ValueKind switch
    {
        JsonValueKind.Object when element.TryGetProperty(step, out var member) => member,
        JsonValueKind.Array when int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < element.GetArrayLength() => element[index],
        _ => null,
    };
}
