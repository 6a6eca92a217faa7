// A mapping written by `conferral map` for a foreign export works after the edits its CHECK lines ask for.
using Conferral.Issuance.Read;
using Conferral.TestKit;

namespace Conferral.Issuance.Tests.Read;

public sealed class ForeignProposalTests
{
    /// <summary>What a person writes over the lines marked CHECK; MIDFIELD's and the state extract's are in <see cref="ProposalTests"/>.</summary>
    private static readonly (string Proposed, string Edited)[] Edits =
    [
        ("# achievement_type: { constant: Certificate }", "achievement_type: { constant: License }"),
        ("# title:", "title: \"QTS or EYTS\""),
    ];

    [Theory]
    [InlineData("complete.csv", "2413295 reads, 4814731 reads", "")]
    [InlineData("missing_do_not_edit_row.csv", "2413295 reads, 4814731 reads", "")]
    [InlineData("missing_date.csv", "2413295 reads, 4814731 READ-AWARD-DATE", "")]
    [InlineData("date_in_future.csv", "2413295 reads, 4814731 reads", "")] // CLEAR-FUTURE holds the first
    [InlineData("with_invalid_trn.csv", "241a295 READ-PATTERN, 4814731 reads", "learner_key: { from: TRN, pattern: 9999999 }")]
    public async Task A_recommendation_of_teachers_is_mapped_with_two_edits_or_three(string file, string verdicts, string key)
    {
        var data = Shared.SisSample("dfe-register", file);
        var yaml = MappingProposal.For(data, CancellationToken.None).Yaml;
        foreach (var (proposed, edited) in Edits.Append(("learner_key: TRN", key.Length > 0 ? key : "learner_key: TRN")))
        {
            Assert.Contains(proposed, yaml, StringComparison.Ordinal);
            // The key's form is said once, on learners; whose award it is follows.
            yaml = proposed.StartsWith("learner", StringComparison.Ordinal) ? ReplaceFirst(yaml, proposed, edited) : yaml.Replace(proposed, edited, StringComparison.Ordinal);
        }

        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "mapping.yaml");
        await File.WriteAllTextAsync(path, yaml, TestContext.Current.CancellationToken);
        var reading = await Reading.Of(data, path);
        Assert.Empty(reading.SourceFindings);
        Assert.Equal(verdicts, string.Join(", ", reading.Items.Select(item => $"{item.LearnerKey} {item.Findings.Select(finding => finding.RuleId).FirstOrDefault() ?? "reads"}")));
        Assert.All(reading.Items.Where(item => !item.IsBlocked), item => Assert.Equal("License", item.Learner!.Awards.Single().AchievementType));
        if (file == "complete.csv") Assert.Equal(["Courtney Barröws", "Cliff Bęrgstrom"], reading.Items.Select(item => item.Learner!.Name!.Display));
    }

    [Theory]
    [InlineData("dfe-register/empty.csv", "READ-EMPTY", "empty.csv is empty")]
    [InlineData("dfe-register/not_a_csv.csv", "READ-ENCODING", "is not text")]
    [InlineData("dfe-register/missing_required_header.csv", "READ-NO-INPUT", "nothing says whose the rows are")]
    [InlineData("oneroster-1.1-edfi", "READ-NO-INPUT", "a OneRoster export")]
    [InlineData("oneroster-1.1-example", "READ-NO-INPUT", "a OneRoster export")]
    public void Where_no_mapping_can_be_proposed_the_reason_is_said(string sample, string code, string says)
    {
        var error = Assert.Throws<IntakeException>(() => MappingProposal.For(Shared.SisSample(sample.Split('/')), CancellationToken.None));
        Assert.Equal(code, error.Code);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    private static string ReplaceFirst(string text, string from, string to)
    {
        var at = text.IndexOf(from, StringComparison.Ordinal);
        return string.Concat(text.AsSpan(0, at), to, text.AsSpan(at + from.Length));
    }
}
