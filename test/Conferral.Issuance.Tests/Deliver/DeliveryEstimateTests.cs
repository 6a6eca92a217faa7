// The time delivering takes at best: every limit, the batch's size and the platform's hours.
using Conferral.Issuance.Deliver;

namespace Conferral.Issuance.Tests.Deliver;

public sealed class DeliveryEstimateTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 16, 12, 0, 0, TimeSpan.Zero);

    private static readonly PlatformProfile Profile = new()
    {
        Id = "wallet",
        BaseUrl = new Uri("https://wallet.example"),
        Authorization = new AuthorizationProfile { ClientId = "registrar", ClientSecret = "s" },
        RequestsPerMinute = 300,
        MaxConcurrency = 256,
    };

    [Theory]
    [InlineData(300, 0)]
    [InlineData(301, 1)]
    [InlineData(3000, 9)]
    [InlineData(3001, 10)]
    public void One_by_one_the_limit_of_a_minute_decides(int credentials, int minutes)
        => Assert.Equal(minutes, Math.Floor(DeliveryEstimate.OneByOne(Profile, credentials, Noon).Takes!.Value.TotalMinutes));

    [Fact]
    public void The_strictest_of_several_limits_decides()
    {
        var profile = Profile with { Line = new LineProfile { Limits = [new RequestLimit(10, TimeSpan.FromSeconds(1)), new RequestLimit(1000, TimeSpan.FromDays(1))] } };
        Assert.Equal(2, Math.Floor(DeliveryEstimate.OneByOne(profile, 2001, Noon).Takes!.Value.TotalDays));
    }

    [Theory]
    [InlineData(100, 40_000, 100, 10)]
    [InlineData(100, 400_000, 10, 100)]
    [InlineData(100, 9_000_000, 1, 1000)]
    public void Batches_hold_as_many_as_items_and_bytes_allow(int maxItems, long bytesEach, int inOne, long requests)
    {
        var estimate = DeliveryEstimate.InBatches(Profile with { Batch = new BatchProfile { Mode = BatchMode.On, MaxItems = maxItems, MaxBytes = 4_000_000 } }, 1000, bytesEach, Noon)!;
        Assert.Equal((inOne, requests), (estimate.InOneRequest, estimate.Requests));
    }

    [Fact]
    public void A_platform_without_batches_has_no_estimate_for_them() => Assert.Null(DeliveryEstimate.InBatches(Profile with { Batch = new BatchProfile { Mode = BatchMode.Off } }, 1000, 1000, Noon));

    [Fact]
    public void Outside_its_hours_a_platform_waits_and_the_night_interrupts()
    {
        var profile = Profile with { RequestsPerMinute = 1, Line = new LineProfile { Hours = SendingHours.Parse(["22:00-23:00"], TimeZoneInfo.Utc) } };
        var estimate = DeliveryEstimate.OneByOne(profile, 61, Noon);
        Assert.Equal(Noon.AddHours(10), estimate.BeginsAt);
        Assert.Equal(Noon.AddHours(10).AddDays(1), estimate.EndsAt);
    }

    [Fact]
    public void Without_a_limit_answers_and_senders_decide()
        => Assert.Equal(TimeSpan.FromSeconds(200 * 0.2), DeliveryEstimate.OneByOne(Profile with { RequestsPerMinute = null, MaxConcurrency = 10 }, 2010, Noon).Takes);

    [Fact]
    public void More_than_a_year_is_said_so() => Assert.Null(DeliveryEstimate.OneByOne(Profile with { Line = new LineProfile { Limits = [new RequestLimit(1, TimeSpan.FromDays(1))] } }, 400, Noon).EndsAt);

    [Fact]
    public void Nothing_to_send_takes_no_time() => Assert.Equal((0L, TimeSpan.Zero), (DeliveryEstimate.OneByOne(Profile, 0, Noon).Requests, DeliveryEstimate.OneByOne(Profile, 0, Noon).Takes));
}
