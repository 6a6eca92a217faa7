// The hours of the day a platform may be sent to, in its time zone, on the days clocks change too.
using System.Globalization;

namespace Conferral.Issuance.Deliver;

/// <summary>
/// Daily spans of local time, such as 22:00-06:00. Shape: a span that ends before it begins runs over midnight.
/// On days the clocks change: a time that does not exist is the moment of the change; of a time that comes twice, the first counts.
/// </summary>
public sealed class SendingHours
{
    private readonly IReadOnlyList<(TimeSpan From, TimeSpan To)> _spans;
    private readonly TimeZoneInfo _zone;

    private SendingHours(IReadOnlyList<(TimeSpan From, TimeSpan To)> spans, TimeZoneInfo zone) => (_spans, _zone) = (spans, zone);

    /// <summary>Reads spans as settings write them. Errors: <see cref="FormatException"/> with what to write instead.</summary>
    public static SendingHours Parse(IEnumerable<string> windows, TimeZoneInfo zone)
    {
        var spans = windows.Select(Span).ToList();
        return spans.Count > 0 ? new SendingHours(spans, zone) : throw new FormatException("windows is empty: leave it out to send at any time.");
    }

    /// <summary>Nothing while sending is allowed at <paramref name="now"/>, else when it is again.</summary>
    public DateTimeOffset? OpensAt(DateTimeOffset now)
    {
        DateTimeOffset? next = null;
        var today = TimeZoneInfo.ConvertTime(now, _zone).Date;
        foreach (var (from, to) in _spans)
        {
            // Yesterday's span may last until now; by tomorrow every span begins again, the day after where a change swallows one.
            for (var day = -1; day <= 2; day++)
            {
                var (begins, ends) = (Instant(today.AddDays(day) + from), Instant(today.AddDays(day) + to));
                if (begins <= now && now < ends) return null;
                if (begins > now && begins < ends && (next is null || begins < next)) next = begins;
            }
        }

        return next;
    }

    /// <summary>As a person reads it: 22:00-06:00 (America/Chicago).</summary>
    public override string ToString()
        => $"{string.Join(", ", _spans.Select(span => $"{Clock(span.From)}-{Clock(span.To)}"))} ({_zone.Id})";

    /// <summary>A moment in the platform's time, as a person there reads it.</summary>
    public string Local(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, _zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private DateTimeOffset Instant(DateTime local)
    {
        // A local time in the gap is read with the offset before the change; the change itself is the first moment after it.
        if (_zone.IsInvalidTime(local))
        {
            var minute = local;
            while (_zone.IsInvalidTime(minute)) minute = minute.AddMinutes(1);
            local = minute.AddTicks(-(minute.Ticks % TimeSpan.TicksPerMinute));
        }

        var offset = _zone.IsAmbiguousTime(local) ? _zone.GetAmbiguousTimeOffsets(local).Max() : _zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset);
    }

    private static (TimeSpan From, TimeSpan To) Span(string text)
    {
        if (text.Split('-') is not [var first, var second] || Time(first) is not { } from || Time(second) is not { } to || from == to)
            throw new FormatException($"'{text}' is no span of the day: write it as 22:00-06:00.");
        return (from, to > from ? to : to + TimeSpan.FromDays(1));
    }

    private static TimeSpan? Time(string text)
        => text.Trim() == "24:00" ? TimeSpan.FromDays(1)
            : TimeSpan.TryParseExact(text.Trim(), @"hh\:mm", CultureInfo.InvariantCulture, out var time) ? time : null;

    private static string Clock(TimeSpan time) => time == TimeSpan.FromDays(1) ? "24:00" : time.ToString(@"hh\:mm", CultureInfo.InvariantCulture);
}
