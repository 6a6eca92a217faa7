// A spreadsheet file, written row after row: text stays text, whatever a program makes of numbers.
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;

namespace Conferral.Issuance.WriteBack;

/// <summary>A column of a sheet. Units: <see cref="Width"/> in characters. A number column holds whole numbers; everything else is text for good.</summary>
internal sealed record XlsxColumn(string Header, int Width, bool IsNumber = false);

/// <summary>
/// Writes an .xlsx with one sheet after another.
/// Shape: Office Open XML, cells as inline text in the format "@", so that a key keeps its zeros also when somebody edits the cell;
/// the header line stands still and filters. A text is never a formula. The same rows give the same bytes.
/// Bounds: one row in memory. A sheet holds <see cref="MostRows"/> rows below its header; a cell 32,767 characters, the rest is cut.
/// Spec: ECMA-376 part 1, 18.3 (worksheets), 18.8.30 (formats); docs/decisions/spreadsheets-by-hand.md.
/// </summary>
internal sealed class XlsxBook : IDisposable
{
    public const int MostRows = 1_048_575;

    private const int MostCharacters = 32_767;
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Package = "http://schemas.openxmlformats.org/package/2006/";

    private static readonly DateTimeOffset SameTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly XmlWriterSettings Plain = new() { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), CloseOutput = true };

    private readonly ZipArchive _zip;
    private readonly List<string> _sheets = [];

    public XlsxBook(Stream stream) => _zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);

    /// <summary>Begins a sheet; the one before must have been disposed.</summary>
    public Sheet Begin(string name, IReadOnlyList<XlsxColumn> columns)
    {
        _sheets.Add(name);
        return new Sheet(Part($"xl/worksheets/sheet{_sheets.Count}.xml"), columns);
    }

    /// <summary>Writes what holds the sheets together, in the order that is shown: places in the order they were written, from 0.</summary>
    public void Finish(params ReadOnlySpan<int> shownOrder)
    {
        var sheets = new StringBuilder();
        foreach (var place in shownOrder) sheets.Append(CultureInfo.InvariantCulture, $"<sheet name=\"{_sheets[place]}\" sheetId=\"{place + 1}\" r:id=\"rId{place + 1}\"/>");
        var relations = string.Concat(_sheets.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"<Relationship Id=\"rId{i + 1}\" Type=\"{Relations}/worksheet\" Target=\"worksheets/sheet{i + 1}.xml\"/>")));
        var types = string.Concat(_sheets.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"<Override PartName=\"/xl/worksheets/sheet{i + 1}.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>")));
        Text("xl/workbook.xml", $"<workbook xmlns=\"{Main}\" xmlns:r=\"{Relations}\"><sheets>{sheets}</sheets></workbook>");
        Text("xl/_rels/workbook.xml.rels", $"<Relationships xmlns=\"{Package}relationships\">{relations}<Relationship Id=\"rIdStyles\" Type=\"{Relations}/styles\" Target=\"styles.xml\"/></Relationships>");
        Text("xl/styles.xml", Styles);
        Text("_rels/.rels", $"<Relationships xmlns=\"{Package}relationships\"><Relationship Id=\"rId1\" Type=\"{Relations}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
        Text("[Content_Types].xml", $"<Types xmlns=\"{Package}content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/><Override PartName=\"/xl/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml\"/>{types}</Types>");
    }

    public void Dispose() => _zip.Dispose();

    // Formats of cells: 0 numbers, 1 text (49 is "@"), 2 the header line.
    private const string Styles =
        $"<styleSheet xmlns=\"{Main}\"><fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font><font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>"
        + "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills><borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
        + "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs><cellXfs count=\"3\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>"
        + "<xf numFmtId=\"49\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/><xf numFmtId=\"49\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\" applyFont=\"1\"/></cellXfs></styleSheet>";

    private Stream Part(string name)
    {
        var entry = _zip.CreateEntry(name, CompressionLevel.Fastest);
        entry.LastWriteTime = SameTime;
        return entry.Open();
    }

    private void Text(string name, string xml)
    {
        using var part = new StreamWriter(Part(name), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        part.Write("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n");
        part.Write(xml);
    }

    /// <summary>"A", "Z", "AA": the letter a spreadsheet shows above a column, counted from 0.</summary>
    public static string Letter(int column)
    {
        var letter = "";
        for (var rest = column; rest >= 0; rest = (rest / 26) - 1) letter = (char)('A' + (rest % 26)) + letter;
        return letter;
    }

    /// <summary>One sheet in the making; its last line is known when it is disposed.</summary>
    public sealed class Sheet : IDisposable
    {
        private readonly XmlWriter _xml;
        private readonly IReadOnlyList<XlsxColumn> _columns;
        private readonly string[] _letters;

        internal Sheet(Stream part, IReadOnlyList<XlsxColumn> columns)
        {
            _columns = columns;
            _letters = [.. columns.Select((_, i) => Letter(i))];
            _xml = XmlWriter.Create(part, Plain);
            Begin();
        }

        /// <summary>Rows so far, without the header.</summary>
        public int Rows { get; private set; }

        /// <summary>One row, its cells in the order of the columns; an absent one stays empty. Errors: <see cref="InvalidOperationException"/> past <see cref="MostRows"/>.</summary>
        public void Row(IReadOnlyList<string?> cells)
        {
            if (Rows == MostRows) throw new InvalidOperationException("The sheet is full.");
            Rows++;
            Line(Rows + 1, cells, "1");
        }

        public void Dispose()
        {
            _xml.WriteEndElement();
            _xml.WriteStartElement("autoFilter", Main);
            _xml.WriteAttributeString("ref", string.Create(CultureInfo.InvariantCulture, $"A1:{_letters[^1]}{Rows + 1}"));
            _xml.WriteEndElement();
            _xml.WriteEndElement();
            _xml.Dispose();
        }

        private void Begin()
        {
            _xml.WriteStartDocument(standalone: true);
            _xml.WriteStartElement("worksheet", Main);
            _xml.WriteRaw("<sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews><cols>");
            for (var i = 0; i < _columns.Count; i++) _xml.WriteRaw(string.Create(CultureInfo.InvariantCulture, $"<col min=\"{i + 1}\" max=\"{i + 1}\" width=\"{_columns[i].Width}\" style=\"{(_columns[i].IsNumber ? 0 : 1)}\" customWidth=\"1\"/>"));
            _xml.WriteRaw("</cols>");
            _xml.WriteStartElement("sheetData", Main);
            Line(1, [.. _columns.Select(column => column.Header)], "2");
        }

        private void Line(int number, IReadOnlyList<string?> cells, string style)
        {
            var line = number.ToString(CultureInfo.InvariantCulture);
            _xml.WriteStartElement("row", Main);
            _xml.WriteAttributeString("r", line);
            for (var i = 0; i < cells.Count; i++)
            {
                if (string.IsNullOrEmpty(cells[i])) continue;
                _xml.WriteStartElement("c", Main);
                _xml.WriteAttributeString("r", _letters[i] + line);
                if (number > 1 && _columns[i].IsNumber && long.TryParse(cells[i], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)) _xml.WriteElementString("v", Main, cells[i]);
                else Text(cells[i]!, style);
                _xml.WriteEndElement();
            }

            _xml.WriteEndElement();
        }

        private void Text(string text, string style)
        {
            _xml.WriteAttributeString("s", style);
            _xml.WriteAttributeString("t", "inlineStr");
            _xml.WriteStartElement("is", Main);
            _xml.WriteStartElement("t", Main);
            _xml.WriteAttributeString("xml", "space", null, "preserve");
            _xml.WriteString(Writable(text));
            _xml.WriteEndElement();
            _xml.WriteEndElement();
        }

        // XML has no control characters, and spreadsheets read _x0041_ as a character.
        private static string Writable(string text)
        {
            if (text.Length > MostCharacters) text = text[..(MostCharacters - 1)] + "…";
            text = text.Replace("_x", "_x005F_x", StringComparison.Ordinal);
            for (var i = 0; i < text.Length; i++)
            {
                if (!XmlConvert.IsXmlChar(text[i]) && !(i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i])) && !(i > 0 && XmlConvert.IsXmlSurrogatePair(text[i], text[i - 1])))
                    text = string.Concat(text.AsSpan(0, i), "\uFFFD", text.AsSpan(i + 1));
            }

            return text;
        }
    }
}
