// The credential inside a token, in each of the three forms there are.
using System.Text.Json;
using System.Text.Json.Nodes;
using Conferral.Credentials.Proofs;

namespace Conferral.Credentials.Jwt;

internal enum TokenForm
{
    /// <summary>1EdTech with VC 2.0: the credential's members stand beside the claims.</summary>
    OneEdTech,

    /// <summary>VC 1.1: the credential is the claim <c>vc</c> and may leave to the other claims what they say.</summary>
    VcClaim,

    /// <summary>W3C <c>vc+jwt</c>: the payload is the credential; claims about time are about the signature.</summary>
    VcJwt,
}

/// <summary>
/// Spec: Open Badges 3.0 and CLR 2.0, JSON Web Token Proof Format; https://www.w3.org/TR/vc-data-model/#jwt-decoding;
/// https://www.w3.org/TR/vc-jose-cose/#securing-with-jose
/// </summary>
internal static class TokenCredential
{
    /// <summary>The credential as a document of its own, without the token's claims. Errors: <see cref="MalformedTokenException"/>.</summary>
    public static JsonDocument Read(CompactToken token, out TokenForm form)
    {
        form = IsVcJwt(token.Header) ? TokenForm.VcJwt : TokenForm.OneEdTech;
        if (!token.Payload.TryGetProperty("vc", out var inner)) return Write(WithoutClaims(token.Payload));
        if (form == TokenForm.VcJwt) throw new MalformedTokenException("The token is of type vc+jwt and yet wraps its credential in vc, which that type forbids.");
        if (inner.ValueKind != JsonValueKind.Object) throw new MalformedTokenException("The token's vc is not an object.");
        form = TokenForm.VcClaim;
        return Write(Completed(inner, token.Payload));
    }

    public static bool IsVcJwt(JsonElement header) => CredentialParts.Text(header, "typ")?.ToLowerInvariant() is "vc+jwt" or "vc+ld+jwt";

    private static JsonObject WithoutClaims(JsonElement payload)
    {
        var credential = JsonObject.Create(payload)!;
        foreach (var claim in payload.EnumerateObject().Where(member => TokenClaims.IsClaim(member.Name))) credential.Remove(claim.Name);
        return credential;
    }

    /// <summary>What VC 1.1 lets a credential leave out is put back from the claims; what is there stays, and is compared later.</summary>
    private static JsonObject Completed(JsonElement inner, JsonElement claims)
    {
        var credential = JsonObject.Create(inner)!;
        var isVersionOne = CredentialParts.IsVersionOne(inner);
        Add("id", CredentialParts.Text(claims, TokenClaims.Id));
        Add("issuer", CredentialParts.Text(claims, TokenClaims.Issuer));
        Add(isVersionOne ? "issuanceDate" : "validFrom", Date(TokenClaims.NotBefore));
        Add(isVersionOne ? "expirationDate" : "validUntil", Date(TokenClaims.Expires));
        if (credential["credentialSubject"] is JsonObject subject && CredentialParts.Text(claims, TokenClaims.Subject) is { } id && !subject.ContainsKey("id")) subject["id"] = id;
        return credential;

        void Add(string name, string? value)
        {
            if (value is not null && !credential.ContainsKey(name)) credential[name] = value;
        }

        string? Date(string claim) => TokenClaims.Instant(claims, claim) is { } instant ? XsdDateTime.Write(instant) : null;
    }

    private static JsonDocument Write(JsonObject credential)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer)) credential.WriteTo(json);
        return StrictJson.ParseObject(buffer.ToArray());
    }
}
