// What a signing key is made of, one form per kind of key.
using System.Security.Cryptography;
using NSec.Cryptography;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using BigInteger = Org.BouncyCastle.Math.BigInteger;

namespace Conferral.Credentials.Keys;

/// <summary>A private key in the library that signs with it. Safe for concurrent use until disposed.</summary>
internal abstract class PrivateKeyForm : IDisposable
{
    public abstract PublicKeyForm PublicKey { get; }

    /// <summary>The same data always gives the same signature.</summary>
    public abstract byte[] Sign(ReadOnlySpan<byte> data);

    /// <summary>The secret as Multikey holds it: a seed or a scalar. The caller wipes it.</summary>
    public abstract byte[] ExportSecret();

    public abstract void Dispose();
}

/// <summary>Held outside the managed heap and wiped when disposed.</summary>
internal sealed class Ed25519PrivateKey(Key key) : PrivateKeyForm
{
    public override PublicKeyForm PublicKey { get; } = new Ed25519PublicKey(key.PublicKey);

    public override byte[] Sign(ReadOnlySpan<byte> data) => SignatureAlgorithm.Ed25519.Sign(key, data);

    public override byte[] ExportSecret() => key.Export(KeyBlobFormat.RawPrivateKey);

    public override void Dispose() => key.Dispose();
}

/// <summary>
/// ECDSA with the nonce of RFC 6979. A nonce that follows from the message makes a computing fault dangerous: a wrong
/// signature next to the right one gives the key away. So each signature is verified by the base library before it leaves.
/// The scalar lives in managed memory, where it cannot be wiped for certain.
/// Spec: https://www.rfc-editor.org/rfc/rfc6979#section-3.2
/// </summary>
internal sealed class EcdsaPrivateKey : PrivateKeyForm
{
    private readonly EcdsaCurve _curve;
    private readonly ECPrivateKeyParameters _key;
    private bool _disposed;

    public EcdsaPrivateKey(EcdsaCurve curve, ReadOnlySpan<byte> scalar)
    {
        _curve = curve;
        var d = new BigInteger(1, scalar);
        if (scalar.Length != curve.Width || d.SignValue == 0 || d.CompareTo(curve.Domain.N) >= 0)
            throw new KeyException(KeyErrorCode.Malformed, $"A secret key of {curve.Name} is a number of {curve.Width} bytes below the order of the curve; copy it again, whole.");
        _key = new ECPrivateKeyParameters(d, curve.Domain);
        PublicKey = new EcdsaPublicKey(curve, curve.PointOf(curve.Domain.G.Multiply(d)));
    }

    public override PublicKeyForm PublicKey { get; }

    public override byte[] Sign(ReadOnlySpan<byte> data)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var signer = new ECDsaSigner(new HMacDsaKCalculator(_curve.NewDigest())); // keeps state, so one per signature
        signer.Init(forSigning: true, _key);
        var numbers = signer.GenerateSignature(CryptographicOperations.HashData(_curve.Hash, data));
        var signature = PlainDsaEncoding.Instance.Encode(_curve.Domain.N, numbers[0], numbers[1]);
        return PublicKey.Verify(data, signature)
            ? signature
            : throw new KeyException(KeyErrorCode.WrongSignature, "A signature came out wrong and was thrown away. This machine computes wrongly; do not sign on it.");
    }

    public override byte[] ExportSecret()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _curve.Number(_key.D);
    }

    public override void Dispose() => _disposed = true;
}

/// <summary>
/// ECDSA on P-256 by the base library, with its random nonces: a document can need thousands of signatures, and nobody
/// ever makes them again.
/// </summary>
internal sealed class ShortLivedEcdsaKey : PrivateKeyForm
{
    private readonly ECDsa _key = ECDsa.Create(EcdsaCurve.P256.BaseLibrary);
    private readonly Lock _use = new(); // the base library does not promise that a key may be used from several threads

    public ShortLivedEcdsaKey() => PublicKey = new EcdsaPublicKey(EcdsaCurve.P256, _key.ExportParameters(includePrivateParameters: false).Q);

    public override PublicKeyForm PublicKey { get; }

    public override byte[] Sign(ReadOnlySpan<byte> data)
    {
        lock (_use) return _key.SignData(data, EcdsaCurve.P256.Hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    public override byte[] ExportSecret() => throw new NotSupportedException("A key of one proof is not kept.");

    public override void Dispose() => _key.Dispose();
}
