// Multikey: a key as multibase text that says which kind of key it is.
using System.Security.Cryptography;

namespace Conferral.Credentials.Keys;

/// <summary>
/// Reads and writes <c>publicKeyMultibase</c> and <c>secretKeyMultibase</c>.
/// Shape: <c>z</c> + base58btc(two bytes of kind + key). A public ECDSA key is its compressed point. A secret key is its
/// seed (Ed25519) or scalar (ECDSA); the older Ed25519 form with the public key appended (64 bytes) is read too, never written.
/// Errors: <see cref="KeyException"/>, <see cref="KeyErrorCode.Malformed"/> or <see cref="KeyErrorCode.UnsupportedAlgorithm"/>.
/// Spec: https://www.w3.org/TR/cid-1.0/#Multikey
/// </summary>
public static class Multikey
{
    private const int PrefixLength = 2;

    private static readonly (KeyAlgorithm Algorithm, byte[] Public, byte[] Secret)[] Prefixes =
    [
        (KeyAlgorithm.Ed25519, [0xED, 0x01], [0x80, 0x26]),
        (KeyAlgorithm.P256, [0x80, 0x24], [0x86, 0x26]),
        (KeyAlgorithm.P384, [0x81, 0x24], [0x87, 0x26]),
    ];

    public static string Encode(VerificationKey key)
        => Multibase.Encode([.. Array.Find(Prefixes, prefix => prefix.Algorithm == key.Algorithm).Public, .. key.PublicKey]);

    public static VerificationKey DecodePublic(string multibase)
    {
        var bytes = Decode(multibase);
        var (algorithm, prefix, _) = Array.Find(Prefixes, prefix => bytes.AsSpan().StartsWith(prefix.Public));
        if (prefix is null)
            throw new KeyException(KeyErrorCode.UnsupportedAlgorithm, "The public key is not a Multikey of the kinds this version verifies with: Ed25519 (z6Mk…), P-256 (zDn…) and P-384 (z82…).");
        var key = bytes.AsSpan(PrefixLength);
        return algorithm == KeyAlgorithm.Ed25519 ? VerificationKey.FromEd25519(key) : VerificationKey.FromCompressedPoint(algorithm, key);
    }

    /// <summary>Writes the secret key in the form of W3C. The caller must keep the text as safe as the key.</summary>
    public static string EncodeSecret(SigningKey key)
    {
        var secret = key.ExportSecret();
        try
        {
            return Multibase.Encode([.. Array.Find(Prefixes, prefix => prefix.Algorithm == key.Algorithm).Secret, .. secret]);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    public static SigningKey DecodeSecret(string multibase)
    {
        var bytes = Decode(multibase);
        try
        {
            var (algorithm, _, prefix) = Array.Find(Prefixes, prefix => bytes.AsSpan().StartsWith(prefix.Secret));
            if (prefix is null)
                throw new KeyException(KeyErrorCode.UnsupportedAlgorithm, "The secret key is not a Multikey of the kinds this version signs with: Ed25519, P-256 and P-384.");
            var secret = bytes.AsSpan(PrefixLength);
            return algorithm == KeyAlgorithm.Ed25519 ? FromEd25519(secret) : SigningKey.FromScalar(algorithm, secret);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    private static SigningKey FromEd25519(ReadOnlySpan<byte> secret)
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
