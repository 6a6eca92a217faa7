// Activities beside the courses, and the averages of terms.
using System.Globalization;
using Conferral.Credentials.Model;
using Conferral.Issuance.Read;

namespace Conferral.Issuance.Compose;

/// <summary>Each activity is a member with role and dates; the model has no place for hours, so they are told in the narrative.</summary>
internal sealed class ActivityComposition(ComposeOptions options, AchievementShelf shelf, LearnerRecord learner, DraftBuilder draft)
{
    public void AddAll()
    {
        foreach (var activity in learner.Activities)
        {
            var achievement = shelf.Activity(activity);
            var subject = draft.Subject(achievement) with
            {
                Role = activity.Role,
                ActivityStartDate = draft.At(activity.StartsOn),
                ActivityEndDate = draft.At(activity.EndsOn),
                Narrative = activity.Hours is { } hours
                    ? Wording.Fill(options.Wording.HoursNarrative, ("{hours}", hours.ToString(CultureInfo.InvariantCulture)))
                    : null,
            };
            draft.Add(achievement, subject, new MemberFacts("activity", activity.ActivityKey, activity.Source));
        }
    }
}

/// <summary>Each term's average is a member of type LearningProgram; a term <c>precedes</c> the next one that begins later.</summary>
internal sealed class TermComposition(AchievementShelf shelf, LearnerRecord learner, DraftBuilder draft)
{
    public void AddAll()
    {
        var added = new List<(DateOnly StartsOn, string AchievementId)>();
        foreach (var gpa in learner.Gpas)
        {
            if (gpa.Scope is not GpaScope.Term) continue;
            if (gpa.Term is not { } term)
            {
                draft.Findings.Add(ComposeFinding.GpaWithoutTerm(gpa.Source));
                continue;
            }

            var achievement = Add(gpa, term);
            if (term.StartsOn is { } startsOn) added.Add((startsOn, achievement.Id));
        }

        added.Sort((one, other) => one.StartsOn.CompareTo(other.StartsOn));
        foreach (var (earlier, later) in added.Zip(added.Skip(1)))
        {
            if (earlier.StartsOn < later.StartsOn) draft.Relate(earlier.AchievementId, AssociationType.Precedes, later.AchievementId);
        }
    }

    private ShelvedAchievement Add(GpaRecord gpa, Term term)
    {
        var achievement = shelf.Term(term, gpa);
        var subject = draft.Subject(achievement) with
        {
            Term = term.Name,
            ActivityStartDate = draft.At(term.StartsOn),
            ActivityEndDate = draft.At(term.EndsOn),
            Result = [new Result { ResultDescription = achievement.Scale(0), Value = gpa.Value.ToString(CultureInfo.InvariantCulture) }],
        };
        draft.Add(achievement, subject, new MemberFacts("term", term.TermKey, gpa.Source));
        return achievement;
    }
}
