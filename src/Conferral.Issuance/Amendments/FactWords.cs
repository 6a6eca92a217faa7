// The words for the parts of a credential: what a registrar calls the member at a path.
using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Conferral.Credentials.Model;

namespace Conferral.Issuance.Amendments;

/// <summary>Names for paths (members joined by /, without places in lists), for identities, and for kinds of achievement.</summary>
internal static partial class FactWords
{
    private static readonly FrozenDictionary<string, string> OfPaths = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["@context"] = "JSON-LD contexts",
        ["awardedDate"] = "date awarded",
        ["partial"] = "mark that parts are left out",
        ["validUntil"] = "end of validity",
        ["issuer/id"] = "issuer's id",
        ["issuer/name"] = "issuer's name",
        ["issuer/url"] = "issuer's address on the web",
        ["issuer/email"] = "issuer's e-mail address",
        ["issuer/description"] = "issuer's description",
        ["credentialSubject/activityStartDate"] = "start",
        ["credentialSubject/activityEndDate"] = "end",
        ["credentialSubject/narrative"] = "note",
        ["credentialSubject/result/status"] = "status",
        ["credentialSubject/result/achievedLevel"] = "level",
        ["credentialSubject/achievement/name"] = "title",
        ["credentialSubject/achievement/humanCode"] = "code",
        ["credentialSubject/achievement/achievementType"] = "kind",
        ["credentialSubject/achievement/criteria/narrative"] = "criteria",
        ["credentialSubject/achievement/specialization"] = "concentration",
        ["credentialSubject/achievement/inLanguage"] = "language",
        ["credentialSubject/achievement/otherIdentifier/identifier"] = "further code",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> OfIdentities = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [IdentityType.EmailAddress] = "e-mail address",
        [IdentityType.SisSourcedId] = "SIS id",
        [IdentityType.NationalIdentityNumber] = "national identity number",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Activities = new[]
    {
        AchievementType.CoCurricular, AchievementType.CommunityService, AchievementType.Fieldwork, AchievementType.Membership,
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Awards = new[]
    {
        AchievementType.ApprenticeshipCertificate, AchievementType.AssociateDegree, AchievementType.BachelorDegree, AchievementType.Certificate,
        AchievementType.CertificateOfCompletion, AchievementType.Certification, AchievementType.Degree, AchievementType.Diploma,
        AchievementType.DoctoralDegree, AchievementType.GeneralEducationDevelopment, AchievementType.JourneymanCertificate,
        AchievementType.MasterCertificate, AchievementType.MasterDegree, AchievementType.MicroCredential, AchievementType.ProfessionalDoctorate,
        AchievementType.ResearchDoctorate, AchievementType.SecondarySchoolDiploma,
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>What the value at a path is called: the table's word, else the last member's name in words.</summary>
    public static string OfPath(string path) => OfPaths.GetValueOrDefault(path) ?? InWords(path[(path.LastIndexOf('/') + 1)..]);

    public static string OfIdentity(string identityType) => OfIdentities.GetValueOrDefault(identityType) ?? InWords(identityType);

    /// <summary>What a result's value is called, by the scale it is measured on.</summary>
    public static string OfResult(string? resultType, string? scale) => resultType switch
    {
        ResultType.LetterGrade => "grade",
        ResultType.PerformanceLevel => "level",
        _ => scale is null ? "result" : char.ToLowerInvariant(scale[0]) + scale[1..],
    };

    /// <summary>What an achievement is called; <paramref name="isPart"/> when it is part of another one.</summary>
    public static string OfAchievement(string? achievementType, bool isPart, bool hasTerm) => achievementType switch
    {
        AchievementType.Course => "course",
        AchievementType.Competency => "competency",
        AchievementType.Award => isPart ? "honours" : "award",
        AchievementType.LearningProgram => hasTerm ? "term" : "field of study",
        { } type when Awards.Contains(type) => "award",
        { } type when Activities.Contains(type) => "activity",
        _ => "achievement",
    };

    // creditsEarned becomes "credits earned", ext:studentNumber "student number".
    private static string InWords(string name) => CapitalInside().Replace(name.StartsWith("ext:", StringComparison.Ordinal) ? name[4..] : name, " $0").ToLowerInvariant();

    [GeneratedRegex("(?<=[a-z0-9])[A-Z]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CapitalInside();
}
