// What an institution shows of a learner's courses, and how it words its awards: decided once, for every kind of source.
namespace Conferral.Issuance.Read;

/// <summary>Which attempt of a repeated course counts.</summary>
internal enum RepeatedCourses
{
    /// <summary>Only the attempt with the best grade is shown; of equal ones the latest.</summary>
    Best,

    /// <summary>Only the latest attempt is shown.</summary>
    Last,

    /// <summary>Every attempt is shown, and credits stand on the latest one that earned any.</summary>
    All,
}

/// <summary>The policies: section of a mapping. Applying it to a record twice changes nothing more.</summary>
internal sealed record RecordPolicies
{
    /// <summary>Whether courses that ended so are shown; a status that is not here is left to the institution's settings.</summary>
    public IReadOnlyDictionary<ResultStatus, bool> Statuses { get; init; } = new Dictionary<ResultStatus, bool>();

    public IReadOnlyDictionary<CourseKind, bool> Kinds { get; init; } = new Dictionary<CourseKind, bool>();

    public RepeatedCourses? Repeated { get; init; }

    /// <summary>Keys or codes of courses that may be taken again for credit; <c>*</c> at the end stands for any rest.</summary>
    public IReadOnlyList<string> Repeatable { get; init; } = [];

    public AwardWording? Awards { get; init; }

    public bool IsEmpty => Statuses.Count == 0 && Kinds.Count == 0 && Repeated is null && Awards is null;

    public LearnerRecord Apply(LearnerRecord learner) => learner with
    {
        Awards = Awards is null ? learner.Awards : [.. learner.Awards.Select(Awards.Apply)],
        CourseResults = CountRepeatedOnce([.. learner.CourseResults.Select(result => result with { Shown = IsShown(result) })]),
    };

    // What a row filter left out stays out; the kind is asked first, because an audited course is completed as well.
    private bool? IsShown(CourseResult result)
    {
        if (result.Shown == false || (Kinds.TryGetValue(result.Kind, out var kindShown) && !kindShown)) return false;
        return Statuses.TryGetValue(result.Status, out var shown) ? shown : result.Shown;
    }

    private CourseResult[] CountRepeatedOnce(CourseResult[] results)
    {
        if (Repeated is not { } repeated) return results;
        var attempts = results.Index()
            .Where(attempt => attempt.Item is { Shown: not false, Status: ResultStatus.Completed or ResultStatus.Failed or ResultStatus.Provisional } && !IsRepeatable(attempt.Item.Course))
            .GroupBy(attempt => attempt.Item.Course.CourseKey, StringComparer.Ordinal)
            .Where(group => group.Select(attempt => attempt.Item.Term?.TermKey).Distinct(StringComparer.Ordinal).Skip(1).Any());
        foreach (var group in attempts)
        {
            var counted = Counted(repeated, [.. group]);
            foreach (var (index, result) in group.Where(attempt => attempt.Index != counted))
                results[index] = repeated == RepeatedCourses.All ? result with { CreditsEarned = 0 } : result with { Shown = false };
        }

        return results;
    }

    // The results are in order of term: the last one is the latest.
    private static int Counted(RepeatedCourses repeated, (int Index, CourseResult Result)[] attempts) => repeated switch
    {
        RepeatedCourses.Best => attempts.OrderBy(attempt => attempt.Result.Status == ResultStatus.Failed).ThenBy(attempt => attempt.Result.GradeRank ?? int.MaxValue).ThenByDescending(attempt => attempt.Index).First().Index,
        RepeatedCourses.All when attempts.Any(attempt => attempt.Result.CreditsEarned > 0) => attempts.Last(attempt => attempt.Result.CreditsEarned > 0).Index,
        _ => attempts[^1].Index,
    };

    private bool IsRepeatable(Course course) => WordPattern.AnyMatches(Repeatable, course.CourseKey) || WordPattern.AnyMatches(Repeatable, course.Code);
}
