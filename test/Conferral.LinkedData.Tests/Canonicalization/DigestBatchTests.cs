// Many messages hashed together have the digests each has alone.
using Conferral.LinkedData.Canonicalization;
using CsCheck;

namespace Conferral.LinkedData.Tests.Canonicalization;

public sealed class DigestBatchTests
{
    [Theory]
    [InlineData(CanonicalHash.Sha256)]
    [InlineData(CanonicalHash.Sha384)]
    public void Each_message_has_the_digest_it_has_alone(CanonicalHash hash)
        => Gen.Byte.Array[0, 300].Array[0, 40].Sample(messages => Check(hash, messages));

    [Fact]
    public void Every_length_around_the_padding_is_right()
        => Check(CanonicalHash.Sha256, [.. Enumerable.Range(0, 200).Select(length => Enumerable.Range(0, length).Select(i => (byte)(i * 7)).ToArray())]);

    [Fact]
    public void A_batch_serves_again_after_it_was_hashed()
    {
        var batch = new DigestBatch(CanonicalHash.Sha256);
        Check(batch, CanonicalHash.Sha256, [[1, 2, 3], new byte[100_000]]);
        Check(batch, CanonicalHash.Sha256, [[4]]);
        Check(batch, CanonicalHash.Sha256, []);
    }

    private static void Check(CanonicalHash hash, byte[][] messages)
    {
        var batch = new DigestBatch(hash);
        Check(batch, hash, messages);
    }

    private static void Check(DigestBatch batch, CanonicalHash hash, byte[][] messages)
    {
        foreach (var message in messages)
        {
            batch.Write(message);
            batch.End();
        }

        var length = hash.DigestLength();
        var digests = new byte[messages.Length * length];
        batch.Hash(digests);
        for (var i = 0; i < messages.Length; i++)
        {
            var alone = new byte[length];
            hash.HashData(messages[i], alone);
            Assert.Equal(alone, digests[(i * length)..((i + 1) * length)]);
        }
    }
}
