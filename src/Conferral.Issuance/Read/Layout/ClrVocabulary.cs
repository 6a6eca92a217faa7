// The words of the CLR 2.0 and Open Badges 3.0 vocabularies that an export may use.
namespace Conferral.Issuance.Read;

/// <summary>Spec: https://www.imsglobal.org/spec/ob/v3p0/#achievementtype-enumeration and #identifiertypeenum-enumeration; both may be extended by <c>ext:</c> terms.</summary>
internal static class ClrVocabulary
{
    public const string ExtensionPrefix = "ext:";

    public static readonly string[] AchievementTypes =
    [
        "Achievement", "ApprenticeshipCertificate", "Assessment", "Assignment", "AssociateDegree", "Award", "Badge", "BachelorDegree",
        "Certificate", "CertificateOfCompletion", "Certification", "CommunityService", "Competency", "Course", "CoCurricular", "Degree",
        "Diploma", "DoctoralDegree", "Fieldwork", "GeneralEducationDevelopment", "JourneymanCertificate", "LearningProgram", "License",
        "Membership", "ProfessionalDoctorate", "QualityAssuranceCredential", "MasterCertificate", "MasterDegree", "MicroCredential",
        "ResearchDoctorate", "SecondarySchoolDiploma",
    ];

    public static readonly string[] IdentityTypes =
    [
        "name", "sourcedId", "systemId", "productId", "userName", "accountId", "emailAddress", "nationalIdentityNumber", "isbn", "issn",
        "lisSourcedId", "oneRosterSourcedId", "sisSourcedId", "ltiContextId", "ltiDeploymentId", "ltiToolId", "ltiPlatformId", "ltiUserId",
        "identifier",
    ];

    public static bool IsIdentityType(string word)
        => word.StartsWith(ExtensionPrefix, StringComparison.Ordinal) || Array.IndexOf(IdentityTypes, word) >= 0;
}
