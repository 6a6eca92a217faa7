// A public key, and the check of a signature with it.
using System.Text.Json;
using NSec.Cryptography;

namespace Conferral.Credentials.Keys;

/// <summary>
/// A public key of one <see cref="KeyAlgorithm"/>. Immutable and safe for concurrent use.
/// Errors: the readers throw <see cref="KeyException"/>; <see cref="Verify"/> only answers.
/// </summary>
public sealed class VerificationKey : IEquatable<VerificationKey>
{
    /// <summary>Units: bytes.</summary>
    public const int Ed25519Length = 32;

    private readonly PublicKeyForm _key;

    internal VerificationKey(PublicKeyForm key) => _key = key;

    public KeyAlgorithm Algorithm => _key.Algorithm;

    /// <summary>The key itself: the 32 bytes of RFC 8032 for Ed25519, the compressed point for ECDSA.</summary>
    public ReadOnlySpan<byte> PublicKey => _key.Bytes;

    /// <summary>The key as Multikey: <c>z6Mk…</c> for Ed25519, <c>zDn…</c> for P-256, <c>z82…</c> for P-384.</summary>
    public string PublicKeyMultibase => Multikey.Encode(this);

    public static VerificationKey FromMultibase(string multibase) => Multikey.DecodePublic(multibase);

    public static VerificationKey FromEd25519(ReadOnlySpan<byte> publicKey)
    {
        if (!NSec.Cryptography.PublicKey.TryImport(SignatureAlgorithm.Ed25519, publicKey, KeyBlobFormat.RawPublicKey, out var key) || key is null)
            throw new KeyException(KeyErrorCode.Malformed, "The public key is not a point of Ed25519; take it again from where it was published.");
        return new VerificationKey(new Ed25519PublicKey(key));
    }

    /// <summary>The ECDSA key of a compressed point. Shape: 33 bytes for P-256, 49 for P-384.</summary>
    public static VerificationKey FromCompressedPoint(KeyAlgorithm algorithm, ReadOnlySpan<byte> point)
    {
        var curve = EcdsaCurve.Of(algorithm);
        return new VerificationKey(new EcdsaPublicKey(curve, curve.Decompress(point)));
    }

    /// <summary>Reads a JSON Web Key of kind OKP (Ed25519) or EC (P-256, P-384). One that carries its private part is refused: it is no longer anybody's secret.</summary>
    public static VerificationKey FromJwk(JsonElement jwk) => JsonWebKey.Read(jwk);

    /// <summary>True when the signature was made over exactly these bytes with this key's private part.</summary>
    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) => _key.Verify(data, signature);

    public bool Equals(VerificationKey? other) => other is not null && Algorithm == other.Algorithm && PublicKey.SequenceEqual(other.PublicKey);

    public override bool Equals(object? obj) => Equals(obj as VerificationKey);

    public override int GetHashCode() => BitConverter.ToInt32(_key.Bytes);

    public override string ToString() => PublicKeyMultibase;
}
