// The question every received document must pass before it is stored.
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Xml;

namespace Conferral.Sandbox;

/// <summary>What the store needs of a credential.</summary>
internal sealed record ReceivedEnvelope(string Id, string IssuerId, DateTimeOffset ValidFrom);

/// <summary>Either the envelope of an acceptable credential, or the sentence it is refused with (and its id, where it could be read).</summary>
internal sealed record ReceivedVerdict(ReceivedEnvelope? Envelope, string? Id, string? Reason)
{
    [MemberNotNullWhen(true, nameof(Envelope))]
    [MemberNotNullWhen(false, nameof(Reason))]
    public bool IsAccepted => Envelope is not null;

    public static ReceivedVerdict Accept(ReceivedEnvelope envelope) => new(envelope, envelope.Id, null);

    public static ReceivedVerdict Refuse(string? id, string reason) => new(null, id, reason);
}

/// <summary>Judges one document, given exactly as it arrived.</summary>
internal delegate ReceivedVerdict ReceivedCredentialCheck(ReadOnlyMemory<byte> utf8Json);

/// <summary>Strict JSON and the members without which a host cannot store a credential.</summary>
internal static class EnvelopeCheck
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

    public static ReceivedVerdict Check(ReadOnlyMemory<byte> utf8Json)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8Json, Strict);
            return Check(document.RootElement);
        }
        catch (JsonException e)
        {
            return ReceivedVerdict.Refuse(null, $"The body is not strict JSON (UTF-8, no duplicate names): {e.Message}");
        }
    }

    private static ReceivedVerdict Check(JsonElement credential)
    {
        if (credential.ValueKind != JsonValueKind.Object) return ReceivedVerdict.Refuse(null, "A credential is a JSON object.");
        var id = Text(credential, "id");
        if (string.IsNullOrWhiteSpace(id)) return ReceivedVerdict.Refuse(null, "The credential has no 'id'; without one it cannot be replaced later.");
        if (!HasType(credential, "ClrCredential")) return ReceivedVerdict.Refuse(id, "The 'type' does not hold ClrCredential; this platform stores CLR 2.0 credentials.");
        if (IssuerId(credential) is not { Length: > 0 } issuer) return ReceivedVerdict.Refuse(id, "The credential names no issuer id.");
        if (!TryTime(Text(credential, "validFrom"), out var validFrom)) return ReceivedVerdict.Refuse(id, "The 'validFrom' is not a date and time with a zone.");
        return ReceivedVerdict.Accept(new(id, issuer, validFrom));
    }

    private static string? IssuerId(JsonElement credential)
        => !credential.TryGetProperty("issuer", out var issuer) ? null
            : issuer.ValueKind == JsonValueKind.String ? issuer.GetString()
            : issuer.ValueKind == JsonValueKind.Object ? Text(issuer, "id")
            : null;

    internal static bool HasType(JsonElement credential, string type)
        => credential.TryGetProperty("type", out var types)
            && (types.ValueKind == JsonValueKind.Array
                ? types.EnumerateArray().Any(item => item.ValueKind == JsonValueKind.String && item.ValueEquals(type))
                : types.ValueKind == JsonValueKind.String && types.ValueEquals(type));

    private static string? Text(JsonElement parent, string name)
        => parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    internal static bool TryTime(string? text, out DateTimeOffset time)
    {
        time = default;
        if (text is null || text.Length < 20) return false;
        var zoned = text[^1] == 'Z' || text[^6] is '+' or '-';
        try
        {
            time = zoned ? XmlConvert.ToDateTimeOffset(text) : default;
            return zoned;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
