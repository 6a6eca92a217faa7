// How long a platform asks to be left alone, from Retry-After.
using System.Globalization;

namespace Conferral.Issuance.Deliver;

/// <summary>Reads pauses out of answers. Spec: RFC 9110 §10.2.3.</summary>
internal static class PauseHeaders
{
    /// <summary>Far beyond any pause a run would wait, and within what a TimeSpan holds.</summary>
    private const long MostSeconds = 366L * 24 * 3600;

    /// <summary>
    /// Retry-After as a pause; null when absent or nonsense. A date is measured from the answer's own Date, so a
    /// platform whose clock is off still gets the pause it means.
    /// </summary>
    public static TimeSpan? RetryAfter(PlatformAnswer answer, DateTimeOffset now)
    {
        var value = answer.Header("Retry-After");
        if (Whole(value) is { } seconds) return TimeSpan.FromSeconds(Math.Min(seconds, MostSeconds));
        if (Date(value) is not { } until) return null;
        var pause = until - (Date(answer.Header("Date")) ?? now);
        return pause > TimeSpan.Zero ? pause : TimeSpan.Zero;
    }

    private static DateTimeOffset? Date(string? text)
        => DateTimeOffset.TryParseExact(text, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;

    private static long? Whole(string? text)
        => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
