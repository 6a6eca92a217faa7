// Whole trips through the command line: amendments, a changed export, a bad day, wrong passphrases, platforms that are not there.
using System.Globalization;
using System.Text.Json.Nodes;
using Conferral.Samples;
using Conferral.Sandbox;

namespace Conferral.Cli.Tests;

public sealed class TripTests
{
    [Fact]
    public async Task A_corrected_grade_amends_one_learner_and_leaves_the_others()
    {
        await using var trip = await TripWorkspace.MakeAsync("export", beforeStart: WithCohort(5));
        Assert.Equal(ExitCode.Done, (await trip.RunAsync("issue")).ExitStatus);
        var before = trip.Platform.Credentials;
        Assert.Equal(5, before.Count);

        var amended = CorrectFirstGrade(trip);
        var issued = (await trip.RunAsync("show", amended, "--document")).RawText;
        var words = await trip.RunAsync("plan");
        Assert.Contains("grade changed: 1 learner", words.Out, StringComparison.Ordinal);
        Assert.Matches($@"learner {amended}, version 1 becomes 2\s+grade of .+: .+ -> ", words.Out);
        var plan = await trip.RunAsync("plan", "--json");
        Assert.Contains("\"amended\": 1", plan.Out, StringComparison.Ordinal);
        Assert.Contains("\"unchanged\": 4", plan.Out, StringComparison.Ordinal);
        Assert.Equal(5, trip.Platform.Credentials.Sum(credential => credential.DocumentCount));

        var issue = await trip.RunAsync("issue");
        Assert.True(issue.ExitStatus == ExitCode.Done, issue.Out + issue.Error);
        Assert.Contains("1 issued + 4 unchanged", issue.Out, StringComparison.Ordinal);
        var replaced = trip.Platform.Credentials.Single(credential => credential.DocumentCount == 2);
        Assert.Equal(before.Select(credential => credential.Id).Order(), trip.Platform.Credentials.Select(credential => credential.Id).Order());
        var show = await trip.RunAsync("show", amended);
        Assert.Contains(replaced.Id, show.Out, StringComparison.Ordinal);
        Assert.Contains("version 2", show.Out, StringComparison.Ordinal);
        Assert.Contains("HTTP 200", show.Out, StringComparison.Ordinal);
        Assert.Matches(@"version 2.+\s+signed .+\s+in the transparency log.+\s+grade of .+: .+ -> ", show.Out);
        await AssertSameCredentialLaterAsync(trip, amended, issued);
        Assert.Equal(ExitCode.Done, (await trip.RunAsync("audit")).ExitStatus);
        var early = await CliRun.After(TimeSpan.FromHours(-2), "audit", "--workspace", trip.Path);
        Assert.True(early.ExitStatus == ExitCode.Done, early.Out);
        Assert.Contains("1 document of them will hold only from a later time on", early.Out, StringComparison.Ordinal);

        var again = await trip.RunAsync("issue");
        Assert.Contains("0 issued + 5 unchanged", again.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_platform_added_after_an_amendment_gets_the_newest_versions_and_every_account_still_adds_up()
    {
        await using var trip = await TripWorkspace.MakeAsync("export", beforeStart: WithCohort(3));
        await trip.RunAsync("issue");
        CorrectFirstGrade(trip);
        await trip.RunAsync("issue");
        var settings = await File.ReadAllTextAsync(trip["conferral.yaml"], TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            trip["conferral.yaml"],
            settings.Replace("    requestsPerMinute: 6000\n", $"    requestsPerMinute: 6000\n  - id: hub\n    baseUrl: {trip.Platform.BaseUrl}\n    authorization:\n      clientId: trip\n      clientSecret: file:secret\n", StringComparison.Ordinal),
            TestContext.Current.CancellationToken);

        var issue = await trip.RunAsync("issue");
        Assert.True(issue.ExitStatus == ExitCode.Done, issue.Out + issue.Error);
        Assert.Equal([1, 1, 2], trip.Platform.Credentials.Select(credential => credential.DocumentCount).Order()); // the older version came nowhere again
        var audit = await trip.RunAsync("audit");
        Assert.True(audit.ExitStatus == ExitCode.Done, audit.Out);
        var status = await trip.RunAsync("status", "--all");
        Assert.Matches("never due +1 ", status.Out);
    }

    [Fact]
    public async Task A_learner_who_left_the_export_is_named_and_nothing_is_done()
    {
        await using var trip = await TripWorkspace.MakeAsync("export", beforeStart: WithCohort(4));
        await trip.RunAsync("issue");
        CohortGenerator.Write(trip["export"], new CohortOptions(3, Seed: 3));
        var issue = await trip.RunAsync("issue");
        Assert.Contains("1 record issued earlier is not in this export", issue.Out, StringComparison.Ordinal);
        Assert.Equal(4, trip.Platform.Credentials.Count);
    }

    [Fact]
    public async Task On_a_bad_day_everyone_arrives_once()
    {
        await using var trip = await TripWorkspace.MakeAsync(
            "export",
            faults: SandboxFaults.Parse("no-batch", "token-requests 7", "post every 5: 503 retry-after 1s", "post on 3,8: drop-after", "post on 6: cut"),
            beforeStart: WithCohort(20));
        var issue = await trip.RunAsync("issue");
        Assert.True(issue.ExitStatus == ExitCode.Done, issue.Out + issue.Error);
        Assert.Equal(20, trip.Platform.Credentials.Count);
        Assert.All(trip.Platform.Credentials, credential => Assert.Equal(1, credential.DocumentCount));
        Assert.Equal(ExitCode.Done, (await trip.RunAsync("audit")).ExitStatus);
    }

    [Fact]
    public async Task A_platform_that_is_not_there_stops_delivery_and_the_next_run_goes_on()
    {
        await using var trip = await TripWorkspace.MakeAsync("export", beforeStart: WithCohort(3));
        var settings = trip["conferral.yaml"];
        var right = await File.ReadAllTextAsync(settings, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(settings, right.Replace(trip.Platform.BaseUrl, "http://127.0.0.1:9", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        var down = await trip.RunAsync("issue");
        Assert.Equal(ExitCode.NotDone, down.ExitStatus);
        Assert.Contains("Delivery to sandbox stopped", down.Out, StringComparison.Ordinal);
        Assert.Contains("waiting", down.Out, StringComparison.Ordinal);

        await File.WriteAllTextAsync(settings, right, TestContext.Current.CancellationToken);
        var up = await trip.RunAsync("issue");
        Assert.True(up.ExitStatus == ExitCode.Done, up.Out + up.Error);
        Assert.Contains("The account adds up: 3 read = 3 issued", up.Out, StringComparison.Ordinal);
        Assert.Equal(3, trip.Platform.Credentials.Count);
    }

    [Fact]
    public async Task A_wrong_passphrase_is_said_and_nothing_is_done()
    {
        await using var trip = await TripWorkspace.MakeAsync("export", beforeStart: WithCohort(1));
        var run = await CliRun.Of(new Dictionary<string, string> { [Passphrase.Variable] = "wrong" }, "issue", "--workspace", trip.Path);
        Assert.Equal(ExitCode.NotDone, run.ExitStatus);
        Assert.Contains("passphrase", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(trip["ledger.db"]));
        var none = await CliRun.Of(new Dictionary<string, string>(), "issue", "--workspace", trip.Path);
        Assert.Contains(Passphrase.Variable, none.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hand_edited_ledger_is_found_out()
    {
        await using var trip = await TripWorkspace.MakeAsync("export", beforeStart: WithCohort(2));
        await trip.RunAsync("issue");
        await using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={trip["ledger.db"]};Pooling=False"))
        {
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using var edit = connection.CreateCommand();
            edit.CommandText = "UPDATE document SET body = (SELECT body FROM document ORDER BY credential_id LIMIT 1)";
            await edit.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        var audit = await trip.RunAsync("audit");
        Assert.Equal(ExitCode.NeedsAttention, audit.ExitStatus);
        Assert.Contains("the stored bytes have sha256", audit.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("learners.csv")]
    [InlineData("awards.csv")]
    public async Task A_missing_file_is_named(string file)
    {
        await using var trip = await TripWorkspace.MakeAsync("export", beforeStart: WithCohort(1));
        File.Delete(trip[$"export/{file}"]);
        var plan = await trip.RunAsync("plan");
        Assert.Equal(ExitCode.NotDone, plan.ExitStatus);
        Assert.Contains(file, plan.Error, StringComparison.Ordinal);
    }

    /// <summary>The old bytes are still there; the new version keeps id and awardedDate and is valid from later, as are all its members.</summary>
    private static async Task AssertSameCredentialLaterAsync(TripWorkspace trip, string learner, string issued)
    {
        Assert.Equal(issued, (await trip.RunAsync("show", learner, "--document", "--at-version", "1")).RawText);
        Assert.Contains("There is no version 3", (await trip.RunAsync("show", learner, "--at-version", "3")).Error, StringComparison.Ordinal);
        var (before, after) = (JsonNode.Parse(issued)!, JsonNode.Parse((await trip.RunAsync("show", learner, "--document")).RawText)!);
        Assert.Equal(Text(before, "id"), Text(after, "id"));
        Assert.Equal(Text(before, "awardedDate"), Text(after, "awardedDate"));
        Assert.True(Time(before) < Time(after));
        Assert.All(after["credentialSubject"]!["verifiableCredential"]!.AsArray(), member => Assert.Equal(Text(after, "validFrom"), Text(member!, "validFrom")));

        static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();
        static DateTimeOffset Time(JsonNode node) => DateTimeOffset.Parse(Text(node, "validFrom"), CultureInfo.InvariantCulture);
    }

    private static Action<TripWorkspace> WithCohort(int learners) => trip => CohortGenerator.Write(trip["export"], new CohortOptions(learners, Seed: 3));

    private static string CorrectFirstGrade(TripWorkspace trip)
    {
        var path = trip["export/course_results.csv"];
        var lines = File.ReadAllLines(path);
        var header = lines[0].Split(',').Select(name => name.Trim('"', '\uFEFF')).ToList();
        var row = lines[1].Split(',');
        var grade = header.IndexOf("grade");
        row[grade] = row[grade] == "A" ? "B" : "A";
        lines[1] = string.Join(',', row);
        File.WriteAllLines(path, lines);
        return row[header.IndexOf("learner_key")].Trim('"');
    }
}
