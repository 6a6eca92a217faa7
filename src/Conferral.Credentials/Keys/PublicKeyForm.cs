// What a verification key is made of, one form per kind of key.
using System.Security.Cryptography;
using NSec.Cryptography;

namespace Conferral.Credentials.Keys;

/// <summary>A public key in the library that verifies with it. Immutable and safe for concurrent use.</summary>
internal abstract class PublicKeyForm(KeyAlgorithm algorithm, byte[] bytes)
{
    public KeyAlgorithm Algorithm => algorithm;

    /// <summary>The key as Multikey holds it.</summary>
    public byte[] Bytes => bytes;

    public abstract bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature);
}

internal sealed class Ed25519PublicKey(PublicKey key) : PublicKeyForm(KeyAlgorithm.Ed25519, key.Export(KeyBlobFormat.RawPublicKey))
{
    public override bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) => SignatureAlgorithm.Ed25519.Verify(key, data, signature);
}

/// <summary>Verifies with the base library. Shape: the point compressed; signatures r and s of the curve's width (IEEE P1363).</summary>
internal sealed class EcdsaPublicKey(EcdsaCurve curve, ECPoint point) : PublicKeyForm(curve.Algorithm, EcdsaCurve.Compress(point))
{
    public override bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        // one object per call: the base library does not promise that one may be used from several threads
        using var ecdsa = ECDsa.Create(new ECParameters { Curve = curve.BaseLibrary, Q = point });
        return ecdsa.VerifyData(data, signature, curve.Hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }
}
