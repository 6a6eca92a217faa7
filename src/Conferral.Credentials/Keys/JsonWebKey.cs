// Public keys in JSON Web Key form.
using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Conferral.Credentials.Proofs;

namespace Conferral.Credentials.Keys;

/// <summary>Errors: <see cref="KeyException"/>. Spec: https://www.rfc-editor.org/rfc/rfc8037#section-2, https://www.rfc-editor.org/rfc/rfc7518#section-6.2</summary>
internal static class JsonWebKey
{
    public static VerificationKey Read(JsonElement jwk)
    {
        if (jwk.ValueKind != JsonValueKind.Object)
            throw new KeyException(KeyErrorCode.Malformed, "A JSON Web Key must be an object.");
        if (jwk.TryGetProperty("d", out _))
            throw new KeyException(KeyErrorCode.Malformed, "The published key holds its private part: whoever owns it must replace it.");
        var (kind, curveName) = (CredentialParts.Text(jwk, "kty"), CredentialParts.Text(jwk, "crv"));
        if (kind == "OKP" && curveName == "Ed25519") return VerificationKey.FromEd25519(Number(jwk, "x", VerificationKey.Ed25519Length));
        if (kind == "EC" && EcdsaCurve.Named(curveName) is { } curve)
            return new VerificationKey(new EcdsaPublicKey(curve, curve.Point(Number(jwk, "x", curve.Width), Number(jwk, "y", curve.Width))));
        throw new KeyException(KeyErrorCode.UnsupportedAlgorithm, $"The key is of kind {kind} {curveName}; this version verifies with Ed25519 (OKP), P-256 and P-384 (EC).");
    }

    /// <summary>The public key as the members of a JSON Web Key.</summary>
    public static JsonObject Write(VerificationKey key)
    {
        if (key.Algorithm == KeyAlgorithm.Ed25519)
            return new JsonObject { ["kty"] = "OKP", ["crv"] = "Ed25519", ["x"] = Base64Url.EncodeToString(key.PublicKey) };
        var curve = EcdsaCurve.Of(key.Algorithm);
        var point = curve.Decompress(key.PublicKey);
        return new JsonObject { ["kty"] = "EC", ["crv"] = curve.Name, ["x"] = Base64Url.EncodeToString(point.X), ["y"] = Base64Url.EncodeToString(point.Y) };
    }

    private static byte[] Number(JsonElement jwk, string name, int length)
    {
        var bytes = new byte[length];
        if (CredentialParts.Text(jwk, name) is { } text && text.Length == Base64Url.GetEncodedLength(length) && Base64Url.DecodeFromChars(text, bytes, out _, out var written) == OperationStatus.Done && written == length)
            return bytes;
        throw new KeyException(KeyErrorCode.Malformed, $"The {name} of the JSON Web Key is not {length} bytes in base64url.");
    }
}
