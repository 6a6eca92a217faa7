// The warning where libraries that sort by UTF-16 would call our signature false.
using System.Text.Json.Nodes;
using Conferral.Credentials.Rules;
using Conferral.LinkedData;
using Conferral.LinkedData.Contexts;

namespace Conferral.Credentials.Tests.Rules;

public sealed class TextOrderTests
{
    internal const string TextOrder = "HOUSE-TEXT-ORDER";

    private const string Smile = "\U0001F600", FullWidth = "\uFF21";

    private static readonly RuleSet Rules = new(new RuleTests.FixedClock(RuleTests.Today), new LinkedDataCanonicalizer(ContextStore.BuiltIn).CheckLossless);

    [Fact]
    public void Two_texts_of_one_property_that_the_orders_dispute_are_warned_of_at_the_rarer_character()
    {
        var finding = Assert.Single(Rules.Check(WithTags(FullWidth, Smile).ToElement()));
        Assert.Equal((TextOrder, Severity.Warning, $"{SampleClr.Achievement}/tag/1"), (finding.RuleId, finding.Severity, finding.Pointer));
    }

    [Fact]
    public void The_same_characters_where_they_decide_no_order_are_no_finding()
    {
        Assert.Empty(Rules.Check(WithTags($"a{FullWidth}", $"b{Smile}").ToElement()));
        Assert.Empty(Rules.Check(WithTags($"{Smile}{FullWidth}").ToElement()));
    }

    private static JsonObject WithTags(params string[] tags)
    {
        var document = SampleClr.Create();
        document.Replace($"{SampleClr.Achievement}/tag", new JsonArray([.. tags.Select(tag => JsonValue.Create(tag))]));
        document.Drop("/credentialSubject/achievement/1/tag");
        return document;
    }
}
