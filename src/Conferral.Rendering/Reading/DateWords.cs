// Dates as people write them.
using System.Globalization;

namespace Conferral.Rendering.Reading;

internal static class DateWords
{
    /// <summary>
    /// "2026-05-16T12:00:00-05:00" is the 16 May 2026 it says, in the zone it was written in; what is no date stays as it is.
    /// </summary>
    public static string Of(string text)
        => text.Length >= 10 && DateOnly.TryParseExact(text.AsSpan(0, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)
            : text;

    public static bool SameDay(string? one, string? other) => one is not null && other is not null && Of(one) == Of(other);
}
