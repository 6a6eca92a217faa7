// From which day a CLR is first valid.
using Conferral.Issuance.Read;

namespace Conferral.Issuance.Compose;

internal static class IssueDate
{
    /// <summary>The newest conferral: by then everything in the record was earned. Without awards, the newest date of the record; null if it has none.</summary>
    public static DateOnly? Of(LearnerRecord learner)
    {
        if (learner.Awards.Count > 0) return learner.Awards.Max(award => award.ConferredOn);
        return learner.CourseResults.Select(result => result.Term?.EndsOn)
            .Concat(learner.CompetencyResults.Select(result => result.AssessedOn))
            .Concat(learner.Activities.Select(activity => activity.EndsOn ?? activity.StartsOn))
            .Max();
    }
}
