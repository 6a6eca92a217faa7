// Writes small workbooks cell by cell, with the types a spreadsheet would give them.
using System.Globalization;
using System.IO.Compression;
using System.Security;
using System.Text;

namespace Conferral.Issuance.Tests.Read;

/// <summary>A cell: its type attribute, its style, and what stands inside it.</summary>
internal sealed record SheetCell(string? Type, int Style, string Inside)
{
    public static SheetCell Text(string text) => new("inlineStr", 0, $"<is><t xml:space=\"preserve\">{SecurityElement.Escape(text)}</t></is>");

    public static SheetCell Shared(int index) => new("s", 0, $"<v>{index}</v>");

    public static SheetCell Number(double number, int style = 0) => new(null, style, $"<v>{number.ToString("R", CultureInfo.InvariantCulture)}</v>");

    public static SheetCell Date(DateOnly day, int style = SheetWriter.DateStyle) => Number(day.DayNumber - new DateOnly(1899, 12, 30).DayNumber, style);

    public static SheetCell Error(string word) => new("e", 0, $"<v>{word}</v>");

    public static SheetCell Formula(string formula, string? value) => new("str", 0, $"<f>{SecurityElement.Escape(formula)}</f>{(value is null ? "" : $"<v>{SecurityElement.Escape(value)}</v>")}");

    public static implicit operator SheetCell(string text) => Text(text);
}

internal sealed class SheetWriter
{
    /// <summary>Styles of the workbook: built-in date, custom date, eight digits, date and time.</summary>
    public const int DateStyle = 1, CustomDateStyle = 2, EightDigitsStyle = 3, DateTimeStyle = 4;

    private readonly List<(string Name, string Attributes, string Body)> sheets = [];
    private readonly List<string> shared = [];

    public bool From1904 { get; set; }

    public SheetWriter Share(params string[] texts)
    {
        shared.AddRange(texts);
        return this;
    }

    /// <summary>Adds a sheet; a null cell is not written, as spreadsheets leave empty ones out.</summary>
    public SheetWriter Sheet(string name, IEnumerable<SheetCell?[]> rows, string after = "", string attributes = "", Func<int, string>? rowAttributes = null)
    {
        var body = new StringBuilder();
        var line = 0;
        foreach (var row in rows)
        {
            line++;
            if (row.Length == 0) continue;
            body.Append(CultureInfo.InvariantCulture, $"<row r=\"{line}\" {rowAttributes?.Invoke(line)}>");
            for (var i = 0; i < row.Length; i++)
            {
                if (row[i] is not { } cell) continue;
                var type = cell.Type is null ? "" : $" t=\"{cell.Type}\"";
                body.Append(CultureInfo.InvariantCulture, $"<c r=\"{Letter(i)}{line}\" s=\"{cell.Style}\"{type}>{cell.Inside}</c>");
            }

            body.Append("</row>");
        }

        sheets.Add((name, attributes, $"<sheetData>{body}</sheetData>{after}"));
        return this;
    }

    public byte[] ToBytes()
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create))
        {
            Put(zip, "xl/workbook.xml", $"<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><workbookPr{(From1904 ? " date1904=\"1\"" : "")}/><sheets>"
                + string.Concat(sheets.Select((sheet, i) => $"<sheet name=\"{SecurityElement.Escape(sheet.Name)}\" sheetId=\"{i + 1}\" {sheet.Attributes} r:id=\"rId{i + 1}\"/>")) + "</sheets></workbook>");
            Put(zip, "xl/_rels/workbook.xml.rels", "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
                + string.Concat(sheets.Select((_, i) => $"<Relationship Id=\"rId{i + 1}\" Type=\"w\" Target=\"worksheets/sheet{i + 1}.xml\"/>")) + "</Relationships>");
            Put(zip, "xl/styles.xml", "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><numFmts><numFmt numFmtId=\"164\" formatCode=\"dd/mm/yyyy;@\"/><numFmt numFmtId=\"165\" formatCode=\"00000000\"/></numFmts>"
                + "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/><xf numFmtId=\"22\"/></cellXfs></styleSheet>");
            if (shared.Count > 0) Put(zip, "xl/sharedStrings.xml", "<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">" + string.Concat(shared) + "</sst>");
            for (var i = 0; i < sheets.Count; i++) Put(zip, $"xl/worksheets/sheet{i + 1}.xml", $"<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">{sheets[i].Body}</worksheet>");
        }

        return bytes.ToArray();
    }

    /// <summary>A CSV of the bundle as a sheet, every cell text.</summary>
    public SheetWriter FromCsv(string name, string csv) => Sheet(name, CsvRows(csv).Select(row => row.Select(cell => (SheetCell?)cell).ToArray()));

    public static IEnumerable<string[]> CsvRows(string csv)
        => Conferral.Issuance.Read.FirstRecords.Of(csv, ',', int.MaxValue, cut: false).Select(record => record.Cells);

    private static string Letter(int column) => Conferral.Issuance.Read.TableHeader.Letter(column);

    private static void Put(ZipArchive zip, string name, string text)
    {
        using var writer = new StreamWriter(zip.CreateEntry(name, CompressionLevel.Fastest).Open());
        writer.Write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + text);
    }
}
