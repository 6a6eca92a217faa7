// A whole cohort through read, compose and validate: how fast each stage is, and whether memory stays flat.
using System.Diagnostics;
using System.Globalization;
using Conferral.Credentials.Model;
using Conferral.Credentials.Rules;
using Conferral.Issuance;
using Conferral.Issuance.Clear;
using Conferral.Issuance.Compose;
using Conferral.Issuance.Read;
using Conferral.Issuance.Validate;
using Conferral.LinkedData;
using Conferral.LinkedData.Contexts;
using Conferral.Samples;
using Sylvan.Data.Csv;

namespace Conferral.Benchmarks;

/// <summary>
/// Writes a cohort to a temporary folder and measures: the CSV parser alone over all files, reading it to learner records, composing
/// each, and the whole of `conferral plan` (read, compose, compare, validate, on all cores).
/// </summary>
internal static class IntakeRun
{
    private const int Courses = 40;
    private const int Reports = 10;
    private static readonly string[] Stages = ["parse", "read", "compose", "validate"];

    public static async Task RunAsync(TextWriter output, int learners, string[] settings)
    {
        var shuffled = settings.Contains("--shuffled");
        var until = Array.IndexOf(Stages, Value(settings, "--until") ?? Stages[^1]);
        var courses = int.Parse(Value(settings, "--courses") ?? Courses.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        if (until < 0) throw new ArgumentException($"--until is one of {string.Join(", ", Stages)}.");
        var folder = Directory.CreateTempSubdirectory("conferral-intake-");
        try
        {
            var clock = Stopwatch.StartNew();
            CohortGenerator.Write(folder.FullName, new CohortOptions(learners, CohortGenerator.SampleSeed, shuffled, Courses: courses));
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{learners:N0} learners with {courses} courses{(shuffled ? ", shuffled" : "")}: {folder.GetFiles().Sum(file => file.Length) >> 20:N0} MiB written in {clock.Elapsed.TotalSeconds:F0} s"));
            var rows = Measure(output, "parse", learners, () => Parse(folder), rows: null);
            if (until > 0) await MeasureAsync(output, "read", learners, rows, report => ReadAsync(folder, compose: false, report));
            if (until > 1) await MeasureAsync(output, "compose", learners, rows, report => ReadAsync(folder, compose: true, report));
            if (until > 2) await MeasureAsync(output, "validate", learners, rows, report => PlanAsync(folder, report));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string? Value(string[] settings, string name) => Array.IndexOf(settings, name) is >= 0 and var at && at + 1 < settings.Length ? settings[at + 1] : null;

    /// <summary>What the parser can do when nobody looks at a value.</summary>
    private static long Parse(DirectoryInfo folder)
    {
        var rows = 0L;
        foreach (var file in folder.GetFiles())
        {
            using var reader = CsvDataReader.Create(file.FullName, new CsvDataReaderOptions { BufferSize = 1 << 16 });
            while (reader.Read()) rows++;
        }

        return rows;
    }

    private static async Task<long> ReadAsync(DirectoryInfo folder, bool compose, Action<long> report)
    {
        var composer = NewComposer();
        await using var source = IntakeSources.Open(folder.FullName);
        var count = 0L;
        await foreach (var item in source.ReadAsync(CancellationToken.None))
        {
            if (compose) composer.Compose(item);
            report(++count);
        }

        return count;
    }

    private static async Task<long> PlanAsync(DirectoryInfo folder, Action<long> report)
    {
        var canonicalizer = new LinkedDataCanonicalizer(ContextStore.BuiltIn);
        var planner = new IssuancePlanner(ClearanceSettings.None, NewComposer(), new Validator(new RuleSet(TimeProvider.System, canonicalizer.CheckLossless)), ledger: null, TimeProvider.System);
        await using var source = IntakeSources.Open(folder.FullName);
        var plan = await planner.PlanAsync(source, new Progress(report), CancellationToken.None);
        return plan.New + plan.Blocked.Count;
    }

    private static Composer NewComposer() => new(
        new ComposeOptions { Issuer = new Profile { Id = SampleDocuments.Issuer, Name = "Example College", Url = "https://college.example/" } },
        new IdentifierMint(new byte[IdentifierMint.SecretBytes], SampleDocuments.Issuer),
        TimeProvider.System);

    private static long Measure(TextWriter output, string stage, int learners, Func<long> run, long? rows)
    {
        var (clock, cpu) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        var result = run();
        Report(output, stage, learners, rows ?? result, clock.Elapsed, Environment.CpuUsage.TotalTime - cpu);
        return result;
    }

    private static async Task MeasureAsync(TextWriter output, string stage, int learners, long rows, Func<Action<long>, Task<long>> run)
    {
        var (clock, cpu) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        using var process = Process.GetCurrentProcess();
        var curve = new List<string>();
        var next = 0L;
        var count = await run(done =>
        {
            if (done < next) return;
            next += Math.Max(1, learners / Reports);
            process.Refresh();
            curve.Add(string.Create(CultureInfo.InvariantCulture, $"{process.WorkingSet64 >> 20}"));
        });
        if (count != learners) throw new InvalidOperationException($"{count} learners came out of {learners}.");
        Report(output, stage, learners, rows, clock.Elapsed, Environment.CpuUsage.TotalTime - cpu);
        process.Refresh();
        output.WriteLine($"          resident MiB at each tenth: {string.Join(' ', curve)}; peak {process.PeakWorkingSet64 >> 20}");
    }

    private static void Report(TextWriter output, string stage, int learners, long rows, TimeSpan clock, TimeSpan cpu)
        => output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{stage,-9} {clock.TotalSeconds,8:F1} s {cpu.TotalSeconds,8:F1} s CPU {learners / clock.TotalSeconds,10:N0} learners/s {rows / clock.TotalSeconds,12:N0} rows/s {cpu.TotalMilliseconds / learners,8:F3} ms CPU per learner"));

    private sealed class Progress(Action<long> report) : IProgress<StageProgress>
    {
        public void Report(StageProgress value) => report(value.Done);
    }
}
