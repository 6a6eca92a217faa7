// kill -9 in the middle of a purge, at its writes: all of a piece or nothing of it, and the next run purges the rest.
using System.Globalization;
using Conferral.TestKit;

namespace Conferral.Cli.Tests.Crash;

public sealed class PurgeCrashTests(ITestOutputHelper output, PostgresDatabases databases)
{
    private const int SixYears = 6 * 366;

    /// <summary>Opening the ledger is its first transaction, the piece its second.</summary>
    private const int Piece = 2;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Killed_at_the_edges_and_in_the_middle_of_a_purge_nothing_is_half_gone(bool onServer) => KillAsync(onServer, ["before", "40", "after"]);

    /// <summary>The piece has some hundred; beyond its last it is killed when only the commit is missing.</summary>
    private const int MostStatements = 170;

    /// <summary>Takes some minutes: after every single statement.</summary>
    [Theory(Explicit = true)]
    [InlineData(false)]
    [InlineData(true)]
    public Task Killed_at_every_write_of_a_purge_nothing_is_half_gone(bool onServer)
        => KillAsync(onServer, [.. Enumerable.Range(1, MostStatements).Select(statement => statement.ToString(CultureInfo.InvariantCulture)), "after"]);

    // A kill before the commit leaves the ledger as it was, so that the next moment is tried on the same one.
    private async Task KillAsync(bool onServer, IEnumerable<string> moments)
    {
        await using var college = await CrashCollege.MakeAsync(arrays: true, onServer ? await databases.NewAsync() : null);
        Assert.Equal(ExitCode.Done, (await college.RunAsync("issue")).ExitStatus);
        await college.RunAsync("export", college["before"]);
        var killed = 0;
        foreach (var moment in moments)
        {
            Assert.True(await college.IsKilledAsync(new AtWrite(Piece, moment), SixYears, "purge", "--older-than", "5y"));
            killed++;
            var look = await college.RunLaterAsync(SixYears, "purge", "--older-than", "5y", "--dry-run");
            Assert.Contains(moment == "after" ? "0 credentials" : $"{CrashCollege.Learners} credentials with {CrashCollege.Learners} documents", look.Out, StringComparison.Ordinal);
            await AuditAsync(college, moment);
            if (killed % 50 == 0) output.WriteLine($"{killed} kills");
        }

        var purge = await college.RunLaterAsync(SixYears, "purge", "--older-than", "5y");
        Assert.True(purge.ExitStatus == ExitCode.Done, purge.Error);
        await AuditAsync(college, "the end");
        Assert.Contains($"{CrashCollege.Learners} unchanged", (await college.RunAsync("issue")).Out, StringComparison.Ordinal);
        output.WriteLine($"{(onServer ? "PostgreSQL" : "SQLite")}: {killed} kills");
        Assert.True(killed > 2);
    }

    private static async Task AuditAsync(CrashCollege college, string moment)
    {
        var audit = await college.RunAsync("audit");
        Assert.True(audit.ExitStatus == ExitCode.Done, $"{moment}: {audit.Out}");
    }
}
