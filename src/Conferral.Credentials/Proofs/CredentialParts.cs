// The parts of a credential that signing and verifying look at.
using System.Text.Json;

namespace Conferral.Credentials.Proofs;

/// <summary>Reads issuer, members and the like from credentials that need not be well-formed: what is not there is null or empty.</summary>
public static class CredentialParts
{
    /// <summary>The items of <c>credentialSubject.verifiableCredential</c>, whatever they are; one alone may stand without brackets.</summary>
    public static IReadOnlyList<JsonElement> MembersOf(JsonElement credential)
        => SubjectOf(credential) is { } subject && subject.TryGetProperty("verifiableCredential", out var members) ? Items(members) : [];

    /// <summary>The one subject, or null.</summary>
    public static JsonElement? SubjectOf(JsonElement credential)
        => credential.TryGetProperty("credentialSubject", out var subject) && subject.ValueKind == JsonValueKind.Object ? subject : null;

    /// <summary>The issuer's id, stated as text or within an object.</summary>
    public static string? IssuerIdOf(JsonElement credential)
    {
        if (!credential.TryGetProperty("issuer", out var issuer)) return null;
        return issuer.ValueKind == JsonValueKind.Object ? Text(issuer, "id") : AsText(issuer);
    }

    /// <summary>A credential that is secured from outside, as a JWT inside a data URL.</summary>
    public static bool IsEnveloped(JsonElement credential)
        => credential.TryGetProperty("type", out var types)
            && Items(types).Any(type => type.ValueKind == JsonValueKind.String && type.ValueEquals("EnvelopedVerifiableCredential"u8));

    /// <summary>A credential under VC 1.1, whose base context comes first.</summary>
    public static bool IsVersionOne(JsonElement credential)
        => credential.TryGetProperty("@context", out var contexts)
            && Items(contexts) is [{ ValueKind: JsonValueKind.String } first, ..] && first.ValueEquals("https://www.w3.org/2018/credentials/v1"u8);

    public static string? Text(JsonElement item, string name)
        => item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var value) ? AsText(value) : null;

    /// <summary>The items of an array, or the value itself as the only item.</summary>
    public static IReadOnlyList<JsonElement> Items(JsonElement value)
        => value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [value];

    private static string? AsText(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
