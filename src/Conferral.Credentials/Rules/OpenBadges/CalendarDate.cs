// A date without a time, as in a date of birth.
namespace Conferral.Credentials.Rules.OpenBadges;

/// <summary>Spec: OB 3.0, Date: an ISO 8601 calendar date.</summary>
internal sealed class CalendarDate : ValueForm
{
    public static readonly CalendarDate Form = new();

    private CalendarDate()
        : base(
            new RuleInfo("OB-DATE", Severity.Error, "every date is a day of the calendar", "OB 3.0, primitive type Date"),
            "is no date; write it like 2004-02-29")
    {
    }

    public override bool Holds(ReadOnlySpan<byte> text) => TryParse(text, out _);

    /// <summary>Reads YYYY-MM-DD, a day that exists.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out DateOnly day)
    {
        day = default;
        if (text.Length != 10 || text[4] != '-' || text[7] != '-') return false;
        var number = 0;
        foreach (var position in (ReadOnlySpan<int>)[0, 1, 2, 3, 5, 6, 8, 9])
        {
            if (!char.IsAsciiDigit((char)text[position])) return false;
            number = number * 10 + text[position] - '0';
        }

        var (year, month, dayOfMonth) = (number / 10000, number / 100 % 100, number % 100);
        if (year < 1 || month is < 1 or > 12 || dayOfMonth < 1 || dayOfMonth > DateTime.DaysInMonth(year, month)) return false;
        day = new DateOnly(year, month, dayOfMonth);
        return true;
    }
}
