// RFC 8785: the published examples byte for byte, its table of numbers, and what has no canonical form.
using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Conferral.LinkedData.JsonLd;
using Conferral.TestKit;
using CsCheck;

namespace Conferral.LinkedData.Tests.JsonLd;

public sealed class JsonCanonicalFormTests
{
    [Theory]
    [InlineData("arrays")]
    [InlineData("french")]
    [InlineData("structures")]
    [InlineData("unicode")]
    [InlineData("values")]
    [InlineData("weird")]
    public void The_published_example_is_reproduced_byte_for_byte(string name)
    {
        var ours = Of(File.ReadAllBytes(Shared.Conformance("vectors", "jcs", "input", name + ".json")));
        Assert.Equal(File.ReadAllBytes(Shared.Conformance("vectors", "jcs", "output", name + ".json")), ours);
        var hex = string.Concat(File.ReadAllText(Shared.Conformance("vectors", "jcs", "outhex", name + ".txt")).Where(char.IsAsciiHexDigit));
        Assert.Equal(hex, Convert.ToHexStringLower(ours));
    }

    /// <summary>RFC 8785, appendix B.</summary>
    [Theory]
    [InlineData("0000000000000000", "0")]
    [InlineData("8000000000000000", "0")]
    [InlineData("0000000000000001", "5e-324")]
    [InlineData("8000000000000001", "-5e-324")]
    [InlineData("7fefffffffffffff", "1.7976931348623157e+308")]
    [InlineData("ffefffffffffffff", "-1.7976931348623157e+308")]
    [InlineData("4340000000000000", "9007199254740992")]
    [InlineData("c340000000000000", "-9007199254740992")]
    [InlineData("4430000000000000", "295147905179352830000")]
    [InlineData("44b52d02c7e14af5", "9.999999999999997e+22")]
    [InlineData("44b52d02c7e14af6", "1e+23")]
    [InlineData("44b52d02c7e14af7", "1.0000000000000001e+23")]
    [InlineData("444b1ae4d6e2ef4e", "999999999999999700000")]
    [InlineData("444b1ae4d6e2ef4f", "999999999999999900000")]
    [InlineData("444b1ae4d6e2ef50", "1e+21")]
    [InlineData("3eb0c6f7a0b5ed8c", "9.999999999999997e-7")]
    [InlineData("3eb0c6f7a0b5ed8d", "0.000001")]
    [InlineData("41b3de4355555553", "333333333.3333332")]
    [InlineData("41b3de4355555554", "333333333.33333325")]
    [InlineData("41b3de4355555555", "333333333.3333333")]
    [InlineData("41b3de4355555556", "333333333.3333334")]
    [InlineData("41b3de4355555557", "333333333.33333343")]
    [InlineData("becbf647612f3696", "-0.0000033333333333333333")]
    [InlineData("43143ff3c1cb0959", "1424953923781206.2")]
    public void Numbers_are_spelled_as_in_the_appendix(string ieee, string expected)
    {
        var number = BitConverter.UInt64BitsToDouble(BinaryPrimitives.ReadUInt64BigEndian(Convert.FromHexString(ieee)));
        Assert.Equal(expected, Of(number.ToString("E16", CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Names_are_sorted_by_utf16_code_units_at_every_depth()
        => Assert.Equal("[{\"a\":1,\"b\":{\"\\n\":1,\"\U0001F602\":2,\"\uFB33\":3}}]", Of("""[ { "b" : {"\ufb33":3,"\ud83d\ude02":2,"\n":1}, "a" : 1 } ]"""));

    [Fact]
    public void A_canonical_form_is_its_own_and_says_the_same()
        => Gen.Select(Gen.Double, Gen.String, Gen.String).Where((number, _, _) => double.IsFinite(number)).Sample((number, one, other) =>
        {
            var value = JsonSerializer.SerializeToElement(new object?[] { new Dictionary<string, object?> { [WellFormed(one)] = number, [WellFormed(other) + "!"] = WellFormed(other) }, null, true });
            var form = JsonCanonicalForm.Of(value);
            Assert.Equal(form, Of(form));
            Assert.Equal(number, JsonDocument.Parse(form).RootElement[0].EnumerateObject().Single(member => member.Value.ValueKind == JsonValueKind.Number).Value.GetDouble());
        }, iter: 500);

    [Fact]
    public void A_member_is_left_out_and_a_context_exchanged_at_the_top_only()
    {
        using var document = JsonDocument.Parse("""{"proof":1,"@context":"old","inner":{"proof":2,"@context":"kept"}}""");
        using var context = JsonDocument.Parse("""["new"]""");
        var input = new JsonLdInput(document.RootElement) { WithoutMember = "proof", Context = context.RootElement };
        Assert.Equal("""{"@context":["new"],"inner":{"@context":"kept","proof":2}}""", Encoding.UTF8.GetString(JsonCanonicalForm.Of(input)));
    }

    [Theory]
    [InlineData("""{"a":1,"\u0061":2}""")]
    [InlineData("""["\ud800"]""")]
    [InlineData("""{"\udc00":1}""")]
    [InlineData("[1e999]")]
    public void What_has_no_canonical_form_is_refused(string json) => Assert.Throws<JsonLdException>(() => Of(json));

    [Fact]
    public void Bytes_that_are_not_utf8_and_bottomless_nesting_are_refused()
    {
        using var deep = JsonDocument.Parse(new string('[', 300) + new string(']', 300), new JsonDocumentOptions { MaxDepth = 400 });
        Assert.Throws<JsonLdException>(() => JsonCanonicalForm.Of(deep.RootElement));
        using var latin1 = JsonDocument.Parse((byte[])[(byte)'"', 0xE9, (byte)'"']);
        Assert.Throws<JsonLdException>(() => JsonCanonicalForm.Of(latin1.RootElement));
    }

    private static string WellFormed(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static string Of(string json) => Encoding.UTF8.GetString(Of(Encoding.UTF8.GetBytes(json)));

    private static byte[] Of(byte[] utf8)
    {
        using var json = JsonDocument.Parse(utf8);
        return JsonCanonicalForm.Of(json.RootElement);
    }
}
