// Keys published alone at an address: a JSON Web Key, or a set of them.
using System.Text.Json;
using Conferral.Credentials.Keys;
using Conferral.Credentials.Proofs;

namespace Conferral.Credentials.Controllers;

/// <summary>
/// The 1EdTech form of VC-JWT lets <c>kid</c> lead to a key without a controller document around it. Such keys are taken
/// as a document of the address itself, which says of itself that nobody is named in it.
/// Spec: Open Badges 3.0 and CLR 2.0, JSON Web Token Proof Format; https://www.rfc-editor.org/rfc/rfc7517#section-5
/// </summary>
internal static class PublishedKeys
{
    public static bool Are(JsonElement root) => root.TryGetProperty("kty", out _) || (root.TryGetProperty("keys", out _) && !root.TryGetProperty("id", out _));

    /// <summary>Reads them. A key among others is found by its own <c>kid</c>, a single one by the address too. Errors: <see cref="ControllerDocumentException"/>.</summary>
    public static ControllerDocument Read(string address, JsonElement root)
    {
        var keys = root.TryGetProperty("keys", out var set) ? CredentialParts.Items(set) : [root];
        var methods = keys.Select(key => Method(address, key, CredentialParts.Text(key, "kid"))).OfType<VerificationMethod>().DistinctBy(method => method.Id).ToList();
        if (keys is [var only] && methods.TrueForAll(method => method.Id != address)) methods.Add(NewMethod(address, only, address));
        return new ControllerDocument(address, methods, methods.Select(method => method.Id)) { HoldsKeysAlone = true };
    }

    /// <summary>A key's own name is a URL under the address, or what comes after #; any other URL is not for this address to give.</summary>
    private static VerificationMethod? Method(string address, JsonElement key, string? name) => name switch
    {
        null => null,
        _ when name == address || name.StartsWith(address + "#", StringComparison.Ordinal) => NewMethod(address, key, name),
        _ when name.Contains(':', StringComparison.Ordinal) || name.Contains('#', StringComparison.Ordinal) => null,
        _ => NewMethod(address, key, $"{address}#{name}"),
    };

    private static VerificationMethod NewMethod(string address, JsonElement key, string id)
    {
        try
        {
            return new VerificationMethod(id, "JsonWebKey", address, VerificationKey.FromJwk(key)) { PublicKeyJwk = key.Clone() };
        }
        catch (KeyException refusal)
        {
            return new VerificationMethod(id, "JsonWebKey", address, null, refusal.Message.TrimEnd('.')) { PublicKeyJwk = key.Clone() };
        }
    }
}
