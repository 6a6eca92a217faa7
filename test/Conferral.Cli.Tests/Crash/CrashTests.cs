// kill -9 at every ledger write and every HTTP exchange: nobody is lost, nobody is doubled, what is sent again is the same to the byte.
using System.Diagnostics;
using System.Globalization;
using Conferral.TestKit;

namespace Conferral.Cli.Tests.Crash;

/// <summary>
/// <c>CONFERRAL_CRASH_KILLS</c> says how many times the command is killed in all (60 by default; the nightly run takes 1,000), and
/// <c>CONFERRAL_CRASH_SEED</c> where; both are printed.
/// </summary>
public sealed class CrashTests(ITestOutputHelper output, PostgresDatabases databases)
{
    private const int DefaultKills = 60;
    private const int DefaultSeed = 20260515;

    /// <summary>Kills before a story is taken to its end and judged.</summary>
    private const int KillsPerStory = 8;

    private const int AtOnce = 2;

    /// <summary>A sixth of them are <see cref="LifeCrashTests"/>'.</summary>
    internal static int Kills => Setting("CONFERRAL_CRASH_KILLS", DefaultKills);

    internal static int Seed => Setting("CONFERRAL_CRASH_SEED", DefaultSeed);

    [Fact]
    public async Task Killed_anywhere_on_SQLite_nobody_is_lost_or_doubled_and_every_resend_is_byte_identical()
    {
        var stories = Enumerable.Range(0, AtOnce).Select(i => KillAsync(Kills * 4 / 6 / AtOnce, Seed + i, () => Task.FromResult<string?>(null)));
        await Task.WhenAll(stories);
    }

    [Fact]
    public Task Killed_anywhere_on_PostgreSQL_nobody_is_lost_or_doubled_and_every_resend_is_byte_identical() => KillAsync(Kills / 6, Seed + AtOnce, async () => await databases.NewAsync());

    /// <summary>Takes some minutes: one story for every write and every exchange of a whole run, at each of its moments.</summary>
    [Fact(Explicit = true)]
    public async Task Killed_once_at_every_write_and_every_exchange_the_run_goes_on_as_if_nothing_had_been()
    {
        var killed = await KillAtEveryAsync(CrashPoint.WritesAt) + await KillAtEveryAsync(CrashPoint.RequestsAt);
        output.WriteLine($"{killed} points");
        Assert.True(killed > 50);
    }

    private async Task KillAsync(int kills, int seed, Func<Task<string?>> newDatabase)
    {
        var random = new Random(seed);
        var (killed, stories, clock) = (0, 0, Stopwatch.StartNew());
        var moments = new SortedDictionary<string, int>(StringComparer.Ordinal);
        while (killed < kills)
        {
            await using var college = await CrashCollege.MakeAsync(arrays: random.Next(2) == 0, await newDatabase());
            var points = new List<CrashPoint>();
            while (points.Count < KillsPerStory && killed < kills)
            {
                points.Add(CrashPoint.Random(random));
                if (!await college.IsKilledAsync(points[^1])) break;
                killed++;
                moments[Name(points[^1])] = moments.GetValueOrDefault(Name(points[^1])) + 1;
            }

            await college.JudgeAsync($"seed {seed}, story {++stories}: {string.Join(", ", points)}: ");
        }

        output.WriteLine($"seed {seed}: {killed} kills in {stories} stories of {CrashCollege.Learners} learners, {clock.Elapsed.TotalSeconds:F0} s: {string.Join(", ", moments.Select(moment => $"{moment.Key} {moment.Value}"))}");
    }

    private static async Task<int> KillAtEveryAsync(Func<int, IEnumerable<CrashPoint>> pointsAt)
    {
        var killed = 0;
        for (var ordinal = 1; ; ordinal++)
        {
            var before = killed;
            foreach (var point in pointsAt(ordinal))
            {
                await using var college = await CrashCollege.MakeAsync(arrays: ordinal % 2 == 0);
                if (await college.IsKilledAsync(point)) killed++;
                await college.JudgeAsync($"{point}: ");
            }

            if (killed == before) return killed;
        }
    }

    internal static string Name(CrashPoint point) => point switch
    {
        AtRequest request => $"HTTP {request.Moment}",
        AtWrite { Moment: "before" or "after" } write => $"ledger {write.Moment}",
        _ => "ledger half",
    };

    private static int Setting(string name, int byDefault)
        => Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : byDefault;
}
