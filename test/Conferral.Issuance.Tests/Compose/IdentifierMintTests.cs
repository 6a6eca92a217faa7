// Ids stay the same for ever, differ wherever anything differs, and say nothing.
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Conferral.Issuance.Compose;
using CsCheck;

namespace Conferral.Issuance.Tests.Compose;

public sealed class IdentifierMintTests
{
    [Fact]
    public void A_credential_id_never_changes_between_releases()
        => Assert.Equal("urn:uuid:2ffef21b-882f-8ef0-af4e-33d2c65e1cd4", SampleLearner.Mint().Clr(SampleLearner.Key));

    [Fact]
    public void A_credential_id_is_the_HMAC_of_issuer_purpose_and_key()
    {
        var message = new List<byte>();
        foreach (var part in new[] { "did:web:college.example", "clr", SampleLearner.Key })
        {
            var length = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(length, Encoding.UTF8.GetByteCount(part));
            message.AddRange([.. length, .. Encoding.UTF8.GetBytes(part)]);
        }

        var mac = HMACSHA256.HashData(Enumerable.Repeat((byte)7, 32).ToArray(), message.ToArray());
        mac[6] = (byte)((mac[6] & 0x0F) | 0x80);
        mac[8] = (byte)((mac[8] & 0x3F) | 0x80);
        Assert.Equal("urn:uuid:" + new Guid(mac.AsSpan(0, 16), bigEndian: true), SampleLearner.Mint().Clr(SampleLearner.Key));
    }

    [Fact]
    public void Ids_are_version_8_UUIDs() => Gen.String.Sample(key =>
        Assert.Matches("^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", SampleLearner.Mint().Clr(key)));

    [Fact]
    public void Secret_issuer_purpose_key_and_occurrence_each_change_the_id()
    {
        var mint = SampleLearner.Mint();
        string[] ids =
        [
            mint.Clr("1"), mint.Clr("01"), SampleLearner.Mint(seed: 8).Clr("1"), SampleLearner.Mint(issuer: "did:web:other.example").Clr("1"),
            mint.Member("1", "course", "X", 0), mint.Member("1", "course", "X", 1), mint.Member("1", "award", "X", 0), mint.Member("2", "course", "X", 0),
            mint.ResultDescription("1", "0"), mint.ResultDescription("1", "1"),
            mint.Achievement("course", "X", "{}"u8), mint.Achievement("course", "X", "{} "u8), mint.Achievement("course", "Y", "{}"u8),
        ];
        Assert.Equal(ids.Length, ids.Distinct().Count());
    }

    [Fact]
    public void Parts_cannot_run_into_each_other() => Gen.Select(Gen.String, Gen.String, Gen.String).Sample((one, two, three) =>
        Assert.NotEqual(SampleLearner.Mint().Member(one, two + "x", three, 0), SampleLearner.Mint().Member(one, two, "x" + three, 0)));

    [Fact]
    public void Keys_longer_than_the_stack_buffer_are_taken_whole()
    {
        var key = new string('k', 5000);
        Assert.NotEqual(SampleLearner.Mint().Clr(key), SampleLearner.Mint().Clr(key + "k"));
    }

    [Fact]
    public void Salts_belong_to_one_learner()
    {
        var mint = SampleLearner.Mint();
        Assert.Matches("^[0-9a-f]{32}$", mint.Salt("1"));
        Assert.Equal(mint.Salt("1"), mint.Salt("1"));
        Assert.NotEqual(mint.Salt("1"), mint.Salt("2"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public void A_secret_of_another_length_is_refused(int length)
        => Assert.Throws<ArgumentException>(() => new IdentifierMint(new byte[length], "did:web:college.example"));
}
