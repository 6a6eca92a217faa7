// Arithmetic modulo 2^255 - 19, the field that Ed25519 computes in.
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

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
        Multiply(x, y, out var product);
        return product;
    }

    /// <summary>x·y, straight to where it is wanted: copying what was written a limb at a time costs as much as half a product.</summary>
    public static void Multiply(in FieldElement x, in FieldElement y, out FieldElement product)
    {
        ulong x0 = x._a0, x1 = x._a1, x2 = x._a2, x3 = x._a3, x4 = x._a4;
        ulong y0 = y._a0, y1 = y._a1, y2 = y._a2, y3 = y._a3, y4 = y._a4;
        ulong f1 = y1 * Fold, f2 = y2 * Fold, f3 = y3 * Fold, f4 = y4 * Fold;
        var c0 = Column.Of(x0, y0).Add(x1, f4).Add(x2, f3).Add(x3, f2).Add(x4, f1);
        var c1 = Column.Of(x0, y1).Add(x1, y0).Add(x2, f4).Add(x3, f3).Add(x4, f2).Add(c0.Carry);
        var c2 = Column.Of(x0, y2).Add(x1, y1).Add(x2, y0).Add(x3, f4).Add(x4, f3).Add(c1.Carry);
        var c3 = Column.Of(x0, y3).Add(x1, y2).Add(x2, y1).Add(x3, y0).Add(x4, f4).Add(c2.Carry);
        var c4 = Column.Of(x0, y4).Add(x1, y3).Add(x2, y2).Add(x3, y1).Add(x4, y0).Add(c3.Carry);
        product = Reduced(c0.Limb + (c4.Carry * Fold), c1.Limb, c2.Limb, c3.Limb, c4.Limb);
    }

    public FieldElement Square()
    {
        Square(this, out var square);
        return square;
    }

    public static void Square(in FieldElement x, out FieldElement square)
    {
        ulong x0 = x._a0, x1 = x._a1, x2 = x._a2, x3 = x._a3, x4 = x._a4;
        ulong d0 = x0 * 2, d1 = x1 * 2, d2 = x2 * 2, d3 = x3 * 2;
        ulong f3 = x3 * Fold, f4 = x4 * Fold;
        var c0 = Column.Of(x0, x0).Add(d1, f4).Add(d2, f3);
        var c1 = Column.Of(d0, x1).Add(d2, f4).Add(x3, f3).Add(c0.Carry);
        var c2 = Column.Of(d0, x2).Add(x1, x1).Add(d3, f4).Add(c1.Carry);
        var c3 = Column.Of(d0, x3).Add(d1, x2).Add(x4, f4).Add(c2.Carry);
        var c4 = Column.Of(d0, x4).Add(d1, x3).Add(x2, x2).Add(c3.Carry);
        square = Reduced(c0.Limb + (c4.Carry * Fold), c1.Limb, c2.Limb, c3.Limb, c4.Limb);
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

    /// <summary>x squared so many times.</summary>
    private FieldElement Square(int times)
    {
        var power = this;
        for (var i = 0; i < times; i++) Square(power, out power);
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

    /// <summary>Carries once more, from the lowest limb, which what came in again at the bottom has made too large.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static FieldElement Reduced(ulong a0, ulong a1, ulong a2, ulong a3, ulong a4) => new(a0 & LimbMask, a1 + (a0 >> LimbBits), a2, a3, a4);

    /// <summary>
    /// A sum of products, in 128 bits. Factors up to 2^54 make columns below 2^115, and the last one, into which nothing is
    /// folded, below 2^111: each carry fits in 64 bits, and the last one 19 times.
    /// </summary>
    private readonly struct Column
    {
        private readonly ulong _low;
        private readonly ulong _high;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private Column(ulong low, ulong high)
        {
            _low = low;
            _high = high;
        }

        public ulong Limb => _low & LimbMask;

        public ulong Carry => (_high << (64 - LimbBits)) | (_low >> LimbBits);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Column Of(ulong x, ulong y) => new(x * y, HighOf(x, y));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Column Add(ulong x, ulong y)
        {
            var added = x * y;
            var low = _low + added;
            return new Column(low, _high + HighOf(x, y) + (low < added ? 1UL : 0));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Column Add(ulong carry)
        {
            var low = _low + carry;
            return new Column(low, _high + (low < carry ? 1UL : 0));
        }

        /// <summary>The upper half alone keeps both halves in registers; asking for the lower one with it sends that through memory.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static ulong HighOf(ulong x, ulong y) => Bmi2.X64.IsSupported ? Bmi2.X64.MultiplyNoFlags(x, y) : Math.BigMul(x, y, out _);
    }
}
