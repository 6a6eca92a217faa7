// What the grades of an institution mean, best grade first.
namespace Conferral.Issuance.Read;

/// <summary>How a grade ends a course, what kind of course it makes it, and its rank: 0 is the best grade of the scale, null one that is not compared.</summary>
internal sealed record GradeMeaning(ResultStatus Status, CourseKind Kind, int? Rank)
{
    public static GradeMeaning Of(string word, int? rank) => Enum.TryParse<ResultStatus>(word, out var status)
        ? new GradeMeaning(status, CourseKind.Regular, rank)
        : new GradeMeaning(ResultStatus.Completed, Enum.Parse<CourseKind>(word), rank);
}

/// <summary>A scale. Grades are compared without regard to case; <see cref="Empty"/> is what a course without a grade means, where the scale says so.</summary>
internal sealed class GradeScale(string name, IReadOnlyDictionary<string, GradeMeaning> grades, GradeMeaning? fallback, GradeMeaning? empty)
{
    public string Name { get; } = name;

    public GradeMeaning? Empty { get; } = empty;

    /// <summary>The meaning, or null where the scale has neither the grade nor a default.</summary>
    public GradeMeaning? Find(string grade) => grades.GetValueOrDefault(grade) ?? fallback;
}
