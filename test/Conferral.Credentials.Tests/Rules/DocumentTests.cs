// What is judged before and around the rules: text, names, kinds of document.
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
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

    [Fact]
    public void Saying_less_of_one_thing_is_no_contradiction()
    {
        var document = SampleClr.Create();
        document.Put($"{SampleClr.Subject}/achievement/1/criteria", "{ \"id\": \"https://college.example/algebra\" }");
        document.Put($"{SampleClr.Subject}/achievement/1/creator", "{ \"type\": [\"Profile\"], \"id\": \"https://college.example/issuer\", \"url\": \"https://college.example\" }");
        Assert.Empty(RuleTests.RuleSet.Check(document.ToElement()));
    }

    [Fact]
    public void A_contradiction_said_many_times_is_reported_once()
    {
        var document = SampleClr.Create();
        document.Put($"{SampleClr.Member}/issuer/name", "\"Sample College\"");
        document.Replace($"{SampleClr.OtherMember}/issuer", document.At($"{SampleClr.Member}/issuer").DeepClone());
        Assert.Equal("HOUSE-PROFILE-CONFLICT", Assert.Single(RuleTests.RuleSet.Check(document.ToElement())).RuleId);
    }

    [Theory]
    [InlineData("7")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[[null]]")]
    [InlineData("{ \"id\": 7, \"type\": {} }")]
    public void Whatever_stands_wherever_it_is_judged_and_found_in_a_place_that_exists(string value)
    {
        foreach (var pointer in PointersOf(SampleClr.Create(), ""))
        {
            var document = SampleClr.Create();
            document.Put(pointer, value);
            foreach (var finding in RuleTests.RuleSet.Check(document.ToElement())) Assert.True(Exists(document, finding.Pointer), $"{finding} after {pointer}");
        }
    }

    private static IEnumerable<string> PointersOf(JsonNode node, string pointer)
    {
        var children = node switch
        {
            JsonObject members => members.Select(member => (member.Key.Replace("~", "~0").Replace("/", "~1"), member.Value!)),
            JsonArray items => items.Select((item, index) => (index.ToString(), item!)),
            _ => [],
        };
        return children.SelectMany(child => PointersOf(child.Item2, $"{pointer}/{child.Item1}").Prepend($"{pointer}/{child.Item1}"));
    }

    private static bool Exists(JsonNode document, string pointer)
    {
        JsonNode? node = document;
        foreach (var step in pointer.Split('/').Skip(1))
        {
            if (node is JsonArray items && int.TryParse(step, out var index) && index < items.Count) node = items[index];
            else if (node is not JsonObject members || !members.TryGetPropertyValue(step, out node)) return false;
        }

        return true;
    }

    private static string Text() => SampleClr.Create().ToJsonString(new JsonSerializerOptions { WriteIndented = true });

    private static IReadOnlyList<Finding> Check(string json)
    {
        using var document = JsonDocument.Parse(json);
        return RuleTests.RuleSet.Check(document.RootElement);
    }
}
