// What must fit together within one learner's record, whoever wrote it.
using Conferral.Credentials;

namespace Conferral.Issuance.Read;

/// <summary>The checks a bundle's rows go through, over a finished record. Findings point into the record.</summary>
internal sealed class RecordCheck(LearnerRecord learner, Func<string, SourceLocation> at, bool allowNoAwards)
{
    private readonly HashSet<string> awardKeys = learner.Awards.Select(award => award.AwardKey).ToHashSet(StringComparer.Ordinal);
    private readonly List<Finding> findings = [];

    public List<Finding> Run()
    {
        CheckPerson();
        if (learner.Awards.Count == 0 && !allowNoAwards) Report(ReadRules.NoAward, "", "The learner has no award, so there is nothing to confer. Add the award, or allow learners without one.");
        Each(learner.Awards, "awards", (award, pointer) => CheckType(award.AchievementType, pointer));
        CheckUnique(learner.Awards.Select(award => award.AwardKey), "awards", "awardKey");
        Each(learner.CourseResults, "courseResults", CheckCourse);
        Each(learner.Gpas, "gpas", CheckGpa);
        Each(learner.CompetencyResults, "competencyResults", CheckCompetency);
        Each(learner.Activities, "activities", CheckActivity);
        CheckUnique(learner.Activities.Select(activity => activity.ActivityKey), "activities", "activityKey");
        return findings;
    }

    private void CheckPerson()
    {
        if (learner.Did is { } did && !did.StartsWith("did:", StringComparison.Ordinal)) Report(ReadRules.Identifier, "/did", "The value is not a DID: it does not start with \"did:\". Correct it or leave it out.");
        Each(learner.Identifiers, "identifiers", (identifier, pointer) =>
        {
            if (!ClrVocabulary.IsIdentityType(identifier.IdentityType)) Report(ReadRules.Identifier, pointer + "/identityType", $"The type is none of {string.Join(", ", ClrVocabulary.IdentityTypes)} nor an ext: term.");
        });
    }

    private void CheckType(string type, string pointer)
    {
        if (!ClrVocabulary.AchievementTypes.Contains(type) && !type.StartsWith(ClrVocabulary.ExtensionPrefix, StringComparison.Ordinal))
            Report(ReadRules.Choice, pointer + "/achievementType", $"{RowValues.Quoted(type)} is not accepted here. Use one of {string.Join(", ", ClrVocabulary.AchievementTypes)} or an ext: term.");
    }

    private void CheckCourse(CourseResult result, string pointer)
    {
        CheckOrder(result.Term?.StartsOn, result.Term?.EndsOn, pointer + "/term/endsOn");
        Each(result.AwardKeys, pointer[9..] + "/awardKeys", CheckAward); // 9: "/learner/"
    }

    private void CheckGpa(GpaRecord gpa, string pointer)
    {
        if (gpa.Value > gpa.Maximum) Report(ReadRules.GpaRange, pointer + "/value", FormattableString.Invariant($"The average {gpa.Value} is above its maximum {gpa.Maximum}. Correct one of the two."));
        if (gpa.AwardKey is { } key) CheckAward(key, pointer + "/awardKey");
        CheckOrder(gpa.Term?.StartsOn, gpa.Term?.EndsOn, pointer + "/term/endsOn");
    }

    private void CheckCompetency(CompetencyResult result, string pointer)
    {
        if (result.Level is { } level && !result.Competency.Levels.Contains(level)) Report(ReadRules.UnknownLevel, pointer + "/level", $"{RowValues.Quoted(level)} is not a level of the competency. Use one of {string.Join(", ", result.Competency.Levels)}, or add it there.");
    }

    private void CheckActivity(Activity activity, string pointer)
    {
        CheckType(activity.AchievementType, pointer);
        CheckOrder(activity.StartsOn, activity.EndsOn, pointer + "/endsOn");
    }

    private void CheckAward(string key, string pointer)
    {
        if (!awardKeys.Contains(key)) Report(ReadRules.UnknownAward, pointer, $"The learner has no award {RowValues.Quoted(key)}. Correct the key or add the award.");
    }

    private void CheckOrder(DateOnly? start, DateOnly? end, string pointer)
    {
        if (end < start) Report(ReadRules.Date, pointer, "The last day lies before the first. Correct one of the two.");
    }

    private void CheckUnique(IEnumerable<string> keys, string list, string member)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        Each([.. keys], list, (key, pointer) =>
        {
            if (!seen.Add(key)) Report(ReadRules.DuplicateKey, $"{pointer}/{member}", $"The learner has {RowValues.Quoted(key)} twice. Keep one.");
        });
    }

    private static void Each<T>(IReadOnlyList<T> items, string list, Action<T, string> check)
    {
        for (var i = 0; i < items.Count; i++) check(items[i], FormattableString.Invariant($"/learner/{list}/{i}"));
    }

    private void Report(ReadRule rule, string pointer, string message)
        => findings.Add(rule.At(at(pointer.StartsWith("/learner/", StringComparison.Ordinal) ? pointer : "/learner" + pointer), message));
}
