// Every rule is kept by the sample, broken by at least one row, and listed.
using System.Text.Json;
using Conferral.Credentials.Rules;

namespace Conferral.Credentials.Tests.Rules;

public sealed class RuleTests
{
    public static readonly DateTimeOffset Today = new(2026, 11, 23, 0, 0, 0, TimeSpan.Zero);

    internal static RuleSet RuleSet { get; } = new(new FixedClock(Today));

    public static TheoryData<int, string> Rows
    {
        get
        {
            var rows = new TheoryData<int, string>();
            for (var row = 0; row < RuleRows.All.Count; row++) rows.Add(row, RuleRows.All[row].ToString());
            return rows;
        }
    }

    [Fact]
    public void The_samples_keep_every_rule()
    {
        Assert.Empty(RuleSet.Check(SampleClr.Create().ToElement()));
        Assert.Empty(RuleSet.Check(SampleClr.CreateBadge().ToElement()));
        Assert.Empty(RuleSet.Check(SampleClr.CreateEndorsement().ToElement()));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_fault_is_found_under_its_rule_and_in_its_place(int number, string name)
    {
        var row = RuleRows.All[number];
        Assert.Equal(name, row.ToString());
        var document = row.Start();
        row.Break(document);
        var info = RuleSet.Rules.Single(rule => rule.Id == row.RuleId);

        var findings = RuleSet.Check(document.ToElement());

        var finding = Assert.Single(findings, finding => finding.RuleId == row.RuleId && finding.Pointer == row.Pointer);
        Assert.Equal(info.Severity, finding.Severity);
        Assert.Equal(info.Section, finding.Section);
        Assert.Matches(@"[A-Z`].*[.]\z", finding.Message);
    }

    [Fact]
    public void Every_rule_is_broken_by_a_test()
    {
        var broken = RuleRows.All.Select(row => row.RuleId)
            .Concat(ShapeTests.BrokenRules)
            .Concat([DocumentTests.RepeatedName, DocumentTests.ReadableText, LosslessTests.Lossless, TextOrderTests.TextOrder])
            .Distinct().Order(StringComparer.Ordinal);

        Assert.Equal(RuleSet.Rules.Select(rule => rule.Id).Order(StringComparer.Ordinal), broken);
    }

    [Fact]
    public void Every_rule_has_an_id_of_its_own_a_promise_and_a_citation()
    {
        Assert.Distinct(RuleSet.Rules.Select(rule => rule.Id));
        Assert.All(RuleSet.Rules, rule =>
        {
            Assert.Matches(@"\A(VCDM|OB|CLR|HOUSE)(-[A-Z0-9]+)+\z", rule.Id);
            Assert.NotEmpty(rule.What);
            Assert.NotEmpty(rule.Section);
        });
    }

    [Fact]
    public void Findings_do_not_repeat_what_the_document_says()
    {
        const string secret = "Kari-Hansen-S100";
        foreach (var pointer in new[] { "/validFrom", "/id", $"{SampleClr.Achievement}/inLanguage", $"{SampleClr.Achievement}/achievementType", $"{SampleClr.GradeResult}/status", $"{SampleClr.Subject}/identifier/0/identityHash" })
        {
            var document = SampleClr.Create();
            document.Put(pointer, JsonSerializer.Serialize(secret));
            Assert.All(RuleSet.Check(document.ToElement()), finding => Assert.DoesNotContain(secret, finding.Message));
        }
    }

    internal sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
