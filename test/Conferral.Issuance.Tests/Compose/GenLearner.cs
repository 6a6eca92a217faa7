// Generates learner records of every shape, with keys that are unique where an export's would be.
using Conferral.Credentials.Model;
using Conferral.Issuance.Read;
using CsCheck;

namespace Conferral.Issuance.Tests.Compose;

internal static class GenLearner
{
    private static readonly Gen<string> Words = OneOf("Algebra", "Éthique", "日本語", "R & D", "\"Quoted\"", "back\\slash", "a/b~c", "{title}", "😀", "<b>", "Line\nbreak")
        .List[1, 3].Select(words => string.Join(' ', words));

    private static readonly Gen<string?> MaybeWords = Gen.OneOf(Gen.Const((string?)null), Words.Select(words => (string?)words));

    private static readonly Gen<decimal?> Credits = Gen.OneOf(Gen.Const((decimal?)null), Gen.Int[0, 480].Select(quarters => (decimal?)(quarters / 4m)));

    private static readonly Gen<DateOnly> Day = Gen.Int[0, 4000].Select(days => new DateOnly(2015, 1, 1).AddDays(days));

    private static readonly Gen<Term?> Terms = Gen.Select(Gen.Int[0, 8], Day, Gen.Bool, Gen.Bool, (number, day, dated, none) => none
        ? null
        : new Term("T" + number, "Term " + number, dated ? day : null, dated ? day.AddDays(100) : null));

    private static readonly Gen<Award> Awards = Gen.Select(OneOf(AchievementType.BachelorDegree, AchievementType.AssociateDegree, AchievementType.MasterDegree, AchievementType.Certificate), Words, MaybeWords, Day, Credits, Words.List[0, 2], Fields())
        .Select((type, title, code, conferred, credits, honors, fields) => new Award
        {
            AwardKey = "", AchievementType = type, Title = title, Code = code, Description = code, Criteria = code, ConferredOn = conferred, Credits = credits, Honors = honors, Fields = fields, Source = SampleLearner.Row("awards", 2),
        });

    private static readonly Gen<Course> Courses = Gen.Select(Words, MaybeWords, MaybeWords, Credits, (title, description, subject, credits) => new Course
    {
        CourseKey = "", Code = "", Title = title, Description = description, Subject = subject, Credits = credits, Source = SampleLearner.Row("courses", 2),
    });

    private static readonly Gen<CourseResult> CourseResults = Gen.Select(Courses, Terms, Credits, Credits, OneOf<string?>("A", "B+", "P", null), Gen.Enum<ResultStatus>())
        .Select((course, term, attempted, earned, grade, status) => new CourseResult
        {
            Course = course, Term = term, CreditsAttempted = attempted, CreditsEarned = earned, Grade = grade, Status = status, Source = SampleLearner.Row("course_results", 2),
        });

    private static readonly Gen<Activity> Activities = Gen.Select(Words, MaybeWords, MaybeWords, Credits, Day, Gen.Bool, (name, description, role, hours, day, dated) => new Activity
    {
        ActivityKey = "", AchievementType = AchievementType.CoCurricular, Name = name, Description = description, Role = role, Hours = hours, StartsOn = dated ? day : null, EndsOn = dated ? day.AddDays(9) : null, Source = SampleLearner.Row("activities", 2),
    });

    private static readonly Gen<CompetencyResult> CompetencyResults = Gen.Select(Words, MaybeWords, Words.List[0, 4], Day, Gen.Bool, (name, code, levels, day, linked) => new CompetencyResult
    {
        Competency = new Competency { CompetencyKey = "", Name = name, Code = code, Description = code, Framework = code, FrameworkUrl = linked ? "https://frameworks.example/1" : null, Levels = [.. levels.Distinct()], Source = SampleLearner.Row("competencies", 2) },
        Level = levels.Count > 0 ? levels[0] : null,
        CourseKey = linked ? "C0" : null,
        AssessedOn = day,
        Source = SampleLearner.Row("competency_results", 2),
    });

    public static readonly Gen<LearnerRecord> Record = Gen.Select(Gen.String.AlphaNumeric.Where(key => key.Length > 0), MaybeWords, Awards.List[1, 3], CourseResults.List[1, 12], CompetencyResults.List[0, 3], Activities.List[0, 3])
        .Select((key, name, awards, courses, competencies, activities) => new LearnerRecord
        {
            LearnerKey = "K-" + key,
            Source = SampleLearner.Row("students", 2),
            Name = name is null ? null : new PersonName(name),
            Email = name is null ? null : key + "@example.edu",
            Identifiers = [new LearnerIdentifier(IdentityType.SourcedId, "sourced-" + key)],
            Awards = [.. awards.Select((award, i) => award with { AwardKey = "AW" + i })],
            CourseResults = [.. courses.Select((result, i) => result with { Course = result.Course with { CourseKey = "C" + i, Code = "CODE " + i }, AwardKeys = i % 2 == 0 ? [] : ["AW0"] })],
            CompetencyResults = [.. competencies.Select((result, i) => result with { Competency = result.Competency with { CompetencyKey = "Q" + i } })],
            Activities = [.. activities.Select((activity, i) => activity with { ActivityKey = "X" + i })],
            Gpas = [new GpaRecord(GpaScope.Cumulative, 3.50m, 4.0m, null, null, SampleLearner.Row("gpa", 2)), new GpaRecord(GpaScope.Term, 3.1m, 4m, SampleLearner.Spring, null, SampleLearner.Row("gpa", 3))],
        });

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static Gen<List<AwardField>> Fields() => Gen.Select(Gen.Enum<AwardFieldKind>(), Words, MaybeWords, (kind, name, code) => new AwardField(kind, name, code, SampleLearner.Row("award_fields", 2))).List[0, 4];
}
