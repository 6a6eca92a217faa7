// Reads controller documents and DID documents.
using System.Text.Json;
using Conferral.Credentials.Keys;
using Conferral.Credentials.Proofs;

namespace Conferral.Credentials.Controllers;

/// <summary>
/// Accepts Multikey, JsonWebKey (and JsonWebKey2020) and Ed25519VerificationKey2020; other kinds of keys are kept with
/// the reason why they cannot be used, so that one foreign key does not spoil a document.
/// </summary>
internal static class ControllerDocumentReader
{
    public static ControllerDocument Read(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var json = StrictJson.ParseObject(utf8);
            return Read(json.RootElement);
        }
        catch (StrictJsonException refusal)
        {
            throw ControllerDocumentException.Because(null, refusal.InnerException is JsonException ? "it is not well-formed JSON" : "it is not one JSON object in UTF-8", refusal);
        }
    }

    private static ControllerDocument Read(JsonElement root)
    {
        var id = CredentialParts.Text(root, "id") ?? throw ControllerDocumentException.Because(null, "it has no id");
        var methods = Items(root, "verificationMethod").Select(item => ReadMethod(id, item)).ToList();
        var assertionMethods = new List<string>();
        foreach (var item in Items(root, "assertionMethod"))
        {
            if (item.ValueKind == JsonValueKind.Object)
            {
                var embedded = ReadMethod(id, item);
                methods.Add(embedded);
                assertionMethods.Add(embedded.Id);
            }
            else if (item.ValueKind == JsonValueKind.String)
            {
                assertionMethods.Add(Absolute(id, item.GetString()!));
            }
        }

        return new ControllerDocument(id, methods, assertionMethods);
    }

    private static VerificationMethod ReadMethod(string documentId, JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object || CredentialParts.Text(item, "id") is not { } id)
            throw ControllerDocumentException.Because(documentId, "a verification method has no id");
        var type = CredentialParts.Text(item, "type") ?? "";
        var (key, problem) = ReadKey(type, item);
        var controller = CredentialParts.Text(item, "controller");
        if (controller is null) (key, problem) = (null, "it does not name its controller");
        return new VerificationMethod(Absolute(documentId, id), type, controller ?? "", key, problem)
        {
            Revoked = Instant(documentId, item, "revoked"),
            Expires = Instant(documentId, item, "expires"),
            PublicKeyJwk = controller is not null && type is "JsonWebKey" or "JsonWebKey2020" && item.TryGetProperty("publicKeyJwk", out var jwk) ? jwk.Clone() : null,
        };
    }

    private static (VerificationKey? Key, string? Problem) ReadKey(string type, JsonElement item)
    {
        try
        {
            return type switch
            {
                "Multikey" or "Ed25519VerificationKey2020" when CredentialParts.Text(item, "publicKeyMultibase") is { } multibase
                    => (VerificationKey.FromMultibase(multibase), null),
                "JsonWebKey" or "JsonWebKey2020" when item.TryGetProperty("publicKeyJwk", out var jwk)
                    => (VerificationKey.FromJwk(jwk), null),
                _ => (null, $"its type {type} is not one this version reads a key from"),
            };
        }
        catch (KeyException refusal)
        {
            return (null, refusal.Message.TrimEnd('.'));
        }
    }

    /// <summary>Ids may be written relative to the document, as a fragment alone.</summary>
    private static string Absolute(string documentId, string id) => id.StartsWith('#') ? documentId + id : id;

    private static DateTimeOffset? Instant(string documentId, JsonElement item, string name)
    {
        if (!item.TryGetProperty(name, out _)) return null;
        if (XsdDateTime.TryRead(CredentialParts.Text(item, name), out var instant)) return instant;
        throw ControllerDocumentException.Because(documentId, $"the {name} of a verification method is not a date and time");
    }

    private static IEnumerable<JsonElement> Items(JsonElement root, string name)
    {
        if (!root.TryGetProperty(name, out var value)) yield break;
        if (value.ValueKind != JsonValueKind.Array) yield return value;
        else foreach (var item in value.EnumerateArray()) yield return item;
    }
}
