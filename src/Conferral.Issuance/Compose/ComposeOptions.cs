// The institution's choices about what its CLRs say.
using System.Collections.Frozen;
using Conferral.Credentials.Model;
using Conferral.Issuance.Read;

namespace Conferral.Issuance.Compose;

/// <summary>How learner records become credentials. Checked when a <see cref="Composer"/> is made.</summary>
public sealed record ComposeOptions
{
    /// <summary>Says whose record it is; most wallets list credentials by this name alone.</summary>
    public const string DefaultNameTemplate = "{institution} Comprehensive Learner Record";

    /// <summary>Salted hashes: whoever knows the learner can check the match, whoever finds the file learns nothing.</summary>
    public const bool DefaultHashIdentifiers = true;

    /// <summary>Without a conferral there is nothing to issue at conferral; a missing award is far more often a fault of the export.</summary>
    public const bool DefaultRequireAward = true;

    /// <summary>Term averages follow from the courses and make the record longer; few registrars publish them.</summary>
    public const bool DefaultTermGpas = false;

    /// <summary>What most transcripts print beside a course. Institutions that grade in points set RawScore or Percent.</summary>
    public const string DefaultGradeResultType = ResultType.LetterGrade;

    /// <summary>The language of <see cref="Wording"/>'s default sentences.</summary>
    public const string DefaultLanguage = "en";

    /// <summary>
    /// Courses a learner finished. A failed or dropped course is no achievement, and a reader that ignores its status
    /// would take it for one; leaving any out marks the record as partial.
    /// </summary>
    public static readonly FrozenSet<ResultStatus> DefaultCourseStatuses = FrozenSet.Create(ResultStatus.Completed, ResultStatus.Provisional);

    /// <summary>
    /// Who issues. Members carry only its id, name and url: an address repeated in every member would be as many equal blank
    /// nodes, which are costly to tell apart when the CLR is canonicalised.
    /// </summary>
    public required Profile Issuer { get; init; }

    /// <summary>The CLR's name; <c>{institution}</c> stands for the issuer's name.</summary>
    public string NameTemplate { get; init; } = DefaultNameTemplate;

    public string? Description { get; init; }

    /// <summary>The zone in which the institution's dates begin.</summary>
    public TimeSpan UtcOffset { get; init; } = TimeSpan.Zero;

    /// <summary>The time of day given to dates without one: midnight, the first moment of the date.</summary>
    public TimeOnly TimeOfDay { get; init; } = TimeOnly.MinValue;

    /// <summary>The language of titles and sentences (BCP 47), or null to leave it open.</summary>
    public string? Language { get; init; } = DefaultLanguage;

    public bool HashIdentifiers { get; init; } = DefaultHashIdentifiers;

    /// <summary>Whether the learner's name is one of the identities.</summary>
    public bool IdentifyByName { get; init; } = true;

    /// <summary>Whether the learner's e-mail address is one of the identities.</summary>
    public bool IdentifyByEmail { get; init; } = true;

    /// <summary>The statuses with which a course is included.</summary>
    public IReadOnlySet<ResultStatus> CourseStatuses { get; init; } = DefaultCourseStatuses;

    public bool TermGpas { get; init; } = DefaultTermGpas;

    /// <summary>The <c>resultType</c> of course grades.</summary>
    public string GradeResultType { get; init; } = DefaultGradeResultType;

    public bool RequireAward { get; init; } = DefaultRequireAward;

    public Wording Wording { get; init; } = new();

    internal void Check()
    {
        if (!Uri.TryCreate(Issuer.Id, UriKind.Absolute, out _)) throw new ArgumentException("The issuer's id is not an absolute URI; give a did:web or https address.");
        if (string.IsNullOrWhiteSpace(Issuer.Name)) throw new ArgumentException("The issuer has no name; people would not know whose record they hold.");
        if (string.IsNullOrWhiteSpace(NameTemplate)) throw new ArgumentException("The name template is empty; a ClrCredential must have a name.");
        if (Math.Abs(UtcOffset.TotalHours) > 14 || UtcOffset.Ticks % TimeSpan.TicksPerMinute != 0) throw new ArgumentException("The UTC offset must be whole minutes between -14:00 and +14:00.");
        if (CourseStatuses.Count == 0) throw new ArgumentException("No course status is included; name at least Completed.");
    }
}
