// Many multiples of one point, worked out beforehand, so that any multiple is a sum of 43 of them.
using System.Buffers.Binary;
using System.Runtime.Intrinsics;

namespace Conferral.Credentials.Keys.Edwards25519;

/// <summary>
/// A scalar is read six bits at a time, as digits from −31 to 32, and for each place the multiples that a digit can ask for
/// stand in a table of some 180 KiB. Immutable, safe for concurrent use; not for secret scalars.
/// </summary>
internal sealed class PointMultiples
{
    private const int DigitBits = 6;
    private const int Radix = 1 << DigitBits;
    private const int MaxDigit = Radix / 2;

    /// <summary>Enough for every number below 2^254, and an even number, because two lanes share them.</summary>
    private const int Places = 44;

    /// <summary>Three coordinates, and what makes it 128 bytes. Units: limbs.</summary>
    private const int EntrySize = 32;
    private const int PlaceSize = (MaxDigit + 1) * EntrySize;

    private readonly uint[] _table = new uint[Places * PlaceSize];

    public PointMultiples(EdwardsPoint point)
    {
        var multiples = new EdwardsPoint[Places * (MaxDigit + 1)];
        for (var place = 0; place < Places; place++)
        {
            var ofPlace = multiples.AsSpan(place * (MaxDigit + 1), MaxDigit + 1);
            ofPlace[0] = EdwardsPoint.Identity;
            for (var i = 1; i <= MaxDigit; i++) ofPlace[i] = ofPlace[i - 1] + point;
            point = ofPlace[MaxDigit].Double();
        }

        EdwardsPoint.ToAffine(multiples);
        for (var i = 0; i < multiples.Length; i++) multiples[i].WriteSummand(_table.AsSpan(i * EntrySize, EntrySize));
    }

    /// <summary>
    /// The sum of a multiple of one point and one of another. Two lanes add up the first, even places in one and odd ones in the other, and two the second.
    /// Shape: scalars of 32 bytes, the least first, below 2^254.
    /// </summary>
    public static EdwardsPoint Sum(PointMultiples one, ReadOnlySpan<byte> scalar, PointMultiples other, ReadOnlySpan<byte> otherScalar)
    {
        Span<int> digits = stackalloc int[Places], otherDigits = stackalloc int[Places];
        ReadDigits(scalar, digits);
        ReadDigits(otherScalar, otherDigits);
        var sum = PointLanes.Identity;
        for (var even = 0; even < Places; even += 2)
        {
            var odd = even + 1;
            sum.Add(
                Vector256.LessThan(Vector256.Create(digits[even], digits[odd], otherDigits[even], (long)otherDigits[odd]), Vector256<long>.Zero).AsUInt64(),
                one.Entry(even, digits[even]),
                one.Entry(odd, digits[odd]),
                other.Entry(even, otherDigits[even]),
                other.Entry(odd, otherDigits[odd]));
        }

        return sum.Sum();
    }

    /// <summary>What stands for the digit, whose sign is not looked at.</summary>
    private ReadOnlySpan<uint> Entry(int place, int digit) => _table.AsSpan((place * PlaceSize) + (Math.Abs(digit) * EntrySize), EntrySize);

    private static void ReadDigits(ReadOnlySpan<byte> scalar, Span<int> digits)
    {
        Span<byte> bits = stackalloc byte[FieldElement.Length + sizeof(ushort)];
        bits.Clear();
        scalar.CopyTo(bits);
        var carry = 0;
        for (var place = 0; place < Places; place++)
        {
            var (first, within) = Math.DivRem(place * DigitBits, 8);
            var digit = ((BinaryPrimitives.ReadUInt16LittleEndian(bits[first..]) >> within) & (Radix - 1)) + carry;
            carry = digit > MaxDigit ? 1 : 0;
            digits[place] = digit - (carry * Radix);
        }
    }
}
