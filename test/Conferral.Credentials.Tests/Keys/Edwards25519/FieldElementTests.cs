// Arithmetic modulo 2^255 - 19, one number at a time and four, against the base library's big integers.
using System.Numerics;
using System.Runtime.Intrinsics;
using Conferral.Credentials.Keys.Edwards25519;
using CsCheck;

namespace Conferral.Credentials.Tests.Keys.Edwards25519;

public sealed class FieldElementTests
{
    private static readonly BigInteger P = BigInteger.Pow(2, 255) - 19;

    private static readonly byte[][] EdgeNumbers = [.. Edges().Select(ToBytes)];

    /// <summary>Numbers at the edges of the field and of limbs, as bytes, among arbitrary ones.</summary>
    private static readonly Gen<byte[]> Numbers = Gen.Frequency(
        (3, Gen.Byte.Array[FieldElement.Length]),
        (1, Gen.Int[0, EdgeNumbers.Length - 1].Select(index => EdgeNumbers[index].ToArray())));

    [Fact]
    public void Sums_differences_products_and_squares_are_those_of_big_integers()
        => Gen.Select(Numbers, Numbers).Sample(
            (x, y) =>
            {
                var (a, b) = (FieldElement.Decode(x), FieldElement.Decode(y));
                var (m, n) = (Number(x), Number(y));
                Same(m + n, a + b);
                Same(m - n, a - b);
                Same(m * n, a * b);
                Same(m * m, a.Square());
                Same((m - n) * (m + n), (a - b) * (a + b));
            },
            iter: 20_000);

    /// <summary>Seven numbers whose limbs are all ones come close to the 2^54 that a factor may have; p less them is as large as a difference gets.</summary>
    [Fact]
    public void Factors_as_large_as_they_may_be_are_multiplied_without_loss()
        => Gen.Select(Numbers, Numbers, Gen.Bool, Gen.Bool).Sample(
            (x, y, negateFirst, negateSecond) =>
            {
                Same(Large(x, negateFirst, out var a) * Large(y, negateSecond, out var b), a * b);
                Same(BigInteger.Pow(Large(x, negateFirst, out a), 2), a.Square());
            },
            iter: 20_000);

    [Fact]
    public void A_product_is_reduced_enough_to_be_subtracted_doubled_and_multiplied_over_and_over()
        => Gen.Select(Numbers, Numbers, Gen.Int[1, 60]).Sample(
            (x, y, times) =>
            {
                var (a, b) = (FieldElement.Decode(x), FieldElement.Decode(y));
                var (m, n) = (Number(x), Number(y));
                for (var i = 0; i < times; i++)
                {
                    (a, b) = ((a - b) * (b + b), (a + b - a).Square());
                    (m, n) = (BigInteger.Remainder((m - n) * 2 * n, P), BigInteger.Remainder(n * n, P));
                }

                Same(m, a);
                Same(n, b);
            },
            iter: 2_000);

    /// <summary>As large as factors may be: the first 4p and a bit, the second 3p and a bit. Each lane has numbers of its own.</summary>
    [Fact]
    public void Lanes_compute_as_big_integers_do()
        => Gen.Select(Numbers.Array[FieldLanes.Lanes], Numbers.Array[FieldLanes.Lanes], Gen.Int[0, 15]).Sample(
            (x, y, chosen) =>
            {
                var (a, b) = (InLanes(x), InLanes(y));
                var where = Vector256.Create(Enumerable.Range(0, FieldLanes.Lanes).Select(lane => (chosen >> lane & 1) == 1 ? ulong.MaxValue : 0).ToArray());
                var selected = FieldLanes.Select(where, a, b);
                FieldLanes.Multiply(a, b, out var product);
                FieldLanes.Multiply(a + a - b, b - a, out var large);
                FieldLanes.Multiply(large, product, out var further);
                for (var lane = 0; lane < FieldLanes.Lanes; lane++)
                {
                    var (m, n) = (Number(x[lane]), Number(y[lane]));
                    Same(m + n, (a + b).Lane(lane));
                    Same(m - n, (a - b).Lane(lane));
                    Same(m * n, product.Lane(lane));
                    Same(((2 * m) - n) * (n - m), large.Lane(lane));
                    Same(((2 * m) - n) * (n - m) % P * m * n, further.Lane(lane));
                    Same((chosen >> lane & 1) == 1 ? m : n, selected.Lane(lane));
                }
            },
            iter: 20_000);

    [Fact]
    public void Inverses_and_the_power_for_roots_are_those_of_big_integers()
        => Numbers.Sample(
            x =>
            {
                Same(BigInteger.ModPow(Number(x), P - 2, P), FieldElement.Decode(x).Invert());
                Same(BigInteger.ModPow(Number(x), (P - 5) / 8, P), FieldElement.Decode(x).ToTheRootPower());
            },
            iter: 500);

    [Fact]
    public void The_root_of_minus_one_is_one()
        => Same(P - 1, FieldElement.RootOfMinusOne().Square());

    [Fact]
    public void Every_number_is_written_below_p_and_the_highest_bit_is_not_looked_at()
        => Numbers.Sample(
            x =>
            {
                Same(Number(x), FieldElement.Decode(x));
                x[^1] ^= 0x80;
                Same(Number(x), FieldElement.Decode(x));
            },
            iter: 2_000);

    [Fact]
    public void Zero_is_told_however_it_is_written()
    {
        Assert.True(FieldElement.Decode(ToBytes(P)).IsZero);
        Assert.True((FieldElement.One - FieldElement.One).IsZero);
        Assert.False(FieldElement.Decode(ToBytes(P + 1)).IsZero);
        Assert.True(FieldElement.Decode(ToBytes(P + 1)).EqualTo(FieldElement.One));
    }

    private static FieldLanes InLanes(byte[][] numbers)
    {
        var limbs = numbers.Select(number =>
        {
            var own = new uint[FieldLanes.Limbs];
            FieldElement.Decode(number).WriteLimbs(own);
            return own;
        }).ToList();
        return FieldLanes.Of(limbs[0], limbs[1], limbs[2], limbs[3]);
    }

    private static BigInteger Large(byte[] bytes, bool negate, out FieldElement element)
    {
        var one = FieldElement.Decode(bytes);
        element = negate ? FieldElement.Zero - (one + one + one) + one + one : one + one + one + one + one + one + one;
        return Number(bytes) * (negate ? -1 : 7);
    }

    private static IEnumerable<BigInteger> Edges()
    {
        BigInteger[] around = [0, P, BigInteger.Pow(2, 255) - 1, .. Enumerable.Range(1, 5).Select(limb => BigInteger.Pow(2, 51 * limb) % BigInteger.Pow(2, 255))];
        return around.SelectMany(number => Enumerable.Range(-20, 41).Select(step => number + step)).Where(number => number.Sign >= 0 && number < BigInteger.Pow(2, 255));
    }

    private static void Same(BigInteger expected, in FieldElement actual)
    {
        var bytes = new byte[FieldElement.Length];
        actual.Encode(bytes);
        Assert.Equal(((expected % P) + P) % P, new BigInteger(bytes, isUnsigned: true));
    }

    private static BigInteger Number(byte[] bytes) => new BigInteger(bytes, isUnsigned: true) % BigInteger.Pow(2, 255);

    private static byte[] ToBytes(BigInteger number)
    {
        var bytes = new byte[FieldElement.Length];
        number.TryWriteBytes(bytes, out _, isUnsigned: true);
        return bytes;
    }
}
