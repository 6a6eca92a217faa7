// A feed fitted to the header it found: which of their fields are taken, and how each of our columns is made of them.
using System.Globalization;
using Conferral.Credentials;

namespace Conferral.Issuance.Read;

/// <summary>One of our columns over one header. Shape: <see cref="From"/> and the others are places in the <see cref="RowBuffer"/>, -1 for none.</summary>
internal sealed record BoundColumn(ColumnRule Rule, int[] From, int Else, (int Field, IReadOnlySet<string> Values)[] Unless, string Label)
{
    public bool IsPlain { get; } = Rule.IsPlain;
}

/// <summary>
/// A feed with its columns resolved. Fields nobody asked for are never copied out of the parser's buffer.
/// Errors: <see cref="IntakeException"/> naming file and column for a duplicate or missing header.
/// </summary>
internal sealed class BoundFeed
{
    private readonly List<int> taken = [];
    private readonly string[] header;
    private readonly BoundColumn?[] columns;
    private readonly int[] skipWhereEmpty;

    public BoundFeed(BundleFile file, Feed feed, IReadOnlyList<string> header)
    {
        (File, Feed) = (file, feed);
        this.header = [.. header];
        RefuseDuplicates();
        columns = [.. file.Columns.Select(Bind)];
        skipWhereEmpty = [.. feed.SkipWhereEmpty.Select(name => Find(name) is >= 0 and var field ? field : throw Missing("skipWhereEmpty", name, feed.Place))];
    }

    public BundleFile File { get; }

    public Feed Feed { get; }

    /// <summary>Their columns in file order that this feed neither reads nor deliberately ignores.</summary>
    public IEnumerable<string> Unread => header.Where((name, i) => name.Length > 0 && !taken.Contains(i) && !skipWhereEmpty.Contains(i) && !Feed.Ignored.Contains(name));

    public BoundColumn? this[BundleColumn column] => columns[column.Index];

    public SourceLocation Locate(long line, BundleColumn? column = null)
        => new(Feed.SourceFile, line, column is null ? null : columns[column.Index]?.Label ?? column.Name);

    /// <summary>Whether the mapping passes over the record; a damaged record never is.</summary>
    public bool Skips(CsvRecords records)
    {
        foreach (var field in skipWhereEmpty)
        {
            if (field < records.Width && records.Width == header.Length && records[field].IsEmpty) return true;
        }

        return false;
    }

    /// <summary>Copies the current record's used fields, and its learner key first.</summary>
    public void Fill(CsvRecords records, RowBuffer row)
    {
        row.Begin(records.Line, records.Width);
        if (File.LearnerKey is { } key) AddKey(records, row, columns[key.Index]!);
        foreach (var field in taken) row.Add(field < records.Width ? records[field] : default);
    }

    public bool IsWhole(RowBuffer row) => row.Width == header.Length;

    public string WidthMessage(RowBuffer row) => string.Create(
        CultureInfo.InvariantCulture,
        $"The row has {row.Width} fields where the header has {header.Length}. Look for a comma in an unquoted value or a missing cell, and export the row again.");

    /// <summary>"A", "Z", "AA": the letter a spreadsheet shows above the field, counted from 0.</summary>
    public static string Letter(int field)
    {
        var letter = "";
        for (var rest = field; rest >= 0; rest = (rest / 26) - 1) letter = (char)('A' + (rest % 26)) + letter;
        return letter;
    }

    private void AddKey(CsvRecords records, RowBuffer row, BoundColumn key)
    {
        if (key.IsPlain)
        {
            row.SetKey(taken[key.From[0]] < records.Width ? records[taken[key.From[0]]] : default);
            return;
        }

        var parts = key.From.Select(part => taken[part]).Select(field => field < records.Width ? records[field].ToString() : "").ToArray();
        row.SetKey(parts.All(part => part.Length == 0) ? "" : key.Rule.Prefix + string.Join(key.Rule.Join, parts));
    }

    private void RefuseDuplicates()
    {
        for (var i = 0; i < header.Length; i++)
        {
            var first = Find(header[i]);
            if (header[i].Length > 0 && first != i)
            {
                throw Refused(IntakeCodes.DuplicateColumn, $"The column {header[i]} stands twice, as {Letter(first)} and {Letter(i)}. Remove or rename one of them.");
            }
        }
    }

    private BoundColumn? Bind(BundleColumn column)
    {
        var mapped = Feed.Columns.TryGetValue(column.Name, out var rule);
        if (!mapped && (Find(column.Name) < 0 || Feed.Ignored.Contains(column.Name)))
        {
            return column.Required ? throw Missing(column.Name) : null;
        }

        rule ??= ColumnRule.FromColumn(column.Name);
        if (column == File.LearnerKey && (rule.From.Count == 0 || rule.TermCode is not null || rule.Lookup is not null || rule.Else is not null || rule.Unless.Count > 0))
        {
            throw Refused(IntakeCodes.Mapping, $"The learner_key of {File.Name}{PlaceText(rule.Place)} can only be made by from, join and prefix.");
        }

        var from = rule.From.Select(name => Take(name, column)).ToArray();
        var orElse = rule.Else is null ? -1 : Take(rule.Else, column);
        var unless = rule.Unless.Select(pair => (Take(pair.Key, column), pair.Value)).ToArray();
        return new BoundColumn(rule, from, orElse, unless, Label(column, from));
    }

    private string Label(BundleColumn column, int[] from)
        => from.Length == 0 ? $"{column.Name} (set in the mapping)" : string.Join(" + ", from.Select(part => $"{header[taken[part]]} ({Letter(taken[part])})"));

    private int Take(string name, BundleColumn column)
    {
        var field = Find(name);
        if (field < 0) throw Missing(column.Name, name, Feed.Columns.GetValueOrDefault(column.Name)?.Place);
        var place = taken.IndexOf(field);
        if (place >= 0) return place;
        taken.Add(field);
        return taken.Count - 1;
    }

    private int Find(string name) => Array.FindIndex(header, candidate => string.Equals(candidate, name, StringComparison.OrdinalIgnoreCase));

    private IntakeException Missing(string ours, string? theirs = null, MappingPlace? place = null)
    {
        var wanted = theirs is null || theirs == ours ? ours : $"{theirs}, which the mapping uses for {ours}{PlaceText(place)}";
        return Refused(IntakeCodes.MissingColumn, $"There is no column {wanted}. {HeaderText()}");
    }

    /// <summary>The header, unless nothing in it is known: then row 1 may be data, and data is not shown.</summary>
    private string HeaderText()
    {
        if (header.Length == 1 && header[0].Contains(';')) return "The header is separated by semicolons: export with commas, or set delimiter: \";\" in the mapping.";
        var known = File.Columns.Select(column => column.Name).Concat(Feed.Columns.Values.SelectMany(rule => rule.From)).Any(name => Find(name) >= 0);
        return known
            ? $"The header has: {string.Join(", ", header.Where(name => name.Length > 0))}."
            : $"Row 1 has none of the columns {string.Join(", ", File.Columns.Select(column => column.Name))}: is it the header?";
    }

    private static string PlaceText(MappingPlace? place)
        => place is { } at ? string.Create(CultureInfo.InvariantCulture, $" (line {at.Line}, column {at.Column} of the mapping)") : "";

    private IntakeException Refused(string code, string message)
        => new(code, $"{Feed.SourceFile}, row 1: {message}", new SourceLocation(Feed.SourceFile, 1));
}
