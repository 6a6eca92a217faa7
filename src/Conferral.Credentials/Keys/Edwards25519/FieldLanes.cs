// Four integers modulo 2^255 - 19 at once, one in each lane of a vector.
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Conferral.Credentials.Keys.Edwards25519;

/// <summary>
/// The same as <see cref="FieldElement"/> in ten limbs of 26 and 25 bits in turn, because vectors multiply 32 bits to 64. Bounds: what was multiplied or read from
/// a table has limbs below 2^26 and 2^25 + 2^16 and is called reduced here. Sums and differences are not carried: of two factors the first
/// may have limbs of 28 and 27 bits, the second 27.6 and 26.6, and what is subtracted must be reduced.
/// Source of the limbs: D. J. Bernstein, "Curve25519: new Diffie-Hellman speed records" (2006), section 4.
/// </summary>
internal readonly struct FieldLanes
{
    public const int Lanes = 4;
    public const int Limbs = 10;

    private const int EvenBits = 26;
    private const int OddBits = 25;
    private const uint Fold = 19;

    private readonly Vector256<ulong> _a0;
    private readonly Vector256<ulong> _a1;
    private readonly Vector256<ulong> _a2;
    private readonly Vector256<ulong> _a3;
    private readonly Vector256<ulong> _a4;
    private readonly Vector256<ulong> _a5;
    private readonly Vector256<ulong> _a6;
    private readonly Vector256<ulong> _a7;
    private readonly Vector256<ulong> _a8;
    private readonly Vector256<ulong> _a9;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private FieldLanes(Vector256<ulong> a0, Vector256<ulong> a1, Vector256<ulong> a2, Vector256<ulong> a3, Vector256<ulong> a4, Vector256<ulong> a5, Vector256<ulong> a6, Vector256<ulong> a7, Vector256<ulong> a8, Vector256<ulong> a9)
    {
        _a0 = a0;
        _a1 = a1;
        _a2 = a2;
        _a3 = a3;
        _a4 = a4;
        _a5 = a5;
        _a6 = a6;
        _a7 = a7;
        _a8 = a8;
        _a9 = a9;
    }

    /// <summary>Whether this processor has vectors of this width. All works without them too, but slower than one number at a time.</summary>
    public static bool IsAccelerated => Avx2.IsSupported;

    public static FieldLanes Zero => default;

    public static FieldLanes One => new(Vector256<ulong>.One, default, default, default, default, default, default, default, default, default);

    /// <summary>One number a lane, from their limbs as <see cref="FieldElement.WriteLimbs"/> writes them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FieldLanes Of(ReadOnlySpan<uint> a, ReadOnlySpan<uint> b, ReadOnlySpan<uint> c, ReadOnlySpan<uint> d)
    {
        return new FieldLanes(
            Vector256.Create((ulong)a[0], b[0], c[0], d[0]),
            Vector256.Create((ulong)a[1], b[1], c[1], d[1]),
            Vector256.Create((ulong)a[2], b[2], c[2], d[2]),
            Vector256.Create((ulong)a[3], b[3], c[3], d[3]),
            Vector256.Create((ulong)a[4], b[4], c[4], d[4]),
            Vector256.Create((ulong)a[5], b[5], c[5], d[5]),
            Vector256.Create((ulong)a[6], b[6], c[6], d[6]),
            Vector256.Create((ulong)a[7], b[7], c[7], d[7]),
            Vector256.Create((ulong)a[8], b[8], c[8], d[8]),
            Vector256.Create((ulong)a[9], b[9], c[9], d[9]));
    }

    /// <summary>The number of one lane.</summary>
    public FieldElement Lane(int lane)
    {
        Span<ulong> limbs = [_a0[lane], _a1[lane], _a2[lane], _a3[lane], _a4[lane], _a5[lane], _a6[lane], _a7[lane], _a8[lane], _a9[lane]];
        return FieldElement.OfLimbs(limbs);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FieldLanes operator +(in FieldLanes x, in FieldLanes y)
        => new(x._a0 + y._a0, x._a1 + y._a1, x._a2 + y._a2, x._a3 + y._a3, x._a4 + y._a4, x._a5 + y._a5, x._a6 + y._a6, x._a7 + y._a7, x._a8 + y._a8, x._a9 + y._a9);

    /// <summary>2p is added, so that no limb goes below zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FieldLanes operator -(in FieldLanes x, in FieldLanes y)
    {
        var (lowest, even, odd) = (Vector256.Create((2ul << EvenBits) - (2 * Fold)), Vector256.Create((2ul << EvenBits) - 2), Vector256.Create((2ul << OddBits) - 2));
        return new FieldLanes(
            x._a0 + lowest - y._a0,
            x._a1 + odd - y._a1,
            x._a2 + even - y._a2,
            x._a3 + odd - y._a3,
            x._a4 + even - y._a4,
            x._a5 + odd - y._a5,
            x._a6 + even - y._a6,
            x._a7 + odd - y._a7,
            x._a8 + even - y._a8,
            x._a9 + odd - y._a9);
    }

    /// <summary>One number in the lanes whose bits are all set, the other where none is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FieldLanes Select(Vector256<ulong> lanes, in FieldLanes where, in FieldLanes otherwise)
        => new(
            Vector256.ConditionalSelect(lanes, where._a0, otherwise._a0),
            Vector256.ConditionalSelect(lanes, where._a1, otherwise._a1),
            Vector256.ConditionalSelect(lanes, where._a2, otherwise._a2),
            Vector256.ConditionalSelect(lanes, where._a3, otherwise._a3),
            Vector256.ConditionalSelect(lanes, where._a4, otherwise._a4),
            Vector256.ConditionalSelect(lanes, where._a5, otherwise._a5),
            Vector256.ConditionalSelect(lanes, where._a6, otherwise._a6),
            Vector256.ConditionalSelect(lanes, where._a7, otherwise._a7),
            Vector256.ConditionalSelect(lanes, where._a8, otherwise._a8),
            Vector256.ConditionalSelect(lanes, where._a9, otherwise._a9));

    /// <summary>x·y, straight to where it is wanted. A product of two odd limbs stands a bit too low and is doubled; one that leaves the top comes in again at the bottom 19 times.</summary>
    public static void Multiply(in FieldLanes x, in FieldLanes y, out FieldLanes product)
    {
        Vector256<ulong> x0 = x._a0, x1 = x._a1, x2 = x._a2, x3 = x._a3, x4 = x._a4, x5 = x._a5, x6 = x._a6, x7 = x._a7, x8 = x._a8, x9 = x._a9;
        Vector256<ulong> y0 = y._a0, y1 = y._a1, y2 = y._a2, y3 = y._a3, y4 = y._a4, y5 = y._a5, y6 = y._a6, y7 = y._a7, y8 = y._a8, y9 = y._a9;
        Vector256<ulong> d1 = x1 + x1, d3 = x3 + x3, d5 = x5 + x5, d7 = x7 + x7, d9 = x9 + x9;
        var fold = Vector256.Create((ulong)Fold);
        Vector256<ulong> f1 = Product(y1, fold), f2 = Product(y2, fold), f3 = Product(y3, fold), f4 = Product(y4, fold), f5 = Product(y5, fold), f6 = Product(y6, fold), f7 = Product(y7, fold), f8 = Product(y8, fold), f9 = Product(y9, fold);
        var c0 = Product(x0, y0) + Product(d1, f9) + Product(x2, f8) + Product(d3, f7) + Product(x4, f6)
            + Product(d5, f5) + Product(x6, f4) + Product(d7, f3) + Product(x8, f2) + Product(d9, f1);
        var c1 = Product(x0, y1) + Product(x1, y0) + Product(x2, f9) + Product(x3, f8) + Product(x4, f7)
            + Product(x5, f6) + Product(x6, f5) + Product(x7, f4) + Product(x8, f3) + Product(x9, f2);
        var c2 = Product(x0, y2) + Product(d1, y1) + Product(x2, y0) + Product(d3, f9) + Product(x4, f8)
            + Product(d5, f7) + Product(x6, f6) + Product(d7, f5) + Product(x8, f4) + Product(d9, f3);
        var c3 = Product(x0, y3) + Product(x1, y2) + Product(x2, y1) + Product(x3, y0) + Product(x4, f9)
            + Product(x5, f8) + Product(x6, f7) + Product(x7, f6) + Product(x8, f5) + Product(x9, f4);
        var c4 = Product(x0, y4) + Product(d1, y3) + Product(x2, y2) + Product(d3, y1) + Product(x4, y0)
            + Product(d5, f9) + Product(x6, f8) + Product(d7, f7) + Product(x8, f6) + Product(d9, f5);
        var c5 = Product(x0, y5) + Product(x1, y4) + Product(x2, y3) + Product(x3, y2) + Product(x4, y1)
            + Product(x5, y0) + Product(x6, f9) + Product(x7, f8) + Product(x8, f7) + Product(x9, f6);
        var c6 = Product(x0, y6) + Product(d1, y5) + Product(x2, y4) + Product(d3, y3) + Product(x4, y2)
            + Product(d5, y1) + Product(x6, y0) + Product(d7, f9) + Product(x8, f8) + Product(d9, f7);
        var c7 = Product(x0, y7) + Product(x1, y6) + Product(x2, y5) + Product(x3, y4) + Product(x4, y3)
            + Product(x5, y2) + Product(x6, y1) + Product(x7, y0) + Product(x8, f9) + Product(x9, f8);
        var c8 = Product(x0, y8) + Product(d1, y7) + Product(x2, y6) + Product(d3, y5) + Product(x4, y4)
            + Product(d5, y3) + Product(x6, y2) + Product(d7, y1) + Product(x8, y0) + Product(d9, f9);
        var c9 = Product(x0, y9) + Product(x1, y8) + Product(x2, y7) + Product(x3, y6) + Product(x4, y5)
            + Product(x5, y4) + Product(x6, y3) + Product(x7, y2) + Product(x8, y1) + Product(x9, y0);
        Carry(ref c0, ref c1, EvenBits);
        Carry(ref c4, ref c5, EvenBits);
        Carry(ref c1, ref c2, OddBits);
        Carry(ref c5, ref c6, OddBits);
        Carry(ref c2, ref c3, EvenBits);
        Carry(ref c6, ref c7, EvenBits);
        Carry(ref c3, ref c4, OddBits);
        Carry(ref c7, ref c8, OddBits);
        Carry(ref c4, ref c5, EvenBits);
        Carry(ref c8, ref c9, EvenBits);
        var over = c9 >>> OddBits;
        c9 &= Vector256.Create((1ul << OddBits) - 1);
        c0 += over + (over << 1) + (over << 4);
        Carry(ref c0, ref c1, EvenBits);
        product = new FieldLanes(c0, c1, c2, c3, c4, c5, c6, c7, c8, c9);
    }

    /// <summary>Of the lower 32 bits of each lane; the upper ones are zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Product(Vector256<ulong> x, Vector256<ulong> y) => Avx2.IsSupported ? Avx2.Multiply(x.AsUInt32(), y.AsUInt32()) : x * y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Carry(ref Vector256<ulong> from, ref Vector256<ulong> to, int bits)
    {
        to += from >>> bits;
        from &= Vector256.Create((1ul << bits) - 1);
    }
}
