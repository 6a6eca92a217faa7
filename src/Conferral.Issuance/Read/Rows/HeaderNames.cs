// The names by which a header is recognised, wherever it stands and however its fields are separated.
namespace Conferral.Issuance.Read;

/// <summary>The column names one feed asks for: documented ones, and theirs where the mapping names them.</summary>
internal class HeaderNames
{
    /// <summary>Records looked at for a header. Reports have a title, a date and a legend above it, not a page.</summary>
    public const int MaxRowsBefore = 100;

    private readonly HashSet<string> known = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> needed = [];

    /// <param name="needed">Names without which a row is no header.</param>
    public HeaderNames(params IEnumerable<string> needed)
    {
        this.needed.AddRange(needed);
        known.UnionWith(this.needed);
    }

    public HeaderNames(BundleFile file, Feed feed)
    {
        foreach (var column in file.Columns)
        {
            var rule = feed.Columns.GetValueOrDefault(column.Name);
            string[] names = rule is null ? [column.Name] : [.. rule.From, .. rule.Unless.Keys];
            known.UnionWith(names);
            if (rule?.Else is { } other) known.Add(other);
            if (column.Required) needed.AddRange(names);
        }

        known.UnionWith(feed.SkipWhereEmpty);
        known.UnionWith(feed.Where.Concat(feed.WhereNot).Concat(feed.LeaveOut).Select(condition => condition.Column));
        known.UnionWith(feed.Ignored);
    }

    /// <summary>Whether every name that is needed stands here.</summary>
    public virtual bool IsHeader(IReadOnlyList<string> cells) => needed.All(name => Has(cells, name));

    /// <summary>How many different known names stand here.</summary>
    public virtual int Score(IReadOnlyList<string> cells) => known.Count(name => Has(cells, name));

    /// <summary>
    /// Which of the first records is the header: the first that has every needed name, else the one with most known names,
    /// so that a missing column can be named; else the first.
    /// </summary>
    public int Find(IReadOnlyList<IReadOnlyList<string>> records)
    {
        var (best, bestScore) = (0, 0);
        for (var i = 0; i < records.Count && i < MaxRowsBefore; i++)
        {
            if (IsHeader(records[i]) && Score(records[i]) > 0) return i;
            if (Score(records[i]) is var score && score > bestScore) (best, bestScore) = (i, score);
        }

        return best;
    }

    private static bool Has(IReadOnlyList<string> cells, string name)
    {
        for (var i = 0; i < cells.Count; i++)
        {
            if (cells[i].AsSpan().Trim().Equals(name, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }
}
