// Instants are written as short as they are exact, and read in every form the specifications allow.
using Conferral.Credentials.Proofs;

namespace Conferral.Credentials.Tests.Proofs;

public sealed class XsdDateTimeTests
{
    [Theory]
    [InlineData(0, "2026-05-30T12:00:00Z")]
    [InlineData(10, "2026-05-30T12:00:00.000001Z")]
    [InlineData(5_000_000, "2026-05-30T12:00:00.5Z")]
    [InlineData(5_000_019, "2026-05-30T12:00:00.500001Z")]
    public void The_fraction_is_trimmed_to_what_is_needed(int ticks, string expected)
        => Assert.Equal(expected, XsdDateTime.Write(new DateTimeOffset(2026, 5, 30, 14, 0, 0, TimeSpan.FromHours(2)).AddTicks(ticks)));

    [Theory]
    [InlineData("2026-05-30T12:00:00Z", 0)]
    [InlineData("2026-05-30T12:00:00", 0)]
    [InlineData("2026-05-30T14:00:00+02:00", 0)]
    [InlineData("2026-05-30T12:00:00.000001Z", 10)]
    [InlineData("2026-05-30T12:00:00.12345678901Z", 1_234_567)]
    public void Every_allowed_form_is_read(string text, int ticks)
    {
        Assert.True(XsdDateTime.TryRead(text, out var instant));
        Assert.Equal(new DateTimeOffset(2026, 5, 30, 12, 0, 0, TimeSpan.Zero).AddTicks(ticks), instant);
    }

    [Theory]
    [InlineData("2026-05-30")]
    [InlineData("2026-13-30T12:00:00Z")]
    [InlineData("2026-05-30T12:00:00Z\n")]
    [InlineData("30 May 2026")]
    [InlineData(null)]
    public void Anything_else_is_not(string? text) => Assert.False(XsdDateTime.TryRead(text, out _));
}
