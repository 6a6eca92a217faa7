// A public key as tokens use it: the kinds proofs use too, and RSA.
using System.Buffers.Text;
using System.Numerics;
using System.Security.Cryptography;
using System.Text.Json;
using Conferral.Credentials.Controllers;
using Conferral.Credentials.Keys;
using Conferral.Credentials.Proofs;

namespace Conferral.Credentials.Jwt;

/// <summary>
/// Checks signatures of one algorithm. Immutable, safe for concurrent use, equal by the key itself.
/// Errors: the readers throw <see cref="KeyException"/>; <see cref="Verify"/> only answers.
/// Spec: https://www.rfc-editor.org/rfc/rfc7518#section-6
/// </summary>
internal abstract record TokenKey(string Algorithm)
{
    /// <summary>RFC 7518 asks for 2048 or more; beyond 8192 a check takes longer than any issuer needs. Units: bits.</summary>
    public const int MinRsaBits = 2048, MaxRsaBits = 8192;

    public abstract bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature);

    /// <summary>The key of a method, published as a JSON Web Key or as a Multikey.</summary>
    public static TokenKey Of(VerificationMethod method) => method switch
    {
        { PublicKeyJwk: { } jwk } => FromJwk(jwk),
        { Key: { } key } => new PublishedKey(key),
        _ => throw new KeyException(KeyErrorCode.UnsupportedAlgorithm, $"The key {method.Id} cannot be used: {method.KeyProblem}."),
    };

    /// <summary>Reads a JSON Web Key. One that carries its private part is refused: it is no longer anybody's secret.</summary>
    public static TokenKey FromJwk(JsonElement jwk)
    {
        if (jwk.ValueKind == JsonValueKind.Object && jwk.TryGetProperty("d", out _))
            throw new KeyException(KeyErrorCode.Malformed, "The published key holds its private part: whoever owns it must replace it.");
        return CredentialParts.Text(jwk, "kty") == "RSA" ? Rsa(Number(jwk, "n"), Number(jwk, "e")) : new PublishedKey(VerificationKey.FromJwk(jwk));
    }

    private static RsaKey Rsa(byte[] modulus, byte[] exponent)
    {
        var n = new BigInteger(modulus, isUnsigned: true, isBigEndian: true);
        var bits = (long)n.GetBitLength();
        if (bits is < MinRsaBits or > MaxRsaBits || n.IsEven)
            throw new KeyException(KeyErrorCode.Malformed, $"An RSA key of {bits} bits is not accepted; it takes {MinRsaBits} to {MaxRsaBits}.");
        if (exponent.Length > sizeof(uint) || new BigInteger(exponent, isUnsigned: true, isBigEndian: true) is var e && (e < 3 || e.IsEven))
            throw new KeyException(KeyErrorCode.Malformed, "The e of the RSA key is not an odd number of at most 32 bits above 2.");
        return new RsaKey(Convert.ToHexString(n.ToByteArray(isUnsigned: true, isBigEndian: true)), Convert.ToHexString(exponent.AsSpan().TrimStart((byte)0)));
    }

    private static byte[] Number(JsonElement jwk, string name)
    {
        try
        {
            return CredentialParts.Text(jwk, name) is { Length: > 0 } text ? Base64Url.DecodeFromChars(text) : throw new FormatException();
        }
        catch (FormatException refusal)
        {
            throw new KeyException(KeyErrorCode.Malformed, $"The {name} of the JSON Web Key is not base64url.", refusal);
        }
    }

    private sealed record RsaKey(string Modulus, string Exponent) : TokenKey(TokenAlgorithm.Rs256)
    {
        public override bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
        {
            using var rsa = RSA.Create(new RSAParameters { Modulus = Convert.FromHexString(Modulus), Exponent = Convert.FromHexString(Exponent) });
            return rsa.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }
    }

    /// <summary>A key that Data Integrity proofs use too.</summary>
    private sealed record PublishedKey(VerificationKey Key) : TokenKey(TokenAlgorithm.Of(Key.Algorithm))
    {
        public override bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) => Key.Verify(data, signature);
    }
}
