// A platform's limit: so many requests in any span of so long. Settings write it as 500/min.
using System.Globalization;

namespace Conferral.Issuance.Deliver;

/// <summary>At most <see cref="Requests"/> in any span of <see cref="Window"/>, wherever the span begins. Several may hold at once.</summary>
public sealed record RequestLimit(int Requests, TimeSpan Window)
{
    /// <summary>How limits are written, for refusals.</summary>
    public const string Forms = "10/s, 500/min, 5000/h, 20000/day, or with a number as 100/15min";

    /// <summary>Reads one of <see cref="Forms"/>; null when it is none.</summary>
    public static RequestLimit? TryParse(string? text)
    {
        if (text?.Split('/') is not [var count, var span]) return null;
        var digits = span.TakeWhile(char.IsAsciiDigit).Count();
        var many = digits == 0 ? 1 : Whole(span[..digits]);
        TimeSpan? unit = span[digits..].Trim() switch
        {
            "s" or "sec" or "second" => TimeSpan.FromSeconds(1),
            "m" or "min" or "minute" => TimeSpan.FromMinutes(1),
            "h" or "hour" => TimeSpan.FromHours(1),
            "d" or "day" => TimeSpan.FromDays(1),
            _ => null,
        };
        return Whole(count) is { } requests and > 0 && many is > 0 and <= 10_000 && unit is { } length ? new RequestLimit(requests, length * many.Value) : null;
    }

    /// <summary>Of several limits those that can bind: for each window the lowest.</summary>
    internal static IReadOnlyList<RequestLimit> Strictest(IEnumerable<RequestLimit> limits)
        => [.. limits.GroupBy(limit => limit.Window).Select(same => same.MinBy(limit => limit.Requests)!).OrderBy(limit => limit.Window)];

    /// <summary>As it is written in the settings.</summary>
    public override string ToString()
    {
        var (number, unit) = Window switch
        {
            { TotalDays: >= 1 and var days } when days % 1 == 0 => (days, "day"),
            { TotalHours: >= 1 and var hours } when hours % 1 == 0 => (hours, "h"),
            { TotalMinutes: >= 1 and var minutes } when minutes % 1 == 0 => (minutes, "min"),
            _ => (Window.TotalSeconds, "s"),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{Requests}/{(number == 1 ? "" : number)}{unit}");
    }

    private static int? Whole(string text) => int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
