// What the institution knows of one learner, whatever export it came from.
using Conferral.Credentials;

namespace Conferral.Issuance.Read;

/// <summary>
/// One learner's complete record, the input of composing. Every part keeps where it came from.
/// Shape: keys are the SIS's own, compared ordinally; lists keep the order of the export unless said otherwise.
/// Units: credits in the institution's credit unit, as decimal; dates without a time of day.
/// </summary>
public sealed record LearnerRecord
{
    /// <summary>The SIS key of the learner, as exported: leading zeros and case matter.</summary>
    public required string LearnerKey { get; init; }

    public required SourceLocation Source { get; init; }

    /// <summary>The name to print, or null where the export has none (de-identified data).</summary>
    public PersonName? Name { get; init; }

    public string? Email { get; init; }

    /// <summary>The learner's DID, used as subject id when present.</summary>
    public string? Did { get; init; }

    /// <summary>Further identifiers with their <c>identityType</c> of the CLR vocabulary (e.g. <c>sisSourcedId</c>).</summary>
    public IReadOnlyList<LearnerIdentifier> Identifiers { get; init; } = [];

    public IReadOnlyList<Award> Awards { get; init; } = [];

    public IReadOnlyList<CourseResult> CourseResults { get; init; } = [];

    public IReadOnlyList<GpaRecord> Gpas { get; init; } = [];

    public IReadOnlyList<CompetencyResult> CompetencyResults { get; init; } = [];

    public IReadOnlyList<Activity> Activities { get; init; } = [];

    /// <summary>What stands against issuing to this learner. Read by clearance alone; never in a credential.</summary>
    public IReadOnlyList<LearnerHold> Holds { get; init; } = [];

    /// <summary>What the learner said about being issued a credential, or null where the export does not say. Read by clearance alone.</summary>
    public LearnerConsent? Consent { get; init; }

    /// <summary>Read by clearance alone, to tell people and impossible dates apart; never in a credential, message or log.</summary>
    public DateOnly? BirthDate { get; init; }
}

/// <summary>What kind of hold it is. <see cref="Privacy"/>: a directory suppression or FERPA block; <see cref="Deceased"/>: the learner has died.</summary>
public enum HoldKind
{
    Financial,
    Academic,
    Disciplinary,
    Privacy,
    Deceased,
    Other,
}

/// <summary>One hold or flag on a learner. <see cref="Reason"/> is the institution's own text and never leaves it; a hold counts from its first day to its last.</summary>
public sealed record LearnerHold(HoldKind Kind, string? Reason, DateOnly? Since, DateOnly? Until, SourceLocation Source)
{
    public bool StandsOn(DateOnly day) => !(Since > day) && !(Until < day);
}

/// <summary>The newest word of the learner about being issued a credential.</summary>
public sealed record LearnerConsent(bool IsGiven, DateOnly? On, SourceLocation Source);

public sealed record PersonName(string Display, string? Given = null, string? Family = null);

public sealed record LearnerIdentifier(string IdentityType, string Value);

/// <summary>A degree, certificate or diploma. <see cref="AchievementType"/> is a CLR achievementType (BachelorDegree, Certificate, …).</summary>
public sealed record Award
{
    public required string AwardKey { get; init; }

    public required string AchievementType { get; init; }

    public required string Title { get; init; }

    /// <summary>The institution's code of the programme or degree, shown as humanCode.</summary>
    public string? Code { get; init; }

    public string? Description { get; init; }

    public string? Criteria { get; init; }

    public required DateOnly ConferredOn { get; init; }

    /// <summary>Credits the award is worth, if the export says.</summary>
    public decimal? Credits { get; init; }

    /// <summary>Honours as printed on the diploma: "Magna Cum Laude".</summary>
    public IReadOnlyList<string> Honors { get; init; } = [];

    public IReadOnlyList<AwardField> Fields { get; init; } = [];

    /// <summary>The SIS's own word for how far the award is ("AW", "Pending"), empty where it says nothing, null where the export has no such column. Read by clearance alone.</summary>
    public string? Status { get; init; }

    /// <summary>Credits the learner has, and must have, for this award. Read by clearance alone.</summary>
    public decimal? CreditsEarned { get; init; }

    public decimal? CreditsRequired { get; init; }

    public required SourceLocation Source { get; init; }
}

public enum AwardFieldKind
{
    Major,
    Minor,
    Concentration,
}

/// <summary>A field of study of an award. <see cref="Code"/> is a CIP or local code.</summary>
public sealed record AwardField(AwardFieldKind Kind, string Name, string? Code, SourceLocation Source);

/// <summary>A course of the catalogue, the same for every learner who took it.</summary>
public sealed record Course
{
    public required string CourseKey { get; init; }

    /// <summary>What the catalogue prints: "MATH 101".</summary>
    public required string Code { get; init; }

    public required string Title { get; init; }

    public string? Description { get; init; }

    public string? Subject { get; init; }

    public decimal? Credits { get; init; }

    public required SourceLocation Source { get; init; }
}

public sealed record Term(string TermKey, string Name, DateOnly? StartsOn, DateOnly? EndsOn);

/// <summary>The CLR <c>status</c> of a result: Completed, Enrolled, Failed, InProgress, OnHold, Provisional, Withdrew.</summary>
public enum ResultStatus
{
    Completed,
    Enrolled,
    Failed,
    InProgress,
    OnHold,
    Provisional,
    Withdrew,
}

/// <summary>What kind of course it was for this learner: taken here for a grade, credited from elsewhere, graded pass or fail, or only attended.</summary>
public enum CourseKind
{
    Regular,
    Transfer,
    PassFail,
    Audit,
}

/// <summary>One learner's attempt of one course in one term.</summary>
public sealed record CourseResult
{
    public required Course Course { get; init; }

    public Term? Term { get; init; }

    public decimal? CreditsAttempted { get; init; }

    public decimal? CreditsEarned { get; init; }

    /// <summary>What the credits are counted in where the export says so ("Semester", "Quarter", "ClockHours"); null means the institution's usual unit.</summary>
    public string? CreditUnit { get; init; }

    /// <summary>The grade as the transcript prints it, or null.</summary>
    public string? Grade { get; init; }

    public ResultStatus Status { get; init; } = ResultStatus.Completed;

    public CourseKind Kind { get; init; }

    /// <summary>0 is the best grade of its scale; null where there is no scale to compare by.</summary>
    public int? GradeRank { get; init; }

    /// <summary>Whether the record shows it, where the mapping decided; null leaves it to the institution's settings. What is not shown makes the record partial.</summary>
    public bool? Shown { get; init; }

    /// <summary>The awards this course counts towards; empty means every award of the learner.</summary>
    public IReadOnlyList<string> AwardKeys { get; init; } = [];

    public required SourceLocation Source { get; init; }
}

public enum GpaScope
{
    Cumulative,
    Term,
    Major,

    /// <summary>Of the courses taken at this institution alone.</summary>
    Institution,

    /// <summary>Of all courses, with those transferred from elsewhere.</summary>
    Overall,
}

/// <summary>A grade point average on a scale from 0 to <see cref="Maximum"/>.</summary>
public sealed record GpaRecord(GpaScope Scope, decimal Value, decimal Maximum, Term? Term, string? AwardKey, SourceLocation Source);

/// <summary>A competency of the institution or a framework; <see cref="Levels"/> ordered low to high.</summary>
public sealed record Competency
{
    public required string CompetencyKey { get; init; }

    public required string Name { get; init; }

    public string? Code { get; init; }

    public string? Description { get; init; }

    public string? Framework { get; init; }

    public string? FrameworkUrl { get; init; }

    public IReadOnlyList<string> Levels { get; init; } = [];

    public required SourceLocation Source { get; init; }
}

public sealed record CompetencyResult
{
    public required Competency Competency { get; init; }

    /// <summary>The course in which it was shown, or null.</summary>
    public string? CourseKey { get; init; }

    /// <summary>One of <see cref="Competency.Levels"/>, or null.</summary>
    public string? Level { get; init; }

    public DateOnly? AssessedOn { get; init; }

    public required SourceLocation Source { get; init; }
}

/// <summary>Something done beside the courses. <see cref="AchievementType"/>: CoCurricular, CommunityService, Fieldwork, Membership, ….</summary>
public sealed record Activity
{
    public required string ActivityKey { get; init; }

    public required string AchievementType { get; init; }

    public required string Name { get; init; }

    public string? Description { get; init; }

    public string? Role { get; init; }

    public decimal? Hours { get; init; }

    public DateOnly? StartsOn { get; init; }

    public DateOnly? EndsOn { get; init; }

    public required SourceLocation Source { get; init; }
}
