// Limits nobody documented: what headers tell, and what is kept of it.
using System.Net;
using Conferral.Issuance.Deliver;
using Microsoft.Extensions.Time.Testing;

namespace Conferral.Issuance.Tests.Deliver;

public sealed class LimitLearningTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    private static RateStatement Read(params (string Name, string Value)[] headers)
    {
        using var response = new HttpResponseMessage(HttpStatusCode.OK);
        foreach (var (name, value) in headers) Assert.True(response.Headers.TryAddWithoutValidation(name, value));
        return RateStatement.Read(new PlatformAnswer(new Uri("https://platform.example"), 200, "", default, false, response.Headers), Now);
    }

    [Theory]
    [InlineData("\"burst\";q=100;w=60, \"daily\";q=20000;w=86400", "100/min 20000/day")]
    [InlineData("default;q=100;w=60;qu=\"requests\"", "100/min")]
    [InlineData("100;w=60, 1000;w=3600;comment=\"a, b; w=1\"", "100/min 1000/h")]
    [InlineData("\"of one learner\";q=10;w=60;pk=:bGVhcm5lcg==:", "")]
    [InlineData("\"no window\";q=10", "")]
    [InlineData("\"q=1;w=1\"", "")]
    [InlineData("q=abc;w=60", "")]
    [InlineData("", "")]
    public void Policies_are_read_as_structured_fields(string header, string limits)
        => Assert.Equal(limits, string.Join(' ', Read(("RateLimit-Policy", header)).Limits));

    [Theory]
    [InlineData("RateLimit", "\"burst\";r=7;t=30, \"daily\";r=0;t=3600", "7/30 0/3600")]
    [InlineData("RateLimit", "limit=100, remaining=3, reset=20", "3/20")]
    [InlineData("RateLimit-Remaining", "4", "4/9", "RateLimit-Reset", "9")]
    [InlineData("X-RateLimit-Remaining", "0", "0/90", "X-RateLimit-Reset", "1777636890")]
    [InlineData("X-Rate-Limit-Remaining", "0", "0/90", "X-Rate-Limit-Reset", "1777636890123")]
    [InlineData("X-RateLimit-Remaining", "0", "0/0", "X-RateLimit-Reset", "1577836800")]
    [InlineData("X-RateLimit-Remaining", "many", "", "X-RateLimit-Reset", "9")]
    public void What_is_left_is_read_in_every_form(string name, string value, string expected, string other = "X-Other", string otherValue = "")
        => Assert.Equal(expected, string.Join(' ', Read((name, value), (other, otherValue)).Remainders.Select(left => $"{left.Left}/{left.Reset.TotalSeconds}")));

    [Fact]
    public void A_policy_that_is_told_is_kept_from_then_on()
    {
        var time = new FakeTimeProvider();
        using var limiter = new RateLimiter([], 8, time);
        limiter.TryEnter(out _)!.Dispose();
        limiter.Listen(Read(("RateLimit-Policy", "\"p\";q=3;w=60")));
        Assert.Equal("3/min", string.Join(' ', limiter.Learned));
        for (var i = 0; i < 2; i++) limiter.TryEnter(out _)!.Dispose(); // one of the three was sent before
        Assert.Null(limiter.TryEnter(out var standing));
        Assert.InRange(standing.For.TotalSeconds, 60, 60.1);
    }

    [Fact]
    public void A_policy_that_is_wider_than_the_settings_changes_nothing()
    {
        using var limiter = new RateLimiter([new(3, TimeSpan.FromMinutes(1))], 8, new FakeTimeProvider());
        limiter.Listen(Read(("RateLimit-Policy", "\"p\";q=30;w=60")));
        Assert.Empty(limiter.Learned);
    }

    [Fact]
    public void What_another_sender_used_up_is_not_ours()
    {
        var time = new FakeTimeProvider();
        using var limiter = new RateLimiter([new(100, TimeSpan.FromMinutes(1))], 8, time);
        limiter.Listen(Read(("RateLimit", "\"p\";r=2;t=30")));
        for (var i = 0; i < 2; i++) limiter.TryEnter(out _)!.Dispose();
        Assert.Null(limiter.TryEnter(out var standing));
        Assert.Equal(30, standing.For.TotalSeconds);
        time.Advance(TimeSpan.FromSeconds(30));
        Assert.NotNull(limiter.TryEnter(out _));
    }

    [Fact]
    public void Requests_under_way_are_taken_off_what_is_left()
    {
        using var limiter = new RateLimiter([], 8, new FakeTimeProvider());
        for (var i = 0; i < 3; i++) Assert.NotNull(limiter.TryEnter(out _));
        limiter.Listen(Read(("RateLimit", "\"p\";r=4;t=30")));
        Assert.NotNull(limiter.TryEnter(out _));
        Assert.Null(limiter.TryEnter(out _));
    }

    [Fact]
    public void Nothing_left_as_our_own_count_says_makes_nobody_wait_longer()
    {
        var time = new FakeTimeProvider();
        using var limiter = new RateLimiter([new(2, TimeSpan.FromSeconds(10))], 8, time);
        limiter.TryEnter(out _)!.Dispose();
        time.Advance(TimeSpan.FromSeconds(5));
        limiter.TryEnter(out _)!.Dispose();
        limiter.Listen(Read(("RateLimit-Remaining", "0"), ("RateLimit-Reset", "10")));
        Assert.Null(limiter.TryEnter(out var standing));
        Assert.InRange(standing.For.TotalSeconds, 5, 5.1);
    }
}
