// Composing then reading loses nothing: every fact of a generated record is found in its document.
using System.Globalization;
using System.Text;
using Conferral.Credentials.Model;
using Conferral.Issuance.Compose;
using Conferral.Issuance.Read;
using CsCheck;

namespace Conferral.Issuance.Tests.Compose;

public sealed class ComposeLosesNothingTests
{
    private static readonly ComposeOptions Everything = SampleLearner.Options with
    {
        CourseStatuses = Enum.GetValues<ResultStatus>().ToHashSet(),
        TermGpas = true,
        HashIdentifiers = false,
    };

    [Fact]
    public void Every_course_is_found_with_all_it_says() => GenLearner.Record.Sample(learner =>
    {
        var clr = Compose(learner);
        Assert.Equal(learner.CourseResults.Select(Fact).Order(), Of(clr, AchievementType.Course).Select(Fact).Order());
    });

    [Fact]
    public void Every_award_is_found_with_fields_honours_and_average() => GenLearner.Record.Sample(learner =>
    {
        var clr = Compose(learner);
        foreach (var award in learner.Awards)
        {
            var member = clr.CredentialSubject.VerifiableCredential.First(candidate => Fact(candidate.CredentialSubject.Achievement, candidate.AwardedDate) == Fact(award));
            var parts = PartsOf(clr, member).ToList();
            foreach (var honor in award.Honors) Assert.Contains(parts, part => part.Name == honor && part.AchievementType == AchievementType.Award);
            foreach (var field in award.Fields) Assert.True(Holds(member.CredentialSubject.Achievement, parts, field), field.ToString());
        }

        var averages = clr.CredentialSubject.VerifiableCredential.SelectMany(member => Averages(member.CredentialSubject)).Order();
        Assert.Equal(["Cumulative grade point average: 3.50 of 4", "Grade point average of the term: 3.1 of 4"], averages);
    });

    [Fact]
    public void Every_competency_and_activity_is_found() => GenLearner.Record.Sample(learner =>
    {
        var clr = Compose(learner);
        Assert.Equal(learner.CompetencyResults.Select(Fact).Order(), Of(clr, AchievementType.Competency).Select(Fact).Order());
        Assert.Equal(learner.Activities.Select(Fact).Order(), Of(clr, AchievementType.CoCurricular).Select(Fact).Order());
        var course = Of(clr, AchievementType.Course).First(member => member.CredentialSubject.Achievement.HumanCode == "CODE 0").CredentialSubject.Achievement.Id;
        var linked = learner.CompetencyResults.Where(result => result.CourseKey == "C0").Select(result => result.Competency.Name);
        Assert.Equal(linked.Order(), Linked(clr, AssociationType.IsChildOf, course).Select(achievement => achievement.Name).Order());
    });

    [Fact]
    public void Every_identity_is_found() => GenLearner.Record.Sample(learner =>
    {
        var identities = Compose(learner).CredentialSubject.Identifier!.Select(identity => (identity.IdentityType, identity.IdentityHash)).ToList();
        Assert.Contains(("sisSourcedId", learner.LearnerKey), identities);
        if (learner.Name is { } name) Assert.Contains(("name", name.Display), identities);
        if (learner.Email is { } email) Assert.Contains(("emailAddress", email), identities);
        Assert.All(learner.Identifiers, identifier => Assert.Contains((identifier.IdentityType, identifier.Value), identities));
    });

    [Fact]
    public void Hashed_records_never_show_the_learner() => GenLearner.Record.Sample(learner =>
    {
        var named = learner with { LearnerKey = "LEARNER-" + learner.LearnerKey, Name = new PersonName("Persōna Quaedam"), Email = "quaedam@example.edu" };
        var text = Encoding.UTF8.GetString(SampleLearner.Compose(named, Everything with { HashIdentifiers = true }).Utf8Json.Span);
        Assert.DoesNotContain("LEARNER-", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Quaedam", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("sourced-", text, StringComparison.OrdinalIgnoreCase);
    });

    [Fact]
    public void Ids_are_unique_associations_end_somewhere_and_equal_records_give_equal_bytes() => GenLearner.Record.Sample(learner =>
    {
        var draft = SampleLearner.Compose(learner, Everything);
        Assert.Equal(draft.Sha256, SampleLearner.Compose(learner, Everything).Sha256);
        var subject = SampleLearner.Clr(draft).CredentialSubject;
        var members = subject.VerifiableCredential.Select(member => member.Id).ToList();
        Assert.Equal(members.Count, members.Distinct().Count());
        var achievements = subject.Achievement!.Select(achievement => achievement.Id).ToHashSet();
        Assert.Equal(achievements.Count, subject.Achievement!.Count);
        Assert.All(subject.Association ?? [], link => Assert.True(achievements.Contains(link.SourceId) && achievements.Contains(link.TargetId) && link.SourceId != link.TargetId));
        Assert.Equal(subject.Association?.Distinct().Count(), subject.Association?.Count);
        Assert.All(subject.VerifiableCredential, member => Assert.All(member.CredentialSubject.Result ?? [], result =>
            Assert.Contains(member.CredentialSubject.Achievement.ResultDescription!, scale => scale.Id == result.ResultDescription)));
    });

    private static ClrCredential Compose(LearnerRecord learner) => SampleLearner.Clr(SampleLearner.Compose(learner, Everything));

    private static IEnumerable<AchievementCredential> Of(ClrCredential clr, string type)
        => clr.CredentialSubject.VerifiableCredential.Where(member => member.CredentialSubject.Achievement.AchievementType == type);

    // Each fact is told from both sides in the same words; what the wording fills in for an absent text is not a fact.
    private static string Fact(CourseResult result) => Line(
        result.Course.Code, result.Course.Title, result.Course.Description, result.Course.Subject, Number(result.Course.Credits), result.Grade,
        Number(result.CreditsEarned), Number(result.CreditsAttempted ?? result.CreditsEarned), result.Status.ToString(), result.Term?.Name, At(result.Term?.StartsOn), At(result.Term?.EndsOn));

    private static string Fact(AchievementCredential member) => member.CredentialSubject.Achievement.AchievementType switch
    {
        AchievementType.Course => CourseFact(member.CredentialSubject, member.CredentialSubject.Achievement),
        AchievementType.Competency => CompetencyFact(member.CredentialSubject, member.CredentialSubject.Achievement),
        _ => ActivityFact(member.CredentialSubject, member.CredentialSubject.Achievement),
    };

    private static string CourseFact(AchievementSubject subject, Achievement course)
    {
        var generated = Everything.Wording.CourseDescription.Replace("{code}", course.HumanCode, StringComparison.Ordinal).Replace("{institution}", Everything.Issuer.Name, StringComparison.Ordinal).Replace("{title}", course.Name, StringComparison.Ordinal);
        var result = subject.Result?.Single();
        return Line(
            course.HumanCode, course.Name, course.Description == generated ? null : course.Description, course.FieldOfStudy, Number(course.CreditsAvailable), result?.Value,
            Number(subject.CreditsEarned), After("Credits attempted: ", subject.Narrative) ?? Number(subject.CreditsEarned), result?.Status ?? "Completed", subject.Term, subject.ActivityStartDate, subject.ActivityEndDate);
    }

    private static string Fact(CompetencyResult result) => Line(
        result.Competency.Name, result.Competency.Code, result.Competency.Framework, result.Competency.FrameworkUrl, string.Join('|', result.Competency.Levels), result.Level, At(result.AssessedOn));

    private static string CompetencyFact(AchievementSubject subject, Achievement competency)
    {
        var alignment = competency.Alignment?.Single();
        return Line(
            competency.Name, competency.HumanCode, alignment is null ? competency.Tag?.Single() : alignment.TargetFramework, alignment?.TargetUrl,
            string.Join('|', competency.ResultDescription!.Single().AllowedValue ?? []), subject.Result?.Single().Value, subject.ActivityEndDate);
    }

    private static string Fact(Activity activity)
        => Line(activity.Name, activity.Description ?? $"{activity.Name}, recognised by Example College.", activity.Role, Number(activity.Hours), At(activity.StartsOn), At(activity.EndsOn));

    private static string ActivityFact(AchievementSubject subject, Achievement activity)
        => Line(activity.Name, activity.Description, subject.Role, After("Hours: ", subject.Narrative), subject.ActivityStartDate, subject.ActivityEndDate);

    private static string Fact(Award award) => Line(award.AchievementType, award.Title, award.Code, Number(award.Credits), At(award.ConferredOn));

    private static string Fact(Achievement award, string? awardedDate) => Line(award.AchievementType, award.Name, award.HumanCode, Number(award.CreditsAvailable), awardedDate);

    private static bool Holds(Achievement award, List<Achievement> parts, AwardField field)
    {
        var inAward = (field.Kind is AwardFieldKind.Major && award.FieldOfStudy == field.Name) || (field.Kind is AwardFieldKind.Concentration && award.Specialization == field.Name);
        var codeInAward = field.Code is null || award.OtherIdentifier?.Any(entry => entry.Identifier == field.Code) is true;
        return (inAward && codeInAward) || parts.Exists(part => part.Name == $"{field.Kind} in {field.Name}" && part.HumanCode == field.Code);
    }

    private static IEnumerable<Achievement> PartsOf(ClrCredential clr, AchievementCredential award) => Linked(clr, AssociationType.IsPartOf, award.CredentialSubject.Achievement.Id);

    private static IEnumerable<Achievement> Linked(ClrCredential clr, AssociationType type, string target) =>
        from link in clr.CredentialSubject.Association ?? []
        where link.AssociationType == type && link.TargetId == target
        select clr.CredentialSubject.Achievement!.Single(achievement => achievement.Id == link.SourceId);

    private static IEnumerable<string> Averages(AchievementSubject subject) =>
        from scale in subject.Achievement.ResultDescription ?? []
        where scale.ResultType == ResultType.GradePointAverage
        select $"{scale.Name}: {subject.Result!.Single(result => result.ResultDescription == scale.Id).Value} of {scale.ValueMax}";

    private static string? At(DateOnly? date) => date is { } day ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + "T00:00:00-05:00" : null;

    private static string? Number(decimal? value) => value?.ToString("0.####", CultureInfo.InvariantCulture);

    private static string? After(string start, string? text) => text is null ? null : decimal.Parse(text[start.Length..], CultureInfo.InvariantCulture).ToString("0.####", CultureInfo.InvariantCulture);

    private static string Line(params string?[] parts) => string.Join(" ¦ ", parts.Select(part => part ?? "∅"));
}
