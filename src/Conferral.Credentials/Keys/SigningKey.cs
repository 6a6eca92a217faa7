// A private key, held outside the managed heap, and the making of signatures with it.
using NSec.Cryptography;

namespace Conferral.Credentials.Keys;

/// <summary>
/// A private key of one <see cref="KeyAlgorithm"/>. Safe for concurrent use until disposed; disposing wipes it.
/// </summary>
public sealed class SigningKey : IDisposable
{
    /// <summary>Units: bytes.</summary>
    public const int SeedLength = 32;

    private readonly Key _key;

    private SigningKey(Key key)
    {
        _key = key;
        VerificationKey = VerificationKey.Of(key.PublicKey);
        PublicKeyMultibase = VerificationKey.PublicKeyMultibase;
    }

    public KeyAlgorithm Algorithm => VerificationKey.Algorithm;

    public VerificationKey VerificationKey { get; }

    /// <summary>The public part as Multikey, <c>z6Mk…</c> for Ed25519.</summary>
    public string PublicKeyMultibase { get; }

    /// <summary>A new key from the system's randomness.</summary>
    public static SigningKey Generate() => new(Key.Create(SignatureAlgorithm.Ed25519, Exportable()));

    /// <summary>The key of an RFC 8032 seed of 32 bytes.</summary>
    public static SigningKey FromSeed(ReadOnlySpan<byte> seed)
    {
        if (seed.Length != SeedLength)
            throw new KeyException(KeyErrorCode.Malformed, $"An Ed25519 seed has {SeedLength} bytes, this one {seed.Length}.");
        return new SigningKey(Key.Import(SignatureAlgorithm.Ed25519, seed, KeyBlobFormat.RawPrivateKey, Exportable()));
    }

    /// <summary>Signs with pure Ed25519: the same bytes always give the same 64-byte signature.</summary>
    public byte[] Sign(ReadOnlySpan<byte> data) => SignatureAlgorithm.Ed25519.Sign(_key, data);

    public void Dispose() => _key.Dispose();

    /// <summary>The seed, for writing it where keys are kept. The caller wipes it.</summary>
    internal byte[] ExportSeed() => _key.Export(KeyBlobFormat.RawPrivateKey);

    private static KeyCreationParameters Exportable() => new() { ExportPolicy = KeyExportPolicies.AllowPlaintextExport };
}
