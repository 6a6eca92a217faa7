// How long a platform asks to be left alone, from Retry-After and the RateLimit headers.
using System.Globalization;

namespace Conferral.Issuance.Deliver;

/// <summary>Reads pauses out of answers. Spec: RFC 9110 §10.2.3; RateLimit header fields for HTTP (draft 3 and later); the older X-RateLimit family.</summary>
internal static class PauseHeaders
{
    /// <summary>X-RateLimit-Reset is a number of seconds on some platforms and a Unix time on others.</summary>
    private const long FirstEpochLike = 1_000_000_000;

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

    /// <summary>The pause until the window resets, when the headers say nothing is left in it.</summary>
    public static TimeSpan? Exhausted(PlatformAnswer answer, DateTimeOffset now)
    {
        var (remaining, reset) = FromPair(answer, "RateLimit-") ?? FromPair(answer, "X-RateLimit-") ?? FromOne(answer) ?? (1, 0);
        if (remaining > 0 || reset <= 0) return null;
        var seconds = reset >= FirstEpochLike ? reset - now.ToUnixTimeSeconds() : reset;
        return seconds > 0 ? TimeSpan.FromSeconds(Math.Min(seconds, MostSeconds)) : null;
    }

    private static (long Remaining, long Reset)? FromPair(PlatformAnswer answer, string prefix)
        => Whole(answer.Header(prefix + "Remaining")) is { } remaining && Whole(answer.Header(prefix + "Reset")) is { } reset ? (remaining, reset) : null;

    private static (long Remaining, long Reset)? FromOne(PlatformAnswer answer)
    {
        long? remaining = null, reset = null;
        foreach (var part in (answer.Header("RateLimit") ?? "").Split([',', ';'], StringSplitOptions.TrimEntries))
        {
            if (part.StartsWith("remaining=", StringComparison.Ordinal)) remaining = Whole(part[10..]);
            else if (part.StartsWith("r=", StringComparison.Ordinal)) remaining = Whole(part[2..]);
            else if (part.StartsWith("reset=", StringComparison.Ordinal)) reset = Whole(part[6..]);
            else if (part.StartsWith("t=", StringComparison.Ordinal)) reset = Whole(part[2..]);
        }

        return remaining is { } left && reset is { } until ? (left, until) : null;
    }

    private static DateTimeOffset? Date(string? text)
        => DateTimeOffset.TryParseExact(text, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;

    private static long? Whole(string? text)
        => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
