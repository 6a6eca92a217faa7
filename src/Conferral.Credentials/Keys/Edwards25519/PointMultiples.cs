// Many multiples of one point, worked out beforehand, so that any multiple is a sum of 43 of them.
using System.Buffers.Binary;

namespace Conferral.Credentials.Keys.Edwards25519;

/// <summary>
/// A scalar is read six bits at a time, as digits from −31 to 32, and for each place the 32 multiples that a digit can ask for
/// stand in a table of some 160 KiB. Immutable, safe for concurrent use; not for secret scalars.
/// </summary>
internal sealed class PointMultiples
{
    private const int DigitBits = 6;
    private const int Radix = 1 << DigitBits;
    private const int MaxDigit = Radix / 2;

    /// <summary>Units: bits. Enough for every number below twice the group's order.</summary>
    private const int ScalarBits = 254;
    private const int Digits = (ScalarBits / DigitBits) + 1;

    private readonly Summand[] _table;

    public PointMultiples(EdwardsPoint point)
    {
        var multiples = new EdwardsPoint[Digits * MaxDigit];
        for (var place = 0; place < Digits; place++)
        {
            var ofPlace = multiples.AsSpan(place * MaxDigit, MaxDigit);
            ofPlace[0] = point;
            for (var i = 1; i < MaxDigit; i++)
            {
                ofPlace[i] = ofPlace[i - 1];
                ofPlace[i].Add(point);
            }

            point = ofPlace[^1];
            point.Double();
        }

        _table = EdwardsPoint.ToSummands(multiples);
    }

    /// <summary>Adds the multiple of the point to a sum. Shape: 32 bytes, the least first, a number below 2^254.</summary>
    public void AddTo(ref EdwardsPoint sum, ReadOnlySpan<byte> scalar)
    {
        Span<byte> bits = stackalloc byte[FieldElement.Length + sizeof(ushort)];
        bits.Clear();
        scalar.CopyTo(bits);
        var carry = 0;
        for (var place = 0; place < Digits; place++)
        {
            var (first, within) = Math.DivRem(place * DigitBits, 8);
            var digit = ((BinaryPrimitives.ReadUInt16LittleEndian(bits[first..]) >> within) & (Radix - 1)) + carry;
            carry = digit > MaxDigit ? 1 : 0;
            if (carry != 0) digit -= Radix;
            if (digit > 0) sum.Add(_table[(place * MaxDigit) + digit - 1]);
            else if (digit < 0) sum.Add(_table[(place * MaxDigit) - digit - 1].Negate());
        }
    }
}
