// Multikey: a key as multibase text that says which kind of key it is.
using System.Security.Cryptography;

namespace Conferral.Credentials.Keys;

/// <summary>
/// Reads and writes <c>publicKeyMultibase</c> and <c>secretKeyMultibase</c>.
/// Shape: <c>z</c> + base58btc(two bytes of kind + key). A secret Ed25519 key is its 32-byte seed; the older form
/// with the public key appended (64 bytes) is read too, never written.
/// Errors: <see cref="KeyException"/>, <see cref="KeyErrorCode.Malformed"/> or <see cref="KeyErrorCode.UnsupportedAlgorithm"/>.
/// Spec: https://www.w3.org/TR/cid-1.0/#Multikey
/// </summary>
public static class Multikey
{
    private const int PrefixLength = 2;

    private static ReadOnlySpan<byte> Ed25519Public => [0xED, 0x01];

    private static ReadOnlySpan<byte> Ed25519Secret => [0x80, 0x26];

    public static string Encode(VerificationKey key) => key.Algorithm switch
    {
        KeyAlgorithm.Ed25519 => Multibase.Encode([.. Ed25519Public, .. key.PublicKey]),
        _ => throw new ArgumentOutOfRangeException(nameof(key), key.Algorithm, "No Multikey prefix is known for this algorithm."),
    };

    public static VerificationKey DecodePublic(string multibase)
    {
        var bytes = Decode(multibase);
        if (bytes.AsSpan().StartsWith(Ed25519Public)) return VerificationKey.FromEd25519(bytes.AsSpan(PrefixLength));
        throw new KeyException(KeyErrorCode.UnsupportedAlgorithm, "The public key is not an Ed25519 Multikey (z6Mk…), the kind this version verifies with.");
    }

    /// <summary>Writes the secret key in the 32-byte form of W3C. The caller must keep the text as safe as the key.</summary>
    public static string EncodeSecret(SigningKey key)
    {
        var seed = key.ExportSeed();
        try
        {
            return Multibase.Encode([.. Ed25519Secret, .. seed]);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }

    public static SigningKey DecodeSecret(string multibase)
    {
        var bytes = Decode(multibase);
        try
        {
            if (!bytes.AsSpan().StartsWith(Ed25519Secret))
                throw new KeyException(KeyErrorCode.UnsupportedAlgorithm, "The secret key is not an Ed25519 Multikey, the kind this version signs with.");
            return FromSecretBytes(bytes.AsSpan(PrefixLength));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    private static SigningKey FromSecretBytes(ReadOnlySpan<byte> secret)
    {
        if (secret.Length == SigningKey.SeedLength) return SigningKey.FromSeed(secret);
        if (secret.Length != SigningKey.SeedLength + VerificationKey.Ed25519Length)
            throw new KeyException(KeyErrorCode.Malformed, "The secret key has the wrong length; copy it again, whole.");
        var key = SigningKey.FromSeed(secret[..SigningKey.SeedLength]);
        if (key.VerificationKey.PublicKey.SequenceEqual(secret[SigningKey.SeedLength..])) return key;
        key.Dispose();
        throw new KeyException(KeyErrorCode.Malformed, "The secret key does not belong to the public key written after it; copy it again, whole.");
    }

    private static byte[] Decode(string multibase)
        => Multibase.TryDecode(multibase, out var bytes) && bytes.Length > PrefixLength
            ? bytes
            : throw new KeyException(KeyErrorCode.Malformed, "The key is not multibase text: it must begin with z and go on in base58btc.");
}
