// The list of bits and its text form: published examples, round trips, and text that is no list.
using System.Buffers.Text;
using System.IO.Compression;
using Conferral.Credentials.Status;
using CsCheck;

namespace Conferral.Credentials.Tests.Status;

public sealed class BitstringStatusListTests
{
    [Fact]
    public void The_published_examples_are_read()
    {
        var w3c = EncodedListOf("w3c", "vc-bitstring-status-list", "example-3.json");
        Assert.Equal(BitstringStatusList.MinimumEntries, w3c.Length);
        Assert.Empty(SetIn(w3c));
        Assert.Equal([23], SetIn(EncodedListOf("1edtech", "validator-ob30", "bit-string-list", "testlist")));
    }

    [Fact]
    public void Index_0_is_the_leftmost_bit_of_the_first_byte()
    {
        var list = BitstringStatusList.Create();
        list.Write(0, 1);
        list.Write(9, 1);
        Assert.Equal([0x80, 0x40, 0x00], Decompressed(list.Encode())[..3]);
    }

    [Fact]
    public void What_was_written_is_read_after_a_round_trip()
        => Gen.Select(Gen.Int[1, 5], Gen.Int[BitstringStatusList.MinimumEntries, BitstringStatusList.MinimumEntries + 999]).SelectMany((size, entries) =>
                Gen.Select(Gen.Const(size), Gen.Const(entries), Gen.Dictionary(Gen.Int[0, entries - 1], Gen.Int[0, (1 << size) - 1])[0, 40]))
            .Sample((size, entries, statuses) =>
            {
                var list = BitstringStatusList.Create(entries, size);
                foreach (var index in statuses.Keys) list.Write(index, (1 << size) - 1, size); // so that writing clears too
                foreach (var (index, status) in statuses) list.Write(index, status, size);
                var back = BitstringStatusList.Decode(list.Encode());
                Assert.True(back.EntriesOf(size) >= entries);
                for (var index = 0; index < entries; index++)
                {
                    if (back.Read(index, size) != statuses.GetValueOrDefault(index)) Assert.Fail($"index {index}");
                }
            }, iter: 60);

    [Theory]
    [InlineData("", StatusListError.MalformedValue)]
    [InlineData("u", StatusListError.MalformedValue)]
    [InlineData("H4sIAAAAAAAAA", StatusListError.MalformedValue)]
    [InlineData("zH4sIAAAAAAAAA", StatusListError.MalformedValue)]
    [InlineData("uH4sI AAAA", StatusListError.MalformedValue)]
    [InlineData("uH4sIAAAA==", StatusListError.MalformedValue)]
    [InlineData("uH4sI+/AAA", StatusListError.MalformedValue)]
    [InlineData("uH4sIA", StatusListError.MalformedValue)]
    [InlineData("uAAAAAAAAAAAA", StatusListError.MalformedValue)]
    public void Text_that_is_no_list_is_refused_by_name(string text, string code)
        => Assert.Equal(code, Assert.Throws<StatusListException>(() => BitstringStatusList.Decode(text)).Code);

    [Fact]
    public void Compressed_data_that_is_cut_or_altered_is_refused()
    {
        var bytes = Base64Url.DecodeFromChars(BitstringStatusList.Create().Encode().AsSpan(1));
        Assert.Equal(StatusListError.MalformedValue, Refused(bytes[..^9]));
        bytes[^5] ^= 1; // its checksum
        Assert.Equal(StatusListError.MalformedValue, Refused(bytes));
    }

    [Fact]
    public void A_small_text_that_stands_for_a_huge_list_is_not_decompressed_to_the_end()
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Optimal, leaveOpen: true))
        {
            var zeros = new byte[1024 * 1024];
            for (var megabytes = 0; megabytes <= BitstringStatusList.MaxBytes / zeros.Length; megabytes++) gzip.Write(zeros);
        }

        Assert.True(buffer.Length < 100_000);
        Assert.Equal(StatusListError.ListLength, Refused(buffer.ToArray()));
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(BitstringStatusList.MinimumEntries, 1)]
    [InlineData(BitstringStatusList.MinimumEntries / 2, 2)]
    [InlineData(long.MaxValue, 16)]
    public void An_index_beyond_the_list_is_refused_by_name(long index, int statusSize)
        => Assert.Equal(StatusListError.Range, Assert.Throws<StatusListException>(() => BitstringStatusList.Create().Read(index, statusSize)).Code);

    [Fact]
    public void A_list_too_short_to_hide_anybody_is_not_made()
        => Assert.Throws<ArgumentOutOfRangeException>(() => BitstringStatusList.Create(BitstringStatusList.MinimumEntries - 1));

    private static string Refused(byte[] compressed) => Assert.Throws<StatusListException>(() => BitstringStatusList.Decode("u" + Base64Url.EncodeToString(compressed))).Code;

    private static BitstringStatusList EncodedListOf(params string[] path)
        => BitstringStatusList.Decode(Published.Json(path).GetProperty("credentialSubject").GetProperty("encodedList").GetString());

    private static IEnumerable<long> SetIn(BitstringStatusList list)
    {
        for (var index = 0L; index < list.Length; index++)
        {
            if (list.Read(index) == 1) yield return index;
        }
    }

    private static byte[] Decompressed(string encodedList)
    {
        using var gzip = new GZipStream(new MemoryStream(Base64Url.DecodeFromChars(encodedList.AsSpan(1))), CompressionMode.Decompress);
        using var bits = new MemoryStream();
        gzip.CopyTo(bits);
        return bits.ToArray();
    }
}
