// The retention rule on the command line: asked for, looked at first, carried out, and understood by the audit.
using Conferral.Samples;

namespace Conferral.Cli.Tests;

public sealed class PurgeTests
{
    private static readonly TimeSpan SixYears = TimeSpan.FromDays(6 * 366);

    [Fact]
    public async Task Documents_go_when_their_time_has_come_and_the_audit_says_by_which_rule()
    {
        await using var trip = await TripWorkspace.MakeAsync("export", beforeStart: trip => CohortGenerator.Write(trip["export"], new CohortOptions(3, Seed: 3)));
        await trip.RunAsync("issue");
        var learner = File.ReadLines(trip["out/crosswalk.csv"]).Skip(1).First().Split(',')[0].Trim('"');
        Assert.Contains("--older-than 5y, or keepFor under ledger", (await trip.RunAsync("purge")).Error, StringComparison.Ordinal);
        Assert.Contains("Write how long to keep as 5y", (await trip.RunAsync("purge", "--older-than", "long")).Error, StringComparison.Ordinal);
        Assert.Contains("0 credentials with 0 documents", (await trip.RunAsync("purge", "--older-than", "5y", "--dry-run")).Out, StringComparison.Ordinal);

        await File.AppendAllTextAsync(trip["conferral.yaml"], "\nledger:\n  keepFor: 5y\n", TestContext.Current.CancellationToken);
        var look = await CliRun.After(SixYears, "purge", "--dry-run", "--workspace", trip.Path);
        Assert.True(look.ExitStatus == ExitCode.Done, look.Error);
        Assert.Contains("3 credentials with 3 documents", look.Out, StringComparison.Ordinal);
        Assert.NotEmpty((await trip.RunAsync("show", learner, "--document")).RawOut);

        var purge = await CliRun.After(SixYears, "purge", "--workspace", trip.Path);
        Assert.True(purge.ExitStatus == ExitCode.Done, purge.Error);
        Assert.Contains("Purged 3 credentials, 3 documents", purge.Out, StringComparison.Ordinal);
        Assert.Equal(ExitCode.NeedsAttention, (await trip.RunAsync("show", learner)).ExitStatus);
        Assert.Equal(ExitCode.Done, (await trip.RunAsync("log", "seal")).ExitStatus);
        var audit = await trip.RunAsync("audit");
        Assert.True(audit.ExitStatus == ExitCode.Done, audit.Out);
        Assert.Contains("by rule \"older than 5y: signed before ", audit.Out, StringComparison.Ordinal);
        Assert.Contains("Everything adds up.", audit.Out, StringComparison.Ordinal);

        // The learners are in the export still: nobody is issued a second time.
        var again = await trip.RunAsync("issue");
        Assert.Contains("0 issued + 3 unchanged", again.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(learner, await File.ReadAllTextAsync(trip["out/crosswalk.csv"], TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
