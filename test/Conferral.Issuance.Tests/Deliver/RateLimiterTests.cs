// The limit over any 60 seconds, judged by when requests arrive, and how much of it is used.
using Conferral.Issuance.Deliver;
using Microsoft.Extensions.Time.Testing;

namespace Conferral.Issuance.Tests.Deliver;

public sealed class RateLimiterTests
{
    /// <summary>Long enough that the first burst, which is ahead of the even pace, hides nothing.</summary>
    private const double Minutes = 60;

    public static TheoryData<int, double> LimitsAndSlowness()
    {
        var rows = new TheoryData<int, double>();
        foreach (var limit in (int[])[1, 2, 7, 60, 100, 299, 600])
        {
            foreach (var slowest in (double[])[0, 0.05, 0.9, 20]) rows.Add(limit, slowest);
        }

        return rows;
    }

    /// <summary>A sender that never rests; requests arrive some time after they left, answers come some time after that.</summary>
    [Theory]
    [MemberData(nameof(LimitsAndSlowness))]
    public void The_limit_holds_in_every_window_and_98_percent_of_it_is_used(int limit, double slowestSeconds)
    {
        var arrivals = Simulate(limit, slowestSeconds, new Random((limit * 31) + (int)(slowestSeconds * 100)));

        Assert.True(MostIn60Seconds(arrivals) <= limit, $"{MostIn60Seconds(arrivals)} arrived within 60 s");
        Assert.True(arrivals.Count >= 0.98 * limit * Minutes, $"only {arrivals.Count} of {limit * Minutes} were used");
    }

    [Fact]
    public void Without_a_limit_nobody_waits()
    {
        using var limiter = new RateLimiter(null, new FakeTimeProvider());
        for (var i = 0; i < 10_000; i++) Assert.NotNull(limiter.TryEnter(out _));
    }

    [Fact]
    public void A_pause_stops_everybody_and_is_only_made_longer()
    {
        var time = new FakeTimeProvider();
        using var limiter = new RateLimiter(100, time);
        limiter.Pause(TimeSpan.FromSeconds(30));
        limiter.Pause(TimeSpan.FromSeconds(5));

        Assert.Null(limiter.TryEnter(out var wait));
        Assert.Equal(TimeSpan.FromSeconds(30), wait);
        time.Advance(TimeSpan.FromSeconds(29.9));
        Assert.Null(limiter.TryEnter(out _));
        time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.NotNull(limiter.TryEnter(out _));
    }

    [Fact]
    public void After_a_refusal_turns_are_even_and_further_refusals_make_them_rarer()
    {
        var time = new FakeTimeProvider();
        using var limiter = new RateLimiter(60, time);
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
        using var limiter = new RateLimiter(60, time);
        for (var i = 0; i < 8; i++) limiter.SlowDown(TimeSpan.FromSeconds(1));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1.0, Gap(limiter, time), 3);
    }

    [Fact]
    public void Without_a_documented_limit_the_pace_that_was_refused_is_measured()
    {
        var time = new FakeTimeProvider();
        using var limiter = new RateLimiter(null, time);
        for (var i = 0; i < 50; i++)
        {
            Assert.NotNull(limiter.TryEnter(out _));
            time.Advance(TimeSpan.FromSeconds(0.2));
        }

        Assert.Equal(0.2, GapAfterRefusal(limiter, time), 3);
    }

    [Fact]
    public async Task Turns_come_in_the_order_they_were_asked_for()
    {
        var time = new FakeTimeProvider();
        using var limiter = new RateLimiter(null, time);
        limiter.Pause(TimeSpan.FromSeconds(10));
        var asked = Enumerable.Range(0, 5).Select(_ => limiter.EnterAsync(TestContext.Current.CancellationToken)).ToList();
        Assert.DoesNotContain(asked, turn => turn.IsCompleted);
        Assert.Equal(time.GetUtcNow() + TimeSpan.FromSeconds(10), limiter.WaitingUntil);

        time.Advance(TimeSpan.FromSeconds(10));
        await Task.WhenAll(asked);
        Assert.Null(limiter.WaitingUntil);
    }

    private static double GapAfterRefusal(RateLimiter limiter, FakeTimeProvider time)
    {
        limiter.SlowDown(TimeSpan.FromSeconds(10));
        time.Advance(TimeSpan.FromSeconds(10));
        return Gap(limiter, time);
    }

    private static double Gap(RateLimiter limiter, FakeTimeProvider time)
    {
        limiter.TryEnter(out var before);
        time.Advance(before);
        if (before > TimeSpan.Zero) Assert.NotNull(limiter.TryEnter(out _));
        Assert.Null(limiter.TryEnter(out var gap));
        return gap.TotalSeconds;
    }

    private static List<double> Simulate(int limit, double slowestSeconds, Random random)
    {
        var time = new FakeTimeProvider();
        var start = time.GetTimestamp();
        using var limiter = new RateLimiter(limit, time);
        var arrivals = new List<double>();
        var answers = new PriorityQueue<RateLimiter.Turn, double>();
        double Now() => time.GetElapsedTime(start).TotalSeconds;
        while (Now() < Minutes * 60)
        {
            while (answers.TryPeek(out var answered, out var due) && due <= Now() + 1e-9)
            {
                answers.Dequeue();
                answered.Dispose();
            }

            if (limiter.TryEnter(out var wait) is { } turn)
            {
                var answer = random.NextDouble() * slowestSeconds;
                arrivals.Add(Now() + (random.NextDouble() * Math.Min(answer, RateLimiter.Travel.TotalSeconds)));
                answers.Enqueue(turn, Now() + answer);
                continue;
            }

            var next = answers.TryPeek(out _, out var nextAnswer) ? Math.Min(nextAnswer - Now(), wait.TotalSeconds) : wait.TotalSeconds;
            time.Advance(TimeSpan.FromTicks(Math.Max(1, (long)Math.Ceiling(next * TimeSpan.TicksPerSecond))));
        }

        return arrivals;
    }

    private static int MostIn60Seconds(List<double> arrivals)
    {
        arrivals.Sort();
        var (most, oldest) = (0, 0);
        for (var newest = 0; newest < arrivals.Count; newest++)
        {
            while (arrivals[newest] - arrivals[oldest] >= 60 - 1e-6) oldest++;
            most = Math.Max(most, newest - oldest + 1);
        }

        return most;
    }
}
