// Many messages hashed together have the digests each has alone.
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;
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
    public void Long_messages_and_short_ones_share_a_batch()
        => Gen.Int[0, 2200].Array[0, 30].Sample(lengths => Check(CanonicalHash.Sha256, [.. lengths.Select((length, seed) => Enumerable.Range(seed, length).Select(i => (byte)i).ToArray())]), iter: 50);

    /// <summary>A processor uses the widest registers it has; the others are tested here all the same.</summary>
    [Fact]
    public void Registers_of_every_width_give_the_same_digests()
    {
        Assert.SkipUnless(Avx2.IsSupported, "This processor has no AVX2, so messages are hashed one by one.");
        Gen.Byte.Array[0, 300].Array[1, 40].Sample(messages =>
        {
            var padded = messages.Select(Padded).ToList();
            var ends = new int[messages.Length];
            for (var i = 0; i < ends.Length; i++) ends[i] = padded[i].Length + (i == 0 ? 0 : ends[i - 1]);
            var digests = new byte[messages.Length * SHA256.HashSizeInBytes];
            Sha256Lanes.HashShort<EightWords, Vector256<uint>>(padded.SelectMany(bytes => bytes).ToArray(), ends, digests);
            Assert.Equal(messages.SelectMany(SHA256.HashData), digests);
        });
    }

    private static byte[] Padded(byte[] message)
    {
        var padding = new byte[Sha256Lanes.PaddingOf(message.Length)];
        Sha256Lanes.Pad(padding, message.Length);
        return [.. message, .. padding];
    }

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
