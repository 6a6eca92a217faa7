// The CSV files of a OneRoster export, read by the names of their columns and never by their places.
using System.Security.Cryptography;
using Conferral.Credentials;

namespace Conferral.Issuance.Read;

/// <summary>One row of a OneRoster file. Only columns asked for by name can be read, so a password is never looked at.</summary>
internal sealed class RosterRows : IDisposable
{
    private readonly CsvRecords records;
    private readonly Dictionary<string, int> places = new(StringComparer.OrdinalIgnoreCase);
    private readonly int named;

    public RosterRows(CsvRecords records)
    {
        this.records = records;
        Header = records.ReadHeader();
        for (var i = 0; i < Header.Names.Count; i++)
        {
            if (Header.Names[i].Length == 0) continue;
            places.TryAdd(Header.Names[i], i);
            named = i + 1;
        }
    }

    public TableHeader Header { get; }

    public CsvRecords Records => records;

    /// <summary>Fields that are too many, with a value, or too few, not counting those without a name; 0 for a whole row.</summary>
    public int Excess
    {
        get
        {
            if (records.Width < named) return records.Width - Header.Names.Count;
            for (var place = records.Width - 1; place >= Header.Names.Count; place--)
            {
                if (!records[place].IsEmpty) return place + 1 - Header.Names.Count;
            }

            return 0;
        }
    }

    public bool Has(string column) => places.ContainsKey(column);

    /// <summary>The value of a column, empty where the file has no such column.</summary>
    public ReadOnlySpan<char> this[string column] => places.TryGetValue(column, out var place) && place < records.Width ? records[place] : default;

    public string Label(string column) => places.TryGetValue(column, out var place) ? Header.Label(place) : column;

    /// <summary>Whether the row stands: a row that is to be deleted, or has any other status, produces nothing.</summary>
    public bool IsActive => this["status"] is { IsEmpty: true } or "active" || this["status"].Equals("active", StringComparison.OrdinalIgnoreCase);

    public bool Read() => records.Read();

    public void Dispose() => records.Dispose();
}

/// <summary>Opens the export's files by their OneRoster names, without regard to case, and keeps their hashes.</summary>
internal sealed class RosterFiles(InputFiles files, IntakeOptions options)
{
    private readonly FormFinder forms = new(files, options);
    private readonly Dictionary<string, byte[]> hashes = new(StringComparer.Ordinal);

    /// <summary>The hashes of files that were read whole with <see cref="ReadAll"/>.</summary>
    public IReadOnlyDictionary<string, byte[]> Hashes => hashes;

    /// <summary>The file's name as it is written here, or null where it is not there.</summary>
    public string? NameOf(string file) => files.Names.FirstOrDefault(name => name.Equals(file + ".csv", StringComparison.OrdinalIgnoreCase));

    public CsvRecords Open(string name, bool first, params string[] needed)
    {
        var form = forms.Of(new Feed(name), new HeaderNames(needed));
        var stream = files.Open(name);
        var inspecting = first ? new InspectingStream(stream, name, options.MaxFileBytes, form.Encoding is System.Text.UTF8Encoding) : null;
        return new CsvRecords(inspecting ?? stream, name, form, options, inspecting);
    }

    /// <summary>Gives every active row of a file to <paramref name="use"/>; nothing where the file is not there. Errors: <see cref="IntakeException"/> where a needed column is missing.</summary>
    public void ReadAll(string file, string[] needed, Action<RosterRows> use)
    {
        if (NameOf(file) is not { } name) return;
        using var rows = new RosterRows(Open(name, first: true, needed));
        Require(rows, name, needed);
        while (rows.Read())
        {
            if (rows.Excess == 0 && rows.IsActive) use(rows);
        }

        hashes[name] = rows.Records.Finish() ?? SHA256.HashData([]);
    }

    public static void Require(RosterRows rows, string name, string[] needed)
    {
        foreach (var column in needed.Where(column => !rows.Has(column)))
        {
            throw new IntakeException(
                IntakeCodes.MissingColumn,
                $"{name} has no column {column}, which OneRoster 1.1 and 1.2 have. The header has: {string.Join(", ", rows.Header.Names.Where(header => header.Length > 0))}.",
                new SourceLocation(name, rows.Header.Line));
        }
    }
}
