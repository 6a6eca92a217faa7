// Exports nobody here wrote: each is read, held or refused, for the reason that is really wrong with it.
using System.Text.Json;
using Conferral.Issuance.Clear;
using Conferral.Issuance.Read;
using Conferral.Issuance.Tests.Clear;
using Conferral.Issuance.Tests.Compose;
using Conferral.TestKit;

namespace Conferral.Issuance.Tests.Read;

public sealed class ForeignExportTests
{
    private static readonly string Ushe = Repository.Sample("ushe-fake", "mapping.yaml");

    [Theory]
    [InlineData("complete.csv", "2413295 reads, 4814731 reads")]
    [InlineData("missing_do_not_edit_row.csv", "2413295 reads, 4814731 reads")]
    [InlineData("missing_date.csv", "2413295 reads, 4814731 READ-AWARD-DATE")]
    [InlineData("no_date.csv", "2413295 READ-AWARD-DATE, 4814731 READ-AWARD-DATE")]
    [InlineData("date_in_future.csv", "2413295 COMPOSE-FUTURE, 4814731 reads")] // and the rules refuse what lies years ahead
    [InlineData("with_invalid_trn.csv", "241a295 reads, 4814731 reads")] // a reference number's pattern is known to its register alone
    public async Task A_recommendation_of_teachers_is_read_or_held(string file, string verdicts)
    {
        var reading = await Dfe(file);
        Assert.Equal(verdicts, string.Join(", ", reading.Items.Select(Verdict)));
        Assert.Empty(reading.SourceFindings);
        Assert.All(reading.Items.Where(item => item.Learner is not null), item => Assert.Equal("License", item.Learner!.Awards.Single().AchievementType));
    }

    [Theory]
    [InlineData("empty.csv", "READ-EMPTY", "recommendations.csv is empty")]
    [InlineData("not_a_csv.csv", "READ-ENCODING", "recommendations.csv")]
    [InlineData("missing_required_header.csv", "READ-MISSING-COLUMN", "There is no column TRN, which the mapping uses for learner_key")]
    public async Task A_recommendation_that_cannot_be_read_is_refused(string file, string code, string says)
    {
        var error = await Assert.ThrowsAsync<IntakeException>(() => Dfe(file));
        Assert.Equal(code, error.Code);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Accents_and_quoted_newlines_of_a_recommendation_are_whole()
    {
        var reading = await Dfe("complete.csv");
        Assert.Equal(["Courtney Barröws", "Cliff Bęrgstrom"], reading.Items.Select(item => item.Learner!.Name!.Display));
        Assert.Equal([5, 6], reading.Items.Select(item => item.Source.Row));
        Assert.Equal(new DateOnly(2022, 7, 20), reading["2413295"].Learner!.Awards.Single().ConferredOn);
    }

    [Fact]
    public async Task Of_an_award_extract_with_impossible_people_nobody_is_ready_to_be_issued()
    {
        var reading = await Cleared.Of(await Reading.Of(Shared.SisSample("ushe-fake"), Ushe), ClearanceRules.Default with { MinimumAge = 0 });
        Assert.Empty(reading.SourceFindings);
        Assert.Equal(30, reading.Items.Count);
        int With(string rule) => reading.Items.Count(item => item.Findings.Any(finding => finding.RuleId == rule));
        Assert.Equal((16, 5, 6), (With("READ-NO-AWARD"), With("CLEAR-BEFORE-BIRTH"), With("READ-REQUIRED")));
        // What is sound as a row has impossible dates, or far fewer credits than its degree needs.
        Assert.All(reading.Items, item => Assert.True(item.IsBlocked));
        Assert.Equal(3, reading.Items.Count(item => item.Findings is [{ RuleId: "CLEAR-CREDITS" }]));
        Assert.All(reading.Items, item => Assert.Matches("^00[0-9]{6}$", item.LearnerKey));
    }

    [Fact]
    public async Task No_social_security_number_reaches_a_record_or_a_message()
    {
        var reading = await Reading.Of(Shared.SisSample("ushe-fake"), Ushe, new IntakeOptions { AllowNoAwards = true });
        Assert.DoesNotMatch(@"\b\d{2,3}-\d{2,3}-\d{3,4}\b", JsonSerializer.Serialize(reading.Items.Select(item => item.Findings)));
        Assert.DoesNotContain("123-45-6789", JsonSerializer.Serialize(reading), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_roster_nobody_here_wrote_is_refused_without_awards_and_read_with_them()
    {
        var error = await Assert.ThrowsAsync<IntakeException>(() => Reading.Of(Shared.SisSample("oneroster-1.1-edfi")));
        Assert.Equal("READ-ROSTER", error.Code);
        using var folder = Copy("oneroster-1.1-edfi");
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "awards.csv"), "learner_key,award_key,achievement_type,title,conferred_on\n604863,D1,SecondarySchoolDiploma,Diploma,2021-05-28\n", TestContext.Current.CancellationToken);
        var reading = await Reading.Of(folder.Path);
        var learner = Assert.Single(reading.Items).Learner!;
        Assert.Equal(("604863", "Mary Archer"), (learner.LearnerKey, learner.Name!.Display));
        Assert.NotEmpty(learner.CourseResults);
        Assert.Contains(learner.CourseResults, result => result.Course.CourseKey == "03100500");
        Assert.All(learner.CourseResults, result => Assert.EndsWith("Semester", result.Term!.Name, StringComparison.Ordinal));
        Assert.All(reading.SourceFindings, finding => Assert.Equal("READ-FORM", finding.RuleId));
    }

    [Fact]
    public async Task A_roster_of_headers_alone_is_refused_for_having_nobody()
    {
        using var folder = Copy("oneroster-1.1-example");
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "awards.csv"), "learner_key,award_key,achievement_type,title,conferred_on\n1,D1,Diploma,Diploma,2021-05-28\n", TestContext.Current.CancellationToken);
        var error = await Assert.ThrowsAsync<IntakeException>(() => Reading.Of(folder.Path));
        Assert.Equal("READ-NO-ROWS", error.Code);
    }

    private static string Verdict(IntakeItem item)
    {
        var findings = item.Learner is null ? item.Findings : SampleLearner.Compose(item.Learner).Findings;
        return $"{item.LearnerKey} {findings.Select(finding => finding.RuleId).FirstOrDefault() ?? "reads"}";
    }

    private static async Task<Reading> Dfe(string file)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(Path.Combine(folder.Path, "recommendations.csv"), await File.ReadAllBytesAsync(Shared.SisSample("dfe-register", file), TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        return await Reading.Of(folder.Path, Repository.Sample("dfe-register", "mapping.yaml"));
    }

    private static TemporaryFolder Copy(string sample)
    {
        var folder = new TemporaryFolder();
        foreach (var file in Directory.GetFiles(Shared.SisSample(sample))) File.WriteAllBytes(Path.Combine(folder.Path, Path.GetFileName(file)), File.ReadAllBytes(file));
        return folder;
    }
}
