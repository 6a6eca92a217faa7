// The question every received document must pass before it is stored, and the part of it that needs no keys.
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Conferral.Credentials.Proofs;

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

/// <summary>Strict JSON and the members without which a host cannot store a credential. With <paramref name="acceptBadges"/> single badges are taken too.</summary>
internal sealed class EnvelopeCheck(bool acceptBadges)
{
    private readonly string[] _types = acceptBadges ? ["ClrCredential", "AchievementCredential", "OpenBadgeCredential"] : ["ClrCredential"];

    public ReceivedVerdict Check(ReadOnlyMemory<byte> utf8Json)
    {
        try
        {
            using var document = StrictJson.ParseObject(utf8Json);
            return Check(document.RootElement);
        }
        catch (StrictJsonException refusal)
        {
            return ReceivedVerdict.Refuse(null, refusal.Message);
        }
    }

    private ReceivedVerdict Check(JsonElement credential)
    {
        var id = CredentialParts.Text(credential, "id");
        if (string.IsNullOrWhiteSpace(id)) return ReceivedVerdict.Refuse(null, "The credential has no 'id'; without one it cannot be replaced later.");
        if (!_types.Any(type => HasType(credential, type))) return ReceivedVerdict.Refuse(id, "The 'type' does not hold ClrCredential; this platform stores CLR 2.0 credentials.");
        if (CredentialParts.IssuerIdOf(credential) is not { Length: > 0 } issuer) return ReceivedVerdict.Refuse(id, "The credential names no issuer id.");
        if (!TryZonedTime(CredentialParts.Text(credential, "validFrom"), out var validFrom)) return ReceivedVerdict.Refuse(id, "The 'validFrom' is not a date and time with a zone.");
        return ReceivedVerdict.Accept(new(id, issuer, validFrom));
    }

    internal static bool HasType(JsonElement value, string type)
        => value.TryGetProperty("type", out var types)
            && (types.ValueKind == JsonValueKind.Array
                ? types.EnumerateArray().Any(item => item.ValueKind == JsonValueKind.String && item.ValueEquals(type))
                : types.ValueKind == JsonValueKind.String && types.ValueEquals(type));

    private static bool TryZonedTime(string? text, out DateTimeOffset time)
        => XsdDateTime.TryRead(text, out time) && (text![^1] == 'Z' || text[^6] is '+' or '-');
}
