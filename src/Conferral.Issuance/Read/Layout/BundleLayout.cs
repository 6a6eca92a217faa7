// The bundle's files and columns: the one table that reading, messages and docs/intake.md are made from.
using static Conferral.Issuance.Read.ColumnKind;

namespace Conferral.Issuance.Read;

/// <summary>All files of a bundle. Shape: one nested class per file, its columns in the order of the documentation.</summary>
internal static class BundleLayout
{
    private const bool Required = true;
    private const bool Optional = false;

    public static class Learners
    {
        public static readonly BundleColumn LearnerKey = new("learner_key", Key, Required, "the key of the learner; every other file refers to it");
        public static readonly BundleColumn Name = new("name", Personal, Optional, "the name as printed; made of given and family name where empty");
        public static readonly BundleColumn GivenName = new("given_name", Personal, Optional, "given names");
        public static readonly BundleColumn FamilyName = new("family_name", Personal, Optional, "family name");
        public static readonly BundleColumn Email = new("email", Personal, Optional, "an address the learner is known by");
        public static readonly BundleColumn Did = new("did", Personal, Optional, "the learner's DID (`did:…`); becomes the subject's id");
        public static readonly BundleColumn Identifiers = new("identifiers", Personal, Optional, "further identifiers, `type:value` separated by `|`, the type from the CLR vocabulary: `sisSourcedId:0012`");
        public static readonly BundleColumn BirthDate = new("birth_date", PersonalDate, Optional, "only [clearance](mapping.md#clearance) reads it; it reaches no credential, message or log");
        public static readonly BundleFile File = new("learners", Required, "One row per learner.", LearnerKey, Name, GivenName, FamilyName, Email, Did, Identifiers, BirthDate);
    }

    public static class Awards
    {
        public static readonly BundleColumn LearnerKey = new("learner_key", Key, Required, "whose award it is");
        public static readonly BundleColumn AwardKey = new("award_key", Key, Required, "the key of the award, unique for the learner");
        public static readonly BundleColumn AchievementType = new("achievement_type", Choice, Required, "what kind of award it is", ClrVocabulary.AchievementTypes);
        public static readonly BundleColumn Title = new("title", Text, Required, "the title as printed on the diploma");
        public static readonly BundleColumn Code = new("code", ColumnKind.Code, Optional, "the institution's code of the programme");
        public static readonly BundleColumn Description = new("description", Text, Optional, "what the award stands for");
        public static readonly BundleColumn Criteria = new("criteria", Text, Optional, "what had to be done for it");
        public static readonly BundleColumn ConferredOn = new("conferred_on", Date, Required, "the conferral date");
        public static readonly BundleColumn Credits = new("credits", Number, Optional, "the credits the award is worth");
        public static readonly BundleColumn Honors = new("honors", TextList, Optional, "honours as printed: `Magna Cum Laude`");
        public static readonly BundleColumn Status = new("status", ColumnKind.Code, Optional, "your word for how far the award is, such as `AW` or `Pending`; only clearance reads it");
        public static readonly BundleColumn CreditsEarned = new("credits_earned", Number, Optional, "the credits the learner has towards it; only clearance reads it");
        public static readonly BundleColumn CreditsRequired = new("credits_required", Number, Optional, "the credits it takes; only clearance reads it");
        public static readonly BundleFile File = new("awards", Required, "One row per degree, certificate or diploma.", LearnerKey, AwardKey, AchievementType, Title, Code, Description, Criteria, ConferredOn, Credits, Honors, Status, CreditsEarned, CreditsRequired);
    }

    public static class AwardFields
    {
        public static readonly BundleColumn LearnerKey = new("learner_key", Key, Required, "whose award it is");
        public static readonly BundleColumn AwardKey = new("award_key", Key, Required, "the award of that learner");
        public static readonly BundleColumn Kind = new("kind", Choice, Required, "how the field was studied", Enum.GetNames<AwardFieldKind>());
        public static readonly BundleColumn Name = new("name", Text, Required, "the field's name");
        public static readonly BundleColumn Code = new("code", ColumnKind.Code, Optional, "a CIP or local code");
        public static readonly BundleColumn Position = new("position", Number, Optional, "1 for the primary major, 2 for the second; without it the order of the rows counts");
        public static readonly BundleFile File = new("award_fields", Optional, "Majors, minors and concentrations of an award.", LearnerKey, AwardKey, Kind, Name, Code, Position);
    }

    public static class Courses
    {
        public static readonly BundleColumn CourseKey = new("course_key", Key, Required, "the key of the course");
        public static readonly BundleColumn Code = new("code", ColumnKind.Code, Required, "the number in the catalogue: `MATH 101`");
        public static readonly BundleColumn Title = new("title", Text, Required, "the title");
        public static readonly BundleColumn Description = new("description", Text, Optional, "what the course is about");
        public static readonly BundleColumn Subject = new("subject", Text, Optional, "the subject or department");
        public static readonly BundleColumn Credits = new("credits", Number, Optional, "the credits the course is worth");
        public static readonly BundleFile File = new("courses", Optional, "The catalogue; needed as soon as there are course results.", CourseKey, Code, Title, Description, Subject, Credits);
    }

    public static class Terms
    {
        public static readonly BundleColumn TermKey = new("term_key", Key, Required, "the key of the term");
        public static readonly BundleColumn Name = new("name", Text, Required, "the name as printed: `Fall 2024`");
        public static readonly BundleColumn StartsOn = new("starts_on", Date, Optional, "first day");
        public static readonly BundleColumn EndsOn = new("ends_on", Date, Optional, "last day");
        public static readonly BundleFile File = new("terms", Optional, "The terms; needed as soon as a row names one.", TermKey, Name, StartsOn, EndsOn);
    }

    public static class CourseResults
    {
        public static readonly BundleColumn LearnerKey = new("learner_key", Key, Required, "who took the course");
        public static readonly BundleColumn CourseKey = new("course_key", Key, Required, "a course of courses.csv");
        public static readonly BundleColumn TermKey = new("term_key", Key, Optional, "a term of terms.csv");
        public static readonly BundleColumn CreditsAttempted = new("credits_attempted", Number, Optional, "credits attempted");
        public static readonly BundleColumn CreditsEarned = new("credits_earned", Number, Optional, "credits earned");
        public static readonly BundleColumn Grade = new("grade", Code, Optional, "the grade as the transcript prints it");
        public static readonly BundleColumn Status = new("status", Choice, Optional, "how it ended; `Completed` where empty", Enum.GetNames<ResultStatus>());
        public static readonly BundleColumn Kind = new("kind", Choice, Optional, "what kind of course it was for the learner; `Regular` where empty", Enum.GetNames<CourseKind>());
        public static readonly BundleColumn AwardKeys = new("award_keys", List, Optional, "the awards it counts towards; empty means all of the learner");
        public static readonly BundleFile File = new("course_results", Optional, "One row per learner, course and attempt.", LearnerKey, CourseKey, TermKey, CreditsAttempted, CreditsEarned, Grade, Status, Kind, AwardKeys);
    }

    public static class Gpa
    {
        public static readonly BundleColumn LearnerKey = new("learner_key", Key, Required, "whose average it is");
        public static readonly BundleColumn Scope = new("scope", Choice, Required, "what it is the average of", Enum.GetNames<GpaScope>());
        public static readonly BundleColumn Value = new("value", Number, Required, "the average");
        public static readonly BundleColumn Maximum = new("maximum", Number, Required, "the top of the scale: `4.0`");
        public static readonly BundleColumn TermKey = new("term_key", Key, Optional, "a term of terms.csv, for a term's average");
        public static readonly BundleColumn AwardKey = new("award_key", Key, Optional, "the award, for an average within one programme");
        public static readonly BundleFile File = new("gpa", Optional, "Grade point averages.", LearnerKey, Scope, Value, Maximum, TermKey, AwardKey);
    }

    public static class Competencies
    {
        public static readonly BundleColumn CompetencyKey = new("competency_key", Key, Required, "the key of the competency");
        public static readonly BundleColumn Name = new("name", Text, Required, "its name");
        public static readonly BundleColumn Code = new("code", ColumnKind.Code, Optional, "its code in the framework");
        public static readonly BundleColumn Description = new("description", Text, Optional, "what it means");
        public static readonly BundleColumn Framework = new("framework", Text, Optional, "the framework's name");
        public static readonly BundleColumn FrameworkUrl = new("framework_url", Text, Optional, "the framework's address, `https://…`");
        public static readonly BundleColumn Levels = new("levels", TextList, Optional, "the levels, low to high: `Emerging|Proficient|Advanced`");
        public static readonly BundleFile File = new("competencies", Optional, "The competencies; needed as soon as there are competency results.", CompetencyKey, Name, Code, Description, Framework, FrameworkUrl, Levels);
    }

    public static class CompetencyResults
    {
        public static readonly BundleColumn LearnerKey = new("learner_key", Key, Required, "who showed it");
        public static readonly BundleColumn CompetencyKey = new("competency_key", Key, Required, "a competency of competencies.csv");
        public static readonly BundleColumn CourseKey = new("course_key", Key, Optional, "the course of courses.csv in which it was shown");
        public static readonly BundleColumn Level = new("level", Code, Optional, "one of the competency's levels");
        public static readonly BundleColumn AssessedOn = new("assessed_on", Date, Optional, "when it was assessed");
        public static readonly BundleFile File = new("competency_results", Optional, "Competencies a learner has shown.", LearnerKey, CompetencyKey, CourseKey, Level, AssessedOn);
    }

    public static class Activities
    {
        public static readonly BundleColumn LearnerKey = new("learner_key", Key, Required, "who took part");
        public static readonly BundleColumn ActivityKey = new("activity_key", Key, Required, "the key of the activity");
        public static readonly BundleColumn AchievementType = new("achievement_type", Choice, Required, "what kind of activity it was", ClrVocabulary.AchievementTypes);
        public static readonly BundleColumn Name = new("name", Text, Required, "its name");
        public static readonly BundleColumn Description = new("description", Text, Optional, "what was done");
        public static readonly BundleColumn Role = new("role", Text, Optional, "the learner's part in it");
        public static readonly BundleColumn Hours = new("hours", Number, Optional, "hours spent");
        public static readonly BundleColumn StartsOn = new("starts_on", Date, Optional, "first day");
        public static readonly BundleColumn EndsOn = new("ends_on", Date, Optional, "last day");
        public static readonly BundleFile File = new("activities", Optional, "What was done beside the courses.", LearnerKey, ActivityKey, AchievementType, Name, Description, Role, Hours, StartsOn, EndsOn);
    }

    public static class Holds
    {
        public static readonly BundleColumn LearnerKey = new("learner_key", Key, Required, "whose hold it is");
        public static readonly BundleColumn Kind = new("kind", Choice, Required, "what kind of hold; `Privacy` is a directory suppression or FERPA block", Enum.GetNames<HoldKind>());
        public static readonly BundleColumn Reason = new("reason", Personal, Optional, "the reason in your words; it leaves the house nowhere");
        public static readonly BundleColumn Since = new("since", Date, Optional, "the first day it counts");
        public static readonly BundleColumn Until = new("until", Date, Optional, "the last day it counts");
        public static readonly BundleFile File = new("holds", Optional, "What stands against issuing to a learner; only [clearance](mapping.md#clearance) reads it.", LearnerKey, Kind, Reason, Since, Until);
    }

    public static class Consents
    {
        public static readonly string[] Answers = ["Yes", "No"];
        public static readonly BundleColumn LearnerKey = new("learner_key", Key, Required, "whose word it is");
        public static readonly BundleColumn Consent = new("consent", Choice, Required, "whether the learner agreed to be issued a credential; the newest row counts", Answers);
        public static readonly BundleColumn On = new("on", Date, Optional, "the day it was said");
        public static readonly BundleFile File = new("consents", Optional, "Who agreed to be issued a credential; only [clearance](mapping.md#clearance) reads it.", LearnerKey, Consent, On);
    }

    /// <summary>Every file, in the order in which one learner's rows are read: an award is known before what refers to it.</summary>
    public static IReadOnlyList<BundleFile> Files { get; } =
    [
        Learners.File, Awards.File, AwardFields.File, Courses.File, Terms.File, CourseResults.File,
        Gpa.File, Competencies.File, CompetencyResults.File, Activities.File, Holds.File, Consents.File,
    ];

    public static BundleFile? Find(string name) => Files.FirstOrDefault(file => file.Name == name);
}
