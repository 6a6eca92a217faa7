// A public key of Ed25519 that is to check many signatures.
using System.Buffers;
using System.Numerics;
using System.Security.Cryptography;

namespace Conferral.Credentials.Keys.Edwards25519;

/// <summary>
/// Says yes to a signature in a third of libsodium's time, because multiples of the key and of the base point are at hand.
/// Only yes is an answer: what it does not say yes to, libsodium judges. Its yes is as strict as any rule in use: R and S in
/// their one encoding, R not the identity, the key in the group of prime order, and S·B = R + h·A without a cofactor.
/// Immutable, safe for concurrent use. Why: docs/decisions/signatures-of-one-key.md.
/// Spec: https://www.rfc-editor.org/rfc/rfc8032#section-5.1.7
/// </summary>
internal sealed class PreparedPublicKey
{
    private const int SignatureLength = 64;
    private static readonly BigInteger Order = BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493", System.Globalization.CultureInfo.InvariantCulture);
    private static readonly byte[] Identity = Encode(EdwardsPoint.Identity);
    private static readonly PointMultiples OfBase = new(EdwardsPoint.Base);

    private readonly byte[] _key;
    private readonly PointMultiples _ofNegatedKey;

    private PreparedPublicKey(byte[] key, PointMultiples ofNegatedKey)
    {
        _key = key;
        _ofNegatedKey = ofNegatedKey;
    }

    /// <summary>Whether this processor gains by it.</summary>
    public static bool IsWorthwhile => FieldLanes.IsAccelerated;

    /// <summary>Works out the multiples, which takes as long as some fifty checks with libsodium. Null for a key that is no point, not written as points are, or not in the group of prime order.</summary>
    public static PreparedPublicKey? TryPrepare(ReadOnlySpan<byte> publicKey)
    {
        if (!EdwardsPoint.TryDecode(publicKey, out var point) || point.IsIdentity) return null;
        var multiples = new PointMultiples(point.Negate());
        Span<byte> order = stackalloc byte[FieldElement.Length];
        Order.TryWriteBytes(order, out _, isUnsigned: true);
        return PointMultiples.Sum(OfBase, new byte[FieldElement.Length], multiples, order).IsIdentity ? new PreparedPublicKey(publicKey.ToArray(), multiples) : null;
    }

    /// <summary>True when the signature is this key's over exactly these bytes; false when it is not, or where verifiers differ.</summary>
    public bool Fits(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != SignatureLength) return false;
        var r = signature[..FieldElement.Length];
        var s = signature[FieldElement.Length..];
        if (new BigInteger(s, isUnsigned: true) >= Order) return false;
        Span<byte> h = stackalloc byte[FieldElement.Length];
        h.Clear();
        Challenge(r, data).TryWriteBytes(h, out _, isUnsigned: true);
        var expected = PointMultiples.Sum(OfBase, s, _ofNegatedKey, h);
        Span<byte> encoded = stackalloc byte[FieldElement.Length];
        expected.Encode(encoded);
        return encoded.SequenceEqual(r) && !encoded.SequenceEqual(Identity);
    }

    private static byte[] Encode(EdwardsPoint point)
    {
        var encoded = new byte[FieldElement.Length];
        point.Encode(encoded);
        return encoded;
    }

    /// <summary>SHA-512 of R, the key and the data, modulo the order of the group.</summary>
    private BigInteger Challenge(ReadOnlySpan<byte> r, ReadOnlySpan<byte> data)
    {
        var length = r.Length + _key.Length + data.Length;
        var hashed = ArrayPool<byte>.Shared.Rent(length);
        r.CopyTo(hashed);
        _key.CopyTo(hashed.AsSpan(r.Length));
        data.CopyTo(hashed.AsSpan(r.Length + _key.Length));
        Span<byte> digest = stackalloc byte[SHA512.HashSizeInBytes];
        SHA512.HashData(hashed.AsSpan(0, length), digest);
        ArrayPool<byte>.Shared.Return(hashed);
        return BigInteger.Remainder(new BigInteger(digest, isUnsigned: true), Order);
    }
}
