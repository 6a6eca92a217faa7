// What composing finds in a record: each fault by its id, weight, place and row.
using Conferral.Credentials;
using Conferral.Issuance.Compose;
using Conferral.Issuance.Read;

namespace Conferral.Issuance.Tests.Compose;

public sealed class ComposeFindingTests
{
    private static readonly LearnerRecord Learner = SampleLearner.Learner();

    [Fact]
    public void A_learner_without_award_is_an_error_unless_the_institution_says_otherwise()
    {
        var learner = Learner with { Awards = [], Gpas = [] };
        AssertFinding(learner, "COMPOSE-NO-AWARD", Severity.Error, "", "students.csv, row 2");
        var draft = SampleLearner.Compose(learner, SampleLearner.Options with { RequireAward = false });
        Assert.Empty(draft.Findings);
        Assert.Equal("2026-05-08T00:00:00-05:00", SampleLearner.Clr(draft).ValidFrom);
    }

    [Fact]
    public void An_empty_record_is_an_error_in_every_respect()
    {
        var empty = new LearnerRecord { LearnerKey = "1", Source = Learner.Source };
        Assert.Equal(["COMPOSE-NO-AWARD", "COMPOSE-NO-DATE", "COMPOSE-NOTHING"], SampleLearner.Compose(empty).Findings.Select(finding => finding.RuleId));
    }

    [Fact]
    public void A_course_that_ended_after_the_conferral_is_a_warning()
        => AssertFinding(
            Learner with { CourseResults = [SampleLearner.Taken(SampleLearner.Course("A", "A"), SampleLearner.Spring with { EndsOn = new DateOnly(2026, 6, 30) }, "A", 9)], CompetencyResults = [] },
            "COMPOSE-AFTER-CONFERRAL", Severity.Warning, "/credentialSubject/verifiableCredential/4", "course_results.csv, row 9");

    [Fact]
    public void More_credits_than_the_course_carries_is_a_warning()
        => AssertFinding(
            Learner with { CourseResults = [Learner.CourseResults[0] with { CreditsEarned = 4.5m }], CompetencyResults = [] },
            "COMPOSE-CREDITS", Severity.Warning, "/credentialSubject/verifiableCredential/4/credentialSubject/creditsEarned", "course_results.csv, row 2");

    [Fact]
    public void A_course_twice_in_one_term_is_a_warning_and_both_are_kept()
    {
        var learner = Learner with { CourseResults = [Learner.CourseResults[0], Learner.CourseResults[0]], CompetencyResults = [], Activities = [] };
        AssertFinding(learner, "COMPOSE-COURSE-TWICE", Severity.Warning, "/credentialSubject/verifiableCredential/5", "course_results.csv, row 2");
        Assert.Equal(6, SampleLearner.Clr(SampleLearner.Compose(learner)).CredentialSubject.VerifiableCredential.Select(member => member.Id).Distinct().Count());
    }

    [Fact]
    public void A_course_repeated_in_another_term_is_in_order()
        => Assert.Empty(SampleLearner.Compose(Learner with { CourseResults = [Learner.CourseResults[0], Learner.CourseResults[0] with { Term = SampleLearner.Spring }], CompetencyResults = [] }).Findings);

    [Fact]
    public void A_course_for_an_award_the_learner_lacks_is_a_warning()
        => AssertFinding(
            Learner with { CourseResults = [Learner.CourseResults[0] with { AwardKeys = ["DEG-9"] }], CompetencyResults = [] },
            "COMPOSE-AWARD-UNKNOWN", Severity.Warning, "/credentialSubject/verifiableCredential/4", "course_results.csv, row 2");

    [Fact]
    public void An_average_without_a_place_is_an_error()
        => AssertFinding(
            Learner with { Gpas = [new GpaRecord(GpaScope.Cumulative, 3m, 4m, null, "DEG-9", SampleLearner.Row("gpa", 7))] },
            "COMPOSE-GPA-AWARD", Severity.Error, "", "gpa.csv, row 7");

    [Fact]
    public void A_term_average_without_term_is_an_error()
    {
        var learner = Learner with { Gpas = [new GpaRecord(GpaScope.Term, 3m, 4m, null, null, SampleLearner.Row("gpa", 7))] };
        var finding = Assert.Single(SampleLearner.Compose(learner, SampleLearner.Options with { TermGpas = true }).Findings);
        Assert.Equal(("COMPOSE-GPA-TERM", Severity.Error), (finding.RuleId, finding.Severity));
    }

    [Fact]
    public void A_competency_of_a_course_not_taken_is_a_warning()
        => AssertFinding(
            Learner with { CompetencyResults = [Learner.CompetencyResults[0] with { CourseKey = "X" }] },
            "COMPOSE-COURSE-UNKNOWN", Severity.Warning, "/credentialSubject/verifiableCredential/7", "competency_results.csv, row 2");

    [Fact]
    public void A_competency_of_a_course_left_out_is_in_order()
        => Assert.Empty(SampleLearner.Compose(Learner with { CourseResults = [.. Learner.CourseResults.Select(result => result with { Status = ResultStatus.Withdrew })] }).Findings);

    [Fact]
    public void A_level_the_competency_does_not_have_is_an_error()
        => AssertFinding(
            Learner with { CompetencyResults = [Learner.CompetencyResults[0] with { Level = "Expert" }] },
            "COMPOSE-LEVEL-UNKNOWN", Severity.Error, "/credentialSubject/verifiableCredential/7/credentialSubject/result/0/value", "competency_results.csv, row 2");

    [Fact]
    public void A_conferral_that_lies_ahead_is_a_warning()
        => AssertFinding(Learner with { Awards = [SampleLearner.Degree(year: 2027)] }, "COMPOSE-FUTURE", Severity.Warning, "/validFrom", "students.csv, row 2");

    [Fact]
    public void Findings_of_reading_come_first_and_pass_through()
    {
        var read = Finding.Warning("READ-X", "", "m", "s");
        var item = SampleLearner.Item(Learner with { Awards = [SampleLearner.Degree(year: 2027)] }) with { Findings = [read] };
        Assert.Equal(["READ-X", "COMPOSE-FUTURE"], SampleLearner.Composer().Compose(item).Findings.Select(finding => finding.RuleId));
    }

    [Fact]
    public void A_blocked_item_is_the_callers_mistake()
        => Assert.Throws<ArgumentException>(() => SampleLearner.Composer().Compose(SampleLearner.Item(Learner) with { Findings = [Finding.Error("READ-X", "", "m", "s")] }));

    private static void AssertFinding(LearnerRecord learner, string ruleId, Severity severity, string pointer, string source)
    {
        var finding = Assert.Single(SampleLearner.Compose(learner).Findings);
        Assert.Equal((ruleId, severity, pointer, source), (finding.RuleId, finding.Severity, finding.Pointer, finding.Source!.ToString()));
        Assert.DoesNotContain(SampleLearner.DisplayName, finding.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(SampleLearner.Key, finding.Message, StringComparison.Ordinal);
    }
}
