// Multibase text: known answers of the drafts, every edge of both bases, and what is not such text.
using System.Numerics;
using System.Text;
using Conferral.Credentials.Keys;
using CsCheck;

namespace Conferral.Credentials.Tests.Keys;

public sealed class MultibaseTests
{
    /// <summary>Worked by hand from the rule: the number in base 58, one 1 for each zero byte in front.</summary>
    [Theory]
    [InlineData("", "z")]
    [InlineData("00", "z1")]
    [InlineData("0000", "z11")]
    [InlineData("01", "z2")]
    [InlineData("39", "zz")] // 57, the last digit
    [InlineData("3A", "z21")] // 58
    [InlineData("003A", "z121")]
    [InlineData("FF", "z5Q")] // 4 · 58 + 23
    [InlineData("0100", "z5R")]
    [InlineData("271F359F", "zzzzzz")] // 58^5 - 1, the most that five digits hold
    [InlineData("271F35A0", "z211111")] // 58^5, where five digits carry into the sixth
    [InlineData("00000000000000000000", "z1111111111")]
    public void Base58btc_is_the_number_in_base_58_with_a_one_for_each_leading_zero(string hex, string text)
    {
        Assert.Equal(text, Multibase.Encode(Convert.FromHexString(hex)));
        if (hex.Length == 0) return;
        Assert.True(Multibase.TryDecode(text, out var bytes));
        Assert.Equal(hex, Convert.ToHexString(bytes));
    }

    /// <summary>draft-msporny-base58 section 5, draft-multiformats-multibase appendix B.</summary>
    [Theory]
    [InlineData("Hello World!", "z2NEpo7TZRRrLZSi2U")]
    [InlineData("The quick brown fox jumps over the lazy dog.", "zUSm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z")]
    [InlineData("yes mani !", "z7paNL19xttacUY")]
    [InlineData("\0yes mani !", "z17paNL19xttacUY")]
    [InlineData("\0\0yes mani !", "z117paNL19xttacUY")]
    public void Base58btc_of_the_drafts_examples(string text, string multibase)
    {
        Assert.Equal(multibase, Multibase.Encode(Encoding.UTF8.GetBytes(text)));
        Assert.True(Multibase.TryDecode(multibase, out var bytes));
        Assert.Equal(text, Encoding.UTF8.GetString(bytes));
    }

    [Theory]
    [InlineData("yes mani !", "ueWVzIG1hbmkgIQ")]
    [InlineData("\0yes mani !", "uAHllcyBtYW5pICE")]
    [InlineData("\0\0yes mani !", "uAAB5ZXMgbWFuaSAh")]
    [InlineData("?>", "uPz4")]
    [InlineData("\u00FF\u00EF", "uw7_Drw")]
    public void Base64url_of_the_drafts_examples(string text, string multibase)
    {
        Assert.Equal(multibase, Multibase.EncodeBase64Url(Encoding.UTF8.GetBytes(text)));
        Assert.True(Multibase.TryDecodeBase64Url(multibase, out var bytes));
        Assert.Equal(text, Encoding.UTF8.GetString(bytes));
    }

    [Fact]
    public void Any_bytes_come_back_and_the_digits_are_those_of_the_number()
        => Gen.Byte.Array[1, 300].Sample(bytes =>
        {
            var text = Multibase.Encode(bytes);
            var zeros = bytes.TakeWhile(one => one == 0).Count();
            Assert.Equal(new BigInteger(bytes, isUnsigned: true, isBigEndian: true), text.Skip(1 + zeros).Aggregate(BigInteger.Zero, (sum, digit) => (sum * 58) + "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".IndexOf(digit)));
            Assert.Equal(new string('1', zeros), text.Substring(1, zeros));
            Assert.Equal(text.Length <= Multibase.MaxLength, Multibase.TryDecode(text, out var again));
            if (text.Length <= Multibase.MaxLength) Assert.Equal(bytes, again);
            Assert.True(Multibase.TryDecodeBase64Url(Multibase.EncodeBase64Url(bytes), out again));
            Assert.Equal(bytes, again);
        });

    [Theory]
    [InlineData("")]
    [InlineData("z")]
    [InlineData("2NEpo7TZRRrLZSi2U")] // no mark
    [InlineData("Z2NE")]
    [InlineData("z0")]
    [InlineData("zO")]
    [InlineData("zI")]
    [InlineData("zl")]
    [InlineData("z2NE ")]
    [InlineData("z2NE\n")]
    [InlineData("z2NÉ")]
    [InlineData("u2NE")]
    public void What_is_not_base58btc_is_refused(string text) => Assert.False(Multibase.TryDecode(text, out _));

    [Theory]
    [InlineData("")]
    [InlineData("u")]
    [InlineData("AQ")]
    [InlineData("uA")] // six bits are no byte
    [InlineData("uAR")] // stray bits in the last digit
    [InlineData("uAQ==")]
    [InlineData("uA Q")]
    [InlineData("uAQ\n")]
    [InlineData("u+/8")] // the other alphabet
    [InlineData("uÄÄ")]
    [InlineData("zAQ")]
    public void What_is_not_base64url_is_refused(string text) => Assert.False(Multibase.TryDecodeBase64Url(text, out _));

    [Fact]
    public void Text_too_long_to_decode_in_good_time_is_refused()
    {
        Assert.True(Multibase.TryDecode("z" + new string('2', Multibase.MaxLength - 1), out _));
        Assert.False(Multibase.TryDecode("z" + new string('2', Multibase.MaxLength), out _));
    }
}
