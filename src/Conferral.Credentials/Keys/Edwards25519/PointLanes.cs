// Four points of the curve at once, one in each lane of a vector.
using System.Runtime.Intrinsics;

namespace Conferral.Credentials.Keys.Edwards25519;

/// <summary>As <see cref="EdwardsPoint"/>, by the same formula. Every coordinate is reduced.</summary>
internal struct PointLanes
{
    private FieldLanes _x;
    private FieldLanes _y;
    private FieldLanes _z;
    private FieldLanes _t;

    /// <summary>The neutral element in every lane.</summary>
    public static PointLanes Identity => new() { _y = FieldLanes.One, _z = FieldLanes.One };

    /// <summary>Adds a point to each lane, or takes it away in the lanes whose bits in <paramref name="negative"/> are all set.</summary>
    /// <param name="negative">All bits of a lane, or none.</param>
    /// <param name="p0">The point for the first lane, as <see cref="EdwardsPoint.WriteSummand"/> writes it.</param>
    /// <param name="p1">For the second.</param>
    /// <param name="p2">For the third.</param>
    /// <param name="p3">For the last.</param>
    public void Add(Vector256<ulong> negative, ReadOnlySpan<uint> p0, ReadOnlySpan<uint> p1, ReadOnlySpan<uint> p2, ReadOnlySpan<uint> p3)
    {
        var yPlusX = FieldLanes.Of(p0, p1, p2, p3);
        var yMinusX = FieldLanes.Of(p0[FieldLanes.Limbs..], p1[FieldLanes.Limbs..], p2[FieldLanes.Limbs..], p3[FieldLanes.Limbs..]);
        var twoDxy = FieldLanes.Of(p0[(2 * FieldLanes.Limbs)..], p1[(2 * FieldLanes.Limbs)..], p2[(2 * FieldLanes.Limbs)..], p3[(2 * FieldLanes.Limbs)..]);
        FieldLanes.Multiply(_y - _x, FieldLanes.Select(negative, yPlusX, yMinusX), out var a);
        FieldLanes.Multiply(_y + _x, FieldLanes.Select(negative, yMinusX, yPlusX), out var b);
        FieldLanes.Multiply(_t, FieldLanes.Select(negative, FieldLanes.Zero - twoDxy, twoDxy), out var c);
        var d = _z + _z;
        var e = b - a;
        var f = d - c;
        var g = d + c;
        var h = b + a;
        FieldLanes.Multiply(f, e, out _x);
        FieldLanes.Multiply(g, h, out _y);
        FieldLanes.Multiply(f, g, out _z);
        FieldLanes.Multiply(e, h, out _t);
    }

    /// <summary>The sum of all lanes.</summary>
    public EdwardsPoint Sum()
    {
        var sum = Lane(0);
        for (var lane = 1; lane < FieldLanes.Lanes; lane++) sum += Lane(lane);
        return sum;
    }

    private EdwardsPoint Lane(int lane) => EdwardsPoint.Of(_x.Lane(lane), _y.Lane(lane), _z.Lane(lane), _t.Lane(lane));
}
