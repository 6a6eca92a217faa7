// What the codes of College Transcripts mean here.
namespace Conferral.Issuance.Read;

internal static class PescWords
{
    /// <summary>
    /// AcademicAwardLevel. The levels "certificate or diploma" (2.1, 2.2, 2.6, 2.7) and first professional (3.1) stand for several
    /// things, so the title decides there. B24 is a secondary school equivalency, not a bachelor's degree.
    /// </summary>
    public static readonly IReadOnlyDictionary<string, string> AwardLevels = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["2.3"] = "AssociateDegree",
        ["2.4"] = "BachelorDegree",
        ["2.5"] = "BachelorDegree",
        ["4.1"] = "Certificate",
        ["4.2"] = "MasterDegree",
        ["4.4"] = "DoctoralDegree",
        ["B18"] = "SecondarySchoolDiploma",
        ["B19"] = "SecondarySchoolDiploma",
        ["B20"] = "SecondarySchoolDiploma",
        ["B21"] = "SecondarySchoolDiploma",
        ["B24"] = "GeneralEducationDevelopment",
    };

    /// <summary>CourseAcademicGradeStatusCode. An audited course was attended and nothing was earned: Enrolled; an open one is on hold.</summary>
    public static readonly IReadOnlyDictionary<string, ResultStatus> GradeStatuses = new Dictionary<string, ResultStatus>(StringComparer.Ordinal)
    {
        ["AuditedCourse"] = ResultStatus.Enrolled,
        ["HonorsGrade"] = ResultStatus.Completed,
        ["Incomplete"] = ResultStatus.OnHold,
        ["IncompleteNotResolvedFail"] = ResultStatus.Failed,
        ["InProgress"] = ResultStatus.InProgress,
        ["NotYetReported"] = ResultStatus.InProgress,
        ["OtherFail"] = ResultStatus.Failed,
        ["OtherPass"] = ResultStatus.Completed,
        ["PassFailFail"] = ResultStatus.Failed,
        ["PassFailPass"] = ResultStatus.Completed,
        ["TransferNoGrade"] = ResultStatus.Completed,
        ["Withdrew"] = ResultStatus.Withdrew,
        ["WithdrewFailing"] = ResultStatus.Withdrew,
        ["WithdrewNoPenalty"] = ResultStatus.Withdrew,
        ["WithdrewPassing"] = ResultStatus.Withdrew,
    };

    /// <summary>AcademicProgramType, with the letters some writers use.</summary>
    public static readonly IReadOnlyDictionary<string, AwardFieldKind> ProgramTypes = new Dictionary<string, AwardFieldKind>(StringComparer.Ordinal)
    {
        ["Major"] = AwardFieldKind.Major,
        ["SecondMajor"] = AwardFieldKind.Major,
        ["M"] = AwardFieldKind.Major,
        ["Minor"] = AwardFieldKind.Minor,
        ["N"] = AwardFieldKind.Minor,
        ["Concentration"] = AwardFieldKind.Concentration,
        ["C"] = AwardFieldKind.Concentration,
        ["Specialization"] = AwardFieldKind.Concentration,
        ["S"] = AwardFieldKind.Concentration,
        ["Focus"] = AwardFieldKind.Concentration,
    };

    /// <summary>The course was taken again and this attempt counts for nothing.</summary>
    public const string Replaced = "ReplacedNotCounted";

    /// <summary>AcademicSummaryType in the order in which an average is taken; what is not listed (transfer alone, say) is not the institution's average.</summary>
    public static readonly string[] SummaryTypes = ["SenderOnly", "All", ""];

    /// <summary>Elements that tell one school from another.</summary>
    public static readonly string[] SchoolCodes = ["ESIS", "OPEID", "FICE", "IPEDS", "ATP", "CEEBACT", "ACT", "PSIS", "USIS", "MutuallyDefined"];

    /// <summary>Whether an AcademicSummaryLevel is the level at which an award of this type is studied.</summary>
    public static bool IsLevelOf(string level, string achievementType)
    {
        var graduate = achievementType is "MasterDegree" or "DoctoralDegree" or "ResearchDoctorate";
        if (level.StartsWith("Graduate", StringComparison.Ordinal) || level is "Masters" or "Doctoral") return graduate;
        if (level.StartsWith("Professional", StringComparison.Ordinal)) return achievementType == "ProfessionalDoctorate";
        return level.StartsWith("Undergraduate", StringComparison.Ordinal) && !graduate && achievementType != "ProfessionalDoctorate";
    }
}
