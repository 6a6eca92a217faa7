// Reads what a credential says of itself as a document: ids, proofs, schemas, status.
using System.Text.Json;
using Conferral.Credentials.Proofs;
using Conferral.Credentials.Verification;
using Conferral.Rendering.Html;

namespace Conferral.Rendering.Reading;

internal static class ProofSources
{
    public static ProofSource Read(CredentialText credential)
    {
        var json = credential.Json;
        var types = Items(json, "type").Select(type => type.ValueKind == JsonValueKind.String ? type.GetString()! : "").Where(type => type is not ("VerifiableCredential" or ""));
        var proofs = Items(json, "proof").Select(proof => new ProofMark(CredentialParts.Text(proof, "cryptosuite") ?? CredentialParts.Text(proof, "type"), CredentialParts.Text(proof, "created"), CredentialParts.Text(proof, "verificationMethod")));
        return new ProofSource(
            credential.Pointer, string.Join(", ", types), Words.OrNull(CredentialParts.Text(json, "name")), CredentialParts.Text(json, "id"), CredentialParts.Text(json, "validFrom"),
            [.. proofs], Join(Items(json, "credentialSchema"), "id"), Status(json));
    }

    private static string? Status(JsonElement json)
    {
        var entries = Items(json, "credentialStatus").Select(entry => string.Join(", ", new[] { "type", "statusPurpose", "statusListIndex", "statusListCredential", "id" }.Select(name => CredentialParts.Text(entry, name)).OfType<string>()));
        return string.Join("; ", entries) is { Length: > 0 } text ? text : null;
    }

    private static string? Join(IEnumerable<JsonElement> items, string name)
        => string.Join(", ", items.Select(item => CredentialParts.Text(item, name)).OfType<string>()) is { Length: > 0 } text ? text : null;

    private static IEnumerable<JsonElement> Items(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? CredentialParts.Items(value) : [];
}
