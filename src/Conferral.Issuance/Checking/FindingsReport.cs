// The checking report: everything that was found in one pass, as a spreadsheet, as CSV and as JSON.
using System.Globalization;
using System.Text;
using System.Text.Json;
using Conferral.Credentials;
using Conferral.Issuance.WriteBack;

namespace Conferral.Issuance;

/// <summary>
/// Writes <c>findings.xlsx</c> (a sheet of groups with their counts, and one of all findings), <c>findings.csv</c> (UTF-8 with byte
/// order mark, RFC 4180, formulas disarmed) and <c>findings.json</c>, side by side while learners are checked.
/// Shape: docs/write-back.md#the-checking-report. Learner keys only: no names.
/// Durability: the files of an earlier run stay until <see cref="Finish"/>, then all three are replaced; an empty report has only headers.
/// Bounds: one finding in memory, and the groups. Safe for concurrent use.
/// Errors: <see cref="IOException"/> and <see cref="UnauthorizedAccessException"/>.
/// </summary>
public sealed class FindingsReport : IDisposable
{
    private const string Writing = ".writing";

    private static readonly XlsxColumn[] FindingColumns =
    [
        new("learner_key", 16), new("weight", 9), new("rule", 24), new("in_plain_words", 42), new("file", 22), new("row", 8, IsNumber: true), new("column_letter", 8), new("column", 24), new("what_to_do", 90),
    ];

    private static readonly XlsxColumn[] GroupColumns =
    [
        new("learners", 9, IsNumber: true), new("findings", 9, IsNumber: true), new("weight", 9), new("what", 90), new("rule", 24), new("file", 22), new("column_letter", 8), new("column", 24), new("first_row", 9, IsNumber: true),
    ];

    private readonly Lock _gate = new();
    private readonly FindingCounts _groups = new();
    private readonly string _folder;
    private readonly FileStream[] _files;
    private readonly StreamWriter _csv;
    private readonly Utf8JsonWriter _json;
    private readonly XlsxBook _book;
    private readonly XlsxBook.Sheet _sheet;
    private bool _finished;

    public FindingsReport(string folder)
    {
        _folder = Directory.CreateDirectory(folder).FullName;
        _files = [.. Names.Select(name => new FileStream(Path.Combine(_folder, name + Writing), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 64 * 1024))];
        _book = new XlsxBook(_files[0]);
        _sheet = _book.Begin("Findings", FindingColumns);
        _csv = new StreamWriter(_files[1], new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
        _csv.Write(CsvCells.Line(FindingLine.Header, guardFormulas: true));
        _json = new Utf8JsonWriter(_files[2], new JsonWriterOptions { Indented = true });
        _json.WriteStartObject();
        _json.WriteStartArray("findings");
    }

    /// <summary>The files' names; the first is for people.</summary>
    public static IReadOnlyList<string> Names { get; } = ["findings.xlsx", "findings.csv", "findings.json"];

    /// <summary>The groups, once the report is finished.</summary>
    public IReadOnlyList<FindingCount> Groups { get; private set; } = [];

    /// <summary>Everything found about one learner; <paramref name="source"/> is where the learner stands in the export.</summary>
    internal void Add(string? learnerKey, SourceLocation? source, IReadOnlyList<Finding> findings)
    {
        if (findings.Count == 0) return;
        lock (_gate)
        {
            foreach (var finding in findings) Write(FindingLine.Of(learnerKey, source, finding));
        }
    }

    /// <summary>Adds what concerns the export as a whole, and puts the files in place.</summary>
    internal void Finish(IReadOnlyList<Finding> sourceFindings)
    {
        Add(null, null, sourceFindings);
        lock (_gate)
        {
            Groups = _groups.ToList();
            FinishBook();
            _csv.Flush();
            FinishJson();
            foreach (var file in _files)
            {
                file.Flush(flushToDisk: true);
                file.Dispose();
            }

            foreach (var name in Names) File.Move(Path.Combine(_folder, name + Writing), Path.Combine(_folder, name), overwrite: true);
            _finished = true;
        }
    }

    public void Dispose()
    {
        if (_finished) return;
        foreach (var file in _files) file.Dispose();
        foreach (var name in Names) File.Delete(Path.Combine(_folder, name + Writing));
    }

    private void Write(FindingLine line)
    {
        _groups.Add(line);
        var cells = line.Cells();
        _csv.Write(CsvCells.Line(cells, guardFormulas: true));
        if (_sheet.Rows < XlsxBook.MostRows) _sheet.Row(cells); // the other two have them all
        _json.WriteStartObject();
        _json.WriteString("learnerKey", line.LearnerKey);
        _json.WriteString("weight", line.Weight);
        _json.WriteString("rule", line.Rule);
        _json.WriteString("file", line.File);
        if (line.Row is { } row) _json.WriteNumber("row", row);
        if (line.Letter is { } letter) _json.WriteString("columnLetter", letter);
        if (line.Column is { } column) _json.WriteString("column", column);
        _json.WriteString("message", line.Message);
        _json.WriteEndObject();
        if (_json.BytesPending > 64 * 1024) _json.Flush();
    }

    private void FinishBook()
    {
        _sheet.Dispose();
        using (var groups = _book.Begin("Summary", GroupColumns))
        {
            foreach (var group in Groups) groups.Row([Number(group.Learners), Number(group.Findings), group.Blocks ? "blocks" : "warning", group.What, group.Rule, group.File, group.Letter, group.Column, group.FirstRow is { } row ? Number(row) : null]);
        }

        _book.Finish(1, 0);
        _book.Dispose();
    }

    private void FinishJson()
    {
        _json.WriteEndArray();
        _json.WriteStartArray("groups");
        foreach (var group in Groups)
        {
            _json.WriteStartObject();
            _json.WriteNumber("learners", group.Learners);
            _json.WriteNumber("findings", group.Findings);
            _json.WriteString("weight", group.Blocks ? "blocks" : "warning");
            _json.WriteString("what", group.What);
            _json.WriteString("rule", group.Rule);
            _json.WriteString("file", group.File);
            if (group.Letter is { } letter) _json.WriteString("columnLetter", letter);
            if (group.Column is { } column) _json.WriteString("column", column);
            if (group.FirstRow is { } row) _json.WriteNumber("firstRow", row);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.Dispose();
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
