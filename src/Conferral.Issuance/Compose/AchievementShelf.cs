// Makes achievements from the institution's catalogue, each content under an id of its own, and keeps what many learners share.
using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using Conferral.Credentials.Model;
using Conferral.Issuance.Read;

namespace Conferral.Issuance.Compose;

/// <summary>An achievement as its credential asserts it, and as the catalogue lists it (without the scales, which the credential carries).</summary>
internal sealed record ShelvedAchievement(Achievement Asserted, Achievement Listed)
{
    public string Id => Asserted.Id;

    /// <summary>The id of the scale at <paramref name="index"/>.</summary>
    public string Scale(int index) => Asserted.ResultDescription![index].Id;
}

/// <summary>
/// Achievements do not depend on the learner. Bounds: keeps at most <see cref="MaxKept"/> of all kinds together;
/// beyond that each is made anew, which costs time and nothing else. Safe for many threads.
/// </summary>
internal sealed class AchievementShelf(ComposeOptions options, IdentifierMint mint)
{
    /// <summary>More than the catalogue of a large university.</summary>
    private const int MaxKept = 50_000;

    /// <summary>4.0 and 4.00 are one scale and must not make two achievements.</summary>
    private const string WithoutTrailingZeros = "0.############################";

    private readonly ConcurrentDictionary<CourseContent, ShelvedAchievement> courses = new();
    private readonly ConcurrentDictionary<CompetencyContent, ShelvedAchievement> competencies = new();
    private readonly ConcurrentDictionary<AwardContent, ShelvedAchievement> awards = new();
    private readonly ConcurrentDictionary<PartContent, ShelvedAchievement> parts = new();
    private int keptCount;
    private const char Separator = '\u001f';

    private readonly string institution = options.Issuer.Name!;
    private readonly Wording wording = options.Wording;

    public ShelvedAchievement Course(Course course)
    {
        var content = new CourseContent(course.CourseKey, course.Code, course.Title, course.Description, course.Subject, Exactly(course.Credits));
        return Kept(courses, content, _ => MakeCourse(course));
    }

    public ShelvedAchievement Competency(Competency competency)
    {
        var levels = string.Join(Separator, competency.Levels);
        var content = new CompetencyContent(competency.CompetencyKey, competency.Name, competency.Code, competency.Description, competency.Framework, competency.FrameworkUrl, levels);
        return Kept(competencies, content, _ => MakeCompetency(competency));
    }

    /// <summary>A degree or certificate with the scales its averages are measured on.</summary>
    public ShelvedAchievement Award(Award award, IReadOnlyList<GpaRecord> gpas)
    {
        var major = award.Fields.FirstOrDefault(field => field.Kind is AwardFieldKind.Major);
        var concentration = award.Fields.FirstOrDefault(field => field.Kind is AwardFieldKind.Concentration);
        var scales = string.Join(Separator, gpas.Select(gpa => $"{gpa.Scope} {Exactly(gpa.Maximum)}"));
        var content = new AwardContent(award.AchievementType, award.Title, award.Code, award.Description, award.Criteria, Exactly(award.Credits), major?.Name, major?.Code, concentration?.Name, concentration?.Code, scales);
        return Kept(awards, content, _ => MakeAward(award, gpas, major, concentration));
    }

    private ShelvedAchievement MakeAward(Award award, IReadOnlyList<GpaRecord> gpas, AwardField? major, AwardField? concentration)
    {
        return Shelve("award", "", Blank(award.AchievementType, award.Title) with
        {
            HumanCode = award.Code,
            Description = award.Description ?? Say(wording.AwardDescription, award.Title),
            Criteria = new Criteria { Narrative = award.Criteria ?? Say(wording.AwardCriteria, award.Title) },
            CreditsAvailable = award.Credits,
            FieldOfStudy = major?.Name,
            Specialization = concentration?.Name,
            OtherIdentifier = FieldCodes(major, concentration),
            ResultDescription = [.. gpas.Select((gpa, index) => GpaScale(index, gpa))],
        });
    }

    /// <summary>A major, minor or concentration that the degree's own members have no room for.</summary>
    public ShelvedAchievement Field(AwardField field, Award award)
        => Kept(parts, new PartContent("field", field.Kind.ToString(), field.Name, field.Code, award.Title), _ => MakeField(field, award));

    public ShelvedAchievement Honor(string honor, Award award)
        => Kept(parts, new PartContent("honor", "", honor, null, award.Title), _ => MakeHonor(honor, award));

    public ShelvedAchievement Activity(Activity activity)
        => Kept(parts, new PartContent("activity", activity.AchievementType, activity.Name, activity.Description, ""), _ => MakeActivity(activity));

    public ShelvedAchievement Term(Term term, GpaRecord gpa)
        => Kept(parts, new PartContent("term", term.TermKey, term.Name, Exactly(gpa.Maximum), gpa.Scope.ToString()), _ => MakeTerm(term, gpa));

    private ShelvedAchievement MakeField(AwardField field, Award award)
    {
        var name = Say(NameOf(field.Kind), field.Name);
        return Shelve("field", "", Blank(AchievementType.LearningProgram, name) with
        {
            HumanCode = field.Code,
            Description = Say(wording.FieldDescription, name, award.Title),
            Criteria = new Criteria { Narrative = Say(wording.FieldCriteria, name, award.Title) },
            FieldOfStudy = field.Name,
        });
    }

    private ShelvedAchievement MakeHonor(string honor, Award award) => Shelve("honor", "", Blank(AchievementType.Award, honor) with
    {
        Description = Say(wording.HonorDescription, honor, award.Title),
        Criteria = new Criteria { Narrative = Say(wording.HonorCriteria, honor, award.Title) },
    });

    private ShelvedAchievement MakeActivity(Activity activity) => Shelve("activity", "", Blank(activity.AchievementType, activity.Name) with
    {
        Description = activity.Description ?? Say(wording.ActivityDescription, activity.Name),
        Criteria = new Criteria { Narrative = Say(wording.ActivityCriteria, activity.Name) },
    });

    private ShelvedAchievement MakeTerm(Term term, GpaRecord gpa) => Shelve("term", term.TermKey, Blank(AchievementType.LearningProgram, term.Name) with
    {
        Description = Say(wording.TermDescription, term.Name),
        Criteria = new Criteria { Narrative = Say(wording.TermCriteria, term.Name) },
        ResultDescription = [GpaScale(0, gpa)],
    });

    private ShelvedAchievement MakeCourse(Course course) => Shelve("course", course.CourseKey, Blank(AchievementType.Course, course.Title) with
    {
        HumanCode = course.Code,
        Description = course.Description ?? Say(wording.CourseDescription, course.Title, code: course.Code),
        Criteria = new Criteria { Narrative = Say(wording.CourseCriteria, course.Title, code: course.Code) },
        CreditsAvailable = course.Credits,
        FieldOfStudy = course.Subject,
        ResultDescription = [Scale(0, wording.GradeName, options.GradeResultType)],
    });

    private ShelvedAchievement MakeCompetency(Competency competency) => Shelve("competency", competency.CompetencyKey, Blank(AchievementType.Competency, competency.Name) with
    {
        HumanCode = competency.Code,
        Description = competency.Description ?? Say(wording.CompetencyDescription, competency.Name),
        Criteria = new Criteria { Narrative = Say(wording.CompetencyCriteria, competency.Name) },
        Alignment = competency.FrameworkUrl is not { } url ? null :
        [
            new Alignment { TargetName = competency.Name, TargetUrl = url, TargetCode = competency.Code, TargetFramework = competency.Framework },
        ],
        Tag = competency is { FrameworkUrl: null, Framework: { } framework } ? [framework] : null,
        ResultDescription = [Scale(0, wording.LevelName, ResultType.PerformanceLevel) with { AllowedValue = competency.Levels }],
    });

    private Achievement Blank(string type, string name) => new()
    {
        Id = "",
        AchievementType = type,
        Name = name,
        Description = "",
        Criteria = new Criteria(),
        InLanguage = options.Language,
    };

    // Hashing the JSON before it has ids covers every member there is or will be.
    private ShelvedAchievement Shelve(string kind, string key, Achievement blank)
    {
        var content = new ArrayBufferWriter<byte>(1024);
        ClrJson.Write(content, blank);
        var id = mint.Achievement(kind, key, content.WrittenSpan);
        var listed = blank with { Id = id, ResultDescription = null };
        var asserted = listed with
        {
            ResultDescription = blank.ResultDescription?.Select(scale => scale with { Id = mint.ResultDescription(id, scale.Id) }).ToArray(),
        };
        return new ShelvedAchievement(asserted, listed);
    }

    private ShelvedAchievement Kept<TContent>(ConcurrentDictionary<TContent, ShelvedAchievement> kept, TContent content, Func<TContent, ShelvedAchievement> make)
        where TContent : notnull
    {
        if (kept.TryGetValue(content, out var found)) return found;
        var made = make(content);
        if (Volatile.Read(ref keptCount) >= MaxKept || !kept.TryAdd(content, made)) return made;
        Interlocked.Increment(ref keptCount);
        return made;
    }

    /// <summary>With its trailing zeros: 3 and 3.0 are equal numbers and unequal JSON, and which of them came first must not count.</summary>
    private static string? Exactly(decimal? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static ResultDescription Scale(int index, string name, string resultType)
        => new() { Id = index.ToString(CultureInfo.InvariantCulture), Name = name, ResultType = resultType };

    private ResultDescription GpaScale(int index, GpaRecord gpa) => Scale(index, NameOf(gpa.Scope), ResultType.GradePointAverage) with
    {
        ValueMin = "0",
        ValueMax = gpa.Maximum.ToString(WithoutTrailingZeros, CultureInfo.InvariantCulture),
    };

    private static IdentifierEntry[] FieldCodes(AwardField? major, AwardField? concentration)
        =>
        [
            .. major?.Code is { } majorCode ? [new IdentifierEntry(majorCode, "ext:majorCode")] : Array.Empty<IdentifierEntry>(),
            .. concentration?.Code is { } code ? [new IdentifierEntry(code, "ext:concentrationCode")] : Array.Empty<IdentifierEntry>(),
        ];

    private string NameOf(GpaScope scope) => scope switch
    {
        GpaScope.Cumulative => wording.CumulativeGpaName,
        GpaScope.Major => wording.MajorGpaName,
        GpaScope.Institution => wording.InstitutionGpaName,
        GpaScope.Overall => wording.OverallGpaName,
        _ => wording.TermGpaName,
    };

    private string NameOf(AwardFieldKind kind) => kind switch
    {
        AwardFieldKind.Major => wording.MajorName,
        AwardFieldKind.Minor => wording.MinorName,
        _ => wording.ConcentrationName,
    };

    private string Say(string template, string title, string award = "", string code = "")
        => Wording.Fill(template, ("{institution}", institution), ("{title}", title), ("{award}", award), ("{code}", code));

    private readonly record struct CourseContent(string Key, string Code, string Title, string? Description, string? Subject, string? Credits);

    private readonly record struct AwardContent(string Type, string Title, string? Code, string? Description, string? Criteria, string? Credits, string? Major, string? MajorCode, string? Concentration, string? ConcentrationCode, string Scales);

    /// <summary>What stands beside an award or a course; the members mean what the kind says.</summary>
    private readonly record struct PartContent(string Kind, string Type, string Name, string? Detail, string Of);

    private readonly record struct CompetencyContent(string Key, string Name, string? Code, string? Description, string? Framework, string? FrameworkUrl, string Levels);
}
