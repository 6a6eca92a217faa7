// One run: inputs made from the corpus go through a target until time or count is up.
using System.Diagnostics;

namespace Conferral.Fuzz;

/// <summary>What a run did; <see cref="Fault"/> and the input that caused it are null where nothing escaped.</summary>
internal sealed record FuzzResult(string Target, long Executions, int Outcomes, TimeSpan Slowest, byte[]? SlowestInput, Exception? Fault, byte[]? FaultyInput);

internal static class FuzzRun
{
    /// <summary>Inputs kept because their outcome was new; beyond that the pool is varied enough. </summary>
    private const int MaxPool = 4000;

    /// <summary>Every file of the corpus as it is, then mutations. <paramref name="before"/> sees each input before it is read.</summary>
    public static FuzzResult Of(FuzzTarget target, int seed, Func<long, bool> goOn, Action<byte[]>? before = null)
    {
        var pool = Corpus.Of(target).ToList();
        var mutator = new Mutator(target, new Random(seed));
        var (outcomes, executions, slowest, slowestInput) = (new HashSet<string>(StringComparer.Ordinal), 0L, TimeSpan.Zero, (byte[]?)null);
        var files = pool.Count;
        while (executions < files || goOn(executions))
        {
            var input = executions < files ? pool[(int)executions] : mutator.Next(pool);
            executions++;
            before?.Invoke(input);
            var start = Stopwatch.GetTimestamp();
            try
            {
                if (outcomes.Add(target.Run(input)) && pool.Count < MaxPool) pool.Add(input);
            }
            catch (Exception fault) when (fault is not OutOfMemoryException)
            {
                return new FuzzResult(target.Name, executions, outcomes.Count, slowest, slowestInput, fault, input);
            }

            if (Stopwatch.GetElapsedTime(start) is var took && took > slowest) (slowest, slowestInput) = (took, input);
        }

        return new FuzzResult(target.Name, executions, outcomes.Count, slowest, slowestInput, null, null);
    }
}

/// <summary>The committed inputs of a target, in the order of their names.</summary>
internal static class Corpus
{
    public static IReadOnlyList<byte[]> Of(FuzzTarget target)
        => [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "corpus", target.Name)).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
}
