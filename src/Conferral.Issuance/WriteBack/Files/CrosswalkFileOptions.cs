// A return file in the words of the SIS: its columns, their order, names and forms.
using System.Text;

namespace Conferral.Issuance.WriteBack;

/// <summary>The forms a return file can have.</summary>
public enum CrosswalkFormat
{
    /// <summary>Cells with a delimiter between them, RFC 4180.</summary>
    Csv,

    /// <summary>A spreadsheet whose cells are text.</summary>
    Xlsx,

    /// <summary>Cells of fixed widths, for loaders that count characters.</summary>
    Fixed,
}

/// <summary>
/// One column of a return file. Shape: <see cref="Source"/> is the crosswalk's column it shows, or null for the constant
/// <see cref="Value"/>; <see cref="TimeFormat"/> is for columns of times, which are UTC.
/// Units: <see cref="Width"/> and <see cref="MaxLength"/> in characters.
/// </summary>
public sealed record FileColumn(string Name)
{
    public CrosswalkColumn? Source { get; init; }

    public string? Value { get; init; }

    public string? TimeFormat { get; init; }

    /// <summary>Of a cell in a file of fixed widths; in a spreadsheet how wide the column is shown.</summary>
    public int? Width { get; init; }

    /// <summary>What the SIS's column takes. A longer value leaves its row out, and the report says so: a cut id is another id.</summary>
    public int? MaxLength { get; init; }

    public bool AlignRight { get; init; }

    public char Pad { get; init; } = ' ';

    /// <summary>Every column of the crosswalk under its own name.</summary>
    public static IReadOnlyList<FileColumn> Whole { get; } = [.. CrosswalkColumn.All.Select(column => new FileColumn(column.Name) { Source = column })];
}

/// <summary>Where a return file goes and what it looks like.</summary>
public sealed record CrosswalkFileOptions
{
    /// <summary>Spreadsheets run cells that begin with these as formulas; a learner's key or a platform's id is under somebody else's control.</summary>
    public const bool DefaultGuardFormulas = true;

    /// <summary>Importing programs seldom expect the mark; set it for a file that is opened in Excel.</summary>
    public const bool DefaultByteOrderMark = false;

    /// <summary>The name the outbox keeps the file's rows under.</summary>
    public string Id { get; init; } = "crosswalk";

    /// <summary>The file; for a drop the folder.</summary>
    public required string Path { get; init; }

    public CrosswalkFormat Format { get; init; }

    public IReadOnlyList<FileColumn> Columns { get; init; } = FileColumn.Whole;

    public char Delimiter { get; init; } = ',';

    /// <summary>A character it does not have leaves the row out, and the report says so.</summary>
    public Encoding Encoding { get; init; } = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    public bool ByteOrderMark { get; init; } = DefaultByteOrderMark;

    public bool HeaderLine { get; init; } = true;

    public string LineEnd { get; init; } = CsvCells.LineEnd;

    /// <summary>Puts an apostrophe before cells that begin with = + - @, tab or carriage return. An importer must take it off again.</summary>
    public bool GuardFormulas { get; init; } = DefaultGuardFormulas;

    /// <summary>Only rows of these standings (<see cref="CrosswalkStatus"/>); null: all.</summary>
    public IReadOnlySet<string>? Statuses { get; init; }

    /// <summary>Only rows of this platform; null: all.</summary>
    public string? Platform { get; init; }

    internal bool Wants(CrosswalkRow row) => (Statuses is null || Statuses.Contains(row.Status)) && (Platform is null || Platform == row.PlatformId || row.PlatformId.Length == 0);

    internal string Extension => Format switch
    {
        CrosswalkFormat.Xlsx => "xlsx",
        CrosswalkFormat.Fixed => "txt",
        _ => Delimiter == ',' ? "csv" : "txt",
    };
}
