// Turns a typed cell into the text a person would have written.
using System.Globalization;

namespace Conferral.Issuance.Read;

/// <summary>
/// Numbers as the spreadsheet shows them, 15 digits at most: longer ones come in scientific notation, which no key or number
/// column accepts, because their last digits are lost. Dates come as <c>yyyy-MM-dd</c>, with a time of day as <c>yyyy-MM-ddTHH:mm:ss</c>.
/// </summary>
internal static class CellValue
{
    private const int DaysFrom1900To1904 = 1462;

    // A spreadsheet counts a 29 February 1900 that never was.
    private const int DayThatNeverWas = 60;
    private const int LastDay = 2_958_465;

    public static string OfNumber(string raw, CellFormat format, bool from1904)
    {
        if (!double.TryParse(raw, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return raw;
        if (format.IsDate) return OfDate(number + (from1904 ? DaysFrom1900To1904 : 0), raw);
        var text = number.ToString("G15", CultureInfo.InvariantCulture);
        return format.Zeros > text.Length && text.All(char.IsAsciiDigit) ? text.PadLeft(format.Zeros, '0') : text;
    }

    private static string OfDate(double days, string raw)
    {
        if (!(days >= 1 && days <= LastDay) || (int)days == DayThatNeverWas) return raw;
        var day = new DateTime(1899, 12, days < DayThatNeverWas ? 31 : 30).AddDays(Math.Floor(days));
        var seconds = Math.Round((days - Math.Floor(days)) * TimeSpan.SecondsPerDay);
        return seconds == 0
            ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : day.AddSeconds(seconds).ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
    }
}
