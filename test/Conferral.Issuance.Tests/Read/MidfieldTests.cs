// An export nobody here wrote, read through samples/midfield/mapping.yaml.
using System.Text.Json;
using Conferral.Issuance.Read;
using Conferral.TestKit;

namespace Conferral.Issuance.Tests.Read;

public sealed class MidfieldTests
{
    private static readonly string Mapping = Repository.Sample("midfield", "mapping.yaml");

    [Fact]
    public async Task Every_row_of_the_export_is_read_or_accounted_for()
    {
        var reading = await Reading.Of(Shared.SisSample("midfield"), Mapping);
        Assert.Equal((150, 150L), (reading.Items.Count, reading.LearnerCount));
        Assert.Empty(reading.SourceFindings);
        Assert.Equal(["READ-NO-AWARD"], reading.AllFindings.Select(finding => finding.RuleId).Distinct());
        var graduates = reading.Items.Where(item => !item.IsBlocked).Select(item => item.Learner!).ToArray();
        Assert.Equal((58, 92), (reading.Items.Count(item => item.IsBlocked), graduates.Length));
        Assert.Equal((96, 4), (graduates.Sum(learner => learner.Awards.Count), graduates.Count(learner => learner.Awards.Count == 2)));
        var everybody = await Reading.Of(Shared.SisSample("midfield"), Mapping, new IntakeOptions { AllowNoAwards = true });
        Assert.Equal(5812, everybody.Items.Sum(item => item.Learner!.CourseResults.Count));
        Assert.Equal(150, everybody.Items.Sum(item => item.Learner!.Gpas.Count(gpa => gpa.Scope == GpaScope.Cumulative)));
    }

    [Fact]
    public async Task Term_codes_titles_grades_and_averages_are_translated()
    {
        var reading = await Reading.Of(Shared.SisSample("midfield"), Mapping);
        var learner = reading["MCID3111159270"].Learner!;
        Assert.Null(learner.Name);
        Assert.Equal([new LearnerIdentifier("sisSourcedId", "MCID3111159270")], learner.Identifiers);
        var award = Assert.Single(learner.Awards);
        Assert.Equal(("BachelorDegree", "141001", new DateOnly(1992, 5, 15)), (award.AchievementType, award.Code, award.ConferredOn));
        Assert.Equal("Engineering", Assert.Single(award.Fields).Name);
        var terms = learner.CourseResults.Select(result => result.Term!).Distinct().ToArray();
        Assert.Equal(new Term("19881", "Fall 1988", new DateOnly(1988, 8, 20), new DateOnly(1988, 12, 20)), terms[0]);
        Assert.Equal(terms.OrderBy(term => term.StartsOn), terms);
        Assert.All(learner.CourseResults, result => Assert.False(string.IsNullOrEmpty(result.Course.Title)));
        var results = reading.Items.Where(item => !item.IsBlocked).SelectMany(item => item.Learner!.CourseResults).ToArray();
        Assert.All(results.Where(result => result.Grade is "F" or "U/F"), result => Assert.Equal((ResultStatus.Failed, null), (result.Status, result.CreditsEarned)));
        Assert.All(results.Where(result => result.Grade == "W"), result => Assert.Equal(ResultStatus.Withdrew, result.Status));
        Assert.All(results.Where(result => result.Grade is "CR" or "S/P"), result => Assert.Equal((ResultStatus.Completed, result.CreditsAttempted), (result.Status, result.CreditsEarned)));
    }

    [Fact]
    public async Task No_demographic_value_reaches_a_record_or_a_finding()
    {
        // Every value of every column but the key is replaced by one that can be found again.
        using var marked = new TemporaryFolder();
        foreach (var file in Directory.GetFiles(Shared.SisSample("midfield"))) File.WriteAllBytes(Path.Combine(marked.Path, Path.GetFileName(file)), File.ReadAllBytes(file));
        var students = Path.Combine(marked.Path, "toy_student.csv");
        var lines = await File.ReadAllLinesAsync(students, TestContext.Current.CancellationToken);
        await File.WriteAllLinesAsync(students, lines.Select((line, i) => i == 0 ? line : Mark(line)), TestContext.Current.CancellationToken);
        foreach (var options in new[] { IntakeOptions.Default, new IntakeOptions { AllowNoAwards = true } })
        {
            var reading = await Reading.Of(marked.Path, Mapping, options);
            Assert.Equal(150, reading.Items.Count);
            Assert.DoesNotContain("PRIVATE", JsonSerializer.Serialize(reading), StringComparison.Ordinal);
        }
    }

    private static string Mark(string line)
    {
        var fields = line.Split(',');
        return string.Join(',', fields.Select((field, i) => i == 0 ? field : $"PRIVATE {i}"));
    }
}
