// What is judged before and around the rules: text, names, kinds of document.
using System.Text;
using System.Text.Json;
using Conferral.Credentials.Rules;

namespace Conferral.Credentials.Tests.Rules;

public sealed class DocumentTests
{
    internal const string RepeatedName = "HOUSE-REPEATED-NAME";
    internal const string ReadableText = "HOUSE-READABLE-TEXT";

    [Theory]
    [InlineData("\"name\": \"Transcript\"", "\"name\": \"Transcript\", \"name\": \"Other\"", "/name")]
    [InlineData("\"name\": \"Transcript\"", "\"name\": \"Transcript\", \"na\\u006de\": \"Other\"", "/name")]
    [InlineData("\"name\": \"Transcript\"", "\"name\": \"Transcript\", \"extra\": 1, \"extra\": 2", "/extra")]
    public void A_name_that_stands_twice_is_found(string before, string after, string pointer)
    {
        var finding = Assert.Single(Check(Text().Replace(before, after)));
        Assert.Equal((RepeatedName, pointer), (finding.RuleId, finding.Pointer));
    }

    [Theory]
    [InlineData("\\ud800", "/name")]
    [InlineData("\\udc00\\ud800", "/name")]
    [InlineData("\\ud800x", "/name")]
    public void Half_a_character_stops_the_check_with_its_place(string text, string pointer)
    {
        var finding = Assert.Single(Check(Text().Replace("\"name\": \"Transcript\"", $"\"name\": \"{text}\"").Replace("\"validFrom\"", "\"wrong\"")));
        Assert.Equal((ReadableText, pointer), (finding.RuleId, finding.Pointer));
    }

    [Fact]
    public void Half_a_character_in_a_name_is_found()
        => Assert.Contains(Check(Text().Replace("\"name\": \"Transcript\"", "\"name\": \"Transcript\", \"\\ud800\": 1")), finding => finding.RuleId == ReadableText);

    [Fact]
    public void Bytes_that_are_no_utf8_stop_the_check()
    {
        var bytes = Encoding.UTF8.GetBytes(Text().Replace("Transcript", "Tr?nscript"));
        bytes[bytes.AsSpan().IndexOf((byte)'?')] = 0xE9;
        using var document = JsonDocument.Parse(bytes);

        Assert.Equal(ReadableText, Assert.Single(RuleTests.RuleSet.Check(document.RootElement)).RuleId);
    }

    [Theory]
    [InlineData("Tab\\tand\\nline")]
    [InlineData("\\ud83c\\udf93 astral")]
    [InlineData("non-breaking\u00a0space, é, \\u00e9, \\/ and \\\" and \\\\u0007")]
    public void Ordinary_text_passes(string text)
        => Assert.Empty(Check(Text().Replace("\"description\": \"All courses of the learner.\"", $"\"description\": \"{text}\"")));

    [Fact]
    public void Escaped_solidi_make_no_difference() => Assert.Empty(Check(Text().Replace("/", "\\/")));

    [Theory]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("null")]
    public void A_document_that_is_no_object_is_refused(string json)
        => Assert.Equal("VCDM-KNOWN-TYPE", Assert.Single(Check(json)).RuleId);

    [Fact]
    public void All_findings_are_given_not_the_first()
    {
        var rules = Check("{ \"type\": [\"VerifiableCredential\", \"ClrCredential\"], \"partial\": \"yes\" }").Select(finding => finding.RuleId).ToList();
        Assert.Equal(6, rules.Count(rule => rule == "CLR-CREDENTIAL-REQUIRED"));
        Assert.Single(rules, "CLR-CREDENTIAL-VALUE");
    }

    [Fact]
    public void A_learner_may_be_named_by_a_shared_identity_object()
    {
        var document = SampleClr.Create();
        document.Drop($"{SampleClr.MemberSubject}/id");
        document.Replace($"{SampleClr.MemberSubject}/identifier", document.At($"{SampleClr.Subject}/identifier").DeepClone());
        Assert.Empty(RuleTests.RuleSet.Check(document.ToElement()));
    }

    private static string Text() => SampleClr.Create().ToJsonString(new JsonSerializerOptions { WriteIndented = true });

    private static IReadOnlyList<Finding> Check(string json)
    {
        using var document = JsonDocument.Parse(json);
        return RuleTests.RuleSet.Check(document.RootElement);
    }
}
