// Signatures, against RFC 8032, RFC 6979 and a second implementation.
using System.Text;
using Conferral.Credentials.Keys;
using CsCheck;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;

namespace Conferral.Credentials.Tests.Keys;

public sealed class SigningKeyTests
{
    /// <summary>RFC 8032, section 7.1, tests 1 to 3.</summary>
    [Theory]
    [InlineData("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", "", "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b")]
    [InlineData("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", "72", "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")]
    [InlineData("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7", "af82", "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a")]
    public void Rfc_8032_signatures_are_reproduced(string seed, string message, string signature)
    {
        using var key = SigningKey.FromSeed(Convert.FromHexString(seed));
        Assert.Equal(signature, Convert.ToHexStringLower(key.Sign(Convert.FromHexString(message))));
    }

    [Fact]
    public void A_second_implementation_verifies_what_we_sign_and_signs_what_we_verify()
        => Gen.Select(Gen.Byte.Array[32], Gen.Byte.Array[0, 200]).Sample((seed, message) =>
        {
            using var key = SigningKey.FromSeed(seed);
            var ours = key.Sign(message);
            var theirs = new Ed25519Signer();
            theirs.Init(forSigning: false, new Ed25519PublicKeyParameters(key.VerificationKey.PublicKey.ToArray()));
            theirs.BlockUpdate(message, 0, message.Length);
            Assert.True(theirs.VerifySignature(ours));
            theirs.Init(forSigning: true, new Ed25519PrivateKeyParameters(seed));
            theirs.BlockUpdate(message, 0, message.Length);
            Assert.True(key.VerificationKey.Verify(message, theirs.GenerateSignature()));
        }, iter: 200);

    /// <summary>RFC 6979, appendices A.2.5 and A.2.6.</summary>
    [Theory]
    [InlineData(KeyAlgorithm.P256, "sample", "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8")]
    [InlineData(KeyAlgorithm.P256, "test", "f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083")]
    [InlineData(KeyAlgorithm.P384, "sample", "94edbb92a5ecb8aad4736e56c691916b3f88140666ce9fa73d64c4ea95ad133c81a648152e44acf96e36dd1e80fabe4699ef4aeb15f178cea1fe40db2603138f130e740a19624526203b6351d0a3a94fa329c145786e679e7b82c71a38628ac8")]
    [InlineData(KeyAlgorithm.P384, "test", "8203b63d3c853e8d77227fb377bcf7b7b772e97892a80f36ab775d509d7a5feb0542a7f0812998da8f1dd3ca3cf023dbddd0760448d42d8a43af45af836fce4de8be06b485e9b61b827c2f13173923e06a739f040649a667bf3b828246baa5a5")]
    public void Rfc_6979_signatures_are_reproduced(KeyAlgorithm algorithm, string message, string signature)
    {
        var scalar = algorithm == KeyAlgorithm.P256
            ? "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721"
            : "6b9d3dad2e1b8c1c05b19875b6659f4de23c3b667bf297ba9aa47740787137d896d5724e4c70a825f872c9ea60d2edf5";
        using var key = SigningKey.FromScalar(algorithm, Convert.FromHexString(scalar));
        Assert.Equal(signature, Convert.ToHexStringLower(key.Sign(Encoding.UTF8.GetBytes(message))));
    }

    [Theory]
    [MemberData(nameof(KeyFileTests.Algorithms), MemberType = typeof(KeyFileTests))]
    public void A_signature_with_one_bit_changed_does_not_verify(KeyAlgorithm algorithm)
    {
        using var key = SigningKey.Generate(algorithm);
        Gen.Select(Gen.Byte.Array[1, 64], Gen.Int[0, 511]).Sample((message, bit) =>
        {
            var signature = key.Sign(message);
            signature[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(key.VerificationKey.Verify(message, signature));
        }, iter: algorithm == KeyAlgorithm.Ed25519 ? 500 : 60);
    }

    [Theory]
    [MemberData(nameof(KeyFileTests.Algorithms), MemberType = typeof(KeyFileTests))]
    public void One_key_signs_the_same_from_any_number_of_threads(KeyAlgorithm algorithm)
    {
        using var key = SigningKey.Generate(algorithm);
        var first = key.Sign("x"u8);
        Parallel.For(0, 16, _ =>
        {
            Assert.Equal(first, key.Sign("x"u8));
            Assert.True(key.VerificationKey.Verify("x"u8, first));
        });
    }

    [Theory]
    [MemberData(nameof(KeyFileTests.Algorithms), MemberType = typeof(KeyFileTests))]
    public void Generated_keys_differ_and_a_signature_of_wrong_length_is_only_false(KeyAlgorithm algorithm)
    {
        var one = SigningKey.Generate(algorithm);
        using var other = SigningKey.Generate(algorithm);
        Assert.Equal(algorithm, one.Algorithm);
        Assert.NotEqual(one.VerificationKey, other.VerificationKey);
        Assert.All([0, 63, 65, 95, 97, 200], length => Assert.False(one.VerificationKey.Verify("x"u8, new byte[length])));
        one.Dispose();
        Assert.Throws<ObjectDisposedException>(() => one.Sign("x"u8));
    }

    [Fact]
    public void A_seed_of_another_length_is_refused()
        => Assert.Equal(KeyErrorCode.Malformed, Assert.Throws<KeyException>(() => SigningKey.FromSeed(new byte[31])).Code);
}
