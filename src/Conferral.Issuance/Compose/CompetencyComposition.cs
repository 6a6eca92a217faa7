// Competencies: one member per assessment.
using Conferral.Credentials.Model;
using Conferral.Issuance.Read;

namespace Conferral.Issuance.Compose;

/// <summary>Each assessment is a member with the level reached; a competency shown in a course <c>isChildOf</c> that course.</summary>
internal sealed class CompetencyComposition(AchievementShelf shelf, LearnerRecord learner, DraftBuilder draft, CourseComposition courses)
{
    public void AddAll()
    {
        foreach (var result in learner.CompetencyResults) Add(result);
    }

    private void Add(CompetencyResult result)
    {
        var competency = result.Competency;
        var achievement = shelf.Competency(competency);
        var subject = draft.Subject(achievement) with
        {
            ActivityEndDate = draft.At(result.AssessedOn),
            Result = result.Level is { } level ? [new Result { ResultDescription = achievement.Scale(0), Value = level }] : null,
        };
        var key = competency.CompetencyKey + '\u001f' + result.CourseKey;
        var facts = new MemberFacts("competency", key, result.Source) { AwardedOn = result.AssessedOn };
        var pointer = draft.Add(achievement, subject, facts, competency.Source);

        if (result.Level is { } reached && competency.Levels.Count > 0 && !competency.Levels.Contains(reached, StringComparer.Ordinal))
            draft.Findings.Add(ComposeFinding.LevelUnknown(pointer, competency.Name, result.Source));
        if (result.CourseKey is { } courseKey) Relate(result, courseKey, achievement.Id, pointer);
    }

    private void Relate(CompetencyResult result, string courseKey, string competencyId, string pointer)
    {
        if (!courses.TryFind(courseKey, out var courseId))
            draft.Findings.Add(ComposeFinding.CompetencyCourseUnknown(pointer, result.Competency.Name, courseKey, result.Source));
        else if (courseId is not null)
            draft.Relate(competencyId, AssociationType.IsChildOf, courseId);
    }
}
