// Every limit over any span, judged by when requests arrive and by when they are answered, and how much of it is used.
using Conferral.Issuance.Deliver;
using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace Conferral.Issuance.Tests.Deliver;

public sealed class RateLimiterTests
{
    private const double Hour = 3600;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private static readonly int[] Windows = [1, 7, 10, 60, 600, 86_400];

    private static readonly Gen<RequestLimit> Limits =
        from requests in Gen.Int[1, 400]
        from window in Gen.Int[0, 5]
        select new RequestLimit(requests, TimeSpan.FromSeconds(Windows[window]));

    /// <summary>Answers of a healthy platform: mostly within 200 ms, sometimes after two seconds, 0.25 s on average.</summary>
    private static double Healthy(Random random) => random.NextDouble() is var roll && roll < 0.9 ? 0.02 + (0.2 * random.NextDouble()) : 2.4 * random.NextDouble();

    [Fact]
    public void No_limit_is_ever_exceeded_however_the_platform_counts()
        => Gen.Select(Limits.Array[1, 3], Gen.Int[1, 64], Gen.Double[0, 5], Gen.Int[0, int.MaxValue]).Sample(
            (limits, concurrency, slowest, seed) =>
            {
                var run = LimitSimulation.Run(RequestLimit.Strictest(limits), concurrency, Hour * 100, random => random.NextDouble() * slowest, seed, most: 1500);
                return run.MostAtOnce <= concurrency && limits.All(limit =>
                    LimitSimulation.MostWithin(run.Arrivals, limit.Window.TotalSeconds) <= limit.Requests
                    && LimitSimulation.MostWithin(run.Answers, limit.Window.TotalSeconds) <= limit.Requests);
            },
            iter: 300);

    [Theory]
    [InlineData(500, 1)]
    [InlineData(500, 6)]
    [InlineData(100, 6)]
    [InlineData(60, 6)]
    public void At_least_98_percent_of_a_limit_a_minute_are_used(int limit, double hours)
    {
        var run = LimitSimulation.Run([new RequestLimit(limit, Minute)], 16, hours * Hour, Healthy, seed: limit);

        Assert.Equal(limit, LimitSimulation.MostWithin(run.Arrivals, 60));
        Assert.True(LimitSimulation.MostWithin(run.Answers, 60) <= limit);
        Assert.InRange(run.Arrivals.Count / (limit * 60 * hours), 0.98, 1.01 + (1 / (60 * hours)));
    }

    [Fact]
    public void Three_limits_at_once_are_kept_and_the_tightest_is_used()
    {
        RequestLimit[] limits = [new(10, TimeSpan.FromSeconds(1)), new(500, Minute), new(20_000, TimeSpan.FromDays(1))];
        var run = LimitSimulation.Run(limits, 16, 50 * Hour, Healthy, seed: 3);

        foreach (var limit in limits) Assert.True(LimitSimulation.MostWithin(run.Arrivals, limit.Window.TotalSeconds) <= limit.Requests);
        Assert.Equal(60_000, run.Arrivals.Count); // the first day's, the second's and the third's: 50 hours begin three days
    }

    [Fact]
    public void Without_a_limit_nobody_waits()
    {
        using var limiter = new RateLimiter([], int.MaxValue, new FakeTimeProvider());
        for (var i = 0; i < 10_000; i++) Assert.NotNull(limiter.TryEnter(out _));
    }

    [Fact]
    public void A_turn_given_back_costs_nothing()
    {
        using var limiter = new RateLimiter([new(1, Minute)], 4, new FakeTimeProvider());
        for (var i = 0; i < 5; i++) limiter.TryEnter(out _)!.GiveBack();
        Assert.NotNull(limiter.TryEnter(out _));
        Assert.Null(limiter.TryEnter(out _));
    }

    [Fact]
    public void A_pause_stops_everybody_and_is_only_made_longer()
    {
        var time = new FakeTimeProvider();
        using var limiter = new RateLimiter([new(100, Minute)], 8, time);
        limiter.Pause(TimeSpan.FromSeconds(30));
        limiter.Pause(TimeSpan.FromSeconds(5));

        Assert.Null(limiter.TryEnter(out var standing));
        Assert.Equal(TimeSpan.FromSeconds(30), standing.For);
        time.Advance(TimeSpan.FromSeconds(29.9));
        Assert.Null(limiter.TryEnter(out _));
        time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.NotNull(limiter.TryEnter(out _));
    }

    [Fact]
    public void After_a_refusal_turns_are_even_and_further_refusals_make_them_rarer()
    {
        var time = new FakeTimeProvider();
        using var limiter = new RateLimiter([new(60, Minute)], 8, time);
        for (var i = 0; i < 10; i++) limiter.TryEnter(out _)!.Dispose();

        Assert.Equal(1.0, GapAfterRefusal(limiter, time), 3);
        Assert.Equal(1.5, GapAfterRefusal(limiter, time), 3);
        Assert.Equal(2.25, GapAfterRefusal(limiter, time), 3);
        time.Advance(TimeSpan.FromSeconds(61));
        limiter.SpeedUp();
        Assert.Equal(2.025, Gap(limiter, time), 3);
    }

    [Fact]
    public void Refusals_of_one_moment_count_once()
    {
        var time = new FakeTimeProvider();
        using var limiter = new RateLimiter([new(60, Minute)], 8, time);
        for (var i = 0; i < 8; i++) limiter.SlowDown(_ => TimeSpan.FromSeconds(1));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1.0, Gap(limiter, time), 3);
    }

    [Fact]
    public void Without_a_documented_limit_the_pace_that_was_refused_is_measured()
    {
        var time = new FakeTimeProvider();
        using var limiter = new RateLimiter([], 8, time);
        for (var i = 0; i < 50; i++)
        {
            limiter.TryEnter(out _)!.Dispose();
            time.Advance(TimeSpan.FromSeconds(0.2));
        }

        Assert.Equal(0.2, GapAfterRefusal(limiter, time), 3);
    }

    [Fact]
    public async Task Turns_come_in_the_order_they_were_asked_for()
    {
        var time = new FakeTimeProvider();
        using var limiter = new RateLimiter([], 1, time);
        limiter.Pause(TimeSpan.FromSeconds(10));
        var order = new List<int>();
        var asked = Enumerable.Range(0, 5).Select(async number =>
        {
            using var turn = await limiter.EnterAsync(TimeSpan.MaxValue, TestContext.Current.CancellationToken);
            order.Add(number);
        }).ToList();
        Assert.DoesNotContain(asked, turn => turn.IsCompleted);
        Assert.Equal(time.GetUtcNow() + TimeSpan.FromSeconds(10), limiter.WaitingUntil);

        time.Advance(TimeSpan.FromSeconds(10));
        await Task.WhenAll(asked);
        Assert.Equal(Enumerable.Range(0, 5), order);
        Assert.Null(limiter.WaitingUntil);
    }

    [Fact]
    public async Task An_answer_lets_the_next_one_in()
    {
        using var limiter = new RateLimiter([], 1, new FakeTimeProvider());
        var first = await limiter.EnterAsync(TimeSpan.Zero, TestContext.Current.CancellationToken);
        var second = limiter.EnterAsync(TimeSpan.Zero, TestContext.Current.CancellationToken);
        Assert.False(second.IsCompleted);
        first.Dispose();
        Assert.NotNull(await second);
    }

    [Fact]
    public async Task A_wait_beyond_patience_is_refused_with_the_time_it_ends()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 5, 1, 10, 0, 0, TimeSpan.Zero));
        using var limiter = new RateLimiter([new(2, TimeSpan.FromDays(1))], 8, time);
        for (var i = 0; i < 2; i++) limiter.TryEnter(out _)!.Dispose();
        var refusal = await Assert.ThrowsAsync<DeliveryException>(() => limiter.EnterAsync(TimeSpan.FromMinutes(15), TestContext.Current.CancellationToken));
        Assert.Equal(DeliveryCode.QuotaUsed, refusal.Code);
        Assert.StartsWith("The limit of 2/day is used up until 2026-05-02 10:01", refusal.Message, StringComparison.Ordinal);
    }

    private static double GapAfterRefusal(RateLimiter limiter, FakeTimeProvider time)
    {
        limiter.SlowDown(_ => TimeSpan.FromSeconds(10));
        time.Advance(TimeSpan.FromSeconds(10));
        return Gap(limiter, time);
    }

    private static double Gap(RateLimiter limiter, FakeTimeProvider time)
    {
        limiter.TryEnter(out var before)?.Dispose();
        time.Advance(before.For);
        if (before.For > TimeSpan.Zero) limiter.TryEnter(out _)!.Dispose();
        Assert.Null(limiter.TryEnter(out var gap));
        return gap.For.TotalSeconds;
    }
}
