// The check of signatures with prepared keys: what it says yes to, and that nobody can tell it from libsodium.
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Conferral.Credentials.Keys;
using Conferral.Credentials.Keys.Edwards25519;
using CsCheck;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;

namespace Conferral.Credentials.Tests.Keys.Edwards25519;

public sealed class PreparedPublicKeyTests
{
    private static readonly BigInteger Order = BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The eight points of small order, three of them also in a second spelling, and the second spelling of p + 1.</summary>
    public static TheoryData<string> SmallOrders { get; } =
    [
        "0100000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    ];

    /// <summary>Signatures on which verifiers are known to differ. Source: Chalkias, Garillot and Nikolaenko, "Taming the many EdDSAs" (2020), its published cases.</summary>
    public static TheoryData<string, string, string> Disputed { get; } = new()
    {
        { "8c93255d71dcab10e8f379c26200f3c7bd5f09d9bc3068d3ef4edeb4853022b6", "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa", "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a0000000000000000000000000000000000000000000000000000000000000000" },
        { "9bd9f44f4dcc75bd531b56b2cd280b0bb38fc1cd6d1230e14861d861de092e79", "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa", "f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43a5bb704786be79fc476f91d3f3f89b03984d8068dcf1bb7dfc6637b45450ac04" },
        { "aebf3f2601a0c8c5d39cc7d8911642f740b78168218da8471772b35f9d35b9ab", "f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43", "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa8c4bd45aecaca5b24fb97bc10ac27ac8751a7dfe1baff8b953ec9f5833ca260e" },
        { "9bd9f44f4dcc75bd531b56b2cd280b0bb38fc1cd6d1230e14861d861de092e79", "cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d", "9046a64750444938de19f227bb80485e92b83fdb4b6506c160484c016cc1852f87909e14428a7a1d62e9f22f3d3ad7802db02eb2e688b6c52fcd6648a98bd009" },
        { "e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec4011eaccd55b53f56c", "cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d", "160a1cb0dc9c0258cd0a7d23e94d8fa878bcb1925f2c64246b2dee1796bed5125ec6bc982a269b723e0668e540911a9a6a58921d6925e434ab10aa7940551a09" },
        { "e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec4011eaccd55b53f56c", "cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d", "21122a84e0b5fca4052f5b1235c80a537878b38f3142356b2c2384ebad4668b7e40bc836dac0f71076f9abe3a53f9c03c1ceeeddb658d0030494ace586687405" },
        { "85e241a07d148b41e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec40", "442aad9f089ad9e14647b1ef9099a1ff4798d78589e66f28eca69c11f582a623", "e96f66be976d82e60150baecff9906684aebb1ef181f67a7189ac78ea23b6c0e547f7690a0e2ddcd04d87dbc3490dc19b3b3052f7ff0538cb68afb369ba3a514" },
        { "85e241a07d148b41e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec40", "442aad9f089ad9e14647b1ef9099a1ff4798d78589e66f28eca69c11f582a623", "8ce5b96c8f26d0ab6c47958c9e68b937104cd36e13c33566acd2fe8d38aa19427e71f98a473474f2f13f06f97c20d58cc3f54b8bd0d272f42b695dd7e89a8c22" },
        { "fdaebc429f4a735932a160da1301080c13280eea8bc280d1b392c6b9e6ba3a5a", "f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43", "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f454d370c8d9fc323a41450f8d513eafeb5b0697390c1e505a0d4ddc71f566607" },
        { "84b698d39be126ff55fe45079e6c8bf64a0d7db6994560b4e96b7021eb39c1a1", "f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43", "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f084d5b99c2a9463d9c8bd5026916996984eeec87ddf1d3be329006ace1b37b09" },
    };

    [Fact]
    public void Every_signature_that_is_made_fits_and_none_with_a_bit_changed_anywhere()
        => Gen.Select(Gen.Byte.Array[SigningKey.SeedLength], Gen.Byte.Array[1, 300], Gen.Int[0, 511], Gen.Int[0, 7]).Sample(
            (seed, message, bit, bitOfMessage) =>
            {
                using var key = SigningKey.FromSeed(seed);
                var prepared = PreparedPublicKey.TryPrepare(key.VerificationKey.PublicKey)!;
                var signature = key.Sign(message);
                Assert.True(prepared.Fits(message, signature));
                message[^1] ^= (byte)(1 << bitOfMessage);
                Assert.False(prepared.Fits(message, signature));
                message[^1] ^= (byte)(1 << bitOfMessage);
                signature[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.False(prepared.Fits(message, signature));
            },
            iter: 600);

    [Fact]
    public void One_key_takes_thousands_of_messages_and_no_signature_of_another()
    {
        using var key = SigningKey.Generate();
        using var other = SigningKey.Generate();
        var prepared = PreparedPublicKey.TryPrepare(key.VerificationKey.PublicKey)!;
        Gen.Byte.Array[0, 200].Sample(
            message =>
            {
                Assert.True(prepared.Fits(message, key.Sign(message)));
                Assert.False(prepared.Fits(message, other.Sign(message)));
            },
            iter: 5_000);
    }

    [Fact]
    public void Every_single_bit_of_a_signature_counts()
    {
        using var key = SigningKey.FromSeed(new byte[SigningKey.SeedLength]);
        var prepared = PreparedPublicKey.TryPrepare(key.VerificationKey.PublicKey)!;
        var signature = key.Sign("one"u8);
        for (var bit = 0; bit < signature.Length * 8; bit++)
        {
            signature[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(prepared.Fits("one"u8, signature));
            signature[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.All([0, 32, 63, 65, 128], length => Assert.False(prepared.Fits("one"u8, new byte[length])));
    }

    /// <summary>S and S + L stand for the same multiple; only the smaller one is a signature.</summary>
    [Fact]
    public void A_signature_with_the_order_added_is_not_one()
    {
        using var key = SigningKey.Generate();
        var signature = key.Sign("x"u8);
        Assert.True((new BigInteger(signature.AsSpan(32), isUnsigned: true) + Order).TryWriteBytes(signature.AsSpan(32), out _, isUnsigned: true));
        AgreeWithLibsodium(key.VerificationKey.PublicKey, "x"u8, signature, expected: false);
    }

    /// <summary>Whoever holds the key can make S·B = h·A with R the identity. It says nothing of a message, and libsodium refuses it.</summary>
    [Fact]
    public void A_signature_whose_R_is_the_identity_is_not_one()
    {
        var seed = new byte[SigningKey.SeedLength];
        using var key = SigningKey.FromSeed(seed);
        byte[] identity = [1, .. new byte[31]];
        var signature = Equation(seed, key.VerificationKey.PublicKey, identity, BigInteger.Zero, "x"u8);
        AgreeWithLibsodium(key.VerificationKey.PublicKey, "x"u8, signature, expected: false);
    }

    /// <summary>R off the prime group by a point of order eight: with the cofactor it holds, as some verifiers have it, without it does not. The answer stays libsodium's.</summary>
    [Fact]
    public void A_signature_that_holds_with_the_cofactor_alone_is_left_to_libsodium()
    {
        var seed = new byte[SigningKey.SeedLength];
        using var key = SigningKey.FromSeed(seed);
        var r = new byte[32];
        var (nonce, point) = (new BigInteger(7), Multiple(EdwardsPoint.Base, 7));
        Assert.True(EdwardsPoint.TryDecode(Convert.FromHexString("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"), out var ofOrderEight));
        (point + ofOrderEight).Encode(r);
        var signature = Equation(seed, key.VerificationKey.PublicKey, r, nonce, "x"u8);
        AgreeWithLibsodium(key.VerificationKey.PublicKey, "x"u8, signature, expected: null);
        Assert.False(PreparedPublicKey.TryPrepare(key.VerificationKey.PublicKey)!.Fits("x"u8, signature));
        Multiple(EdwardsPoint.Base, 7).Encode(r);
        Assert.True(PreparedPublicKey.TryPrepare(key.VerificationKey.PublicKey)!.Fits("x"u8, Equation(seed, key.VerificationKey.PublicKey, r, nonce, "x"u8)));
    }

    [Theory]
    [MemberData(nameof(Disputed))]
    public void Disputed_signatures_are_judged_as_libsodium_does(string message, string publicKey, string signature)
        => AgreeWithLibsodium(Convert.FromHexString(publicKey), Convert.FromHexString(message), Convert.FromHexString(signature), expected: null);

    [Theory]
    [MemberData(nameof(SmallOrders))]
    public void Keys_of_small_order_and_second_spellings_are_not_prepared(string encoded)
    {
        var key = Convert.FromHexString(encoded);
        Assert.Null(PreparedPublicKey.TryPrepare(key));
        if (!EdwardsPoint.TryDecode(key, out var small)) return;
        var mixed = new byte[32];
        (small + Multiple(EdwardsPoint.Base, 5)).Encode(mixed);
        var isOfPrimeOrder = encoded == Convert.ToHexStringLower([1, .. new byte[31]]);
        Assert.Equal(isOfPrimeOrder, PreparedPublicKey.TryPrepare(mixed) is not null);
    }

    [Fact]
    public void What_is_no_point_is_not_prepared()
    {
        var points = 0;
        Gen.Byte.Array[32].Sample(
            bytes =>
            {
                if (!EdwardsPoint.TryDecode(bytes, out var point)) return;
                Interlocked.Increment(ref points);
                var again = new byte[32];
                point.Encode(again);
                Assert.Equal(bytes, again);
            },
            iter: 1_000);
        Assert.InRange(points, 300, 700); // half of all numbers are the height of a point
        Assert.Null(PreparedPublicKey.TryPrepare(new byte[31]));
        Assert.Null(PreparedPublicKey.TryPrepare([]));
    }

    [Fact]
    public void The_base_point_and_its_multiples_are_those_of_the_second_implementation()
    {
        var encoded = new byte[32];
        EdwardsPoint.Base.Encode(encoded);
        Assert.Equal("5866666666666666666666666666666666666666666666666666666666666666", Convert.ToHexStringLower(encoded)); // RFC 8032, section 5.1
        var multiples = new PointMultiples(EdwardsPoint.Base);
        Gen.Byte.Array[SigningKey.SeedLength].Sample(
            seed =>
            {
                var bytes = new byte[32];
                Assert.True((SecretScalar(seed) % Order).TryWriteBytes(bytes, out _, isUnsigned: true));
                var ours = new byte[32];
                PointMultiples.Sum(multiples, bytes, multiples, new byte[32]).Encode(ours);
                Assert.Equal(new Ed25519PrivateKeyParameters(seed).GeneratePublicKey().GetEncoded(), ours);
            },
            iter: 500);
    }

    /// <summary>Every digit that a place can have, the negative ones too, the carry between places, and both points.</summary>
    [Fact]
    public void Sums_of_multiples_are_repeated_sums()
    {
        var other = Multiple(EdwardsPoint.Base, 1_000_003);
        var (ofBase, ofOther) = (new PointMultiples(EdwardsPoint.Base), new PointMultiples(other));
        var scalars = Gen.Select(Gen.Int[0, 247], Gen.Int[0, 127]).Select((shift, factor) => (BigInteger)factor << shift).Where(number => number < BigInteger.Pow(2, 254));
        Gen.Select(scalars, scalars).Sample(
            (one, two) =>
            {
                var (encoded, expected) = (new byte[32], new byte[32]);
                PointMultiples.Sum(ofBase, Bytes(one), ofOther, Bytes(two)).Encode(encoded);
                (Multiple(EdwardsPoint.Base, one) + Multiple(other, two)).Encode(expected);
                Assert.Equal(expected, encoded);
            },
            iter: 1_000);
    }

    [Fact]
    public void A_key_answers_the_same_before_and_after_it_is_prepared_from_any_number_of_threads()
    {
        using var key = SigningKey.Generate();
        var signature = key.Sign("x"u8);
        Parallel.For(0, 8 * Ed25519PublicKey.ChecksBeforePreparing, i =>
        {
            var message = Encoding.UTF8.GetBytes(i % 2 == 0 ? "x" : $"y{i}");
            Assert.Equal(i % 2 == 0, key.VerificationKey.Verify(message, signature));
            Assert.True(key.VerificationKey.Verify(message, key.Sign(message)));
        });
    }

    /// <summary>Asks a key so often that it is prepared, and each time compares with libsodium's own answer; BouncyCastle's, which is stricter, is not to be missing where ours is yes.</summary>
    private static void AgreeWithLibsodium(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, byte[] signature, bool? expected)
    {
        var libsodium = NSec.Cryptography.SignatureAlgorithm.Ed25519.Verify(
            NSec.Cryptography.PublicKey.Import(NSec.Cryptography.SignatureAlgorithm.Ed25519, publicKey, NSec.Cryptography.KeyBlobFormat.RawPublicKey), message, signature);
        Assert.Equal(expected ?? libsodium, libsodium);
        var key = VerificationKey.FromEd25519(publicKey);
        for (var i = 0; i < Ed25519PublicKey.ChecksBeforePreparing + 2; i++) Assert.Equal(libsodium, key.Verify(message, signature));
        if (PreparedPublicKey.TryPrepare(publicKey)?.Fits(message, signature) != true) return;
        Assert.True(libsodium);
        var second = new Ed25519Signer();
        second.Init(forSigning: false, new Ed25519PublicKeyParameters(publicKey.ToArray()));
        second.BlockUpdate(message);
        Assert.True(second.VerifySignature(signature));
    }

    /// <summary>R and the S = r + h·a that goes with it, r being the nonce behind R.</summary>
    private static byte[] Equation(byte[] seed, ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> r, BigInteger nonce, ReadOnlySpan<byte> message)
    {
        var h = new BigInteger(SHA512.HashData([.. r, .. publicKey, .. message]), isUnsigned: true);
        var signature = new byte[64];
        r.CopyTo(signature);
        Assert.True(((nonce + (h * SecretScalar(seed))) % Order).TryWriteBytes(signature.AsSpan(32), out _, isUnsigned: true));
        return signature;
    }

    /// <summary>RFC 8032, section 5.1.5.</summary>
    private static BigInteger SecretScalar(byte[] seed)
    {
        var half = SHA512.HashData(seed).AsSpan(0, 32);
        half[0] &= 0xF8;
        half[31] = (byte)((half[31] & 0x7F) | 0x40);
        return new BigInteger(half, isUnsigned: true);
    }

    private static byte[] Bytes(BigInteger number)
    {
        var bytes = new byte[32];
        Assert.True(number.TryWriteBytes(bytes, out _, isUnsigned: true));
        return bytes;
    }

    /// <summary>By doubling and adding, bit by bit.</summary>
    private static EdwardsPoint Multiple(EdwardsPoint point, BigInteger factor)
    {
        var sum = EdwardsPoint.Identity;
        for (var bit = (int)factor.GetBitLength() - 1; bit >= 0; bit--)
        {
            sum = sum.Double();
            if (!(factor >> bit).IsEven) sum += point;
        }

        return sum;
    }
}
