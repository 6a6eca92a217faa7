// A private key, and the making of signatures with it.
using System.Security.Cryptography;
using NSec.Cryptography;

namespace Conferral.Credentials.Keys;

/// <summary>
/// A private key of one <see cref="KeyAlgorithm"/>. Safe for concurrent use until disposed. An Ed25519 key is held
/// outside the managed heap and wiped when disposed; an ECDSA key is neither (docs/decisions/ecdsa-deterministic.md).
/// </summary>
public sealed class SigningKey : IDisposable
{
    /// <summary>Units: bytes.</summary>
    public const int SeedLength = 32;

    private readonly PrivateKeyForm _key;

    private SigningKey(PrivateKeyForm key)
    {
        _key = key;
        VerificationKey = new VerificationKey(key.PublicKey);
        PublicKeyMultibase = VerificationKey.PublicKeyMultibase;
    }

    public KeyAlgorithm Algorithm => VerificationKey.Algorithm;

    public VerificationKey VerificationKey { get; }

    /// <summary>The public part as Multikey: <c>z6Mk…</c> for Ed25519, <c>zDn…</c> for P-256, <c>z82…</c> for P-384.</summary>
    public string PublicKeyMultibase { get; }

    /// <summary>A new key from the system's randomness.</summary>
    public static SigningKey Generate(KeyAlgorithm algorithm = KeyAlgorithm.Ed25519)
    {
        if (algorithm == KeyAlgorithm.Ed25519) return new(new Ed25519PrivateKey(Key.Create(SignatureAlgorithm.Ed25519, Exportable())));
        using var ecdsa = ECDsa.Create(EcdsaCurve.Of(algorithm).BaseLibrary);
        return FromEcdsa(ecdsa);
    }

    /// <summary>A P-256 key for the many signatures of one proof, after which nobody has it any more. It signs fast, and not twice the same.</summary>
    internal static SigningKey GenerateForOneProof() => new(new ShortLivedEcdsaKey());

    /// <summary>The Ed25519 key of an RFC 8032 seed of 32 bytes.</summary>
    public static SigningKey FromSeed(ReadOnlySpan<byte> seed)
    {
        if (seed.Length != SeedLength)
            throw new KeyException(KeyErrorCode.Malformed, $"An Ed25519 seed has {SeedLength} bytes, this one {seed.Length}.");
        return new SigningKey(new Ed25519PrivateKey(Key.Import(SignatureAlgorithm.Ed25519, seed, KeyBlobFormat.RawPrivateKey, Exportable())));
    }

    /// <summary>The ECDSA key of a scalar. Shape: big-endian, 32 bytes for P-256, 48 for P-384. Errors: <see cref="KeyException"/>.</summary>
    public static SigningKey FromScalar(KeyAlgorithm algorithm, ReadOnlySpan<byte> scalar) => new(new EcdsaPrivateKey(EcdsaCurve.Of(algorithm), scalar));

    /// <summary>
    /// Signs: the same bytes always give the same signature. Shape: pure Ed25519, 64 bytes; ECDSA, r and s of the
    /// curve's width (64 or 96 bytes, IEEE P1363) with the nonce of RFC 6979.
    /// </summary>
    public byte[] Sign(ReadOnlySpan<byte> data) => _key.Sign(data);

    public void Dispose() => _key.Dispose();

    /// <summary>The key of the base library's object, which must be of a curve we know. Errors: <see cref="KeyException"/>.</summary>
    internal static SigningKey FromEcdsa(ECDsa ecdsa)
    {
        var parameters = ecdsa.ExportParameters(includePrivateParameters: true);
        try
        {
            var curve = EcdsaCurve.WithOid(parameters.Curve.Oid?.Value)
                ?? throw new KeyException(KeyErrorCode.UnsupportedAlgorithm, $"The file holds a key of the curve {parameters.Curve.Oid?.FriendlyName}; this version signs with Ed25519, P-256 and P-384.");
            return FromScalar(curve.Algorithm, parameters.D);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(parameters.D);
        }
    }

    /// <summary>The seed or scalar, for writing it where keys are kept. The caller wipes it.</summary>
    internal byte[] ExportSecret() => _key.ExportSecret();

    private static KeyCreationParameters Exportable() => new() { ExportPolicy = KeyExportPolicies.AllowPlaintextExport };
}
