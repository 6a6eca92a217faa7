// Writing back through the command line: a target that is down, going on, comparing, finding, and the checking report beside it.
using System.Text.Json;
using Conferral.Samples;
using Microsoft.Data.Sqlite;

namespace Conferral.Cli.Tests;

public sealed class WritebackTests
{
    private const int Learners = 4;

    [Fact]
    public async Task A_table_that_is_missing_holds_up_only_the_marking_and_writeback_goes_on()
    {
        await using var trip = await TripWorkspace.MakeAsync("export", beforeStart: Prepare);
        Edit(trip, "createTable: true", "createTable: false");
        var issue = await trip.RunAsync("issue");
        Assert.Equal(ExitCode.NotDone, issue.ExitStatus);
        Assert.Contains("table clr_crosswalk was not written to the end", issue.Out, StringComparison.Ordinal);
        Assert.Equal(Learners + 1, File.ReadAllLines(trip["out/goradid.csv"]).Length);
        Assert.Single(Directory.GetFiles(trip["drop"], "*.done"));

        Edit(trip, "createTable: false", "createTable: true");
        var again = await trip.RunAsync("writeback", "--target", "sql");
        Assert.True(again.ExitStatus == ExitCode.Done, again.Out + again.Error);
        Assert.Contains("4 deliveries newly confirmed by every target", again.Out, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, (await trip.RunAsync("issue")).ExitStatus);
        Assert.Single(Directory.GetFiles(trip["drop"], "*.done"));
        Assert.Equal(ExitCode.Done, (await trip.RunAsync("audit")).ExitStatus);
    }

    [Fact]
    public async Task What_was_written_before_is_said_to_be_there_already()
    {
        using var folder = new TestFolder();
        await CliRun.Of("init", folder.Path, "--name", "X");
        await CliRun.Of("generate-cohort", folder["export"], "--learners", "4");
        await CliRun.Of("issue", "--workspace", folder.Path);
        Assert.Contains("crosswalk.csv: 0 written, 4 there already", (await CliRun.Of("writeback", "--workspace", folder.Path)).Out, StringComparison.Ordinal);
        await File.AppendAllTextAsync(folder["out/crosswalk.csv"], "x", TestContext.Current.CancellationToken);
        Assert.Contains("crosswalk.csv: 4 written, 0 there already", (await CliRun.Of("writeback", "--workspace", folder.Path)).Out, StringComparison.Ordinal);
        File.Delete(folder["out/crosswalk.csv"]);
        Assert.Contains("crosswalk.csv: 4 written, 0 there already", (await CliRun.Of("writeback", "--workspace", folder.Path)).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_says_what_differs_and_changes_nothing()
    {
        await using var trip = await TripWorkspace.MakeAsync("export", beforeStart: Prepare);
        Assert.Equal(ExitCode.Done, (await trip.RunAsync("writeback", "--check")).ExitStatus);
        await trip.RunAsync("issue");
        var good = await trip.RunAsync("writeback", "--check");
        Assert.True(good.ExitStatus == ExitCode.Done, good.Out + good.Error);
        Assert.Contains("table clr_crosswalk: in step, 4 rows", good.Out, StringComparison.Ordinal);

        await RunSql(trip, "UPDATE clr_crosswalk SET status = 'by hand' WHERE rowid = 1");
        await File.AppendAllTextAsync(trip["out/goradid.csv"], "x", TestContext.Current.CancellationToken);
        var bad = await trip.RunAsync("writeback", "--check");
        Assert.Equal(ExitCode.NeedsAttention, bad.ExitStatus);
        Assert.Contains("was changed by somebody else (status)", bad.Out, StringComparison.Ordinal);
        Assert.Contains("goradid.csv: The file is not as it was written", bad.Out, StringComparison.Ordinal);
        Assert.EndsWith("x", await File.ReadAllTextAsync(trip["out/goradid.csv"], TestContext.Current.CancellationToken), StringComparison.Ordinal);

        var unknown = await trip.RunAsync("writeback", "--target", "sqll");
        Assert.Equal(ExitCode.NotDone, unknown.ExitStatus);
        Assert.Contains("there are: crosswalk, out-goradid.csv, clr, sql", unknown.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_credential_is_found_from_either_side()
    {
        await using var trip = await TripWorkspace.MakeAsync("export", beforeStart: Prepare);
        await trip.RunAsync("issue");
        var learner = File.ReadLines(trip["out/crosswalk.csv"]).Skip(1).First().Split(',')[0];
        using var byLearner = JsonDocument.Parse((await trip.RunAsync("find", learner, "--json")).RawText);
        var address = byLearner.RootElement[0].GetProperty("resourceUrl").GetString()!;
        using var byAddress = JsonDocument.Parse((await trip.RunAsync("find", address, "--json")).RawText);
        Assert.Equal(learner, byAddress.RootElement[0].GetProperty("learnerKey").GetString());
        Assert.Contains("out-goradid.csv (sandbox): confirmed", (await trip.RunAsync("find", learner)).Out, StringComparison.Ordinal);
        Assert.Equal(ExitCode.NeedsAttention, (await trip.RunAsync("find", "nobody")).ExitStatus);
    }

    [Fact]
    public async Task The_template_works_as_it_is()
    {
        await using var trip = await TripWorkspace.MakeAsync("export", beforeStart: Prepare);
        Assert.Equal(ExitCode.Done, (await trip.RunAsync("writeback", "--template", trip["own.sql"])).ExitStatus);
        Edit(trip, "createTable: true", "statements: own.sql");
        await RunSql(trip, File.ReadLines(trip["own.sql"]).Single(line => line.Contains("CREATE TABLE", StringComparison.Ordinal))[2..]);
        var issue = await trip.RunAsync("issue");
        Assert.True(issue.ExitStatus == ExitCode.Done, issue.Out + issue.Error);
        Assert.Contains("the tables of own.sql: in step, 4 rows", (await trip.RunAsync("writeback", "--check")).Out, StringComparison.Ordinal);
        Assert.Equal(ExitCode.NotDone, (await trip.RunAsync("writeback", "--template", trip["own.sql"])).ExitStatus);
    }

    [Fact]
    public async Task Everything_a_plan_finds_is_in_the_report()
    {
        await using var trip = await TripWorkspace.MakeAsync("export", beforeStart: trip => CohortGenerator.Write(trip["export"], new CohortOptions(CohortGenerator.SampleLearners, CohortGenerator.SampleSeed, Faults: true)));
        var plan = await trip.RunAsync("plan");
        Assert.Equal(ExitCode.Done, plan.ExitStatus);
        Assert.Contains("1 learner: ", plan.Out, StringComparison.Ordinal);
        Assert.Contains("findings.xlsx", plan.Out, StringComparison.Ordinal);
        var report = File.ReadAllText(trip["out/findings.csv"]);
        foreach (var rule in (string[])["READ-DATE", "READ-NO-AWARD", "READ-UNKNOWN-COURSE"]) Assert.Contains($",blocks,{rule},", report, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(File.ReadAllText(trip["out/findings.json"]));
        Assert.Equal(json.RootElement.GetProperty("findings").GetArrayLength(), json.RootElement.GetProperty("groups").EnumerateArray().Sum(group => group.GetProperty("findings").GetInt32()));
        Assert.False(File.Exists(trip["ledger.db"]));
    }

    private static void Prepare(TripWorkspace trip)
    {
        CohortGenerator.Write(trip["export"], new CohortOptions(Learners, Seed: 3));
        Edit(trip, "  crosswalk: out/crosswalk.csv\n", "  crosswalk: out/crosswalk.csv\n  files:\n    - path: out/goradid.csv\n      layout: banner-goradid\n    - drop: drop\n      name: clr\n");
    }

    private static void Edit(TripWorkspace trip, string from, string to)
    {
        var text = File.ReadAllText(trip["conferral.yaml"]);
        Assert.Contains(from, text, StringComparison.Ordinal);
        File.WriteAllText(trip["conferral.yaml"], text.Replace(from, to, StringComparison.Ordinal));
    }

    private static async Task RunSql(TripWorkspace trip, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={trip["sis.db"]};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
