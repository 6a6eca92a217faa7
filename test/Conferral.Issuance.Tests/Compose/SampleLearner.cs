// A learner with something of everything, and the composer the tests use.
using System.Text.Json;
using Conferral.Credentials;
using Conferral.Credentials.Model;
using Conferral.Issuance.Compose;
using Conferral.Issuance.Read;
using Microsoft.Extensions.Time.Testing;

namespace Conferral.Issuance.Tests.Compose;

internal static class SampleLearner
{
    public const string Key = "A00123456";
    public const string DisplayName = "Zoë Quirke-Ødegård";
    public const string Email = "zoe.quirke@example.edu";

    public static readonly ComposeOptions Options = new()
    {
        Issuer = new Profile { Id = "did:web:college.example", Name = "Example College", Url = "https://college.example/" },
        UtcOffset = TimeSpan.FromHours(-5),
    };

    public static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly Term Autumn = new("2025FA", "Autumn 2025", new DateOnly(2025, 8, 25), new DateOnly(2025, 12, 19));
    public static readonly Term Spring = new("2026SP", "Spring 2026", new DateOnly(2026, 1, 12), new DateOnly(2026, 5, 8));

    public static IdentifierMint Mint(byte seed = 7, string issuer = "did:web:college.example")
        => new(Enumerable.Repeat(seed, IdentifierMint.SecretBytes).ToArray(), issuer);

    public static Composer Composer(ComposeOptions? options = null) => new(options ?? Options, Mint(), new FakeTimeProvider(Now));

    public static DraftClr Compose(LearnerRecord learner, ComposeOptions? options = null, DateTimeOffset? amendedAt = null)
        => Composer(options).Compose(Item(learner), amendedAt);

    public static IntakeItem Item(LearnerRecord learner)
        => new() { LearnerKey = learner.LearnerKey, Source = learner.Source, Learner = learner };

    public static SourceLocation Row(string file, long row) => new(file + ".csv", row);

    public static LearnerRecord Learner() => new()
    {
        LearnerKey = Key,
        Source = Row("students", 2),
        Name = new PersonName(DisplayName, "Zoë", "Quirke-Ødegård"),
        Email = Email,
        Awards = [Degree()],
        CourseResults =
        [
            Taken(Course("MATH-101", "Calculus I", 4m), Autumn, "A-", 2),
            Taken(Course("HIST-210", "History of Ideas", 3m), Autumn, "B+", 3),
            Taken(Course("CS-301", "Algorithms", 3.5m), Spring, "A", 4),
        ],
        Gpas = [new GpaRecord(GpaScope.Cumulative, 3.72m, 4.0m, null, null, Row("gpa", 2))],
        CompetencyResults =
        [
            new CompetencyResult
            {
                Competency = Reasoning, CourseKey = "CS-301", Level = "Proficient", AssessedOn = new DateOnly(2026, 5, 2), Source = Row("competency_results", 2),
            },
        ],
        Activities =
        [
            new Activity
            {
                ActivityKey = "ACT-1", AchievementType = "CommunityService", Name = "Food Bank", Description = "Weekly service at the food bank.", Role = "Team lead",
                Hours = 120.5m, StartsOn = new DateOnly(2024, 9, 1), EndsOn = new DateOnly(2026, 4, 30), Source = Row("activities", 2),
            },
        ],
    };

    public static readonly Competency Reasoning = new()
    {
        CompetencyKey = "C-1", Name = "Quantitative reasoning", Code = "QR", Framework = "Institutional outcomes", FrameworkUrl = "https://college.example/outcomes",
        Levels = ["Beginning", "Developing", "Proficient"], Source = Row("competencies", 2),
    };

    public static Award Degree(string key = "DEG-1", string type = "BachelorDegree", string title = "Bachelor of Science", int year = 2026) => new()
    {
        AwardKey = key,
        AchievementType = type,
        Title = title,
        Code = "BS",
        ConferredOn = new DateOnly(year, 5, 15),
        Credits = 120m,
        Honors = ["Magna Cum Laude"],
        Fields =
        [
            new AwardField(AwardFieldKind.Major, "Mathematics", "27.0101", Row("award_fields", 2)),
            new AwardField(AwardFieldKind.Major, "Philosophy", "38.0101", Row("award_fields", 3)),
            new AwardField(AwardFieldKind.Minor, "Statistics", "27.0501", Row("award_fields", 4)),
            new AwardField(AwardFieldKind.Concentration, "Number Theory", null, Row("award_fields", 5)),
        ],
        Source = Row("awards", 2),
    };

    public static Course Course(string key, string title, decimal? credits = 3m) => new()
    {
        CourseKey = key, Code = key.Replace('-', ' '), Title = title, Credits = credits, Subject = "General", Source = Row("courses", 2),
    };

    public static CourseResult Taken(Course course, Term? term, string? grade, long row) => new()
    {
        Course = course, Term = term, Grade = grade, CreditsAttempted = course.Credits, CreditsEarned = course.Credits, Source = Row("course_results", row),
    };

    public static JsonElement Json(DraftClr draft) => JsonDocument.Parse(draft.Utf8Json).RootElement;

    public static ClrCredential Clr(DraftClr draft) => ClrJson.ReadClr(draft.Utf8Json.Span);
}
