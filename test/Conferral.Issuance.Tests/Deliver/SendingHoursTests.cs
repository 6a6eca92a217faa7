// The hours a platform may be sent to, over midnight and over changes of the clock.
using System.Globalization;
using Conferral.Issuance.Deliver;

namespace Conferral.Issuance.Tests.Deliver;

public sealed class SendingHoursTests
{
    private static readonly TimeZoneInfo Chicago = TimeZoneInfo.FindSystemTimeZoneById("America/Chicago");

    private static DateTimeOffset At(string moment) => DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("22:00-06:00", "2026-05-01T21:59:59-05:00", "2026-05-01T22:00:00-05:00")]
    [InlineData("22:00-06:00", "2026-05-01T22:00:00-05:00", null)]
    [InlineData("22:00-06:00", "2026-05-02T03:00:00-05:00", null)]
    [InlineData("22:00-06:00", "2026-05-02T05:59:59-05:00", null)]
    [InlineData("22:00-06:00", "2026-05-02T06:00:00-05:00", "2026-05-02T22:00:00-05:00")]
    [InlineData("12:00-13:00,18:30-24:00", "2026-05-02T13:00:00-05:00", "2026-05-02T18:30:00-05:00")]
    [InlineData("12:00-13:00,18:30-24:00", "2026-05-02T23:59:59-05:00", null)]
    [InlineData("12:00-13:00,18:30-24:00", "2026-05-03T00:00:00-05:00", "2026-05-03T12:00:00-05:00")]
    [InlineData("00:00-24:00", "2026-05-03T00:00:00-05:00", null)]
    // Spring: on 2026-03-08 there is no time between 2:00 and 3:00.
    [InlineData("02:30-04:00", "2026-03-08T01:59:59-06:00", "2026-03-08T03:00:00-05:00")]
    [InlineData("02:30-04:00", "2026-03-08T03:00:00-05:00", null)]
    [InlineData("02:15-02:45", "2026-03-08T01:00:00-06:00", "2026-03-09T02:15:00-05:00")]
    [InlineData("22:00-06:00", "2026-03-08T05:59:59-05:00", null)]
    [InlineData("22:00-06:00", "2026-03-08T06:00:00-05:00", "2026-03-08T22:00:00-05:00")]
    // Autumn: on 2026-11-01 the time between 1:00 and 2:00 comes twice.
    [InlineData("01:30-03:00", "2026-11-01T01:29:59-05:00", "2026-11-01T01:30:00-05:00")]
    [InlineData("01:30-03:00", "2026-11-01T01:10:00-06:00", null)]
    [InlineData("00:30-01:30", "2026-11-01T01:30:00-05:00", "2026-11-02T00:30:00-06:00")]
    [InlineData("00:30-01:30", "2026-11-01T01:10:00-06:00", "2026-11-02T00:30:00-06:00")]
    public void Sending_is_allowed_within_the_hours_only(string windows, string now, string? opens)
    {
        var hours = SendingHours.Parse(windows.Split(','), Chicago);
        Assert.Equal(opens is null ? null : At(opens), hours.OpensAt(At(now)));
        Assert.Equal(opens is null ? null : At(opens), hours.OpensAt(At(now).ToUniversalTime()));
    }

    [Fact]
    public void Each_opening_is_open_and_the_moment_before_is_not()
    {
        var hours = SendingHours.Parse(["22:00-06:00", "12:30-13:00"], Chicago);
        for (var now = At("2026-01-01T00:00:00Z"); now < At("2027-01-01T00:00:00Z"); now = now.AddMinutes(17))
        {
            if (hours.OpensAt(now) is not { } opens) continue;
            Assert.Null(hours.OpensAt(opens));
            Assert.Equal(opens, hours.OpensAt(opens.AddTicks(-1)));
            Assert.True(opens - now <= TimeSpan.FromHours(16));
        }
    }

    [Theory]
    [InlineData("22-06")]
    [InlineData("22:00")]
    [InlineData("25:00-26:00")]
    [InlineData("08:00-08:00")]
    public void What_is_no_span_is_named(string window)
        => Assert.Contains("write it as 22:00-06:00", Assert.Throws<FormatException>(() => SendingHours.Parse([window], Chicago)).Message, StringComparison.Ordinal);

    [Fact]
    public void It_is_shown_as_it_was_written() => Assert.Equal("22:00-06:00, 12:00-24:00 (America/Chicago)", $"{SendingHours.Parse(["22:00-06:00", "12:00-24:00"], Chicago)}");

    [Theory]
    [InlineData("10/s", 10, 1)]
    [InlineData("500/min", 500, 60)]
    [InlineData("5000/h", 5000, 3600)]
    [InlineData("20000/day", 20_000, 86_400)]
    [InlineData("100/15min", 100, 900)]
    public void Limits_are_read_and_written_alike(string text, int requests, int seconds)
    {
        var limit = RequestLimit.TryParse(text);
        Assert.Equal(new RequestLimit(requests, TimeSpan.FromSeconds(seconds)), limit);
        Assert.Equal(text, limit!.ToString());
    }

    [Theory]
    [InlineData("500")]
    [InlineData("0/min")]
    [InlineData("-1/min")]
    [InlineData("500/week")]
    [InlineData("500/0s")]
    [InlineData("5/5/s")]
    [InlineData("")]
    public void What_is_no_limit_is_not_read(string text) => Assert.Null(RequestLimit.TryParse(text));
}
