// Times an action on a busy machine: CPU of this process and the clock, the best of several rounds.
using System.Diagnostics;

namespace Conferral.Benchmarks;

/// <summary>What one document costs. Units: milliseconds and bytes per document.</summary>
internal readonly record struct Cost(double CpuMs, double ClockMs, double AllocatedBytes);

internal static class Measurement
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(0.4);
    private const int Rounds = 5;
    private static long started;

    /// <summary>Runs the action over all documents in turn, one after another, and gives the best round.</summary>
    public static Cost Of(IReadOnlyList<byte[]> documents, Action<byte[]> action)
    {
        Run(documents, action, threads: 1, WarmUp);
        return Best([.. Enumerable.Range(0, Rounds).Select(_ => Run(documents, action, threads: 1, Round))]);
    }

    /// <summary>On one thread and on several at once, in turn; <see cref="Cost.ClockMs"/> is the clock's time per document.</summary>
    public static (Cost One, Cost Several) OfThreads(IReadOnlyList<byte[]> documents, Action<byte[]> action, int threads)
    {
        var costs = InTurn(2 * Rounds, Round, [time => Run(documents, action, threads: 1, time), time => Run(documents, action, threads, time)]);
        return (costs[0], costs[1]);
    }

    /// <summary>Two actions in turn, round by round, so that a busy machine is as busy for one as for the other.</summary>
    public static (Cost One, Cost Other) Of(IReadOnlyList<byte[]> documents, Action<byte[]> one, Action<byte[]> other)
    {
        var costs = InTurn([(documents, one), (documents, other)]);
        return (costs[0], costs[1]);
    }

    /// <summary>Any number of actions in turn, each over documents of its own.</summary>
    public static IReadOnlyList<Cost> InTurn(IReadOnlyList<(IReadOnlyList<byte[]> Documents, Action<byte[]> Action)> subjects)
        => InTurn(4 * Rounds, Round / 4, [.. subjects.Select(subject => (Func<TimeSpan, Cost>)(time => Run(subject.Documents, subject.Action, threads: 1, time)))]);

    private static List<Cost> InTurn(int rounds, TimeSpan round, IReadOnlyList<Func<TimeSpan, Cost>> subjects)
    {
        foreach (var subject in subjects) subject(WarmUp);
        var costs = subjects.Select(_ => new List<Cost>()).ToList();
        for (var i = 0; i < rounds; i++)
        {
            foreach (var (subject, of) in subjects.Zip(costs)) of.Add(subject(round));
        }

        return costs.ConvertAll(Best);
    }

    private static Cost Best(List<Cost> rounds) => new(rounds.Min(cost => cost.CpuMs), rounds.Min(cost => cost.ClockMs), rounds.Min(cost => cost.AllocatedBytes));

    private static Cost Run(IReadOnlyList<byte[]> documents, Action<byte[]> action, int threads, TimeSpan atLeast)
    {
        GC.Collect();
        long done = 0;
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var cpu = Environment.CpuUsage.TotalTime;
        var clock = Stopwatch.StartNew();
        if (threads == 1) done = Work(documents, action, clock, atLeast, first: started);
        else Task.WaitAll(Enumerable.Range(0, threads).Select(thread => Task.Factory.StartNew(
            () => Interlocked.Add(ref done, Work(documents, action, clock, atLeast, first: started + (thread * documents.Count / threads))),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)).ToArray());
        started += done; // the next round goes on where this one ended, so that no learner is met again soon
        var elapsed = clock.Elapsed;
        var spent = Environment.CpuUsage.TotalTime - cpu;
        return new Cost(spent.TotalMilliseconds / done, elapsed.TotalMilliseconds / done, (GC.GetTotalAllocatedBytes(precise: true) - allocated) / (double)done);
    }

    private static long Work(IReadOnlyList<byte[]> documents, Action<byte[]> action, Stopwatch clock, TimeSpan atLeast, long first)
    {
        long done = 0;
        do action(documents[(int)((first + done++) % documents.Count)]);
        while (clock.Elapsed < atLeast || done < Math.Min(4, documents.Count));
        return done;
    }
}
