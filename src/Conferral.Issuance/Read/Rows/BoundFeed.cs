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
    private readonly TableHeader table;
    private readonly string[] header;
    private readonly int named;
    private readonly BoundColumn?[] columns;
    private readonly int[] skipWhereEmpty;
    private readonly (int Field, RowCondition Condition)[] where;
    private readonly (int Field, RowCondition Condition)[] whereNot;
    private readonly (int Taken, RowCondition Condition)[] leaveOut;
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>>? nulls;

    public BoundFeed(BundleFile file, Feed feed, TableHeader table)
    {
        (File, Feed, this.table) = (file, feed, table);
        header = [.. table.Names];
        named = Array.FindLastIndex(header, name => name.Length > 0) + 1;
        RefuseDuplicates();
        columns = [.. file.Columns.Select(Bind)];
        skipWhereEmpty = [.. feed.SkipWhereEmpty.Select(name => Find(name) is >= 0 and var field ? field : throw Missing("skipWhereEmpty", name, feed.Place))];
        where = [.. feed.Where.Select(condition => (Field(condition, "where"), condition))];
        whereNot = [.. feed.WhereNot.Select(condition => (Field(condition, "whereNot"), condition))];
        leaveOut = [.. feed.LeaveOut.Select(condition => (Take(Field(condition, "leaveOut")), condition))];
        if (feed.Nulls.Count > 0) nulls = feed.Nulls.ToHashSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public BundleFile File { get; }

    public Feed Feed { get; }

    /// <summary>Their columns in file order that this feed neither reads nor deliberately ignores.</summary>
    public IEnumerable<string> Unread => header.Where((name, i) => name.Length > 0 && !taken.Contains(i) && !skipWhereEmpty.Contains(i) && !where.Concat(whereNot).Any(filter => filter.Field == i) && !Feed.Ignored.Contains(name));

    public CellOrigin Origin => table.Origin;

    public BoundColumn? this[BundleColumn column] => columns[column.Index];

    public SourceLocation Locate(long line, BundleColumn? column = null)
        => new(Feed.Name, line, column is null ? null : columns[column.Index]?.Label ?? column.Name);

    /// <summary>Whether the mapping passes over the record; a damaged record never is.</summary>
    public bool Skips(TableRecords records)
    {
        if (WidthOf(records) != header.Length) return false;
        foreach (var field in skipWhereEmpty)
        {
            if (Value(records, field).IsEmpty) return true;
        }

        foreach (var (field, condition) in where)
        {
            if (!condition.Holds(Value(records, field))) return true;
        }

        foreach (var (field, condition) in whereNot)
        {
            if (condition.Holds(Value(records, field))) return true;
        }

        return false;
    }

    /// <summary>Whether the mapping reads the row and does not show it.</summary>
    public bool LeavesOut(RowBuffer row)
    {
        foreach (var (field, condition) in leaveOut)
        {
            if (condition.Holds(row[field])) return true;
        }

        return false;
    }

    /// <summary>Copies the current record's used fields, and its learner key first.</summary>
    public void Fill(TableRecords records, RowBuffer row)
    {
        row.Begin(records.Line, WidthOf(records));
        if (File.LearnerKey is { } key) AddKey(records, row, columns[key.Index]!);
        foreach (var field in taken) row.Add(Value(records, field));
    }

    public bool IsWhole(RowBuffer row) => row.Width == header.Length;

    public string WidthMessage(RowBuffer row) => string.Create(
        CultureInfo.InvariantCulture,
        $"The row has {(table.SourceWidth ?? header.Length) + row.Width - header.Length} fields where the header has {table.SourceWidth ?? header.Length}. Look for a comma in an unquoted value or a missing cell, and export the row again.");

    /// <summary>The record's number of fields, the header's where it differs only in fields that have neither a name nor a value.</summary>
    private int WidthOf(TableRecords records)
    {
        var width = records.Width;
        if (width == header.Length) return width;
        if (width < header.Length) return width >= named ? header.Length : width;
        for (var field = header.Length; field < width; field++)
        {
            if (!records[field].IsEmpty) return width;
        }

        return header.Length;
    }

    private ReadOnlySpan<char> Value(TableRecords records, int field)
    {
        if (field >= records.Width) return default;
        var value = records[field];
        return nulls is { } words && words.Contains(value) ? default : value;
    }

    private void AddKey(TableRecords records, RowBuffer row, BoundColumn key)
    {
        if (key.IsPlain)
        {
            row.SetKey(KeyText.Clean(Value(records, taken[key.From[0]])));
            return;
        }

        var parts = new string[key.From.Length];
        for (var i = 0; i < parts.Length; i++) parts[i] = KeyText.Clean(Value(records, taken[key.From[i]])).ToString();
        row.SetKey(parts.All(part => part.Length == 0) ? "" : key.Rule.Prefix + string.Join(key.Rule.Join, parts));
    }

    private void RefuseDuplicates()
    {
        for (var i = 0; i < header.Length; i++)
        {
            var first = Find(header[i]);
            if (header[i].Length > 0 && first != i)
            {
                throw Refused(IntakeCodes.DuplicateColumn, Twice(first, i));
            }
        }
    }

    private string Twice(int first, int second) => Origin == CellOrigin.Query
        ? $"The column {header[second]} stands twice. Rename one of them with AS."
        : $"The column {header[second]} stands twice, as {TableHeader.Letter(first)} and {TableHeader.Letter(second)}. Remove or rename one of them.";

    private BoundColumn? Bind(BundleColumn column)
    {
        var mapped = Feed.Columns.TryGetValue(column.Name, out var rule);
        if (!mapped && (Find(column.Name) < 0 || Feed.Ignored.Contains(column.Name)))
        {
            return column.Required ? throw Missing(column.Name) : null;
        }

        rule ??= ColumnRule.FromColumn(column.Name);
        if (column == File.LearnerKey && (rule.From.Count == 0 || rule.Template is not null || rule.Split is not null || rule.TermCode is not null || rule.Lookup is not null || rule.Else is not null || rule.Unless.Count > 0))
        {
            throw Refused(IntakeCodes.Mapping, $"The learner_key of {File.Name}{PlaceText(rule.Place)} can only be made by from, join and prefix.");
        }

        var from = rule.From.Select(name => Take(name, column)).ToArray();
        var orElse = rule.Else is null ? -1 : Take(rule.Else, column);
        var unless = rule.Unless.Select(pair => (Take(pair.Key, column), pair.Value)).ToArray();
        return new BoundColumn(rule, from, orElse, unless, Label(column, from));
    }

    private string Label(BundleColumn column, int[] from)
        => from.Length == 0 ? $"{column.Name} (set in the mapping)" : string.Join(" + ", from.Select(part => table.Label(taken[part])));

    private int Take(string name, BundleColumn column)
    {
        var field = Find(name);
        return field < 0 ? throw Missing(column.Name, name, Feed.Columns.GetValueOrDefault(column.Name)?.Place) : Take(field);
    }

    private int Field(RowCondition condition, string word) => Find(condition.Column) is >= 0 and var field ? field : throw Missing(word, condition.Column, condition.Place);

    private int Take(int field)
    {
        var place = taken.IndexOf(field);
        if (place >= 0) return place;
        taken.Add(field);
        return taken.Count - 1;
    }

    private int Find(string name) => Array.FindIndex(header, candidate => string.Equals(candidate, name, StringComparison.OrdinalIgnoreCase));

    private IntakeException Missing(string ours, string? theirs = null, MappingPlace? place = null)
    {
        var wanted = theirs is null || theirs == ours ? ours : $"{theirs}, which the mapping uses for {ours}{PlaceText(place)}";
        return Refused(IntakeCodes.MissingColumn, $"There is no column {wanted}.{(IsHeader ? NearestWord.Hint(theirs ?? ours, header) : "")} {HeaderText()}{(theirs is null && Origin != CellOrigin.Query ? " Rename it, or have `conferral map` propose a mapping." : "")}");
    }

    /// <summary>The header, unless nothing in it is known: then row 1 may be data, and data is not shown.</summary>
    private string HeaderText()
    {
        return IsHeader
            ? $"The header has: {string.Join(", ", header.Where(name => name.Length > 0))}."
            : $"Row {table.Line} has none of the columns {string.Join(", ", File.Columns.Select(column => column.Name))}: is it the header?";
    }

    private bool IsHeader => File.Columns.Select(column => column.Name).Concat(Feed.Columns.Values.SelectMany(rule => rule.From)).Any(name => Find(name) >= 0);

    private static string PlaceText(MappingPlace? place)
        => place is { } at ? string.Create(CultureInfo.InvariantCulture, $" (line {at.Line}, column {at.Column} of the mapping)") : "";

    private IntakeException Refused(string code, string message)
    {
        var at = Origin == CellOrigin.Query ? new SourceLocation(Feed.Name) : new SourceLocation(Feed.Name, table.Line);
        return new IntakeException(code, $"{at}: {message}", at);
    }
}
