// People with what every form of input can carry, and how a record reads that holds just that.
using System.Globalization;
using Conferral.Issuance.Read;
using CsCheck;

namespace Conferral.Issuance.Tests.Read.Forms;

internal sealed record Graduate(string Key, string Given, string Family, DateOnly Born, IReadOnlyList<Degree> Degrees, IReadOnlyList<Taken> Courses);

/// <summary>A degree; <see cref="Level"/> is A, B or M, as in associate, bachelor and master.</summary>
internal sealed record Degree(char Level, string Title, DateOnly On, string? Honor, string? Major, string? Minor)
{
    public string Type => Level switch { 'A' => "AssociateDegree", 'B' => "BachelorDegree", _ => "MasterDegree" };
}

internal sealed record Taken(string Subject, string Number, string Title, decimal Credits, string Grade)
{
    public string Code => $"{Subject} {Number}";
}

internal static class Graduates
{
    /// <summary>Words with what is special to some form: quotes, separators, markup, letters of two bytes and four.</summary>
    private static readonly Gen<string> Words = Gen.Char["abcyzXÉñö'&<>\",;|\\{}"].Array[1, 9].Select(letters => new string(letters)).Array[1, 2].Select(words => string.Join(' ', words) + " é");

    private static readonly Gen<string?> MaybeWords = Gen.OneOf(Gen.Const((string?)null), Words.Select(words => (string?)words));

    private static readonly Gen<DateOnly> Days = Gen.Int[0, 4000].Select(days => new DateOnly(2015, 1, 1).AddDays(days));

    private static readonly Gen<Degree> Degrees = Gen.Select(Gen.Char["ABM"], Words, Days, MaybeWords, MaybeWords, MaybeWords, (level, title, on, honor, major, minor) => new Degree(level, title, on, honor?.Replace('|', '/'), major, minor));

    private static readonly Gen<Taken> Courses = Gen.Select(Words, Gen.Int[1, 48], Gen.Int[0, 3], (title, quarters, grade) => new Taken("", "", title, quarters / 4m, "ABCD"[grade].ToString()));

    /// <summary>In ordinal order of their keys; titles and course numbers are unique for the learner.</summary>
    public static readonly Gen<Graduate[]> Some = Gen.Select(Gen.String[Gen.Char.AlphaNumeric, 1, 6], Words, Words, Days, Degrees.Array[1, 3], Courses.Array[1, 4], (key, given, family, born, degrees, courses) => new Graduate(
            "0" + key, given, family, born.AddYears(-25), [.. degrees.Select((degree, i) => degree with { Title = $"{degree.Title} {i}" })], [.. courses.Select((course, i) => course with { Subject = "MATH", Number = $"0{i}{key}" })]))
        .Array[1, 4].Select(all => all.DistinctBy(graduate => graduate.Key).OrderBy(graduate => graduate.Key, StringComparer.Ordinal).ToArray());

    /// <summary>The lines in which a graduate and a record can be compared; <paramref name="courses"/> tells how much of a course the form can say.</summary>
    public static string Text(Graduate graduate, CourseDetail courses) => string.Join('\n',
    [
        $"{graduate.Key}: {graduate.Given} {graduate.Family} {Day(graduate.Born)}",
        .. graduate.Degrees.Select(degree => $"{degree.Type}: {degree.Title} {Day(degree.On)} [{degree.Honor}] Major {degree.Major} Minor {degree.Minor}").Order(StringComparer.Ordinal),
        .. graduate.Courses.Where(_ => courses != CourseDetail.None).Select(course => Course(course.Code, course.Title, course.Credits, course.Grade, courses)).Order(StringComparer.Ordinal),
    ]);

    public static string Text(IntakeItem item, CourseDetail courses) => item.Learner is not { } learner ? $"{item.LearnerKey} {string.Join(", ", item.Findings.Select(finding => $"{finding.RuleId} {finding.Message}"))}" : string.Join('\n',
    [
        $"{learner.LearnerKey}: {learner.Name!.Display} {(learner.BirthDate is { } born ? Day(born) : "")}",
        .. learner.Awards.Select(award => $"{award.AchievementType}: {award.Title} {Day(award.ConferredOn)} [{string.Join(", ", award.Honors)}] Major {Field(award, AwardFieldKind.Major)} Minor {Field(award, AwardFieldKind.Minor)}").Order(StringComparer.Ordinal),
        .. learner.CourseResults.Select(result => Course(result.Course.Code, result.Course.Title, result.CreditsEarned ?? 0, result.Grade ?? "", courses)).Order(StringComparer.Ordinal),
    ]);

    private static string? Field(Award award, AwardFieldKind kind) => award.Fields.SingleOrDefault(field => field.Kind == kind)?.Name;

    private static string Course(string code, string title, decimal credits, string grade, CourseDetail detail)
        => detail == CourseDetail.Enrolled ? $"{code} {title}" : string.Create(CultureInfo.InvariantCulture, $"{code} {title} {credits:0.##} {grade}");

    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

internal enum CourseDetail
{
    None,
    Enrolled,
    Graded,
}
