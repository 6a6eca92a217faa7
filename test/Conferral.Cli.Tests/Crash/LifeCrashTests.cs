// kill -9 after issuing: while records are replaced, revoked, suspended, asked for anew, published and purged.
using System.Diagnostics;
using Conferral.TestKit;

namespace Conferral.Cli.Tests.Crash;

/// <summary>Takes its share of <c>CONFERRAL_CRASH_KILLS</c>, at moments that <c>CONFERRAL_CRASH_SEED</c> chooses; both are printed.</summary>
public sealed class LifeCrashTests(ITestOutputHelper output, PostgresDatabases databases)
{
    /// <summary>Kills of one life: most steps are killed once or not at all, some twice.</summary>
    private const int KillsPerLife = 10;

    [Fact]
    public Task Killed_anywhere_in_its_life_on_SQLite_nobody_is_without_a_credential_or_keeps_two() => LiveAsync(CrashTests.Kills / 6, CrashTests.Seed, () => Task.FromResult<string?>(null));

    [Fact(Explicit = true)]
    public Task Killed_anywhere_in_its_life_on_PostgreSQL_nobody_is_without_a_credential_or_keeps_two() => LiveAsync(CrashTests.Kills / 6, CrashTests.Seed, async () => await databases.NewAsync());

    /// <summary>Takes some minutes: every write and every exchange of replacing, and every write of a purge, at each of its moments.</summary>
    [Fact(Explicit = true)]
    public async Task Killed_once_at_every_moment_of_replacing_and_of_purging_the_next_run_finishes()
    {
        var killed = 0;
        foreach (var name in (string[])["replace", "purge"])
        {
            foreach (var pointsAt in (Func<int, IEnumerable<CrashPoint>>[])[EveryMomentOfWrite, CrashPoint.RequestsAt]) killed += await KillAtEveryAsync(name, pointsAt);
        }

        output.WriteLine($"{killed} points");
        Assert.True(killed > 50);
    }

    private async Task LiveAsync(int kills, int seed, Func<Task<string?>> newDatabase)
    {
        var random = new Random(seed);
        var (killed, lives, clock) = (0, 0, Stopwatch.StartNew());
        var steps = new SortedDictionary<string, int>(StringComparer.Ordinal);
        while (killed < kills)
        {
            await using var college = await CrashCollege.MakeWithoutUpsertAsync(arrays: random.Next(2) == 0, await newDatabase());
            var life = new CrashLife(college);
            var (points, ofLife) = (new List<string>(), 0);
            lives++;
            foreach (var step in await life.BeginAsync(TakeAsync)) await TakeAsync(step);

            async Task TakeAsync(LifeStep step)
            {
                life.Begin(step);
                var before = killed;
                for (var attempts = random.Next(3); attempts > 0 && ofLife < KillsPerLife && killed < kills; attempts--)
                {
                    var point = Point(random, step);
                    points.Add($"{step.Name} {point}");
                    if (!await college.IsKilledAsync(point, step.DaysAhead, step.Command)) break;
                    (killed, ofLife) = (killed + 1, ofLife + 1);
                    steps[step.Name] = steps.GetValueOrDefault(step.Name) + 1;
                    life.RequireWhole(Story());
                }

                await life.FinishAsync(step, Story(), audit: killed > before || step.Name == "seal");
            }

            string Story() => $"seed {seed}, life {lives}: {string.Join(", ", points)}";
        }

        output.WriteLine($"seed {seed}: {killed} kills in {lives} lives of {CrashCollege.Learners} learners, {clock.Elapsed.TotalSeconds:F0} s: {string.Join(", ", steps.Select(step => $"{step.Key} {step.Value}"))}");
    }

    /// <summary>One life for every point: the step is killed there, and everything before and after goes undisturbed.</summary>
    private static async Task<int> KillAtEveryAsync(string name, Func<int, IEnumerable<CrashPoint>> pointsAt)
    {
        var killed = 0;
        for (var ordinal = 1; ; ordinal++)
        {
            var before = killed;
            foreach (var point in pointsAt(ordinal))
            {
                await using var college = await CrashCollege.MakeWithoutUpsertAsync(arrays: ordinal % 2 == 0, postgres: null);
                var life = new CrashLife(college);
                var steps = await life.BeginAsync(TakeAsync);
                foreach (var step in steps.Where(step => step.Name is "replace" || step.Name == name)) await TakeAsync(step);

                async Task TakeAsync(LifeStep step)
                {
                    life.Begin(step);
                    if (step.Name == name && await college.IsKilledAsync(point, step.DaysAhead, step.Command))
                    {
                        killed++;
                        life.RequireWhole($"{name} {point}");
                    }

                    await life.FinishAsync(step, $"{name} {point}", audit: step.Name == name);
                }
            }

            if (killed == before) return killed;
        }
    }

    private static IEnumerable<CrashPoint> EveryMomentOfWrite(int ordinal) => ((string[])["before", "2", "10", "40", "after"]).Select(moment => new AtWrite(ordinal, moment));

    // A purge is few and long transactions, an issue many and short ones; the others are one.
    private static CrashPoint Point(Random random, LifeStep step) => step switch
    {
        { Sends: true } => CrashPoint.Random(random),
        { DaysAhead: > 0 } => new AtWrite(random.Next(1, 4), random.Next(4) switch { 0 => "before", 1 => "after", _ => random.Next(1, 120).ToString(System.Globalization.CultureInfo.InvariantCulture) }),
        _ => new AtWrite(random.Next(1, 4), random.Next(3) switch { 0 => "before", 1 => "after", _ => random.Next(1, 8).ToString(System.Globalization.CultureInfo.InvariantCulture) }),
    };
}
