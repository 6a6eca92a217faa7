// Signatures, against RFC 8032 and a second implementation.
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

    [Fact]
    public void A_signature_with_one_bit_changed_does_not_verify()
        => Gen.Select(Gen.Byte.Array[1, 64], Gen.Int[0, 511]).Sample((message, bit) =>
        {
            using var key = SigningKey.FromSeed(new byte[32]);
            var signature = key.Sign(message);
            signature[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(key.VerificationKey.Verify(message, signature));
        }, iter: 500);

    [Fact]
    public void Generated_keys_differ_and_a_signature_of_wrong_length_is_only_false()
    {
        using var one = SigningKey.Generate();
        using var other = SigningKey.Generate();
        Assert.NotEqual(one.VerificationKey, other.VerificationKey);
        Assert.False(one.VerificationKey.Verify("x"u8, new byte[63]));
        Assert.Equal(KeyErrorCode.Malformed, Assert.Throws<KeyException>(() => SigningKey.FromSeed(new byte[31])).Code);
    }
}
