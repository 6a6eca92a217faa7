// A held learner from the plan to the crosswalk: map an unknown export, see the hold, clear it with a reason, issue, take it back.
using System.Text;

namespace Conferral.Cli.Tests;

public sealed class ClearTests
{
    private const string Reason = "balance paid at the desk";

    [Fact]
    public async Task A_held_learner_is_listed_cleared_by_a_named_person_and_issued()
    {
        await using var trip = await TripWorkspace.MakeAsync("export", beforeStart: PutExport);
        var plan = await trip.RunAsync("plan");
        Assert.Contains("Not cleared:", plan.Out, StringComparison.Ordinal);
        Assert.Contains("holds.csv, row 2", plan.Out, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, (await trip.RunAsync("issue")).ExitStatus);
        Assert.Single(trip.Platform.Credentials);

        var unnamed = await trip.RunAsync("clear", "001", "--rule", "CLEAR-HOLD");
        Assert.Equal((ExitCode.NotDone, true), (unnamed.ExitStatus, unnamed.Error.Contains("--by NAME", StringComparison.Ordinal)));
        var nothing = await trip.RunAsync("clear", "002", "--rule", "CLEAR-HOLD", "--reason", Reason, "--by", "M. Otieno");
        Assert.Contains("does not stand against learner 002", nothing.Error, StringComparison.Ordinal);
        var cleared = await trip.RunAsync("clear", "001", "--rule", "CLEAR-HOLD", "--reason", Reason, "--by", "M. Otieno");
        Assert.True(cleared.ExitStatus == ExitCode.Done, cleared.Error);
        Assert.Contains("CLEAR-HOLD  for the present facts  by M. Otieno", (await trip.RunAsync("clear")).Out, StringComparison.Ordinal);

        var issue = await trip.RunAsync("issue");
        Assert.True(issue.ExitStatus == ExitCode.Done, issue.Out + issue.Error);
        Assert.Equal(2, trip.Platform.Credentials.Count);
        Assert.Equal(ExitCode.Done, (await trip.RunAsync("audit")).ExitStatus);
        Assert.Equal(ExitCode.Done, (await trip.RunAsync("clear", "--revoke", "1", "--reason", "wrong learner", "--by", "M. Otieno")).ExitStatus);
        Assert.Contains("Nobody is cleared", (await trip.RunAsync("clear")).Out, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, (await trip.RunAsync("audit")).ExitStatus);
        Leaks(trip, plan.Out + issue.Out + cleared.Out);
    }

    [Fact]
    public async Task Who_is_cleared_after_a_plan_was_made_is_not_issued_under_it()
    {
        await using var trip = await TripWorkspace.MakeAsync("export", beforeStart: PutExport);
        await trip.RunAsync("issue");
        Assert.Equal(ExitCode.Done, (await trip.RunAsync("plan", "--save", trip["plan.html"])).ExitStatus);
        await trip.RunAsync("clear", "001", "--rule", "CLEAR-HOLD", "--reason", Reason, "--by", "M. Otieno");
        var refused = await trip.RunAsync("issue", "--plan", trip["plan.html"]);
        Assert.Equal(ExitCode.NotDone, refused.ExitStatus);
        Assert.Contains("Somebody decided about a learner since", refused.Error, StringComparison.Ordinal);
        Assert.Single(trip.Platform.Credentials);

        Assert.Equal(ExitCode.Done, (await trip.RunAsync("plan", "--save", trip["plan.html"])).ExitStatus);
        Assert.Equal(ExitCode.Done, (await trip.RunAsync("issue", "--plan", trip["plan.html"])).ExitStatus);
        Assert.Equal(2, trip.Platform.Credentials.Count);
        Assert.Equal(ExitCode.Done, (await trip.RunAsync("issue", "--plan", trip["plan.html"])).ExitStatus); // a run that goes on is still the planned one
    }

    [Fact]
    public async Task Whoever_has_a_FERPA_block_is_not_issued_whatever_clearance_yaml_leaves_out_until_a_person_decides()
    {
        await using var trip = await TripWorkspace.MakeAsync(Path.Combine(Conferral.TestKit.Checkout.Root, "samples", "degree-verify", "river-college.txt"));
        foreach (var rules in new[] { null, "# nothing yet\n", "{}", "hold: off", "future: off\nduplicate: { action: warn }" })
        {
            if (rules is not null) await File.WriteAllTextAsync(trip["clearance.yaml"], rules, TestContext.Current.CancellationToken);
            var plan = await trip.RunAsync("plan");
            Assert.Contains("CLEAR-PRIVACY", plan.Out, StringComparison.Ordinal);
        }

        File.Delete(trip["clearance.yaml"]);
        var issue = await trip.RunAsync("issue");
        Assert.True(issue.ExitStatus == ExitCode.Done, issue.Out + issue.Error);
        Assert.Equal(4, trip.Platform.Credentials.Count);
        foreach (var (learner, rule) in new[] { ("00010004", "CLEAR-PRIVACY"), ("00010005", "CLEAR-HOLD") })
        {
            var cleared = await trip.RunAsync("clear", learner, "--rule", rule, "--reason", Reason, "--by", "M. Otieno");
            Assert.True(cleared.ExitStatus == ExitCode.Done, cleared.Error);
        }

        Assert.Equal(ExitCode.Done, (await trip.RunAsync("issue")).ExitStatus);
        Assert.Equal(6, trip.Platform.Credentials.Count);
        Assert.Equal(ExitCode.Done, (await trip.RunAsync("audit")).ExitStatus);
    }

    [Fact]
    public async Task Map_writes_a_new_file_that_plan_reads_and_shows_nothing_personal()
    {
        using var folder = new TestFolder();
        Directory.CreateDirectory(folder["sis"]);
        await File.WriteAllTextAsync(folder["sis/grads.csv"], "student_id,first_name,last_name,ssn,degree_code,grad_date\n001,Ana,Lima,123-45-6789,BA,2026-05-15\n002,Bo,Chen,,MS,2026-05-15\n", TestContext.Current.CancellationToken);
        var map = await CliRun.Of("map", folder["sis"], "--out", folder["mapping.yaml"]);
        Assert.True(map.ExitStatus == ExitCode.Done, map.Error);
        Assert.Contains("grads.csv: learners, awards; 2 rows", map.Out, StringComparison.Ordinal);
        Assert.Contains("sensitive, never read: ssn", map.Out, StringComparison.Ordinal);
        Assert.Contains("0 lines marked CHECK", map.Out, StringComparison.Ordinal);
        Assert.All(new[] { "Ana", "Lima", "001", "123-45" }, personal => Assert.DoesNotContain(personal, map.Out + File.ReadAllText(folder["mapping.yaml"]), StringComparison.Ordinal));
        Assert.Equal(ExitCode.NotDone, (await CliRun.Of("map", folder["sis"], "--out", folder["mapping.yaml"])).ExitStatus);
        await using var trip = await TripWorkspace.MakeAsync(folder["sis"], folder["mapping.yaml"]);
        var plan = await trip.RunAsync("plan", "--json");
        Assert.Contains("\"new\": 2", plan.Out, StringComparison.Ordinal);
    }

    private static void PutExport(TripWorkspace trip)
    {
        Directory.CreateDirectory(trip["export"]);
        File.WriteAllText(trip["export/learners.csv"], "learner_key,name,birth_date\n001,Ana Lima,1997-03-09\n002,Bo Chen,1998-04-10\n");
        File.WriteAllText(trip["export/awards.csv"], "learner_key,award_key,achievement_type,title,conferred_on\n001,D1,BachelorDegree,Bachelor of Arts,2026-05-15\n002,D2,Certificate,Certificate,2026-05-15\n");
        File.WriteAllText(trip["export/holds.csv"], "learner_key,kind,reason,since\n001,Disciplinary,cheated in an examination,2026-01-02\n");
    }

    private static void Leaks(TripWorkspace trip, string shown)
    {
        var written = Directory.GetFiles(trip["out"], "*", SearchOption.AllDirectories).Append(trip["ledger.db"]).Select(path => Encoding.Latin1.GetString(File.ReadAllBytes(path)))
            .Concat(trip.Platform.Credentials.Select(credential => Encoding.UTF8.GetString(credential.Utf8Json.Span))).Append(shown);
        Assert.All(written, text => Assert.All(new[] { "cheated", "Disciplinary", "1997-03-09" }, secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal)));
    }
}
