// The sample in the repository: that the generator makes it, and that reading finds exactly what its README says.
using System.Text.RegularExpressions;
using Conferral.Credentials;
using Conferral.Issuance.Read;
using Conferral.Samples;

namespace Conferral.Issuance.Tests.Read;

public sealed partial class RiverCollegeTests
{
    private static readonly CohortOptions Sample = new(CohortGenerator.SampleLearners, CohortGenerator.SampleSeed, Faults: true);

    [Fact]
    public void The_committed_sample_is_what_the_generator_makes()
    {
        using var folder = new TemporaryFolder();
        CohortGenerator.Write(folder.Path, Sample, TestContext.Current.CancellationToken);
        var made = Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order().ToArray();
        Assert.Equal(made, Directory.GetFiles(Repository.Sample("river-college")).Select(Path.GetFileName).Order());
        foreach (var name in made)
        {
            Assert.Equal(File.ReadAllBytes(Path.Combine(folder.Path, name!)), File.ReadAllBytes(Repository.Sample("river-college", name!)));
        }
    }

    [Fact]
    public async Task Reading_finds_exactly_the_wrong_rows_of_the_readme()
    {
        var reading = await Reading.Of(Repository.Sample("river-college"));
        var documented = DocumentedRow().Matches(await File.ReadAllTextAsync(Repository.Sample("README.md"), TestContext.Current.CancellationToken));
        Assert.Equal(
            documented.Select(row => $"{row.Groups["rule"]} {row.Groups["place"]}").Order(),
            reading.AllFindings.Select(finding => $"{finding.RuleId} {finding.Source}").Order());
        Assert.Equal(14, documented.Count);
        Assert.Equal((300, 13), (reading.Items.Count, reading.Items.Count(item => item.IsBlocked)));
        Assert.All(reading.AllFindings, finding => Assert.Equal(Severity.Error, finding.Severity));
    }

    [Fact]
    public async Task The_sample_has_what_a_real_cohort_has()
    {
        var learners = (await Reading.Of(Repository.Sample("river-college"))).Items.Where(item => !item.IsBlocked).Select(item => item.Learner!).ToArray();
        Assert.Equal(["AssociateDegree", "BachelorDegree", "Certificate", "MasterDegree"], learners.SelectMany(learner => learner.Awards).Select(award => award.AchievementType).Distinct().Order());
        Assert.Contains(learners, learner => learner.Awards.Count == 2);
        Assert.Contains(learners, learner => learner.Awards.Any(award => award.Fields.Count(field => field.Kind == AwardFieldKind.Major) == 2));
        Assert.Contains(learners, learner => learner.Awards.Any(award => award.Fields.Any(field => field.Kind == AwardFieldKind.Minor)));
        Assert.Contains(learners, learner => learner.Awards.Any(award => award.Honors.Count == 2));
        Assert.Contains(learners, learner => learner.Name!.Display.EnumerateRunes().Any(rune => rune.Value > 0xFFFF));
        foreach (var script in new[] { "王", "فاطمة", "O'Brien", "Łukasz" }) Assert.Contains(learners, learner => learner.Name!.Display.Contains(script, StringComparison.Ordinal));
        Assert.All(learners, learner => Assert.InRange(learner.CourseResults.Count, 20, 46));
        Assert.All(learners, learner => Assert.StartsWith("000", learner.LearnerKey, StringComparison.Ordinal));
        Assert.Contains(learners, learner => learner.CompetencyResults.Count > 0 && learner.Activities.Count > 0);
    }

    [Fact]
    public void A_cohort_is_the_start_of_a_larger_one_with_the_same_seed()
    {
        using var small = new TemporaryFolder();
        using var large = new TemporaryFolder();
        CohortGenerator.Write(small.Path, new CohortOptions(20, 5), TestContext.Current.CancellationToken);
        CohortGenerator.Write(large.Path, new CohortOptions(60, 5), TestContext.Current.CancellationToken);
        var (few, many) = (File.ReadAllText(Path.Combine(small.Path, "course_results.csv")), File.ReadAllText(Path.Combine(large.Path, "course_results.csv")));
        Assert.StartsWith(few, many, StringComparison.Ordinal);
        Assert.True(many.Length > 2 * few.Length);
    }

    [GeneratedRegex(@"^\| \d+ \| .*? \| `(?<rule>READ-[A-Z-]+)` \| (?<place>[^|]+?) \|", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DocumentedRow();
}
