// Reads the tables of an unknown export once: their form, their columns and what those hold.
using System.Text;

namespace Conferral.Issuance.Read;

/// <summary>One table, a file or a worksheet, in the form it was found in.</summary>
internal sealed record SurveyedTable(string FileName, long Rows, IReadOnlyList<ColumnProfile> Columns)
{
    /// <summary>The worksheet; null where <see cref="FileName"/> is no workbook, or has one sheet to see.</summary>
    public string? Sheet { get; init; }

    public char Delimiter { get; init; } = ',';

    /// <summary>The encoding a mapping has to declare; null where the file shows it itself.</summary>
    public string? Encoding { get; init; }

    /// <summary>What the first row says in most of its cells, where that is an instruction and no record ("Do not edit"); else null.</summary>
    public string? Instruction { get; init; }

    /// <summary>Why the table could not be read; null where it was.</summary>
    public string? Fault { get; init; }

    /// <summary>For people: the file, and the sheet where it has several.</summary>
    public string Name => Sheet is null ? FileName : new Feed(FileName) { Sheet = Sheet }.Name;

    public ColumnProfile? Find(string name) => Columns.FirstOrDefault(column => column.Name == name);
}

/// <summary>
/// What `issue` reads as tables — CSV in any encoding and with any delimiter, worksheets — is surveyed by the same readers.
/// Bounds: <see cref="MaxRows"/> rows of a table are looked at. Errors: <see cref="IntakeException"/> where there is no table, or the only one cannot be read.
/// </summary>
internal sealed class ExportSurvey
{
    /// <summary>Enough to know a column by; a mapping is tried on the whole export afterwards, by <c>plan</c>.</summary>
    private const long MaxRows = 200_000;

    private static readonly string[] FaultsOfOneTable = [IntakeCodes.Empty, IntakeCodes.Encoding, IntakeCodes.Quotes, IntakeCodes.RecordTooLong, IntakeCodes.Workbook];
    private readonly InputFiles files;
    private readonly IntakeOptions options;
    private readonly FormFinder forms;
    private readonly CancellationToken cancellationToken;

    private ExportSurvey(InputFiles files, IntakeOptions options, CancellationToken cancellationToken)
        => (this.files, this.options, forms, this.cancellationToken) = (files, options, new FormFinder(files, options), cancellationToken);

    /// <summary>The tables of the files, in the order of their names. A table that cannot be read among others that can has its <see cref="SurveyedTable.Fault"/>.</summary>
    public static IReadOnlyList<SurveyedTable> Of(InputFiles files, IntakeOptions options, CancellationToken cancellationToken)
    {
        var survey = new ExportSurvey(files, options, cancellationToken);
        string[] names = [.. files.Names.Where(name => InputFiles.IsTable(name) || WorkbookStore.IsWorkbook(name))];
        if (names.Length == 0) throw new IntakeException(IntakeCodes.NoInput, $"There is no CSV and no workbook in the {files.Description}. Give a CSV file or an .xlsx workbook, or a folder or zip of them.");
        return [.. names.SelectMany(name => survey.Tables(name, isAlone: names.Length == 1))];
    }

    private List<SurveyedTable> Tables(string name, bool isAlone)
    {
        try
        {
            return WorkbookStore.IsWorkbook(name) ? Sheets(name) : [Csv(name)];
        }
        catch (IntakeException error) when (!isAlone && FaultsOfOneTable.Contains(error.Code))
        {
            return [new SurveyedTable(name, 0, []) { Fault = error.Message }];
        }
    }

    private SurveyedTable Csv(string name)
    {
        var encoding = options.Encoding ?? (forms.IsUtf8OrMarked(name) ? null : EncodingGuess.Of(files, name));
        var form = forms.Of(new Feed(name) { Encoding = encoding }, new UnknownHeader());
        var inspecting = new InspectingStream(files.Open(name), name, options.MaxFileBytes, form.Encoding is UTF8Encoding);
        using var records = new CsvRecords(inspecting, name, form, options);
        return Profile(records, name) with { Delimiter = form.Delimiter, Encoding = options.Encoding is null ? encoding : null };
    }

    private List<SurveyedTable> Sheets(string name)
    {
        using var book = Workbook.Open(files, name, options);
        WorkbookSheet[] shown = [.. book.Sheets.Where(sheet => !sheet.IsHidden)];
        var tables = new List<SurveyedTable>();
        foreach (var sheet in shown)
        {
            var named = shown.Length == 1 ? null : sheet.Name;
            using var records = new SheetRecords(book, sheet, new Feed(name) { Sheet = named }.Name, new UnknownHeader(), options, hash: null);
            try
            {
                tables.Add(Profile(records, name) with { Sheet = named });
            }
            catch (IntakeException error) when (named is not null && error.Code == IntakeCodes.Empty)
            {
                tables.Add(new SurveyedTable(name, 0, []) { Sheet = named, Fault = error.Message });
            }
        }

        return tables;
    }

    private SurveyedTable Profile(TableRecords records, string name)
    {
        var columns = records.ReadHeader().Names.Select(column => new ColumnProfile(column)).ToArray();
        string? instruction = null;
        for (var rows = 0; rows < MaxRows && records.Read(); rows++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (rows == 0 && (instruction = InstructionOf(records)) is not null) continue;
            for (var i = 0; i < columns.Length && i < records.Width; i++) columns[i].Add(records[i]);
        }

        return new SurveyedTable(name, records.Count - (instruction is null ? 0 : 1), [.. columns.Where(column => column.Name.Length > 0)]) { Instruction = instruction };
    }

    /// <summary>The words that most cells of a record repeat, where they are words.</summary>
    private static string? InstructionOf(TableRecords record)
    {
        const int fewest = 3;
        var cells = Enumerable.Range(0, record.Width).Select(i => record[i].ToString()).Where(cell => cell.Length > 0).ToArray();
        var most = cells.GroupBy(cell => cell, StringComparer.Ordinal).MaxBy(group => group.Count());
        return most is not null && most.Count() >= fewest && most.Count() * 2 > cells.Length && most.Key.Contains(' ') && most.Key.Any(char.IsLetter) ? most.Key : null;
    }
}
