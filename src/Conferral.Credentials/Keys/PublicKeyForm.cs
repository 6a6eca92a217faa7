// What a verification key is made of, one form per kind of key.
using System.Security.Cryptography;
using Conferral.Credentials.Keys.Edwards25519;
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

/// <summary>
/// Verifies with libsodium. A key that is asked often is prepared, after which yes is said in a third of the time; whatever is not a plain yes
/// is still libsodium's to judge, so the answers are the same (docs/decisions/signatures-of-one-key.md).
/// </summary>
internal sealed class Ed25519PublicKey : PublicKeyForm
{
    /// <summary>Preparing takes as long as it saves over some seventy checks. A key that has been asked so often is likely to be asked on.</summary>
    internal const int ChecksBeforePreparing = 64;

    private readonly PublicKey _key;
    private readonly Lazy<PreparedPublicKey?> _prepared;
    private int _checks;

    public Ed25519PublicKey(PublicKey key)
        : base(KeyAlgorithm.Ed25519, key.Export(KeyBlobFormat.RawPublicKey))
    {
        _key = key;
        _prepared = new Lazy<PreparedPublicKey?>(() => PreparedPublicKey.TryPrepare(Bytes));
    }

    public override bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
        => (IsAskedOften() && _prepared.Value?.Fits(data, signature) == true) || SignatureAlgorithm.Ed25519.Verify(_key, data, signature);

    private bool IsAskedOften() => PreparedPublicKey.IsWorthwhile && (Volatile.Read(ref _checks) > ChecksBeforePreparing || Interlocked.Increment(ref _checks) > ChecksBeforePreparing);
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
