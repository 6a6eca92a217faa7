// Evaluates a column's rule over a row.
namespace Conferral.Issuance.Read;

internal static class ColumnValue
{
    /// <summary>The value, empty where there is none. Errors: false where a lookup or term rule does not know the word.</summary>
    public static bool TryGet(BoundColumn column, RowBuffer row, out ReadOnlySpan<char> value)
    {
        value = default;
        if (column.IsPlain)
        {
            value = row[column.From[0]];
            return true;
        }

        foreach (var (field, values) in column.Unless)
        {
            if (values.Contains(row[field].ToString())) return true;
        }

        var made = Combine(column, row);
        if (made.Length > 0 && !TryTranslateItems(column.Rule, ref made)) return false;
        value = made;
        return true;
    }

    /// <summary>What the columns of theirs hold together, before anything is made of it.</summary>
    public static string Combine(BoundColumn column, RowBuffer row)
    {
        if (column.Rule.Constant is { } constant) return constant;
        var joined = column.Rule.Template is { } template
            ? template.Fill(place => row[column.From[place]].ToString())
            : column.From.Length == 1
            ? row[column.From[0]].ToString()
            : string.Join(column.Rule.Join, column.From.Select(field => row[field].ToString()).Where(part => part.Length > 0));
        return joined.Length == 0 && column.Else >= 0 ? row[column.Else].ToString() : joined;
    }

    /// <summary>Each item of a list on its own, joined again by our separator.</summary>
    private static bool TryTranslateItems(ColumnRule rule, ref string value)
    {
        if (rule.Split is not { } separator) return TryTranslate(rule, ref value);
        var items = value.Split(separator, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < items.Length; i++)
        {
            if (!TryTranslate(rule, ref items[i])) return false;
        }

        value = string.Join(RowValues.ListSeparator, items);
        return true;
    }

    private static bool TryTranslate(ColumnRule rule, ref string value)
    {
        if (rule.TermCode is { } code)
        {
            if (code.Find(value, rule.TermPart) is not { } part) return false;
            value = part;
        }

        if (rule.Lookup is { } lookup)
        {
            if (lookup.Find(value) is not { } word) return false;
            value = word;
        }

        if (value.Length > 0) value = rule.Prefix + value;
        return true;
    }
}
