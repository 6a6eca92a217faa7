// The tables of an unknown export with their roles: which holds the learners, which the awards, courses and averages.
namespace Conferral.Issuance.Read;

/// <summary>A table whose rows belong to learners; <see cref="Key"/> is the column that says whose.</summary>
internal sealed record UnderstoodTable(SurveyedTable Table, IReadOnlyList<Understood> Columns, ColumnProfile? Key)
{
    public string FileName => Table.FileName;

    /// <summary>Why nothing of it is used, where that is so.</summary>
    public string WhyUnused => Table.Fault is { } fault ? "it cannot be read: " + fault : Key is null ? "no column says whose the rows are" : "nothing in it that a credential needs was recognised";

    public Understood? Find(ColumnMeaning meaning) => Columns.FirstOrDefault(column => column.Meaning == meaning);

    public bool Has(params ReadOnlySpan<ColumnMeaning> meanings)
    {
        foreach (var meaning in meanings)
        {
            if (Find(meaning) is not null) return true;
        }

        return false;
    }
}

internal sealed class UnderstoodExport
{
    private UnderstoodExport(IReadOnlyList<UnderstoodTable> tables)
    {
        Tables = tables;
        var keyed = tables.Where(table => table.Key is not null).ToArray();
        Awards = keyed.FirstOrDefault(table => table.Has(ColumnMeaning.DegreeTitle, ColumnMeaning.DegreeCode) && table.Has(ColumnMeaning.ConferredOn, ColumnMeaning.Term))
            ?? keyed.FirstOrDefault(table => table.Has(ColumnMeaning.ConferredOn));
        Results = keyed.FirstOrDefault(table => table.Has(ColumnMeaning.Grade) && table.Has(ColumnMeaning.CourseCode, ColumnMeaning.CourseNumber));
        Averages = keyed.FirstOrDefault(table => table.Has(ColumnMeaning.GpaCumulative) || (table.Has(ColumnMeaning.GpaTerm) && table.Has(ColumnMeaning.Term)));
        Learners = keyed.OrderByDescending(table => table.Key!.IsUnique)
            .ThenByDescending(table => table.Has(ColumnMeaning.FullName, ColumnMeaning.FamilyName))
            .ThenByDescending(table => table.Key!.Distinct).FirstOrDefault();
    }

    public IReadOnlyList<UnderstoodTable> Tables { get; }

    public UnderstoodTable? Learners { get; }

    public UnderstoodTable? Awards { get; }

    public UnderstoodTable? Results { get; }

    public UnderstoodTable? Averages { get; }

    /// <summary>The tables that feed anything.</summary>
    public IReadOnlyList<UnderstoodTable> Used => [.. new[] { Learners, Awards, Results, Averages }.OfType<UnderstoodTable>().Distinct()];

    public static UnderstoodExport Of(IReadOnlyList<SurveyedTable> tables)
        => new([.. tables.Select(table => Understand(table, tables))]);

    private static UnderstoodTable Understand(SurveyedTable table, IReadOnlyList<SurveyedTable> all)
    {
        var columns = ColumnMeanings.Of(table);
        var named = columns.FirstOrDefault(column => column.Meaning == ColumnMeaning.LearnerKey)?.Column;
        var key = named ?? table.Columns.FirstOrDefault(column => IsSharedKey(column, table, all));
        if (key is not null && named is null)
            columns = [.. columns.Select(column => column.Column == key ? new Understood(key, ColumnMeaning.LearnerKey, 90, $"stands in {all.Count(other => other.Find(key.Name) is not null)} files, once for each row of one of them") : column)];
        return new UnderstoodTable(table, columns, key);
    }

    /// <summary>An "…id" column that several files share, and that is unique in one of them whose values the others repeat.</summary>
    private static bool IsSharedKey(ColumnProfile column, SurveyedTable table, IReadOnlyList<SurveyedTable> all)
    {
        if (!column.Name.EndsWith("id", StringComparison.OrdinalIgnoreCase)) return false;
        var others = all.Where(other => other != table).Select(other => other.Find(column.Name)).OfType<ColumnProfile>().ToArray();
        return others.Length > 0 && others.Append(column).Any(owner => owner.IsUnique && others.Append(column).All(other => other.Count(owner.Holds) is var (fit, of) && fit * 5 >= of * 4));
    }
}
