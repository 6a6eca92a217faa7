// Several platforms, platforms asleep, what is in doubt, and reading back, through the command line.
using System.Globalization;
using Conferral.Samples;
using Conferral.Sandbox;
using Microsoft.Data.Sqlite;

namespace Conferral.Cli.Tests;

public sealed class DoubtTests
{
    private static Action<TripWorkspace> WithCohort(int learners) => trip => CohortGenerator.Write(trip["export"], new CohortOptions(learners, Seed: 3));

    private static void Settings(TripWorkspace trip, string lines) => File.WriteAllText(trip["conferral.yaml"], File.ReadAllText(trip["conferral.yaml"]).Replace("    requestsPerMinute: 6000\n", lines, StringComparison.Ordinal));

    private static async Task EditAsync(TripWorkspace trip, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={trip["ledger.db"]};Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var edit = connection.CreateCommand();
        edit.CommandText = sql;
        await edit.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task One_platform_down_holds_up_no_other_and_each_has_its_account()
    {
        await using var trip = await TripWorkspace.MakeAsync("export", beforeStart: WithCohort(4));
        Settings(trip, $"    requestsPerMinute: 6000\n  - id: hub\n    baseUrl: {trip.Platform.BaseUrl}\n    authorization:\n      clientId: trip\n      clientSecret: file:hub-secret\n");
        await File.WriteAllTextAsync(trip["hub-secret"], "wrong", TestContext.Current.CancellationToken);
        var issue = await trip.RunAsync("issue");
        Assert.Equal(ExitCode.NotDone, issue.ExitStatus);
        Assert.Equal(4, trip.Platform.Credentials.Count);
        Assert.Contains("Delivery to hub stopped: ", issue.Out, StringComparison.Ordinal);
        Assert.Contains("At sandbox", issue.Out, StringComparison.Ordinal);
        Assert.Contains("At hub", issue.Out, StringComparison.Ordinal);

        File.Copy(trip["secret"], trip["hub-secret"], overwrite: true);
        var later = await trip.RunAsync("issue");
        Assert.True(later.ExitStatus == ExitCode.Done, later.Out + later.Error);
        Assert.All(trip.Platform.Credentials, credential => Assert.Equal((2, 1), (credential.ReceivedCount, credential.DocumentCount)));
    }

    [Fact]
    public async Task Outside_its_hours_a_platform_waits_and_nothing_is_wrong()
    {
        await using var trip = await TripWorkspace.MakeAsync("export", beforeStart: WithCohort(2));
        var hour = (TimeProvider.System.GetUtcNow().Hour + 3) % 24;
        Settings(trip, string.Create(CultureInfo.InvariantCulture, $"    limits: [10/s, 500/min, 20000/day]\n    windows: [\"{hour:00}:00-{hour:00}:30\"]\n    timeZone: UTC\n"));
        var issue = await trip.RunAsync("issue");
        Assert.True(issue.ExitStatus == ExitCode.NeedsAttention, issue.Out + issue.Error);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"2 credentials wait: sandbox is sent to {hour:00}:00-{hour:00}:30 (UTC) only, next at "), issue.Out, StringComparison.Ordinal);
        Assert.Equal(0, trip.Platform.Requests.Total);
    }

    [Theory]
    [InlineData("    limits: [many/min]\n", "limits[0] is 'many/min'. Write it as 10/s")]
    [InlineData("    windows: [\"22-06\"]\n    timeZone: UTC\n", "write it as 22:00-06:00")]
    [InlineData("    windows: [\"22:00-06:00\"]\n", "needs a time zone")]
    [InlineData("    windows: [\"22:00-06:00\"]\n    timeZone: Mars/Olympus\n", "'Mars/Olympus' is no time zone")]
    [InlineData("    stopAfterInARow: 0\n", "StopAfterInARow must be at least 1")]
    public async Task A_limit_or_an_hour_that_cannot_be_read_is_named(string lines, string advice)
    {
        await using var trip = await TripWorkspace.MakeAsync("export", beforeStart: WithCohort(1));
        Settings(trip, lines);
        var issue = await trip.RunAsync("issue");
        Assert.Equal(ExitCode.NotDone, issue.ExitStatus);
        Assert.Contains(advice, issue.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_in_doubt_is_listed_looked_up_and_decided()
    {
        await using var trip = await TripWorkspace.MakeAsync("export", beforeStart: WithCohort(3));
        await trip.RunAsync("issue");
        Assert.Contains("Nothing is in doubt.", (await trip.RunAsync("resolve")).Out, StringComparison.Ordinal);
        await EditAsync(trip, "UPDATE delivery SET state = 'InDoubt', http_status = NULL, detail = 'The answer was lost.'");

        var list = await trip.RunAsync("resolve");
        Assert.Equal(ExitCode.NeedsAttention, list.ExitStatus);
        Assert.Contains("3 credentials in doubt", list.Out, StringComparison.Ordinal);
        Assert.Contains("The answer was lost.", list.Out, StringComparison.Ordinal);
        var id = trip.Platform.Credentials[0].Id;
        var reasonless = await trip.RunAsync("resolve", id, "--not-delivered");
        Assert.Equal(ExitCode.NotDone, reasonless.ExitStatus);
        Assert.Contains("--reason", reasonless.Error, StringComparison.Ordinal);

        Assert.Equal(ExitCode.Done, (await trip.RunAsync("resolve", id, "--not-delivered", "--reason", "the help desk says so")).ExitStatus);
        Assert.Equal(ExitCode.Done, (await trip.RunAsync("resolve", trip.Platform.Credentials[1].Id, "--delivered", "https://wallet.example/7", "--reason", "seen there")).ExitStatus);
        var lookedUp = await trip.RunAsync("resolve", "--look-up");
        Assert.True(lookedUp.ExitStatus == ExitCode.Done, lookedUp.Out + lookedUp.Error);
        Assert.Contains("1 credential looked up, 0 still in doubt.", lookedUp.Out, StringComparison.Ordinal);
        Assert.Contains("the help desk says so", (await trip.RunAsync("show", id)).Out, StringComparison.Ordinal);

        var issue = await trip.RunAsync("issue");
        Assert.True(issue.ExitStatus == ExitCode.Done, issue.Out + issue.Error);
        Assert.Equal(2, trip.Platform.Credentials[0].ReceivedCount);
    }

    [Fact]
    public async Task A_platform_that_lost_something_is_found_out_and_repaired_after_words()
    {
        await using var trip = await TripWorkspace.MakeAsync("export", beforeStart: WithCohort(3));
        await trip.RunAsync("issue");
        var agree = await trip.RunAsync("reconcile");
        Assert.True(agree.ExitStatus == ExitCode.Done, agree.Out + agree.Error);
        Assert.Contains("The platform and the ledger agree.", agree.Out, StringComparison.Ordinal);

        await trip.ReplacePlatformAsync();
        var drift = await trip.RunAsync("reconcile", "sandbox", "--repair");
        Assert.Equal(ExitCode.NeedsAttention, drift.ExitStatus);
        Assert.Contains("3  delivered, and missing there", drift.Out, StringComparison.Ordinal);
        Assert.Contains("--confirm \"send 3 again\"", drift.Error, StringComparison.Ordinal);
        Assert.Equal(4, (await File.ReadAllLinesAsync(trip["out/reconcile-sandbox.csv"], TestContext.Current.CancellationToken)).Length);

        await trip.RunAsync("reconcile", "--repair", "--confirm", "send 3 again");
        var issue = await trip.RunAsync("issue");
        Assert.True(issue.ExitStatus == ExitCode.Done, issue.Out + issue.Error);
        Assert.Equal(3, trip.Platform.Credentials.Count);
        var json = await trip.RunAsync("reconcile", "--json");
        Assert.Contains("\"drifting\": 0", json.RawText, StringComparison.Ordinal);
        Assert.Contains("There is no platform 'wallet'", (await trip.RunAsync("reconcile", "wallet")).Error, StringComparison.Ordinal);
    }
}
