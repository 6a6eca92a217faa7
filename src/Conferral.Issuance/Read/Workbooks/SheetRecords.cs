// The rows of one worksheet as records, read from its XML as it streams by.
using System.Globalization;
using System.Text;
using System.Xml;
using Conferral.Credentials;

namespace Conferral.Issuance.Read;

/// <summary>
/// A sheet's cells as text, header found by its names. Of a formula the value the workbook holds is taken; one without a value
/// and an error come as a spreadsheet's error word, which no column accepts. Blank rows are passed over.
/// Bounds: one row, at most <see cref="MaxColumns"/> cells and <see cref="IntakeOptions.MaxRecordChars"/>; the first rows until the header is found.
/// </summary>
internal sealed class SheetRecords : TableRecords
{
    public const int MaxColumns = 16_384;
    private readonly Workbook book;
    private readonly string name;
    private readonly HeaderNames names;
    private readonly int maxChars;
    private readonly byte[]? hash;
    private readonly XmlReader reader;
    private readonly IDisposable archive;
    private readonly StringBuilder text = new();
    private readonly Queue<(long Line, List<string> Cells)> ahead = new();
    private readonly List<string> remarks = [];
    private List<string> cells = [];
    private long line;
    private long lastRow;
    private int width;
    private long hiddenRows;
    private long besideRows;
    private bool ended;

    public SheetRecords(Workbook book, WorkbookSheet sheet, string name, HeaderNames names, IntakeOptions options, byte[]? hash)
    {
        (this.book, this.name, this.names, this.hash, maxChars) = (book, name, names, hash, options.MaxRecordChars);
        if (sheet.IsHidden) remarks.Add("The sheet is hidden in the workbook.");
        (reader, archive) = book.OpenSheet(sheet);
    }

    public override long Line => line;

    /// <summary>The header's: a sheet has no ragged rows, its empty cells at the end are just not written.</summary>
    public override int Width => width;

    public override ReadOnlySpan<char> this[int field] => field < cells.Count ? cells[field].AsSpan().Trim() : default;

    public override IReadOnlyList<string> Remarks =>
    [
        .. remarks,
        .. hiddenRows > 0 ? [string.Create(CultureInfo.InvariantCulture, $"Rows that are hidden or filtered out were read all the same: {hiddenRows}.")] : Array.Empty<string>(),
        .. besideRows > 0 ? [string.Create(CultureInfo.InvariantCulture, $"Rows with something beside the columns of the header, which is not read: {besideRows}.")] : Array.Empty<string>(),
    ];

    public override TableHeader ReadHeader()
    {
        List<(long Line, List<string> Cells)> first = [];
        while (first.Count < HeaderNames.MaxRowsBefore && ReadRow(out var row))
        {
            first.Add(row);
            if (names.IsHeader(row.Cells)) break;
        }

        if (first.Count == 0) throw new IntakeException(IntakeCodes.Empty, $"{name} is empty: not even a header. Export it again.", new SourceLocation(name));
        var at = names.Find([.. first.Select(row => row.Cells)]);
        if (at > 0) remarks.Add(string.Create(CultureInfo.InvariantCulture, $"Its header is row {first[at].Line}; what stands above is not read."));
        foreach (var row in first.Skip(at + 1)) ahead.Enqueue(row);
        var header = first[at].Cells.Select(cell => cell.Trim()).ToArray();
        header = header[..(Array.FindLastIndex(header, cell => cell.Length > 0) + 1)];
        width = header.Length;
        return new TableHeader(header, first[at].Line, CellOrigin.Worksheet);
    }

    public override bool Read()
    {
        if (!ahead.TryDequeue(out var row) && !ReadRow(out row)) return false;
        (line, cells) = row;
        Count++;
        if (cells.Count > width && cells.Skip(width).Any(cell => cell.Length > 0)) besideRows++;
        return true;
    }

    public override byte[]? Finish()
    {
        while (ReadRow(out _))
        {
        }

        return hash;
    }

    public override void Dispose()
    {
        reader.Dispose();
        archive.Dispose();
    }

    private bool ReadRow(out (long Line, List<string> Cells) row)
    {
        row = default;
        if (ended) return false;
        try
        {
            while (reader.Read())
            {
                if (reader.NodeType != XmlNodeType.Element) continue;
                if (reader.LocalName == "mergeCell") NoteMerged(reader.GetAttribute("ref") ?? "");
                if (reader.LocalName != "row") continue;
                row = ReadCells();
                if (row.Cells.Exists(cell => !string.IsNullOrWhiteSpace(cell))) return true;
            }
        }
        catch (Exception error) when (error is XmlException or InvalidDataException or IOException)
        {
            throw book.Damaged(string.Create(CultureInfo.InvariantCulture, $"its sheet cannot be read on after row {lastRow} ({error.Message.TrimEnd('.')})"), error);
        }

        ended = true;
        return false;
    }

    private (long Line, List<string> Cells) ReadCells()
    {
        lastRow = long.TryParse(reader.GetAttribute("r"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : lastRow + 1;
        var hidden = reader.GetAttribute("hidden") is "1" or "true";
        var row = new List<string>(width);
        var chars = 0;
        if (!reader.IsEmptyElement)
        {
            var depth = reader.Depth;
            while (reader.Read() && reader.Depth > depth)
            {
                if (reader.NodeType != XmlNodeType.Element || reader.LocalName != "c") continue;
                var column = ColumnOf(reader.GetAttribute("r")) ?? row.Count;
                if (column >= MaxColumns) throw book.Damaged(string.Create(CultureInfo.InvariantCulture, $"row {lastRow} of {name} has more cells than a sheet can have"));
                while (row.Count <= column) row.Add("");
                row[column] = ReadCell();
                chars += row[column].Length;
                if (chars > maxChars) throw new IntakeException(IntakeCodes.RecordTooLong, string.Create(CultureInfo.InvariantCulture, $"{name}, row {lastRow} holds more than the bound of {maxChars:N0} characters. Look what stands in its cells."), new SourceLocation(name, lastRow));
            }
        }

        if (hidden && row.Exists(cell => cell.Length > 0)) hiddenRows++;
        return (lastRow, row);
    }

    private string ReadCell()
    {
        var (type, style) = (reader.GetAttribute("t"), int.TryParse(reader.GetAttribute("s"), NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : 0);
        if (reader.IsEmptyElement) return "";
        var depth = reader.Depth;
        var (raw, formula) = ((string?)null, false);
        while (reader.Read() && reader.Depth > depth)
        {
            if (reader.NodeType != XmlNodeType.Element) continue;
            if (reader.LocalName == "f") formula = true;
            else if (reader.LocalName is "v" or "is") raw = CellText.Read(reader, text);
        }

        if (raw is null || (raw.Length == 0 && formula && type != "str")) return formula ? TextDamage.NotCalculated : "";
        return type switch
        {
            "s" => int.TryParse(raw, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && book.Texts[at] is { } shared ? shared : throw book.Damaged($"row {lastRow} of {name} refers to a text that is not there"),
            "b" => raw == "1" ? "TRUE" : "FALSE",
            "d" => raw.EndsWith("T00:00:00", StringComparison.Ordinal) ? raw[..^9] : raw,
            "e" or "str" or "inlineStr" => raw,
            _ => CellValue.OfNumber(raw, book.Formats[style], book.From1904),
        };
    }

    /// <summary>"AB12" is column 27, counted from 0.</summary>
    private static int? ColumnOf(string? reference)
    {
        var column = 0;
        foreach (var letter in reference ?? "")
        {
            if (letter is < 'A' or > 'Z') break;
            column = (column * 26) + (letter - 'A' + 1);
            if (column > MaxColumns) break;
        }

        return column == 0 ? null : column - 1;
    }

    /// <summary>Cells merged over several rows have a value in the first row alone, which a person reading the sheet does not see.</summary>
    private void NoteMerged(string range)
    {
        var rows = range.Split(':').Select(cell => long.TryParse(cell.TrimStart([.. "ABCDEFGHIJKLMNOPQRSTUVWXYZ$"]), NumberStyles.None, CultureInfo.InvariantCulture, out var row) ? row : 0).ToArray();
        const string said = "Some cells are merged over several rows; only the first of these rows has the value.";
        if (rows.Length == 2 && rows[1] > rows[0] && !remarks.Contains(said)) remarks.Add(said);
    }
}
