// Achievement: a degree, a course, a competency, as anyone may earn it.
using static Conferral.Credentials.Rules.Property;

namespace Conferral.Credentials.Rules.OpenBadges;

/// <summary>The shape of Achievement. Spec: https://www.imsglobal.org/spec/ob/v3p0/#org.1edtech.ob.v3p0.achievement.class</summary>
internal static class AchievementShape
{
    public static readonly Shape Shape = new(ModelClass.Achievement, "OB-ACHIEVEMENT", "OB 3.0, class Achievement",
    [
        Uri("id").Required(),
        Type("Achievement"),
        Text("name").Required(),
        Text("description").Required(),
        Object("criteria", ModelClass.Criteria).Required(),
        Object("alignment", ModelClass.Alignment).Many(),
        ExtensibleTerm(
            "achievementType",
            "Achievement", "ApprenticeshipCertificate", "Assessment", "Assignment", "AssociateDegree", "Award", "Badge",
            "BachelorDegree", "Certificate", "CertificateOfCompletion", "Certification", "CoCurricular", "CommunityService",
            "Competency", "Course", "Degree", "Diploma", "DoctoralDegree", "Fieldwork", "GeneralEducationDevelopment",
            "JourneymanCertificate", "LearningProgram", "License", "MasterCertificate", "MasterDegree", "Membership",
            "MicroCredential", "ProfessionalDoctorate", "QualityAssuranceCredential", "ResearchDoctorate", "SecondarySchoolDiploma"),
        Object("creator", ModelClass.Profile),
        Number("creditsAvailable"),
        Object("endorsement", ModelClass.EndorsementCredential).Many(),
        Text("endorsementJwt", CompactJws.Form).Many(),
        Text("fieldOfStudy"),
        Text("humanCode"),
        Object("image", ModelClass.Image),
        Text("inLanguage", LanguageTag.Form),
        Object("otherIdentifier", ModelClass.IdentifierEntry).Many(),
        Object("related", ModelClass.Related).Many(),
        Object("resultDescription", ModelClass.ResultDescription).Many(),
        Text("specialization"),
        Text("tag").Many(),
        Text("version"),
    ]);
}
