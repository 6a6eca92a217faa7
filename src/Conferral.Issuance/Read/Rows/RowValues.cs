// Reads typed values out of one feed's rows; what cannot be read becomes a finding, and nothing is guessed.
using System.Globalization;
using Conferral.Credentials;

namespace Conferral.Issuance.Read;

/// <summary>
/// Typed access to the row in hand. A method gives null where the value is absent or wrong; wrong values add a finding,
/// so that all problems of a row come out in one pass. Values are quoted in messages only where they are codes, dates or numbers.
/// </summary>
internal sealed class RowValues(BoundFeed feed)
{
    public const char ListSeparator = '|';
    private const int PooledStrings = 4096;

    /// <summary>What exports write for "no value". Only numbers and dates know them unasked: Null is a family name, and N/A may be a grade.</summary>
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Nothing =
        new HashSet<string>(["NULL", "N/A", "n.a.", "NA", "-", "--", "\\N"], StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    private readonly Dictionary<string, string> pool = new(StringComparer.Ordinal);
    private RowBuffer row = new();
    private List<Finding> findings = [];

    public BoundFeed Feed { get; } = feed;

    public void Use(RowBuffer current, List<Finding> into) => (row, findings) = (current, into);

    public SourceLocation Here(BundleColumn? column = null) => Feed.Locate(row.Line, column);

    public void Report(ReadRule rule, BundleColumn? column, string message) => findings.Add(rule.At(Here(column), message));

    public bool IsWhole => Feed.IsWhole(row);

    public void ReportWidth() => Report(ReadRules.RowWidth, null, Feed.WidthMessage(row));

    /// <summary>Whether the mapping keeps this row out of what the record shows.</summary>
    public bool IsLeftOut => Feed.LeavesOut(row);

    /// <summary>What the grade in hand means by the mapping's scale; null without a scale, or with a finding where the scale does not know it.</summary>
    public GradeMeaning? GradeMeaning(BundleColumn column, string? grade)
    {
        if (Feed[column]?.Rule.Scale is not { } scale) return null;
        if (grade is null) return scale.Empty;
        if (scale.Find(grade) is { } meaning) return meaning;
        Report(ReadRules.Grade, column, $"The grade scale {scale.Name} has no entry for {Quoted(grade)}. Add it there, under what it means.");
        return null;
    }

    public void ReportReversed(BundleColumn endColumn, DateOnly? start, DateOnly? end)
    {
        if (end < start) Report(ReadRules.Date, endColumn, "The last day lies before the first. Correct one of the two.");
    }

    /// <summary>Adds findings made elsewhere that concern this row too, each once per learner.</summary>
    public void Repeat(IReadOnlyList<Finding> made)
    {
        if (made.Count == 0) return;
        foreach (var finding in made)
        {
            if (!findings.Contains(finding)) findings.Add(finding);
        }
    }

    public string? Text(BundleColumn column) => Checked(column, out var value) ? value.ToString() : null;

    /// <summary>A key or code; equal codes share one string.</summary>
    public string? Code(BundleColumn column) => !Span(column, out var value) ? null : column.Kind == ColumnKind.Key ? value.ToString() : Pooled(value);

    /// <summary>A key or code without a copy, valid until the row is left.</summary>
    public bool Span(BundleColumn column, out ReadOnlySpan<char> value)
    {
        if (!Checked(column, out value)) return false;
        if (SpreadsheetDamage.Of(value, Feed.Origin) is not { } damage) return true;
        Report(damage.Rule, column, damage.Message(value));
        return false;
    }

    public DateOnly? Date(BundleColumn column, ReadRule? whenEmpty = null)
    {
        if (!Checked(column, out var value, whenEmpty)) return null;
        var rule = Feed[column]!.Rule;
        // A typed cell arrives as ISO text, whatever format the mapping names for the text around it.
        var iso = rule.Formats.Count == 0 || rule.TermCode is not null || Feed.Origin != CellOrigin.Text;
        DateOnly? found = iso && DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var plain) ? plain : null;
        for (var i = 0; i < rule.Formats.Count && (found is null || !iso); i++)
        {
            if (!DateOnly.TryParseExact(value, rule.Formats[i], CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) || date == found) continue;
            if (found is not null) return Undated(column, value, $"can be two dates, {found:yyyy-MM-dd} and {date:yyyy-MM-dd}, by the formats the mapping names. Name one format per file.");
            found = date;
        }

        var expected = rule.Formats.Count == 0 ? "yyyy-MM-dd" : string.Join(" or ", rule.Formats);
        return found ?? Undated(column, value, $"is not a date in the form {expected}. Correct it, or name the file's format under format: in the mapping.");
    }

    private DateOnly? Undated(BundleColumn column, ReadOnlySpan<char> value, string sentence)
    {
        Report(ReadRules.Date, column, column.Kind == ColumnKind.PersonalDate
            ? "The value is not a date in the one form the mapping names, or yyyy-MM-dd. Correct it, or leave it empty."
            : $"{Quoted(value, wantsDigit: true)} {sentence}");
        return null;
    }

    public decimal? Number(BundleColumn column)
    {
        if (!Checked(column, out var value)) return null;
        if (decimal.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) return number;
        var hint = value.Contains(',') ? "write decimals with a point and no thousands separator" : "write a plain number from 0 up, such as 3 or 3.5";
        Report(ReadRules.Number, column, $"{Quoted(value, wantsDigit: true)} is not a number: {hint}.");
        return null;
    }

    /// <summary>One of the column's words, in its documented spelling; <c>ext:</c> terms pass where the vocabulary allows them.</summary>
    public string? Choice(BundleColumn column)
    {
        if (!Checked(column, out var value)) return null;
        if (IndexOf(column, value) is >= 0 and var index) return column.Choices[index];
        if (IsExtensible(column) && value.StartsWith(ClrVocabulary.ExtensionPrefix, StringComparison.Ordinal)) return Pooled(value);
        ReportChoice(column, value);
        return null;
    }

    /// <summary>One of an enumeration whose names are the column's words, in the same order.</summary>
    public TEnum? Choice<TEnum>(BundleColumn column)
        where TEnum : struct, Enum
    {
        if (!Checked(column, out var value)) return null;
        if (IndexOf(column, value) is >= 0 and var index) return EnumValues<TEnum>.InOrder[index];
        ReportChoice(column, value);
        return null;
    }

    public IReadOnlyList<string> List(BundleColumn column)
    {
        if (!Checked(column, out var value)) return [];
        value = KeyText.Clean(value);
        if (!value.Contains(ListSeparator)) return [Pooled(value)];
        return value.ToString().Split(ListSeparator, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>The value in quotes where it looks like a code, a date or a number, else only its length: columns slip, and names end up anywhere.</summary>
    public static string Quoted(ReadOnlySpan<char> value, bool wantsDigit = false)
    {
        const int longest = 32;
        var hasDigit = value.IndexOfAnyInRange('0', '9') >= 0;
        var quotable = value.Length <= longest && !value.Contains('@') && System.Text.Ascii.IsValid(value)
            && (hasDigit || (!wantsDigit && !value.Contains(' ')));
        return quotable ? $"\"{value}\"" : string.Create(CultureInfo.InvariantCulture, $"A value of {value.Length} characters");
    }

    private static bool IsExtensible(BundleColumn column) => column.Choices == ClrVocabulary.AchievementTypes;

    private static int IndexOf(BundleColumn column, ReadOnlySpan<char> value)
    {
        for (var i = 0; i < column.Choices.Length; i++)
        {
            if (value.Equals(column.Choices[i], StringComparison.OrdinalIgnoreCase)) return i;
        }

        return -1;
    }

    private void ReportChoice(BundleColumn column, ReadOnlySpan<char> value)
        => Report(ReadRules.Choice, column, $"{Quoted(value)} is not accepted here. Use one of {string.Join(", ", column.Choices)}{(IsExtensible(column) ? " or an ext: term" : "")}, or map the value with a lookup.");

    private bool Checked(BundleColumn column, out ReadOnlySpan<char> value, ReadRule? whenEmpty = null)
    {
        value = default;
        if (Feed[column] is not { } bound) return false;
        if (!ColumnValue.TryGet(bound, row, out value)) return Unknown(column, bound);
        if (column.Kind is not (ColumnKind.Text or ColumnKind.Personal or ColumnKind.TextList)) value = Unwrapped(column, value);
        if (value.IsEmpty)
        {
            if (column.Required) Report(whenEmpty ?? ReadRules.Required, column, $"There is no {column.Name}: {column.Meaning}. Fill it in.");
            return false;
        }

        if (TextDamage.Of(value, column.Kind) is { } damage)
        {
            Report(damage.Rule, column, damage.Message(value));
            return false;
        }

        return bound.Rule.Pattern is not { } pattern || HasForm(column, bound, pattern);
    }

    private bool HasForm(BundleColumn column, BoundColumn bound, ValuePattern pattern)
    {
        var theirs = KeyText.Clean(ColumnValue.Combine(bound, row));
        if (theirs.IsEmpty || pattern.Holds(theirs)) return true;
        var shown = column.Kind is ColumnKind.Personal or ColumnKind.PersonalDate ? "The value" : Quoted(theirs, wantsDigit: true);
        Report(ReadRules.Pattern, column, $"{shown} has not the form {pattern.Text} (9 is a digit, a a letter, x either). Correct it; or, if it is right, add its form under pattern: in the mapping.");
        return false;
    }

    /// <summary>A key, code, number or date without what a spreadsheet wrapped around it; a word for "no value" where only a number or a date could be meant.</summary>
    private ReadOnlySpan<char> Unwrapped(BundleColumn column, ReadOnlySpan<char> value)
    {
        if (column.Kind is ColumnKind.Date or ColumnKind.PersonalDate or ColumnKind.Number && Nothing.Contains(value)) return default;
        if (column.Kind == ColumnKind.List) return value;
        if (KeyText.HasInvisible(value)) Report(ReadRules.Invisible, column, "The value holds a character nobody can see, such as a zero-width space. It is read without; remove it in the source.");
        return KeyText.Clean(value);
    }

    private bool Unknown(BundleColumn column, BoundColumn bound)
    {
        var rule = bound.Rule;
        var theirs = string.Join(rule.Join, bound.From.Select(field => row[field].ToString()));
        var quoted = column.Kind is ColumnKind.Personal or ColumnKind.PersonalDate ? "The value" : Quoted(theirs);
        Report(ReadRules.Lookup, column, rule.TermCode is { } code
            ? $"{quoted} does not fit the term code {code.Name} ({code.Pattern}). Correct it, or add the term to the rule in the mapping."
            : $"{quoted} is not in the lookup {rule.Lookup!.Name}. Add it there, or give the lookup a default.");
        return false;
    }

    private string Pooled(ReadOnlySpan<char> value)
    {
        var lookup = pool.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.TryGetValue(value, out var known)) return known;
        var text = value.ToString();
        if (pool.Count < PooledStrings) pool[text] = text;
        return text;
    }

    private static class EnumValues<TEnum>
        where TEnum : struct, Enum
    {
        public static readonly TEnum[] InOrder = Enum.GetValues<TEnum>();
    }
}
