// A private key as tokens use it: the kinds that make proofs too, and RSA.
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Text.Json.Nodes;
using Conferral.Credentials.Keys;

namespace Conferral.Credentials.Jwt;

/// <summary>
/// Signs tokens with one algorithm. Safe for concurrent use until disposed; the same bytes always give the same signature.
/// Spec: https://www.rfc-editor.org/rfc/rfc7518#section-3, https://www.rfc-editor.org/rfc/rfc8037#section-3.1
/// </summary>
public abstract class TokenSigningKey : IDisposable
{
    /// <summary>The algorithm's registered name: EdDSA, ES256, ES384 or RS256.</summary>
    public abstract string Algorithm { get; }

    /// <summary>A key that makes proofs, or null for a kind only tokens use.</summary>
    public virtual SigningKey? ForProofs => null;

    /// <summary>The public part. Shape: the members of a JSON Web Key.</summary>
    public abstract JsonObject PublicJwk();

    public abstract byte[] Sign(ReadOnlySpan<byte> data);

    public abstract void Dispose();

    /// <summary>The key makes tokens besides proofs; disposing either disposes it.</summary>
    public static TokenSigningKey Of(SigningKey key) => new ProofKey(key);

    /// <summary>Opens a key file with a key of any kind that signs tokens. Errors: as <see cref="KeyFile.Open(string, ReadOnlySpan{char}, bool)"/>.</summary>
    public static TokenSigningKey Open(string path, ReadOnlySpan<char> passphrase, bool allowUnencrypted = false)
        => KeyFile.Open(path, passphrase, allowUnencrypted, static info => Pkcs8.IsRsa(info) ? Pkcs8.Whole(info, ReadRsa) : Of(Pkcs8.Read(info)));

    /// <summary>Fewer than 2048 bits are refused, as RFC 7518 asks, and more than 8192, which others refuse to check.</summary>
    private static RsaTokenKey ReadRsa(Pkcs8PrivateKeyInfo info)
    {
        var rsa = RSA.Create();
        var plain = info.Encode();
        try
        {
            rsa.ImportPkcs8PrivateKey(plain, out _);
            if (rsa.KeySize is >= TokenKey.MinRsaBits and <= TokenKey.MaxRsaBits) return new RsaTokenKey(rsa);
            throw new KeyException(KeyErrorCode.UnsupportedAlgorithm, $"The file holds an RSA key of {rsa.KeySize} bits; tokens take {TokenKey.MinRsaBits} to {TokenKey.MaxRsaBits}. Make another one.");
        }
        catch
        {
            rsa.Dispose();
            throw;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    private sealed class ProofKey(SigningKey key) : TokenSigningKey
    {
        public override string Algorithm { get; } = TokenAlgorithm.Of(key.Algorithm);

        public override SigningKey? ForProofs => key;

        public override JsonObject PublicJwk() => JsonWebKey.Write(key.VerificationKey);

        public override byte[] Sign(ReadOnlySpan<byte> data) => key.Sign(data);

        public override void Dispose() => key.Dispose();
    }

    private sealed class RsaTokenKey(RSA rsa) : TokenSigningKey
    {
        private readonly Lock _use = new(); // the base library does not promise that a key may be used from several threads

        public override string Algorithm => TokenAlgorithm.Rs256;

        public override JsonObject PublicJwk()
        {
            var parts = rsa.ExportParameters(includePrivateParameters: false);
            return new JsonObject { ["kty"] = "RSA", ["n"] = Base64Url.EncodeToString(parts.Modulus), ["e"] = Base64Url.EncodeToString(parts.Exponent) };
        }

        public override byte[] Sign(ReadOnlySpan<byte> data)
        {
            lock (_use) return rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }

        public override void Dispose() => rsa.Dispose();
    }
}
