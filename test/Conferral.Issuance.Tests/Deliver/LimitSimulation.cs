// A sender that never rests, under a clock that only this moves: what it sent, when it arrived and when it was answered.
using Conferral.Issuance.Deliver;
using Microsoft.Extensions.Time.Testing;

namespace Conferral.Issuance.Tests.Deliver;

/// <summary>Units: seconds since the start.</summary>
internal sealed class LimitSimulation
{
    public List<double> Arrivals { get; } = [];

    public List<double> Answers { get; } = [];

    public int MostAtOnce { get; private set; }

    /// <summary>Requests arrive and are answered at random moments after they left; <paramref name="latency"/> gives how long the answer takes.</summary>
    public static LimitSimulation Run(IReadOnlyList<RequestLimit> limits, int concurrency, double seconds, Func<Random, double> latency, int seed, int most = int.MaxValue)
    {
        var (run, random, time) = (new LimitSimulation(), new Random(seed), new FakeTimeProvider());
        var start = time.GetTimestamp();
        using var limiter = new RateLimiter(limits, concurrency, time);
        var underWay = new PriorityQueue<RateLimiter.Turn, double>();
        double Now() => time.GetElapsedTime(start).TotalSeconds;
        while (Now() < seconds && run.Arrivals.Count < most)
        {
            while (underWay.TryPeek(out var answered, out var due) && due <= Now() + 1e-9)
            {
                underWay.Dequeue();
                run.Answers.Add(Now());
                answered.Dispose();
            }

            if (limiter.TryEnter(out var standing) is { } turn)
            {
                var answer = latency(random);
                run.Arrivals.Add(Now() + (random.NextDouble() * answer));
                underWay.Enqueue(turn, Now() + answer);
                run.MostAtOnce = Math.Max(run.MostAtOnce, underWay.Count);
                continue;
            }

            var wait = standing.For == Timeout.InfiniteTimeSpan ? double.MaxValue : standing.For.TotalSeconds;
            var next = underWay.TryPeek(out _, out var nextAnswer) ? Math.Min(nextAnswer - Now(), wait) : wait;
            time.Advance(TimeSpan.FromTicks(Math.Max(1, (long)Math.Ceiling(next * TimeSpan.TicksPerSecond))));
        }

        return run;
    }

    /// <summary>The most moments in any span; the very end of a span belongs to the next one.</summary>
    public static int MostWithin(List<double> moments, double span)
    {
        List<double> sorted = [.. moments.Order()];
        var (most, oldest) = (0, 0);
        for (var newest = 0; newest < sorted.Count; newest++)
        {
            while (sorted[newest] - sorted[oldest] >= span) oldest++;
            most = Math.Max(most, newest - oldest + 1);
        }

        return most;
    }
}
