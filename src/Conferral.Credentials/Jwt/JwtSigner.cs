// Makes a token of a credential: the 1EdTech form of VC-JWT.
using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using Conferral.Credentials.Keys;
using Conferral.Credentials.Proofs;

namespace Conferral.Credentials.Jwt;

/// <summary>
/// Signs a credential as a compact JWS. The payload is the credential's own bytes, untouched, with the claims <c>iss</c>,
/// <c>jti</c>, <c>nbf</c>, <c>sub</c> and, where it runs out, <c>exp</c> after its last member. Proofs the credential
/// has stay; members of a record are not signed here (sign them first with <see cref="CredentialSigner"/>).
/// The same credential and key always give the same token. The public validator checks RS256 and ES256 only, so a P-256
/// key reaches most readers.
/// Errors: <see cref="SigningException"/>, the document's fault.
/// Spec: Open Badges 3.0 and CLR 2.0, JSON Web Token Proof Format
/// </summary>
public static class JwtSigner
{
    /// <summary>Signs. Shape: UTF-8 JSON in, ASCII out, three base64url parts; <paramref name="verificationMethod"/> becomes <c>kid</c>.</summary>
    public static byte[] Sign(ReadOnlyMemory<byte> credentialUtf8, SigningKey key, string verificationMethod)
        => Sign(credentialUtf8, TokenSigningKey.Of(key), verificationMethod);

    /// <summary>The same with any key that signs tokens. Where <paramref name="verificationMethod"/> is null the header carries the key itself (<c>jwk</c>), which counts where the issuer publishes it too.</summary>
    public static byte[] Sign(ReadOnlyMemory<byte> credentialUtf8, TokenSigningKey key, string? verificationMethod)
    {
        if (verificationMethod is { Length: 0 }) throw new ArgumentException("A verification method is a URL, or null for the key itself.", nameof(verificationMethod));
        using var credential = Parse(credentialUtf8);
        var claims = Claims(credential.RootElement);
        byte[] payload = [.. credentialUtf8.Span.TrimEnd(" \t\r\n"u8)[..^1].TrimEnd(" \t\r\n"u8), (byte)',', .. claims.AsSpan(1)];
        byte[] signed = [.. Base64Url.EncodeToUtf8(Header(key, verificationMethod)), (byte)'.', .. Base64Url.EncodeToUtf8(payload)];
        return [.. signed, (byte)'.', .. Base64Url.EncodeToUtf8(key.Sign(signed))];
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            return StrictJson.ParseObject(utf8);
        }
        catch (StrictJsonException refusal)
        {
            throw new SigningException(SigningErrorCode.MalformedDocument, refusal.Message, refusal);
        }
    }

    private static byte[] Header(TokenSigningKey key, string? verificationMethod) => Write(json =>
    {
        json.WriteString("alg", key.Algorithm);
        json.WriteString("typ", "JWT");
        if (verificationMethod is not null)
        {
            json.WriteString("kid", verificationMethod);
            return;
        }

        json.WritePropertyName("jwk");
        key.PublicJwk().WriteTo(json);
    });

    private static byte[] Claims(JsonElement credential)
    {
        if (credential.EnumerateObject().Select(member => member.Name).FirstOrDefault(name => name == "vc" || TokenClaims.IsClaim(name)) is { } taken)
            throw Unfit($"The document has a member {taken}, which in a token means something else. Give the credential alone.");
        if (CredentialParts.IsVersionOne(credential))
            throw Unfit("The document is a VC 1.1 credential. Issue it under VC 2.0.");
        var issuer = CredentialParts.IssuerIdOf(credential) ?? throw Unfit("The credential names no issuer id, which a token must state. Add it.");
        var id = CredentialParts.Text(credential, "id") ?? throw Unfit("The credential has no id, which a token must state. Add one.");
        var subject = CredentialParts.SubjectOf(credential) is { } one ? CredentialParts.Text(one, "id") : null;
        if (subject is null) throw Unfit("The credential has not one subject with an id, which a token must state. Give the subject an id, or use an embedded proof.");
        var from = Instant(credential, "validFrom") ?? throw Unfit("The credential has no validFrom, which a token must state. Add it.");
        return Write(json =>
        {
            json.WriteString(TokenClaims.Issuer, issuer);
            json.WriteString(TokenClaims.Id, id);
            json.WriteNumber(TokenClaims.NotBefore, from.ToUnixTimeSeconds());
            json.WriteString(TokenClaims.Subject, subject);
            if (Instant(credential, "validUntil") is { } until) json.WriteNumber(TokenClaims.Expires, until.ToUnixTimeSeconds());
        });
    }

    private static DateTimeOffset? Instant(JsonElement credential, string name)
    {
        if (!credential.TryGetProperty(name, out _)) return null;
        return XsdDateTime.TryRead(CredentialParts.Text(credential, name), out var instant) ? instant : throw Unfit($"The credential's {name} is not a date and time. Correct it.");
    }

    private static SigningException Unfit(string message) => new(SigningErrorCode.UnfitForToken, message);

    private static byte[] Write(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        members(json);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
