// What composing can find wrong or odd in a learner's record. Messages name courses and dates, never people.
using System.Globalization;
using Conferral.Credentials;

namespace Conferral.Issuance.Compose;

internal static class ComposeFinding
{
    private const string ClrSubjectSection = "CLR 2.0, ClrSubject";
    private const string ClrCredentialSection = "CLR 2.0, ClrCredential";
    private const string SubjectSection = "Open Badges 3.0, AchievementSubject";
    private const string ResultSection = "Open Badges 3.0, Result";

    public static Finding NoAward(SourceLocation source)
        => Finding.Error("COMPOSE-NO-AWARD", "", "The learner has no award. Add the conferral to the export, remove the learner from this batch, or set requireAward to false.", ClrSubjectSection) with { Source = source };

    public static Finding NothingToIssue(SourceLocation source)
        => Finding.Error("COMPOSE-NOTHING", "/credentialSubject/verifiableCredential", "Nothing of the learner's record can be issued; a CLR holds at least one credential. Check the awards and courses of the export.", ClrSubjectSection) with { Source = source };

    public static Finding NoDate(SourceLocation source)
        => Finding.Error("COMPOSE-NO-DATE", "/validFrom", "No date in the learner's record says from when the credential is valid. Add a conferral date or term dates.", ClrCredentialSection) with { Source = source };

    public static Finding FutureConferral(DateOnly conferred, SourceLocation source)
        => Finding.Warning("COMPOSE-FUTURE", "/validFrom", $"The conferral date {Date(conferred)} lies ahead; until then verifiers will call the credential not yet valid.", ClrCredentialSection) with { Source = source };

    public static Finding AfterConferral(string pointer, string course, DateOnly ended, DateOnly conferred, SourceLocation source)
        => Finding.Warning("COMPOSE-AFTER-CONFERRAL", pointer, $"The course {course} ended on {Date(ended)}, after the conferral on {Date(conferred)} it counts towards. Check the term and the conferral date.", SubjectSection) with { Source = source };

    public static Finding CreditsExceeded(string pointer, string course, decimal earned, decimal available, SourceLocation source)
        => Finding.Warning("COMPOSE-CREDITS", pointer + "/credentialSubject/creditsEarned", string.Create(CultureInfo.InvariantCulture, $"{earned} credits were earned in {course}, which carries {available}. Check the credits of the course and of the result."), SubjectSection) with { Source = source };

    public static Finding CourseTwice(string pointer, string course, SourceLocation source)
        => Finding.Warning("COMPOSE-COURSE-TWICE", pointer, $"The course {course} appears more than once in the same term. Remove the repeated row if it is the same attempt.", ClrSubjectSection) with { Source = source };

    public static Finding CourseForUnknownAward(string pointer, string course, string awardKey, SourceLocation source)
        => Finding.Warning("COMPOSE-AWARD-UNKNOWN", pointer, $"The course {course} counts towards award {awardKey}, which the learner does not have; it is not linked to that award.", "CLR 2.0, Association") with { Source = source };

    public static Finding GpaWithoutAward(string? awardKey, SourceLocation source)
        => Finding.Error("COMPOSE-GPA-AWARD", "", awardKey is null
            ? "A grade point average has no award to stand on. Name its award, or remove the row."
            : $"A grade point average names award {awardKey}, which the learner does not have. Correct the award key, or remove the row.", ResultSection) with { Source = source };

    public static Finding GpaWithoutTerm(SourceLocation source)
        => Finding.Error("COMPOSE-GPA-TERM", "", "A term's grade point average names no term. Add the term key, or mark the average as cumulative.", ResultSection) with { Source = source };

    public static Finding CompetencyCourseUnknown(string pointer, string competency, string courseKey, SourceLocation source)
        => Finding.Warning("COMPOSE-COURSE-UNKNOWN", pointer, $"The competency {competency} was shown in course {courseKey}, which the learner did not take; it is not linked to a course.", "CLR 2.0, Association") with { Source = source };

    public static Finding LevelUnknown(string pointer, string competency, SourceLocation source)
        => Finding.Error("COMPOSE-LEVEL-UNKNOWN", pointer + "/credentialSubject/result/0/value", $"The level reached in {competency} is not one of its levels. Correct the level, or add it to the competency's levels.", ResultSection) with { Source = source };

    public static Finding NotJson(string reason, SourceLocation source)
        => Finding.Error("COMPOSE-READY-JSON", "", $"The ready-made credential is not one JSON object in UTF-8: {reason} Write it anew and export it again.", "CLR 2.0, document formats") with { Source = source };

    public static Finding OtherIssuer(string issuerId, SourceLocation source)
        => Finding.Error("COMPOSE-READY-ISSUER", "/issuer", $"The document names another issuer than this workspace, {issuerId}, whose key would sign it; no verifier would accept that. Correct the issuer, or use the workspace of that issuer.", "VC Data Integrity 1.0, 4.3 Verify Proof") with { Source = source };

    public static Finding NoId(SourceLocation source)
        => Finding.Error("COMPOSE-READY-ID", "/id", "The ready-made credential has no id. Give it a URI that stays the same whenever it is issued again.", ClrCredentialSection) with { Source = source };

    public static Finding AlreadySigned(SourceLocation source)
        => Finding.Error("COMPOSE-READY-SIGNED", "/proof", "The ready-made credential already carries a proof. Remove it to have the credential signed here, or deliver it as it is by other means.", "VCDM 2.0, securing mechanisms") with { Source = source };

    private static string Date(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
