// Recognises what spreadsheets and wrong encodings do to values before anybody sees it.
using System.Buffers;
using System.Text.RegularExpressions;

namespace Conferral.Issuance.Read;

/// <summary>A kind of damage: its rule, and the sentence for a damaged value.</summary>
internal sealed record Damage(ReadRule Rule, Func<string, string> Describe)
{
    public string Message(ReadOnlySpan<char> value) => Describe(RowValues.Quoted(value));
}

/// <summary>Damage that any value can have: a lost or doubled encoding, control characters, a spreadsheet's error word.</summary>
internal static class TextDamage
{
    /// <summary>Stands for a formula whose value the workbook does not hold.</summary>
    public const string NotCalculated = "#NOT-CALCULATED";

    private static readonly SearchValues<char> Suspicious = SearchValues.Create(SuspiciousCharacters());

    private static readonly Damage Encoding = new(ReadRules.DamagedText, _ =>
        "The text went through a wrong encoding (it holds replacement characters or pairs such as \"Ã©\"). Export it again as UTF-8 from the source.");

    private static readonly Damage Control = new(ReadRules.DamagedText, _ =>
        "The value holds a control character, or a key holds an invisible one. Remove it in the source.");

    private static readonly Damage Error = new(ReadRules.ExcelError, value => $"{value} is a spreadsheet's error, not a value. Repair the formula and export again.");

    public static Damage? Of(ReadOnlySpan<char> value, ColumnKind kind)
    {
        if (value[0] == '#' && IsErrorWord(value)) return Error;
        var at = value.IndexOfAny(Suspicious);
        for (var rest = value; at >= 0; rest = rest[(at + 1)..], at = rest.IndexOfAny(Suspicious))
        {
            if (Judge(rest, at, kind) is { } damage) return damage;
        }

        return null;
    }

    private static bool IsErrorWord(ReadOnlySpan<char> value)
        => value is "#N/A" or "#NAME?" or "#REF!" or "#VALUE!" or "#DIV/0!" or "#NULL!" or "#NUM!" or "#SPILL!" or "#CALC!" or "#FIELD!" or "#BLOCKED!" or "#UNKNOWN!" or "#CONNECT!" or "#BUSY!" or "#GETTING_DATA" or NotCalculated
            || value.Trim('#').IsEmpty;

    private static Damage? Judge(ReadOnlySpan<char> text, int at, ColumnKind kind)
    {
        var found = text[at];
        if (found == '\uFFFD') return Encoding;
        if (found is >= '\u00C2' and <= '\u00F4') return IsDoubled(text[at..]) ? Encoding : null;

        if (found is '\n' or '\r' or '\t') return kind is ColumnKind.Key or ColumnKind.Code ? Control : null;
        var invisible = found is '\u00A0' or '\u200B' or '\u200E' or '\u200F' or '\u2060' or '\uFEFF';
        return invisible && kind is not (ColumnKind.Key or ColumnKind.Code) ? null : Control;
    }

    /// <summary>Whether a UTF-8 sequence stands here byte by byte: its first byte and all that should follow, shown as Latin-1 or Windows-1252.</summary>
    private static bool IsDoubled(ReadOnlySpan<char> text)
    {
        var following = text[0] switch { < '\u00E0' => 1, < '\u00F0' => 2, _ => 3 };
        if (text.Length <= following || text[1] is '»' or '”' or '’') return false; // «AMANHÃ» is a word in quotes
        foreach (var next in text.Slice(1, following))
        {
            if (next is not (>= '\u0080' and <= '\u00BF') && !"€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ".Contains(next)) return false;
        }

        return true;
    }

    private static char[] SuspiciousCharacters()
    {
        var control = Enumerable.Range(0, 0x20).Append(0x7F).Concat(Enumerable.Range(0x80, 0x20));
        int[] invisible = ['\u00A0', '\u200B', '\u200E', '\u200F', '\u2060', '\uFEFF', '\uFFFD'];
        int[] leads = ['\u00C2', '\u00C3', '\u00C4', '\u00C5', '\u00D0', '\u00D1', '\u00E2', '\u00E3', '\u00F0'];
        return [.. control.Concat(invisible).Concat(leads).Select(code => (char)code)];
    }
}

/// <summary>Damage a spreadsheet does to keys and codes it takes for numbers or dates.</summary>
internal static partial class SpreadsheetDamage
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;
    private const int TimeoutMilliseconds = 1000;

    private static readonly Damage Number = new(ReadRules.ExcelNumber, value =>
        $"{value} looks like a key that a spreadsheet turned into scientific notation; the digits are lost. Export again and keep the column as text.");

    private static readonly Damage Date = new(ReadRules.ExcelDate, value =>
        $"{value} looks like a code that a spreadsheet turned into a date. Export again and keep the column as text.");

    /// <summary>What was done to a key or code, or null. A typed date of a worksheet in such a column was a code once.</summary>
    public static Damage? Of(ReadOnlySpan<char> value, CellOrigin origin)
    {
        if (origin == CellOrigin.Worksheet && value.Length >= 10 && value[4] == '-' && value[7] == '-' && IsoDate().IsMatch(value)) return Date;
        // Both kinds start or end with a digit and are short: most values are through here after two looks.
        if (value.Length is < 4 or > 24 || (!char.IsAsciiDigit(value[0]) && !char.IsAsciiDigit(value[^1]))) return null;
        if (value.IndexOfAny('E', 'e') > 0 && value.Contains('+') && Scientific().IsMatch(value)) return Number;
        return value.IndexOfAny('-', '/') > 0 && DateLike().IsMatch(value) ? Date : null;
    }

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2})?$", Options, TimeoutMilliseconds)]
    private static partial Regex IsoDate();

    [GeneratedRegex(@"^\d([.,]\d+)?[eE]\+\d+$", Options, TimeoutMilliseconds)]
    private static partial Regex Scientific();

    [GeneratedRegex(@"^(\d{1,2}-(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(-\d{2,4})?|(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)-\d{2,4}|\d{1,2}/\d{1,2}/\d{2,4}( \d{1,2}:\d{2}(:\d{2})?)?)$", Options | RegexOptions.IgnoreCase, TimeoutMilliseconds)]
    private static partial Regex DateLike();
}
