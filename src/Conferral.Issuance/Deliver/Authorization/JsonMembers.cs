// Members of documents that others write: read if they are what they should be, else absent.
using System.Text.Json;
using Conferral.Credentials.Proofs;

namespace Conferral.Issuance.Deliver;

internal static class JsonMembers
{
    public static JsonElement? Member(this JsonElement? element, string name)
        => element is { ValueKind: JsonValueKind.Object } parent && parent.TryGetProperty(name, out var member) ? member : null;

    public static string? Text(this JsonElement? element, string name)
        => element is { } parent ? CredentialParts.Text(parent, name) : null;

    public static bool IsTrue(this JsonElement? element, string name) => element.Member(name) is { ValueKind: JsonValueKind.True };

    /// <summary>The strings of an array; empty where there is none.</summary>
    public static IReadOnlyList<string> Texts(this JsonElement? element, string name)
        => element.Member(name) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)] : [];

    public static int? Positive(this JsonElement? element, string name)
        => element.Member(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var value) && value > 0 ? value : null;
}
