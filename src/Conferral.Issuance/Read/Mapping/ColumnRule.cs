// How one of our columns is made from theirs, and the tables such rules use.
using System.Globalization;

namespace Conferral.Issuance.Read;

/// <summary>
/// One column's rule. Applied in this order: values of <see cref="From"/> joined or filled into <see cref="Template"/> (or <see cref="Else"/>
/// where that is empty), <see cref="Unless"/>, <see cref="Split"/>, then to each item <see cref="TermCode"/>, <see cref="Lookup"/>,
/// <see cref="Prefix"/>; a <see cref="Constant"/> stands alone.
/// </summary>
internal sealed record ColumnRule
{
    public IReadOnlyList<string> From { get; init; } = [];

    /// <summary>Text with places for <see cref="From"/>, which are its columns in order.</summary>
    public Template? Template { get; init; }

    public string? Constant { get; init; }

    public string Join { get; init; } = " ";

    /// <summary>Their column used where the joined value is empty.</summary>
    public string? Else { get; init; }

    /// <summary>Their columns and values for which our value stays empty.</summary>
    public IReadOnlyDictionary<string, IReadOnlySet<string>> Unless { get; init; } = new Dictionary<string, IReadOnlySet<string>>();

    public TermCode? TermCode { get; init; }

    public TermPart TermPart { get; init; }

    /// <summary>What separates the items of a list in their column; ours is <c>|</c>.</summary>
    public string? Split { get; init; }

    public Lookup? Lookup { get; init; }

    /// <summary>What a grade means; stands on the column <c>grade</c> alone.</summary>
    public GradeScale? Scale { get; init; }

    public string? Prefix { get; init; }

    /// <summary>The form their value must have, before anything is made of it; null where every form will do.</summary>
    public ValuePattern? Pattern { get; init; }

    /// <summary>Date formats in .NET's notation; ISO dates only where empty.</summary>
    public IReadOnlyList<string> Formats { get; init; } = [];

    /// <summary>Where the rule stands in the mapping, for messages.</summary>
    public MappingPlace? Place { get; init; }

    public bool IsPlain => Constant is null && Template is null && Split is null && From.Count == 1 && Else is null && Unless.Count == 0 && TermCode is null && Lookup is null && Prefix is null;

    public static ColumnRule FromColumn(string name) => new() { From = [name] };
}

/// <summary>Line and column in the mapping file, from 1.</summary>
internal readonly record struct MappingPlace(long Line, long Column);

/// <summary>A table from their words to ours. A key that ends in <c>*</c> stands for every word that starts so; the longest wins.</summary>
internal sealed class Lookup(string name, IReadOnlyDictionary<string, string> table, string? fallback)
{
    private readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> exact =
        table.Where(pair => !pair.Key.EndsWith('*')).ToDictionary(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    private readonly (string Start, string To)[] starts =
        [.. table.Where(pair => pair.Key.EndsWith('*')).Select(pair => (pair.Key[..^1], pair.Value)).OrderByDescending(pair => pair.Item1.Length)];

    public string Name { get; } = name;

    /// <summary>Our word, or null where the table has neither the word nor a default.</summary>
    public string? Find(ReadOnlySpan<char> word)
    {
        if (exact.TryGetValue(word, out var found)) return found;
        foreach (var (start, to) in starts)
        {
            if (word.StartsWith(start, StringComparison.OrdinalIgnoreCase)) return to;
        }

        return fallback;
    }
}

internal enum TermPart
{
    Name,
    Start,
    End,
}

/// <summary>One kind of term within a year: its name, first and last day (month and day), and the calendar years after the coded year in which they lie.</summary>
internal sealed record TermKind(string Name, (int Month, int Day) Starts, (int Month, int Day) Ends, int StartYear, int EndYear);

/// <summary>Turns a code of a year and a term letter or digit, in the order its pattern says (<c>YYYYT</c>), into a name and dates.</summary>
internal sealed class TermCode(string name, string pattern, IReadOnlyDictionary<string, TermKind> kinds)
{
    public string Name { get; } = name;

    public string Pattern { get; } = pattern;

    /// <summary>The asked part, dates as <c>yyyy-MM-dd</c>; null where the code does not fit the pattern.</summary>
    public string? Find(ReadOnlySpan<char> code, TermPart part)
    {
        if (code.Length != Pattern.Length) return null;
        Span<char> year = stackalloc char[4];
        Span<char> term = stackalloc char[Pattern.Length];
        var (yearLength, termLength) = (0, 0);
        for (var i = 0; i < code.Length; i++)
        {
            if (Pattern[i] == 'Y') year[yearLength++] = code[i];
            else if (Pattern[i] == 'T') term[termLength++] = code[i];
            else if (Pattern[i] != code[i]) return null;
        }

        if (!int.TryParse(year[..yearLength], NumberStyles.None, CultureInfo.InvariantCulture, out var coded)) return null;
        if (yearLength == 2) coded += coded < 70 ? 2000 : 1900;
        return coded > 0 && kinds.TryGetValue(term[..termLength].ToString(), out var kind) ? Render(coded, kind, part) : null;
    }

    private static string Render(int year, TermKind kind, TermPart part) => part switch
    {
        TermPart.Name => string.Create(CultureInfo.InvariantCulture, $"{kind.Name} {year + kind.StartYear}"),
        TermPart.Start => Day(year + kind.StartYear, kind.Starts),
        _ => Day(year + kind.EndYear, kind.Ends),
    };

    private static string Day(int year, (int Month, int Day) day)
        => string.Create(CultureInfo.InvariantCulture, $"{year:D4}-{day.Month:D2}-{Math.Min(day.Day, DateTime.DaysInMonth(year, day.Month)):D2}");
}
