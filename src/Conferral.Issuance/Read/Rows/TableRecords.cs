// What every table gives, whether it is a CSV file, a worksheet or a query: a header, then records with their places.
namespace Conferral.Issuance.Read;

/// <summary>Where a table's cells come from; decides what a date in a key column means and which form typed dates have.</summary>
internal enum CellOrigin
{
    /// <summary>Text somebody wrote down.</summary>
    Text,

    /// <summary>Cells of a workbook: dates and numbers have a type, and a code may have become one of them.</summary>
    Worksheet,

    /// <summary>Values of a database.</summary>
    Query,
}

/// <summary>
/// The header of a table: the names of its fields and the row it stands on. A table that is made of another has the labels of the
/// fields it is made of, and the other's number of fields.
/// </summary>
internal sealed record TableHeader(IReadOnlyList<string> Names, long Line, CellOrigin Origin = CellOrigin.Text, IReadOnlyList<string>? Labels = null, int? SourceWidth = null)
{
    /// <summary>What messages call a field: its name and the letter a spreadsheet shows above it; a query has no letters.</summary>
    public string Label(int field) => Labels is not null ? Labels[field] : Origin == CellOrigin.Query ? Names[field] : $"{Names[field]} ({Letter(field)})";

    /// <summary>"A", "Z", "AA": the letter a spreadsheet shows above the field, counted from 0.</summary>
    public static string Letter(int field)
    {
        var letter = "";
        for (var rest = field; rest >= 0; rest = (rest / 26) - 1) letter = (char)('A' + (rest % 26)) + letter;
        return letter;
    }
}

/// <summary>
/// The records of one table, header first. A record's fields are trimmed and valid until the next <see cref="Read"/>.
/// Errors: <see cref="IntakeException"/> for what makes the whole table unreadable.
/// </summary>
internal abstract class TableRecords : IDisposable
{
    /// <summary>The row the current record stands on, as a person would find it.</summary>
    public abstract long Line { get; }

    public abstract int Width { get; }

    public abstract ReadOnlySpan<char> this[int field] { get; }

    /// <summary>Call once, before the first <see cref="Read"/>.</summary>
    public abstract TableHeader ReadHeader();

    public abstract bool Read();

    /// <summary>What was decided about the table's form, in sentences; complete once it has been read to its end.</summary>
    public virtual IReadOnlyList<string> Remarks => [];

    /// <summary>Records so far, header and blank ones not counted.</summary>
    public long Count { get; protected set; }

    /// <summary>The SHA-256 of what this table was read from, once it has been read to its end; null where another reading gives it.</summary>
    public virtual byte[]? Finish() => null;

    public abstract void Dispose();
}
