// The two curves of the ECDSA suites: names, widths, hash, and points in their several forms.
using System.Security.Cryptography;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Utilities;
using BigInteger = Org.BouncyCastle.Math.BigInteger;
using CurvePoint = Org.BouncyCastle.Math.EC.ECPoint;
using NamedCurves = Org.BouncyCastle.Asn1.Nist.NistNamedCurves;

namespace Conferral.Credentials.Keys;

/// <summary>Immutable. Spec: https://www.w3.org/TR/vc-di-ecdsa/#multikey, https://www.rfc-editor.org/rfc/rfc7518#section-6.2</summary>
internal sealed class EcdsaCurve
{
    public static readonly EcdsaCurve P256 = new(KeyAlgorithm.P256, "P-256", ECCurve.NamedCurves.nistP256, HashAlgorithmName.SHA256, () => new Sha256Digest());
    public static readonly EcdsaCurve P384 = new(KeyAlgorithm.P384, "P-384", ECCurve.NamedCurves.nistP384, HashAlgorithmName.SHA384, () => new Sha384Digest());

    private static readonly EcdsaCurve[] All = [P256, P384];

    private readonly Func<IDigest> _newDigest;

    private EcdsaCurve(KeyAlgorithm algorithm, string name, ECCurve baseLibrary, HashAlgorithmName hash, Func<IDigest> newDigest)
    {
        Algorithm = algorithm;
        Name = name;
        BaseLibrary = baseLibrary;
        Hash = hash;
        _newDigest = newDigest;
        X9ECParameters parameters = NamedCurves.GetByName(name);
        Domain = new ECDomainParameters(parameters);
        Width = (parameters.Curve.FieldSize + 7) / 8;
    }

    public KeyAlgorithm Algorithm { get; }

    /// <summary>As a JSON Web Key's <c>crv</c> spells it.</summary>
    public string Name { get; }

    /// <summary>The same curve in the base library.</summary>
    public ECCurve BaseLibrary { get; }

    public HashAlgorithmName Hash { get; }

    public ECDomainParameters Domain { get; }

    /// <summary>Of a coordinate, a scalar, and half a signature. Units: bytes.</summary>
    public int Width { get; }

    public static EcdsaCurve Of(KeyAlgorithm algorithm) => algorithm switch
    {
        KeyAlgorithm.P256 => P256,
        KeyAlgorithm.P384 => P384,
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "Not a curve of ECDSA."),
    };

    public static EcdsaCurve? Named(string? name) => Array.Find(All, curve => curve.Name == name);

    public static EcdsaCurve? WithOid(string? oid) => Array.Find(All, curve => curve.BaseLibrary.Oid.Value == oid);

    public IDigest NewDigest() => _newDigest();

    /// <summary>Reads a compressed point. Errors: <see cref="KeyException"/> when it is none of this curve.</summary>
    public ECPoint Decompress(ReadOnlySpan<byte> compressed)
    {
        if (compressed.Length != Width + 1 || compressed[0] is not (2 or 3)) throw NotAPoint(null);
        return Decode(compressed.ToArray());
    }

    /// <summary>A point given by its coordinates. Errors: <see cref="KeyException"/> when it is none of this curve.</summary>
    public ECPoint Point(byte[] x, byte[] y) => Decode([4, .. x, .. y]);

    public static byte[] Compress(ECPoint point) => [(byte)(2 + (point.Y![^1] & 1)), .. point.X!];

    public ECPoint PointOf(CurvePoint point)
    {
        var affine = point.Normalize();
        return new ECPoint { X = Number(affine.AffineXCoord.ToBigInteger()), Y = Number(affine.AffineYCoord.ToBigInteger()) };
    }

    /// <summary>Shape: big-endian, <see cref="Width"/> bytes.</summary>
    public byte[] Number(BigInteger value) => BigIntegers.AsUnsignedByteArray(Width, value);

    private ECPoint Decode(byte[] encoded)
    {
        try
        {
            return PointOf(Domain.Curve.DecodePoint(encoded)); // checks that it is on the curve
        }
        catch (Exception refusal) when (refusal is ArgumentException or FormatException)
        {
            throw NotAPoint(refusal);
        }
    }

    private KeyException NotAPoint(Exception? inner)
        => new(KeyErrorCode.Malformed, $"The public key is not a point of {Name}; take it again from where it was published.", inner);
}
