// One credential as a platform shows it: its names, and its JSON also where it comes as a token.
using System.Buffers.Text;
using System.Text.Json;

namespace Conferral.Issuance.Deliver;

/// <summary>Issuer and id as the standard compares them: percent-decoded, outer whitespace trimmed. Spec: CLR 2.0 §7.2, credential equality.</summary>
public readonly record struct CredentialNames(string? Issuer, string? Id)
{
    public static CredentialNames Of(JsonElement credential)
    {
        if (credential.ValueKind != JsonValueKind.Object) return default;
        var issuer = credential.TryGetProperty("issuer", out var member) ? member : default;
        if (issuer.ValueKind == JsonValueKind.Object && issuer.TryGetProperty("id", out var inner)) issuer = inner;
        return new CredentialNames(Plain(issuer), credential.TryGetProperty("id", out var id) ? Plain(id) : null);
    }

    public static CredentialNames Of(ReadOnlyMemory<byte> utf8Json)
    {
        using var document = JsonDocument.Parse(utf8Json);
        return Of(document.RootElement);
    }

    private static string? Plain(JsonElement text) => text.ValueKind == JsonValueKind.String ? Uri.UnescapeDataString(text.GetString()!).Trim() : null;
}

/// <summary>One credential as the platform shows it. Shape: <see cref="Utf8"/> is the JSON object exactly as sent by the platform, or a compact JWS in ASCII.</summary>
public sealed record PlatformCredential(ReadOnlyMemory<byte> Utf8, bool IsCompactJws)
{
    /// <summary>Claims of RFC 7519 that stand beside the credential's own members in a token.</summary>
    private static readonly HashSet<string> Claims = new(StringComparer.Ordinal) { "iss", "sub", "aud", "exp", "nbf", "iat", "jti" };

    /// <summary>The credential itself: the JSON object, or what a token holds, which then is without a proof. Null when it cannot be read.</summary>
    public JsonDocument? Open()
    {
        try
        {
            return JsonDocument.Parse(IsCompactJws ? Payload() : Utf8);
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            return null;
        }
    }

    private byte[] Payload()
    {
        var token = Utf8.Span;
        var first = token.IndexOf((byte)'.');
        var second = first < 0 ? -1 : token[(first + 1)..].IndexOf((byte)'.');
        if (second < 0) throw new FormatException("A compact JWS has three parts.");
        using var payload = JsonDocument.Parse(Base64Url.DecodeFromUtf8(token.Slice(first + 1, second)));
        var root = payload.RootElement;
        if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("vc", out var inner)) root = inner;
        using var credential = new MemoryStream();
        using (var writer = new Utf8JsonWriter(credential))
        {
            writer.WriteStartObject();
            foreach (var member in root.EnumerateObject().Where(member => !Claims.Contains(member.Name))) member.WriteTo(writer);
            writer.WriteEndObject();
        }

        return credential.ToArray();
    }
}

/// <summary>One page of a platform's list. <see cref="Next"/> is where the following one is, null after the last; <see cref="Total"/> is what the platform says it has.</summary>
public sealed record PlatformPage(IReadOnlyList<PlatformCredential> Credentials, Uri? Next, long? Total);
