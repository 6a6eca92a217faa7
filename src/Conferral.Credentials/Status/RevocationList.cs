// Reads and writes 1EdTech's revocation list: the ids of the credentials an issuer has taken back.
using System.Text.Encodings.Web;
using System.Text.Json;
using Conferral.Credentials.Proofs;

namespace Conferral.Credentials.Status;

/// <summary>
/// The revoked credentials by id, each with its reason where one is given. The list is not signed: it is as good as the
/// way it came. Both <c>revokedCredential</c>, which the public validator reads, and <c>revokedCredentials</c>, which
/// the prose of the specification has led others to write, are read, and <c>revoked</c> left out means true.
/// Spec: https://www.imsglobal.org/spec/vcrl/v1p0/
/// </summary>
public sealed record RevocationList(string? Id, string? IssuerId, IReadOnlyDictionary<string, string?> Revoked)
{
    public const string TypeName = "1EdTechRevocationList";

    private static readonly string[] Spellings = ["revokedCredential", "revokedCredentials"];
    private static readonly JsonWriterOptions Readable = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Errors: <see cref="StatusListException"/> MALFORMED_VALUE_ERROR.</summary>
    public static RevocationList Read(JsonElement list)
    {
        var present = Spellings.Where(name => list.TryGetProperty(name, out _)).ToList();
        if (present.Count == 0) throw StatusListException.Malformed("The revocation list has neither revokedCredential nor revokedCredentials.");
        var revoked = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var entry in present.SelectMany(name => CredentialParts.Items(list.GetProperty(name)))) Add(entry, revoked);
        return new RevocationList(CredentialParts.Text(list, "id"), CredentialParts.IssuerIdOf(list), revoked);
    }

    /// <summary>The list to publish, in the order of the ids and under both spellings. Shape: UTF-8, one JSON object, the same for the same values.</summary>
    public byte[] ToUtf8()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            json.WriteStartObject();
            json.WriteString("id", Id);
            json.WriteString("issuer", IssuerId);
            foreach (var spelling in Spellings)
            {
                json.WriteStartArray(spelling);
                foreach (var (id, reason) in Revoked.OrderBy(entry => entry.Key, StringComparer.Ordinal)) WriteEntry(json, id, reason);
                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static void WriteEntry(Utf8JsonWriter json, string id, string? reason)
    {
        json.WriteStartObject();
        json.WriteString("id", id);
        json.WriteBoolean("revoked", true);
        if (reason is not null) json.WriteString("revocationReason", reason);
        json.WriteEndObject();
    }

    /// <summary>Where a credential is named twice, once being revoked is enough.</summary>
    private static void Add(JsonElement entry, Dictionary<string, string?> revoked)
    {
        if (CredentialParts.Text(entry, "id") is not { } id) throw StatusListException.Malformed("An entry of the revocation list has no id.");
        if (entry.TryGetProperty("revoked", out var flag))
        {
            if (flag.ValueKind == JsonValueKind.False) return;
            if (flag.ValueKind != JsonValueKind.True) throw StatusListException.Malformed("The revoked of an entry of the revocation list is neither true nor false.");
        }

        revoked[id] = CredentialParts.Text(entry, "revocationReason") ?? revoked.GetValueOrDefault(id);
    }
}
