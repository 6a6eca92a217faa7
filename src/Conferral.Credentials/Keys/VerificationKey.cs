// A public key, and the check of a signature with it.
using System.Buffers.Text;
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

    private readonly PublicKey _key;
    private readonly byte[] _bytes;

    private VerificationKey(PublicKey key)
    {
        _key = key;
        _bytes = key.Export(KeyBlobFormat.RawPublicKey);
    }

    public KeyAlgorithm Algorithm { get; } = KeyAlgorithm.Ed25519;

    /// <summary>The key itself: for Ed25519 the 32 bytes of RFC 8032.</summary>
    public ReadOnlySpan<byte> PublicKey => _bytes;

    /// <summary>The key as Multikey, <c>z6Mk…</c> for Ed25519.</summary>
    public string PublicKeyMultibase => Multikey.Encode(this);

    public static VerificationKey FromMultibase(string multibase) => Multikey.DecodePublic(multibase);

    public static VerificationKey FromEd25519(ReadOnlySpan<byte> publicKey)
    {
        if (!NSec.Cryptography.PublicKey.TryImport(SignatureAlgorithm.Ed25519, publicKey, KeyBlobFormat.RawPublicKey, out var key) || key is null)
            throw new KeyException(KeyErrorCode.Malformed, "The public key is not a point of Ed25519; take it again from where it was published.");
        return new VerificationKey(key);
    }

    /// <summary>
    /// Reads a JSON Web Key. A key that carries its private part <c>d</c> is refused: it is no longer anybody's secret.
    /// Spec: https://www.rfc-editor.org/rfc/rfc8037#section-2
    /// </summary>
    public static VerificationKey FromJwk(JsonElement jwk)
    {
        if (jwk.ValueKind != JsonValueKind.Object)
            throw new KeyException(KeyErrorCode.Malformed, "A JSON Web Key must be an object.");
        if (jwk.TryGetProperty("d", out _))
            throw new KeyException(KeyErrorCode.Malformed, "The published key holds its private part: whoever owns it must replace it.");
        if (Text("kty") != "OKP" || Text("crv") != "Ed25519")
            throw new KeyException(KeyErrorCode.UnsupportedAlgorithm, $"The key is of kind {Text("kty")} {Text("crv")}; this version verifies with Ed25519 (OKP).");
        Span<byte> key = stackalloc byte[Ed25519Length];
        if (Text("x") is not { Length: 43 } x || !Base64Url.TryDecodeFromChars(x, key, out var written) || written != Ed25519Length)
            throw new KeyException(KeyErrorCode.Malformed, "The x of the JSON Web Key is not 32 bytes in base64url.");
        return FromEd25519(key);

        string? Text(string name) => jwk.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }

    /// <summary>True when the signature was made over exactly these bytes with this key's private part.</summary>
    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) => SignatureAlgorithm.Ed25519.Verify(_key, data, signature);

    public bool Equals(VerificationKey? other) => other is not null && _bytes.AsSpan().SequenceEqual(other._bytes);

    public override bool Equals(object? obj) => Equals(obj as VerificationKey);

    public override int GetHashCode() => BitConverter.ToInt32(_bytes);

    public override string ToString() => PublicKeyMultibase;

    internal static VerificationKey Of(PublicKey key) => new(key);
}
