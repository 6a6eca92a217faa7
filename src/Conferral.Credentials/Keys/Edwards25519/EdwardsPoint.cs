// Points of the curve of Ed25519, and how they are added.

namespace Conferral.Credentials.Keys.Edwards25519;

/// <summary>
/// A point of −x² + y² = 1 + dx²y² in extended coordinates: x = X/Z, y = Y/Z, xy = T/Z. The formulas hold for every
/// pair of points. Every coordinate has limbs of at most 52 bits. Not for secrets, as <see cref="FieldElement"/>.
/// Spec: https://www.rfc-editor.org/rfc/rfc8032#section-5.1.4 (a complete addition law), https://eprint.iacr.org/2008/522
/// </summary>
internal readonly struct EdwardsPoint
{
    private static readonly FieldElement RootOfMinusOne = FieldElement.RootOfMinusOne();
    private static readonly FieldElement D = (FieldElement.Zero - FieldElement.Of(121665)) * FieldElement.Of(121666).Invert();
    private static readonly FieldElement TwoD = D + D;

    private readonly FieldElement _x;
    private readonly FieldElement _y;
    private readonly FieldElement _z;
    private readonly FieldElement _t;

    private EdwardsPoint(in FieldElement x, in FieldElement y, in FieldElement z, in FieldElement t)
    {
        _x = x;
        _y = y;
        _z = z;
        _t = t;
    }

    /// <summary>The neutral element (0, 1).</summary>
    public static EdwardsPoint Identity { get; } = new(FieldElement.Zero, FieldElement.One, FieldElement.One, FieldElement.Zero);

    /// <summary>The point of these coordinates, whose limbs may have 52 bits.</summary>
    public static EdwardsPoint Of(in FieldElement x, in FieldElement y, in FieldElement z, in FieldElement t) => new(x, y, z, t);

    /// <summary>The base point of Ed25519: y = 4/5, x even.</summary>
    public static EdwardsPoint Base { get; } = OfBaseHeight();

    public bool IsIdentity => _x.IsZero && _y.EqualTo(_z);

    /// <summary>
    /// Reads a point. Shape: y, the least byte first, with the lowest bit of x as the highest bit. False where it is no point of the curve, or not
    /// written as the one encoding that each point has.
    /// Spec: https://www.rfc-editor.org/rfc/rfc8032#section-5.1.3
    /// </summary>
    public static bool TryDecode(ReadOnlySpan<byte> encoded, out EdwardsPoint point)
    {
        point = default;
        if (encoded.Length != FieldElement.Length || !TryRecoverX(FieldElement.Decode(encoded), out var x)) return false;
        if (IsOdd(x) != encoded[^1] >> 7) x = (FieldElement.Zero - x) * FieldElement.One;
        point = Affine(x, FieldElement.Decode(encoded) * FieldElement.One);
        Span<byte> again = stackalloc byte[FieldElement.Length];
        point.Encode(again);
        return again.SequenceEqual(encoded);
    }

    /// <summary>Writes it as <see cref="TryDecode"/> reads it.</summary>
    public void Encode(Span<byte> encoded)
    {
        var inverse = _z.Invert();
        (_y * inverse).Encode(encoded);
        encoded[^1] |= (byte)(IsOdd(_x * inverse) << 7);
    }

    public EdwardsPoint Negate() => new((FieldElement.Zero - _x) * FieldElement.One, _y, _z, (FieldElement.Zero - _t) * FieldElement.One);

    public static EdwardsPoint operator +(in EdwardsPoint p, in EdwardsPoint q)
    {
        var a = (p._y - p._x) * (q._y - q._x);
        var b = (p._y + p._x) * (q._y + q._x);
        var c = p._t * TwoD * q._t;
        var d = (p._z + p._z) * q._z;
        return OfFactors(b - a, d - c, d + c, b + a);
    }

    public EdwardsPoint Double()
    {
        var xx = _x.Square();
        var yy = _y.Square();
        var zz = _z.Square();
        var h = xx + yy;
        var g = xx - yy;
        return OfFactors(h - (_x + _y).Square(), zz + zz + g, g, h);
    }

    /// <summary>Divides each point's coordinates by its Z, at the price of one inversion for all.</summary>
    public static void ToAffine(Span<EdwardsPoint> points)
    {
        var products = new FieldElement[points.Length]; // of each Z with all before it
        var product = FieldElement.One;
        for (var i = 0; i < points.Length; i++) products[i] = product *= points[i]._z;
        var inverse = product.Invert();
        for (var i = points.Length - 1; i >= 0; i--)
        {
            ref var point = ref points[i];
            var own = i == 0 ? inverse : inverse * products[i - 1];
            inverse *= point._z;
            point = Affine(point._x * own, point._y * own);
        }
    }

    /// <summary>Writes what an addition takes of a point whose Z is 1: the limbs of y + x, y − x and 2dxy.</summary>
    public void WriteSummand(Span<uint> limbs)
    {
        (_y + _x).WriteLimbs(limbs);
        (_y - _x).WriteLimbs(limbs[FieldLanes.Limbs..]);
        (_t * TwoD).WriteLimbs(limbs[(2 * FieldLanes.Limbs)..]);
    }

    private static EdwardsPoint OfFactors(in FieldElement e, in FieldElement f, in FieldElement g, in FieldElement h) => new(e * f, g * h, f * g, e * h);

    private static EdwardsPoint Affine(in FieldElement x, in FieldElement y) => new(x, y, FieldElement.One, x * y);

    private static EdwardsPoint OfBaseHeight()
    {
        Span<byte> encoded = stackalloc byte[FieldElement.Length];
        (FieldElement.Of(4) * FieldElement.Of(5).Invert()).Encode(encoded);
        return TryDecode(encoded, out var point) ? point : throw new InvalidOperationException("The base point is not on its curve.");
    }

    /// <summary>A root of (y² − 1)/(dy² + 1), where there is one.</summary>
    private static bool TryRecoverX(in FieldElement y, out FieldElement x)
    {
        var yy = y.Square();
        var u = yy - FieldElement.One;
        var v = (yy * D) + FieldElement.One;
        var vCubed = v.Square() * v;
        x = u * vCubed * (vCubed.Square() * v * u).ToTheRootPower();
        var check = x.Square() * v;
        if (check.EqualTo(u)) return true;
        x *= RootOfMinusOne;
        return check.EqualTo(FieldElement.Zero - (u * FieldElement.One));
    }

    private static int IsOdd(in FieldElement element)
    {
        Span<byte> bytes = stackalloc byte[FieldElement.Length];
        element.Encode(bytes);
        return bytes[0] & 1;
    }
}
