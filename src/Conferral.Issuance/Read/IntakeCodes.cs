// The codes with which a whole input is refused.
namespace Conferral.Issuance.Read;

/// <summary>The values of <see cref="IntakeException.Code"/>; stable, and explained in docs/intake.md#what-is-refused.</summary>
public static class IntakeCodes
{
    public const string NoInput = "READ-NO-INPUT";
    public const string MissingFile = "READ-MISSING-FILE";
    public const string Empty = "READ-EMPTY";
    public const string NoRows = "READ-NO-ROWS";
    public const string MissingColumn = "READ-MISSING-COLUMN";
    public const string DuplicateColumn = "READ-DUPLICATE-COLUMN";
    public const string KeyForms = "READ-KEY-FORMS";
    public const string Manifest = "READ-MANIFEST";
    public const string Workbook = "READ-WORKBOOK";
    public const string Database = "READ-DATABASE";
    public const string Roster = "READ-ROSTER";
    public const string Encoding = "READ-ENCODING";
    public const string Quotes = "READ-QUOTES";
    public const string RecordTooLong = "READ-RECORD-TOO-LONG";
    public const string TooLarge = "READ-TOO-LARGE";
    public const string Zip = "READ-ZIP";
    public const string Mapping = "READ-MAPPING";
    public const string Clearance = "READ-CLEARANCE";
    public const string File = "READ-FILE";
    public const string Changed = "READ-CHANGED";
    public const string Staging = "READ-STAGING";
    public const string RecordLength = "READ-RECORD-LENGTH";
    public const string RecordType = "READ-RECORD-TYPE";
    public const string Trailer = "READ-TRAILER";
    public const string FormatVersion = "READ-FORMAT-VERSION";

    /// <summary>Every code, with what it means.</summary>
    public static IReadOnlyList<(string Code, string Meaning)> All { get; } =
    [
        (NoInput, "the path is no export: no bundle, no mapping for it, no credentials"),
        (MissingFile, "a required file is not there, or one that other files refer to"),
        (Empty, "a file has no header"),
        (NoRows, "learners.csv has a header and nobody under it"),
        (MissingColumn, "a required or mapped column is not in the header"),
        (DuplicateColumn, "a column stands twice in the header"),
        (KeyForms, "one file writes the learners' keys with leading zeros and another without: a spreadsheet took them away"),
        (Manifest, "manifest.json does not agree with the files: number of rows, SHA-256, or which files there are"),
        (Workbook, "a workbook is protected, damaged, of an older format, or has no such sheet"),
        (Database, "a database cannot be reached, refuses a query, or gives a value that is no text, number or date"),
        (Roster, "a OneRoster export has no awards beside it, is of another version, or is another format that looks like it"),
        (Encoding, "a file is not UTF-8 and no other encoding is declared, or is not in the declared one, or is no text: row and byte are named"),
        (Quotes, "a quoted field is never closed, or goes on after its closing quote"),
        (RecordTooLong, "a record is longer than 1,048,576 characters"),
        (TooLarge, "a file or zip entry is larger than the bound"),
        (Zip, "a zip cannot be read, or holds a file twice"),
        (Mapping, "the mapping has a mistake: its line and column are named"),
        (Clearance, "clearance.yaml has a mistake: its line and column are named"),
        (File, "a file cannot be opened or read to its end"),
        (Changed, "a file changed while it was being read"),
        (Staging, "the temporary folder cannot be written, or its disk is full"),
        (RecordLength, "a fixed-width record has another length than it must have"),
        (RecordType, "a fixed-width record is not of the type its place demands"),
        (Trailer, "a fixed-width file has no trailer, or its trailer counts other records"),
        (FormatVersion, "a file of learner records is of a version this Conferral does not know"),
    ];
}
