// What a learner's record shows: repeated, failed, transferred and audited courses, and templates for awards.
using Conferral.Issuance.Read;
using Conferral.Issuance.Tests.Compose;
using CsCheck;

namespace Conferral.Issuance.Tests.Read;

public sealed class RecordPolicyTests
{
    private static readonly Term Fall = new("F", "Fall", new DateOnly(2024, 8, 20), new DateOnly(2024, 12, 20));
    private static readonly Term Spring = new("S", "Spring", new DateOnly(2025, 1, 10), new DateOnly(2025, 5, 15));

    [Theory]
    [InlineData("best", 1, "3 hidden")]
    [InlineData("last", 0, "hidden 3")]
    [InlineData("last", 1, "hidden 3")]
    [InlineData("all", 1, "0 3")]
    public void Of_a_repeated_course_one_attempt_counts(string repeated, int laterRank, string expected)
    {
        var learner = With(Attempt(Fall, rank: 0, credits: 3), Attempt(Spring, laterRank, credits: 3));
        var shown = Policies($"repeated: {repeated}").Apply(learner).CourseResults.Select(result => result.Shown == false ? "hidden" : $"{result.CreditsEarned}");
        Assert.Equal(expected, string.Join(' ', shown));
    }

    [Fact]
    public void A_failed_first_attempt_gives_way_to_the_passed_one_and_keeps_no_credit()
    {
        var learner = With(Attempt(Fall, 5, 0) with { Status = ResultStatus.Failed }, Attempt(Spring, 2, 3));
        Assert.Equal([false, null], Policies("repeated: best").Apply(learner).CourseResults.Select(result => result.Shown));
        Assert.Equal([0m, 3m], Policies("repeated: all").Apply(learner).CourseResults.Select(result => result.CreditsEarned!.Value));
    }

    [Fact]
    public void A_course_that_may_be_taken_again_for_credit_is_no_repeat()
        => Assert.All(Policies("repeated: best\n  repeatable: [MATH*]").Apply(With(Attempt(Fall, 0, 3), Attempt(Spring, 1, 3))).CourseResults, result => Assert.Equal((null, 3m), (result.Shown, result.CreditsEarned)));

    [Fact]
    public void Statuses_and_kinds_are_shown_or_left_out_as_the_policy_says()
    {
        var learner = With(
            Attempt(Fall, 0, 0) with { Status = ResultStatus.Failed },
            Attempt(Fall, 0, 0) with { Status = ResultStatus.Withdrew },
            Attempt(Fall, 0, 3) with { Kind = CourseKind.Audit },
            Attempt(Fall, 0, 3) with { Kind = CourseKind.Transfer },
            Attempt(Fall, 0, 3) with { Shown = false });
        var shown = Policies("courses: { Failed: show, Withdrew: leaveOut, Audit: leaveOut, Transfer: show, Completed: show }").Apply(learner).CourseResults.Select(result => result.Shown);
        Assert.Equal([true, false, false, true, false], shown);
    }

    [Fact]
    public void What_is_left_out_makes_the_record_partial_and_what_is_shown_tells_its_kind()
    {
        var learner = SampleLearner.Learner() with { CourseResults = [Attempt(Fall, 0, 3) with { Kind = CourseKind.Transfer }, Attempt(Spring, 0, 0) with { Status = ResultStatus.Failed }] };
        var shownAll = Compose(Policies("courses: { Failed: show }").Apply(learner));
        Assert.DoesNotContain("\"partial\":true", shownAll, StringComparison.Ordinal);
        Assert.Contains("\"Failed\"", shownAll, StringComparison.Ordinal);
        Assert.Contains("Credit transferred from another institution.", shownAll, StringComparison.Ordinal);
        Assert.Contains("\"partial\":true", Compose(Policies("courses: { Failed: leaveOut }").Apply(learner)), StringComparison.Ordinal);
    }

    [Fact]
    public void Awards_are_worded_from_their_own_facts()
    {
        var source = SampleLearner.Row("awards", 2);
        var award = SampleLearner.Degree() with { Title = "Bachelor of Science", Fields = [new(AwardFieldKind.Major, "Physics", null, source), new(AwardFieldKind.Major, "Music", null, source), new(AwardFieldKind.Minor, "Greek", null, source)] };
        var worded = Policies("awards: { title: \"{title}[ in {majors}]\", criteria: \"All requirements for {title}[ with a minor in {minors}][ and {honors}].\" }").Apply(SampleLearner.Learner() with { Awards = [award with { Honors = [] }] }).Awards.Single();
        Assert.Equal(("Bachelor of Science in Physics and Music", "All requirements for Bachelor of Science with a minor in Greek."), (worded.Title, worded.Criteria));
    }

    [Fact]
    public void No_policy_makes_credits_or_loses_a_course()
        => Gen.Select(Gen.Select(Gen.Int[0, 5], Gen.Bool, Gen.Bool).Array[0, 8], Gen.Int[0, 2]).Sample((attempts, choice) =>
        {
            var learner = With([.. attempts.Select(attempt => Attempt(attempt.Item2 ? Fall : Spring, attempt.Item1, 3) with { Status = attempt.Item3 ? ResultStatus.Completed : ResultStatus.Failed })]);
            var applied = Policies($"repeated: {((string[])["best", "last", "all"])[choice]}").Apply(learner);
            Assert.Equal(attempts.Length, applied.CourseResults.Count);
            Assert.True(applied.CourseResults.Where(result => result.Shown != false).Sum(result => result.CreditsEarned) <= learner.CourseResults.Sum(result => result.CreditsEarned));
            if (attempts.Length > 0) Assert.Contains(applied.CourseResults, result => result.Shown != false);
        });

    private static RecordPolicies Policies(string yaml) => MappingReader.Parse("mapping.yaml", $"files: {{}}\npolicies:\n  {yaml}").Policies;

    private static LearnerRecord With(params CourseResult[] results) => SampleLearner.Learner() with { CourseResults = results };

    private static CourseResult Attempt(Term term, int rank, decimal credits) => new()
    {
        Course = new Course { CourseKey = "MATH-101", Code = "MATH 101", Title = "Algebra", Credits = 3, Source = SampleLearner.Row("courses", 2) },
        Term = term,
        GradeRank = rank,
        Grade = "B",
        CreditsEarned = credits,
        CreditsAttempted = 3,
        Source = SampleLearner.Row("course_results", 2),
    };

    private static string Compose(LearnerRecord learner)
        => System.Text.Encoding.UTF8.GetString(SampleLearner.Composer().Compose(new IntakeItem { LearnerKey = learner.LearnerKey, Source = learner.Source, Learner = learner }).Utf8Json.Span);
}
