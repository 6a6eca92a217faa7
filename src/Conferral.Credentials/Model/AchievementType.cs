// The specification's kinds of achievement.
using System.Collections.Frozen;

namespace Conferral.Credentials.Model;

/// <summary>
/// The values of <c>achievementType</c>. The list is open to terms that start with <c>ext:</c>.
/// Spec: Open Badges 3.0, AchievementType enumeration.
/// </summary>
public static class AchievementType
{
    public const string Achievement = "Achievement";
    public const string ApprenticeshipCertificate = "ApprenticeshipCertificate";
    public const string Assessment = "Assessment";
    public const string Assignment = "Assignment";
    public const string AssociateDegree = "AssociateDegree";
    public const string Award = "Award";
    public const string BachelorDegree = "BachelorDegree";
    public const string Badge = "Badge";
    public const string Certificate = "Certificate";
    public const string CertificateOfCompletion = "CertificateOfCompletion";
    public const string Certification = "Certification";
    public const string CoCurricular = "CoCurricular";
    public const string CommunityService = "CommunityService";
    public const string Competency = "Competency";
    public const string Course = "Course";
    public const string Degree = "Degree";
    public const string Diploma = "Diploma";
    public const string DoctoralDegree = "DoctoralDegree";
    public const string Fieldwork = "Fieldwork";
    public const string GeneralEducationDevelopment = "GeneralEducationDevelopment";
    public const string JourneymanCertificate = "JourneymanCertificate";
    public const string LearningProgram = "LearningProgram";
    public const string License = "License";
    public const string MasterCertificate = "MasterCertificate";
    public const string MasterDegree = "MasterDegree";
    public const string Membership = "Membership";
    public const string MicroCredential = "MicroCredential";
    public const string ProfessionalDoctorate = "ProfessionalDoctorate";
    public const string QualityAssuranceCredential = "QualityAssuranceCredential";
    public const string ResearchDoctorate = "ResearchDoctorate";
    public const string SecondarySchoolDiploma = "SecondarySchoolDiploma";

    /// <summary>Every value above.</summary>
    public static FrozenSet<string> All { get; } = new[]
    {
        Achievement, ApprenticeshipCertificate, Assessment, Assignment, AssociateDegree, Award, BachelorDegree, Badge,
        Certificate, CertificateOfCompletion, Certification, CoCurricular, CommunityService, Competency, Course, Degree,
        Diploma, DoctoralDegree, Fieldwork, GeneralEducationDevelopment, JourneymanCertificate, LearningProgram, License,
        MasterCertificate, MasterDegree, Membership, MicroCredential, ProfessionalDoctorate, QualityAssuranceCredential,
        ResearchDoctorate, SecondarySchoolDiploma,
    }.ToFrozenSet(StringComparer.Ordinal);
}
