// The rules of the Read stage: id, severity and meaning, the table that messages and docs/intake.md are made from.
using Conferral.Credentials;

namespace Conferral.Issuance.Read;

/// <summary>A rule about the export's rows. Its section is the heading of docs/intake.md that explains it.</summary>
internal sealed record ReadRule(string Id, Severity Severity, string Anchor, string Meaning)
{
    public string Section => "docs/intake.md#" + Anchor;

    /// <summary>The finding of this rule at one place of the export.</summary>
    public Finding At(SourceLocation source, string message) => new(Id, Severity, "", message, Section) { Source = source };
}

internal static class ReadRules
{
    private const string Values = "values";
    private const string References = "references";
    private const string Shape = "shape";
    private const string DegreeVerify = "degreeverify";
    private const string Transcripts = "pesc-college-transcript";
    private const string Records = "learner-records";

    public static readonly ReadRule Required = new("READ-REQUIRED", Severity.Error, Values, "a required value is empty");
    public static readonly ReadRule AwardDate = new("READ-AWARD-DATE", Severity.Error, Values, "an award has no conferral date");
    public static readonly ReadRule Date = new("READ-DATE", Severity.Error, Values, "a date is not in an accepted format, or ends before it starts");
    public static readonly ReadRule Number = new("READ-NUMBER", Severity.Error, Values, "a number cannot be read: comma decimals, signs, units");
    public static readonly ReadRule Choice = new("READ-CHOICE", Severity.Error, Values, "a value is not one of the accepted words");
    public static readonly ReadRule Identifier = new("READ-IDENTIFIER", Severity.Error, Values, "an identifier is not `type:value` with a known type, or a DID does not start with `did:`");
    public static readonly ReadRule ExcelNumber = new("READ-EXCEL-NUMBER", Severity.Error, Values, "a spreadsheet turned a key or code into scientific notation");
    public static readonly ReadRule ExcelDate = new("READ-EXCEL-DATE", Severity.Error, Values, "a spreadsheet turned a code into a date");
    public static readonly ReadRule ExcelError = new("READ-EXCEL-ERROR", Severity.Error, Values, "a cell holds a spreadsheet error such as `#N/A`");
    public static readonly ReadRule DamagedText = new("READ-DAMAGED-TEXT", Severity.Error, Values, "text went through a wrong encoding, or holds invisible or control characters");
    public static readonly ReadRule Lookup = new("READ-LOOKUP", Severity.Error, Values, "a lookup or term rule does not know a value");
    public static readonly ReadRule Pattern = new("READ-PATTERN", Severity.Error, Values, "a value has not the form the mapping says it must have");
    public static readonly ReadRule Grade = new("READ-GRADE", Severity.Error, Values, "the mapping's grade scale has no entry for a grade");
    public static readonly ReadRule GpaRange = new("READ-GPA-RANGE", Severity.Error, Values, "an average is above its maximum");
    public static readonly ReadRule Invisible = new("READ-INVISIBLE", Severity.Warning, Values, "a key or code holds a character nobody can see; it is read without it");
    public static readonly ReadRule Form = new("READ-FORM", Severity.Warning, Shape, "a file is not plain UTF-8 with commas and its header on row 1, or rows were passed over: what was decided is said");
    public static readonly ReadRule RowWidth = new("READ-ROW-WIDTH", Severity.Error, Shape, "a row has more or fewer fields than the header");
    public static readonly ReadRule TooManyRows = new("READ-TOO-MANY-ROWS", Severity.Error, Shape, "one learner has more rows in a file than can be meant");
    public static readonly ReadRule DuplicateLearner = new("READ-DUPLICATE-LEARNER", Severity.Error, References, "two rows are about the same learner key");
    public static readonly ReadRule DuplicateKey = new("READ-DUPLICATE-KEY", Severity.Error, References, "an award, activity, course, term or competency key stands twice");
    public static readonly ReadRule NoAward = new("READ-NO-AWARD", Severity.Error, References, "a learner has no award at all");
    public static readonly ReadRule UnknownLearner = new("READ-UNKNOWN-LEARNER", Severity.Error, References, "a row's learner is not in learners.csv; belongs to no learner, so it is reported for the whole input");
    public static readonly ReadRule UnknownAward = new("READ-UNKNOWN-AWARD", Severity.Error, References, "a row names an award the learner does not have");
    public static readonly ReadRule UnknownCourse = new("READ-UNKNOWN-COURSE", Severity.Error, References, "a row names a course that is not in courses.csv");
    public static readonly ReadRule UnknownTerm = new("READ-UNKNOWN-TERM", Severity.Error, References, "a row names a term that is not in terms.csv");
    public static readonly ReadRule UnknownCompetency = new("READ-UNKNOWN-COMPETENCY", Severity.Error, References, "a row names a competency that is not in competencies.csv");
    public static readonly ReadRule UnknownLevel = new("READ-UNKNOWN-LEVEL", Severity.Error, References, "a level is not among the competency's levels");
    public static readonly ReadRule UnknownColumn = new("READ-UNKNOWN-COLUMN", Severity.Warning, Shape, "a column is neither documented nor mapped nor ignored; it is not read");
    public static readonly ReadRule UnusedFile = new("READ-UNUSED-FILE", Severity.Warning, Shape, "a CSV lies in the folder that nothing reads");
    public static readonly ReadRule Json = new("READ-JSON", Severity.Error, "credentials", "a ready-made credential is not well-formed JSON, or too large");
    public static readonly ReadRule NotACredential = new("READ-NOT-A-CREDENTIAL", Severity.Error, "credentials", "a document is not an unsigned ClrCredential, AchievementCredential or OpenBadgeCredential");

    public static readonly ReadRule LearnerConflict = new("READ-LEARNER-CONFLICT", Severity.Error, References, "records of one learner disagree about the person");
    public static readonly ReadRule Repeated = new("READ-REPEATED", Severity.Warning, DegreeVerify, "a record stands in two DegreeVerify files alike; it is read once");
    public static readonly ReadRule Cip = new("READ-CIP", Severity.Error, DegreeVerify, "a CIP code is not six digits, or stands without its field's name");
    public static readonly ReadRule Transcript = new("READ-TRANSCRIPT", Severity.Error, Transcripts, "a transcript is not well-formed XML, has a DTD, is larger or deeper than the bounds, or is no College Transcript");
    public static readonly ReadRule TranscriptVersion = new("READ-TRANSCRIPT-VERSION", Severity.Error, Transcripts, "a transcript is of a major version Conferral does not know");
    public static readonly ReadRule TestDocument = new("READ-TEST-DOCUMENT", Severity.Error, Transcripts, "a transcript says that it is a test");
    public static readonly ReadRule GpaUnused = new("READ-GPA-UNUSED", Severity.Warning, Transcripts, "an average fits no award of the learner; it is not read");
    public static readonly ReadRule RecordJson = new("READ-RECORD-JSON", Severity.Error, Records, "a line is no learner record in JSON, or a member has the wrong form");
    public static readonly ReadRule RecordMember = new("READ-RECORD-MEMBER", Severity.Error, Records, "a learner record has a member nobody knows, or lacks one it must have");

    public static IReadOnlyList<ReadRule> All { get; } =
    [
        RowWidth, TooManyRows, UnknownColumn, UnusedFile, Form,
        Required, AwardDate, Date, Invisible, Number, Choice, Identifier, ExcelNumber, ExcelDate, ExcelError, DamagedText, Lookup, Pattern, Grade, GpaRange,
        DuplicateLearner, DuplicateKey, NoAward, UnknownLearner, UnknownAward, UnknownCourse, UnknownTerm, UnknownCompetency, UnknownLevel,
        Json, NotACredential,
        LearnerConflict, Repeated, Cip,
        Transcript, TranscriptVersion, TestDocument, GpaUnused,
        RecordJson, RecordMember,
    ];
}
