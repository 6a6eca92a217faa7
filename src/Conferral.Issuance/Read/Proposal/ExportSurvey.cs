// Reads the tables of an unknown export once: their dialect, their columns and what those hold.
namespace Conferral.Issuance.Read;

/// <summary>One table. <see cref="Delimiter"/> was told from its header.</summary>
internal sealed record SurveyedTable(string FileName, char Delimiter, long Rows, IReadOnlyList<ColumnProfile> Columns)
{
    public ColumnProfile? Find(string name) => Columns.FirstOrDefault(column => column.Name == name);
}

/// <summary>Bounds: <see cref="MaxRows"/> rows of a file are looked at. Errors: <see cref="IntakeException"/> for what cannot be read as a table.</summary>
internal static class ExportSurvey
{
    /// <summary>Enough to know a column by; a mapping is tried on the whole export afterwards, by <c>plan</c>.</summary>
    private const long MaxRows = 200_000;

    private static readonly char[] Delimiters = [',', ';', '\t', '|'];

    /// <summary>The tables of a folder or zip, or one CSV file.</summary>
    public static IReadOnlyList<SurveyedTable> Of(string path, CancellationToken cancellationToken)
    {
        var single = File.Exists(path) && IsTable(path) ? Path.GetFileName(path) : null;
        var files = InputFiles.At(single is null ? path : Path.GetDirectoryName(Path.GetFullPath(path))!);
        var names = files.Names.Where(name => single is null ? IsTable(name) : name == single).ToArray();
        if (names.Length == 0) throw new IntakeException(IntakeCodes.NoInput, $"There is no CSV in the {files.Description}. Give a CSV file, or a folder or zip of them.");
        return [.. names.Select(name => Survey(files, name, cancellationToken))];
    }

    private static bool IsTable(string name) => Path.GetExtension(name).ToUpperInvariant() is ".CSV" or ".TSV" or ".TXT";

    private static SurveyedTable Survey(InputFiles files, string name, CancellationToken cancellationToken)
    {
        var delimiter = SniffDelimiter(files, name);
        using var inspecting = new InspectingStream(files.Open(name), name, IntakeOptions.DefaultMaxFileBytes);
        using var records = new CsvRecords(inspecting, name, new TableForm(TextEncodings.Utf8, delimiter, HeaderLine: 1, []), IntakeOptions.Default);
        if (!records.Read()) return new SurveyedTable(name, delimiter, 0, []);
        var columns = new ColumnProfile[records.Width];
        for (var i = 0; i < columns.Length; i++) columns[i] = new ColumnProfile(records[i].ToString());
        long rows = 0;
        while (rows < MaxRows && records.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            rows++;
            for (var i = 0; i < columns.Length && i < records.Width; i++) columns[i].Add(records[i]);
        }

        return new SurveyedTable(name, delimiter, rows, [.. columns.Where(column => column.Name.Length > 0)]);
    }

    /// <summary>The sign that cuts the first line into most pieces.</summary>
    private static char SniffDelimiter(InputFiles files, string name)
    {
        using var reader = new StreamReader(files.Open(name));
        var buffer = new char[8192];
        var line = buffer.AsSpan(0, reader.ReadBlock(buffer));
        var end = line.IndexOfAny('\r', '\n');
        if (end >= 0) line = line[..end];
        var (best, most) = (',', 0);
        foreach (var delimiter in Delimiters)
        {
            var count = line.Count(delimiter);
            if (count > most) (best, most) = (delimiter, count);
        }

        return best;
    }
}
