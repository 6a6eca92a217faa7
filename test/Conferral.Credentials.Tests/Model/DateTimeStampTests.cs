// Date-times always carry their zone.
using Conferral.Credentials.Model;

namespace Conferral.Credentials.Tests.Model;

public sealed class DateTimeStampTests
{
    [Theory]
    [InlineData("2026-05-15T00:00:00Z", "2026-05-15T00:00:00Z")]
    [InlineData("2026-05-15T00:00:00-05:00", "2026-05-15T00:00:00-05:00")]
    [InlineData("2026-05-15T10:20:30.1200000+05:30", "2026-05-15T10:20:30.12+05:30")]
    [InlineData("2026-05-15T10:20:30.0000010Z", "2026-05-15T10:20:30.000001Z")]
    public void Offset_is_kept_and_the_fraction_is_short(string time, string written)
        => Assert.Equal(written, DateTimeStamp.Format(DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture)));
}
