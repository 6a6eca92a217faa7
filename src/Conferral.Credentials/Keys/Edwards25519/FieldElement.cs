// Arithmetic modulo 2^255 - 19, the field that Ed25519 computes in.
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Conferral.Credentials.Keys.Edwards25519;

/// <summary>
/// An integer modulo p = 2^255 − 19 as five limbs of 51 bits, the least first. How long an operation takes depends on its
/// operands, so nothing secret may be computed with it. Bounds: a product, a square and what was decoded have limbs below 2^51 + 2^13 and are
/// called reduced here. Sums and differences are not carried: factors may have limbs up to 2^54, and what is subtracted up to 2^53 − 76.
/// Spec: https://www.rfc-editor.org/rfc/rfc8032#section-5.1
/// </summary>
internal readonly struct FieldElement
{
    /// <summary>Units: bytes.</summary>
    public const int Length = 32;

    private const int LimbBits = 51;
    private const ulong LimbMask = (1UL << LimbBits) - 1;

    /// <summary>Of a limb here, so many bits are one in a lane, and the others the next.</summary>
    private const int LaneLimbBits = 26;

    /// <summary>p is this much less than 2^255, so what is carried out at the top comes in again at the bottom as often.</summary>
    private const ulong Fold = 19;

    /// <summary>The limbs of 4p, added before a subtraction so that no limb goes below zero.</summary>
    private const ulong FourLowest = (4 * (LimbMask + 1)) - (4 * Fold);
    private const ulong FourOthers = 4 * LimbMask;

    private readonly ulong _a0;
    private readonly ulong _a1;
    private readonly ulong _a2;
    private readonly ulong _a3;
    private readonly ulong _a4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private FieldElement(ulong a0, ulong a1, ulong a2, ulong a3, ulong a4)
    {
        _a0 = a0;
        _a1 = a1;
        _a2 = a2;
        _a3 = a3;
        _a4 = a4;
    }

    public static FieldElement Zero => default;

    public static FieldElement One => new(1, 0, 0, 0, 0);

    /// <summary>The element of a small number. Bounds: below 2^51.</summary>
    public static FieldElement Of(uint number) => new(number, 0, 0, 0, 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FieldElement operator +(in FieldElement x, in FieldElement y)
        => new(x._a0 + y._a0, x._a1 + y._a1, x._a2 + y._a2, x._a3 + y._a3, x._a4 + y._a4);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FieldElement operator -(in FieldElement x, in FieldElement y)
        => new(x._a0 + FourLowest - y._a0, x._a1 + FourOthers - y._a1, x._a2 + FourOthers - y._a2, x._a3 + FourOthers - y._a3, x._a4 + FourOthers - y._a4);

    public static FieldElement operator *(in FieldElement x, in FieldElement y)
    {
        ulong x0 = x._a0, x1 = x._a1, x2 = x._a2, x3 = x._a3, x4 = x._a4;
        ulong y0 = y._a0, y1 = y._a1, y2 = y._a2, y3 = y._a3, y4 = y._a4;
        ulong f1 = y1 * Fold, f2 = y2 * Fold, f3 = y3 * Fold, f4 = y4 * Fold;
        return Carry(
            Math.BigMul(x0, y0) + Math.BigMul(x1, f4) + Math.BigMul(x2, f3) + Math.BigMul(x3, f2) + Math.BigMul(x4, f1),
            Math.BigMul(x0, y1) + Math.BigMul(x1, y0) + Math.BigMul(x2, f4) + Math.BigMul(x3, f3) + Math.BigMul(x4, f2),
            Math.BigMul(x0, y2) + Math.BigMul(x1, y1) + Math.BigMul(x2, y0) + Math.BigMul(x3, f4) + Math.BigMul(x4, f3),
            Math.BigMul(x0, y3) + Math.BigMul(x1, y2) + Math.BigMul(x2, y1) + Math.BigMul(x3, y0) + Math.BigMul(x4, f4),
            Math.BigMul(x0, y4) + Math.BigMul(x1, y3) + Math.BigMul(x2, y2) + Math.BigMul(x3, y1) + Math.BigMul(x4, y0));
    }

    public FieldElement Square()
    {
        ulong x0 = _a0, x1 = _a1, x2 = _a2, x3 = _a3, x4 = _a4;
        ulong d0 = x0 * 2, d1 = x1 * 2, d2 = x2 * 2, d3 = x3 * 2;
        ulong f3 = x3 * Fold, f4 = x4 * Fold;
        return Carry(
            Math.BigMul(x0, x0) + Math.BigMul(d1, f4) + Math.BigMul(d2, f3),
            Math.BigMul(d0, x1) + Math.BigMul(d2, f4) + Math.BigMul(x3, f3),
            Math.BigMul(d0, x2) + Math.BigMul(x1, x1) + Math.BigMul(d3, f4),
            Math.BigMul(d0, x3) + Math.BigMul(d1, x2) + Math.BigMul(x4, f4),
            Math.BigMul(d0, x4) + Math.BigMul(d1, x3) + Math.BigMul(x2, x2));
    }

    /// <summary>1/x; 0 for 0. It is x to the power of p − 2 = 2^255 − 21.</summary>
    public FieldElement Invert()
    {
        var ones = ToThe250Ones(out var eleventh);
        return ones.Square(5) * eleventh;
    }

    /// <summary>x to the power of (p − 5)/8 = 2^252 − 3, from which square roots are made.</summary>
    public FieldElement ToTheRootPower() => ToThe250Ones(out _).Square(2) * this;

    /// <summary>The square root of −1 that is 2 to the power of (p − 1)/4 = 2(2^252 − 3) + 1.</summary>
    public static FieldElement RootOfMinusOne()
    {
        var two = Of(2);
        return two.ToTheRootPower().Square() * two;
    }

    public bool IsZero => EqualTo(Zero);

    public bool EqualTo(in FieldElement other)
    {
        Span<byte> mine = stackalloc byte[Length], theirs = stackalloc byte[Length];
        Encode(mine);
        other.Encode(theirs);
        return mine.SequenceEqual(theirs);
    }

    /// <summary>The number below p, the least byte first. Shape: <see cref="Length"/> bytes, the highest bit clear.</summary>
    public void Encode(Span<byte> bytes)
    {
        var once = this * One;
        // now below 2p, and at least p exactly when 19 more reach 2^255
        var over = (once._a0 + Fold) >> LimbBits;
        over = (once._a1 + over) >> LimbBits;
        over = (once._a2 + over) >> LimbBits;
        over = (once._a3 + over) >> LimbBits;
        over = (once._a4 + over) >> LimbBits;
        var a0 = once._a0 + (over * Fold);
        var a1 = once._a1 + (a0 >> LimbBits);
        var a2 = once._a2 + (a1 >> LimbBits);
        var a3 = once._a3 + (a2 >> LimbBits);
        var a4 = once._a4 + (a3 >> LimbBits);
        a0 &= LimbMask;
        a1 &= LimbMask;
        a2 &= LimbMask;
        a3 &= LimbMask;
        a4 &= LimbMask;
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, a0 | (a1 << 51));
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[8..], (a1 >> 13) | (a2 << 38));
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[16..], (a2 >> 26) | (a3 << 25));
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[24..], (a3 >> 39) | (a4 << 12));
    }

    /// <summary>The number of the lower 255 bits, which may be p and more. Shape: <see cref="Length"/> bytes, the least first; the highest bit is not looked at.</summary>
    public static FieldElement Decode(ReadOnlySpan<byte> bytes)
    {
        var w0 = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        var w1 = BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]);
        var w2 = BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]);
        var w3 = BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..]);
        return new FieldElement(
            w0 & LimbMask,
            ((w0 >> 51) | (w1 << 13)) & LimbMask,
            ((w1 >> 38) | (w2 << 26)) & LimbMask,
            ((w2 >> 25) | (w3 << 39)) & LimbMask,
            (w3 >> 12) & LimbMask);
    }

    /// <summary>Writes the limbs as <see cref="FieldLanes"/> holds them, reduced as it has it. Shape: ten, of 26 and 25 bits in turn, the least first.</summary>
    public void WriteLimbs(Span<uint> limbs)
    {
        var reduced = this * One;
        ReadOnlySpan<ulong> own = [reduced._a0, reduced._a1, reduced._a2, reduced._a3, reduced._a4];
        for (var i = 0; i < own.Length; i++)
        {
            limbs[2 * i] = (uint)(own[i] & ((1 << LaneLimbBits) - 1));
            limbs[(2 * i) + 1] = (uint)(own[i] >> LaneLimbBits);
        }
    }

    /// <summary>Reads such limbs, which may be reduced as <see cref="FieldLanes"/> has it: a factor, but not reduced here.</summary>
    public static FieldElement OfLimbs(ReadOnlySpan<ulong> limbs) => new(
        limbs[0] + (limbs[1] << LaneLimbBits),
        limbs[2] + (limbs[3] << LaneLimbBits),
        limbs[4] + (limbs[5] << LaneLimbBits),
        limbs[6] + (limbs[7] << LaneLimbBits),
        limbs[8] + (limbs[9] << LaneLimbBits));

    /// <summary>x squared so many times.</summary>
    private FieldElement Square(int times)
    {
        var power = this;
        for (var i = 0; i < times; i++) power = power.Square();
        return power;
    }

    /// <summary>x to the power of 2^250 − 1, a number of 250 ones, in ever longer runs of ones; on the way x to the 11th.</summary>
    private FieldElement ToThe250Ones(out FieldElement eleventh)
    {
        var second = Square();
        var ninth = second.Square(2) * this;
        eleventh = ninth * second;
        var ones5 = eleventh.Square() * ninth;
        var ones10 = ones5.Square(5) * ones5;
        var ones20 = ones10.Square(10) * ones10;
        var ones40 = ones20.Square(20) * ones20;
        var ones50 = ones40.Square(10) * ones10;
        var ones100 = ones50.Square(50) * ones50;
        var ones200 = ones100.Square(100) * ones100;
        return ones200.Square(50) * ones50;
    }

    /// <summary>Moves what exceeds 51 bits to the next limb. Factors up to 2^54 make columns below 2^115 and a last one below 2^111, so that each carry fits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static FieldElement Carry(UInt128 c0, UInt128 c1, UInt128 c2, UInt128 c3, UInt128 c4)
    {
        c1 += (ulong)(c0 >> LimbBits);
        c2 += (ulong)(c1 >> LimbBits);
        c3 += (ulong)(c2 >> LimbBits);
        c4 += (ulong)(c3 >> LimbBits);
        var a0 = ((ulong)c0 & LimbMask) + ((ulong)(c4 >> LimbBits) * Fold);
        return new FieldElement(
            a0 & LimbMask,
            ((ulong)c1 & LimbMask) + (a0 >> LimbBits),
            (ulong)c2 & LimbMask,
            (ulong)c3 & LimbMask,
            (ulong)c4 & LimbMask);
    }
}
