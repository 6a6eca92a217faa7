// Points of the curve of Ed25519, and how they are added.
using System.Runtime.CompilerServices;

namespace Conferral.Credentials.Keys.Edwards25519;

/// <summary>
/// A point of −x² + y² = 1 + dx²y² in extended coordinates: x = X/Z, y = Y/Z, xy = T/Z. The formulas hold for every
/// pair of points. Every coordinate is reduced. Not for secrets, as <see cref="FieldElement"/>.
/// Spec: https://www.rfc-editor.org/rfc/rfc8032#section-5.1.4 (a complete addition law), https://eprint.iacr.org/2008/522
/// </summary>
internal struct EdwardsPoint
{
    private static readonly FieldElement RootOfMinusOne = FieldElement.RootOfMinusOne();
    private static readonly FieldElement D = (FieldElement.Zero - FieldElement.Of(121665)) * FieldElement.Of(121666).Invert();
    private static readonly FieldElement TwoD = D + D;

    private FieldElement _x;
    private FieldElement _y;
    private FieldElement _z;
    private FieldElement _t;

    private EdwardsPoint(in FieldElement x, in FieldElement y, in FieldElement z, in FieldElement t)
    {
        _x = x;
        _y = y;
        _z = z;
        _t = t;
    }

    /// <summary>The neutral element (0, 1).</summary>
    public static EdwardsPoint Identity { get; } = new(FieldElement.Zero, FieldElement.One, FieldElement.One, FieldElement.Zero);

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

    /// <summary>Adds another point to this one.</summary>
    public void Add(in EdwardsPoint q)
    {
        FieldElement.Multiply(_y - _x, q._y - q._x, out var a);
        FieldElement.Multiply(_y + _x, q._y + q._x, out var b);
        FieldElement.Multiply(_t * TwoD, q._t, out var c);
        FieldElement.Multiply(_z + _z, q._z, out var d);
        Set(b - a, d - c, d + c, b + a);
    }

    /// <summary>The same where Z of the other is 1.</summary>
    public void Add(in Summand q)
    {
        FieldElement.Multiply(_y - _x, q.YMinusX, out var a);
        FieldElement.Multiply(_y + _x, q.YPlusX, out var b);
        FieldElement.Multiply(_t, q.TwoDxy, out var c);
        var d = _z + _z;
        Set(b - a, d - c, d + c, b + a);
    }

    public void Double()
    {
        FieldElement.Square(_x, out var xx);
        FieldElement.Square(_y, out var yy);
        FieldElement.Square(_z, out var zz);
        FieldElement.Square(_x + _y, out var sum);
        var h = xx + yy;
        var g = xx - yy;
        Set(h - sum, zz + zz + g, g, h);
    }

    /// <summary>The points in the form in which they are added fastest. All are divided by their Z at the price of one inversion.</summary>
    public static Summand[] ToSummands(ReadOnlySpan<EdwardsPoint> points)
    {
        var products = new FieldElement[points.Length]; // of each Z with all before it
        var product = FieldElement.One;
        for (var i = 0; i < points.Length; i++) products[i] = product *= points[i]._z;
        var inverse = product.Invert();
        var summands = new Summand[points.Length];
        for (var i = points.Length - 1; i >= 0; i--)
        {
            ref readonly var point = ref points[i];
            var own = i == 0 ? inverse : inverse * products[i - 1];
            inverse *= point._z;
            var x = point._x * own;
            var y = point._y * own;
            summands[i] = new Summand(y + x, y - x, x * y * TwoD);
        }

        return summands;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Set(in FieldElement e, in FieldElement f, in FieldElement g, in FieldElement h)
    {
        FieldElement.Multiply(e, f, out _x);
        FieldElement.Multiply(g, h, out _y);
        FieldElement.Multiply(f, g, out _z);
        FieldElement.Multiply(e, h, out _t);
    }

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

/// <summary>A point with Z = 1 as what an addition takes of it: y + x, y − x and 2dxy. Each may be a factor.</summary>
internal readonly struct Summand(in FieldElement yPlusX, in FieldElement yMinusX, in FieldElement twoDxy)
{
    public readonly FieldElement YPlusX = yPlusX;
    public readonly FieldElement YMinusX = yMinusX;
    public readonly FieldElement TwoDxy = twoDxy;

    public Summand Negate() => new(YMinusX, YPlusX, FieldElement.Zero - TwoDxy);
}
