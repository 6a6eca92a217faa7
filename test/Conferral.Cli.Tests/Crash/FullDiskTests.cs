// A disk that fills up or turns read-only under the real command: one sentence, nothing lost, and the next run finishes.
using System.Diagnostics;
using System.Globalization;
using Conferral.TestKit;
using Npgsql;

namespace Conferral.Cli.Tests.Crash;

/// <summary>With a server of its own: one whose disk was full and taken away is no server for other tests.</summary>
public sealed class FullDiskTests(PostgresDatabases databases) : IClassFixture<PostgresDatabases>
{
    [Fact]
    public async Task A_full_disk_is_said_wherever_it_fills_up_and_the_next_run_finishes()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "How large a file may grow is limited with Linux's ulimit.");
        await using var college = await CrashCollege.MakeAsync(arrays: false);
        var refusals = 0;
        foreach (var kibibytes in (int[])[8, 100, 160, 240])
        {
            var (exitStatus, output) = await college.RunWithinAsync(kibibytes);
            if (exitStatus == ExitCode.Done) continue;
            refusals++;
            Assert.True(exitStatus == ExitCode.NotDone, $"{kibibytes} KiB: exit status {exitStatus}\n{output}");
            Assert.True(output.Contains("ree space", StringComparison.Ordinal) && !output.Contains("   at ", StringComparison.Ordinal), $"{kibibytes} KiB: {output}");
        }

        Assert.True(refusals > 1, "The disk was never full.");
        await college.JudgeAsync("a full disk: ");
    }

    [Fact]
    public async Task A_small_file_system_that_is_full_and_then_read_only_is_said_and_the_next_run_finishes()
    {
        var place = Directory.CreateTempSubdirectory("conferral-small-").FullName;
        Assert.SkipUnless(await MountAsync("-t", "tmpfs", "-o", "size=200k", "none", place), "Making a small file system needs the right to mount one.");
        try
        {
            await using var college = await CrashCollege.MakeWithLedgerAsync(arrays: true, $"ledger:\n  connection: {place}/ledger.db");
            var full = await college.RunAsync("issue");
            Assert.Equal(ExitCode.NotDone, full.ExitStatus);
            Assert.Contains("the disk is full or failing", full.Error, StringComparison.Ordinal);

            Assert.True(await MountAsync("-o", "remount,ro", place));
            var readOnly = await college.RunAsync("issue");
            Assert.Equal(ExitCode.NotDone, readOnly.ExitStatus);
            Assert.Contains("cannot be written to", readOnly.Error, StringComparison.Ordinal);

            Assert.True(await MountAsync("-o", "remount,rw,size=50m", place));
            await college.JudgeAsync("a small file system: ");
        }
        finally
        {
            await RunAsync("umount", place);
            Directory.Delete(place);
        }
    }

    [Fact]
    public async Task A_full_disk_under_PostgreSQL_is_said_wherever_it_fills_up_and_the_next_run_finishes()
    {
        var place = Directory.CreateTempSubdirectory("conferral-small-").FullName;
        Assert.SkipUnless(await MountAsync("-t", "tmpfs", "-o", "size=64m", "none", place), "Making a small file system needs the right to mount one.");
        try
        {
            Assert.SkipUnless(await RunAsync("chown", "postgres", place), "There is no user postgres here.");
            await using var college = await CrashCollege.MakeAsync(arrays: true, await databases.NewAsync(place));
            var used = new DriveInfo(place) is var drive ? (drive.TotalSize - drive.TotalFreeSpace) / 1024 : 0;
            var (refusals, saidOutright) = (0, false);
            foreach (var room in (int[])[64, 400, 700, 800])
            {
                Assert.True(await MountAsync("-o", string.Create(CultureInfo.InvariantCulture, $"remount,size={used + room}k"), place));
                var full = await college.RunAsync("issue");
                if (full.ExitStatus == ExitCode.Done) continue;
                refusals++;
                saidOutright |= full.Error.Contains("the disk of its database is full", StringComparison.Ordinal);
                Assert.True(full.ExitStatus == ExitCode.NotDone && full.Error.Contains(" disk", StringComparison.Ordinal) && full.Error.Contains("ree space", StringComparison.Ordinal), $"{room} KiB: {full.ExitStatus} {full.Error}");
            }

            Assert.True(refusals > 1 && saidOutright, $"The disk was full {refusals} times.");
            Assert.True(await MountAsync("-o", "remount,size=64m", place));
            await college.JudgeAsync("a full disk under PostgreSQL: ");
        }
        finally
        {
            await RunAsync("umount", "--lazy", place); // the server still has it open
            Directory.Delete(place);
        }
    }

    /// <summary>There the server itself may give up, in the middle of whatever it was doing, and somebody has to bring it back. For the nightly run: when it takes a new file of its log is its own affair.</summary>
    [Fact(Explicit = true)]
    public async Task A_full_disk_under_PostgreSQLs_write_ahead_log_is_said_and_the_run_after_it_finishes()
    {
        var place = Directory.CreateTempSubdirectory("conferral-small-").FullName;
        Assert.SkipUnless(await MountAsync("-t", "tmpfs", "-o", "size=64m", "none", place), "Making a small file system needs the right to mount one.");
        try
        {
            Assert.SkipUnless(await RunAsync("chown", "postgres", place), "There is no user postgres here.");
            await using var server = await PostgresServer.StartAsync(Path.Combine(place, "wal"));
            await using var college = await CrashCollege.MakeAsync(arrays: true, server.ConnectionString());
            var refusals = 0;
            foreach (var kibibytes in (int[])[20, 60, 120, 20, 60])
            {
                await FillAsync(Path.Combine(place, "filler"), leave: 2560);
                await UseUpAsync(server.ConnectionString(), leave: kibibytes * 1024);
                await FillAsync(Path.Combine(place, "filler2"), leave: 200);
                var full = await college.RunAsync("issue");
                if (full.ExitStatus != ExitCode.Done) refusals++;
                Assert.True(full.ExitStatus == ExitCode.Done || (full.Error.Contains("database", StringComparison.Ordinal) && !full.Error.Contains("   at ", StringComparison.Ordinal)), $"{kibibytes} KiB: {full.ExitStatus} {full.Error}");
                foreach (var filler in Directory.GetFiles(place, "filler*")) File.Delete(filler);
                await server.StartAgainAsync();
            }

            Assert.True(refusals > 0, "The disk was never full.");
            await college.JudgeAsync("a full disk under the write-ahead log: ");
        }
        finally
        {
            await RunAsync("umount", "--lazy", place);
            Directory.Delete(place);
        }
    }

    /// <summary>Fills a file system up to so many KiB, whoever else is writing there.</summary>
    private static async Task FillAsync(string filler, int leave)
    {
        await using var file = File.Create(filler);
        try
        {
            while (true)
            {
                await file.WriteAsync(new byte[64 * 1024], TestContext.Current.CancellationToken);
                await file.FlushAsync(TestContext.Current.CancellationToken);
            }
        }
        catch (IOException)
        {
            file.SetLength(Math.Max(0, file.Length - (leave * 1024L)));
        }
    }

    /// <summary>Fills the log's files that are there already, up to so many bytes: for more the server needs a new one, and room for it.</summary>
    private static async Task UseUpAsync(string server, int leave)
    {
        const int SegmentBytes = 1 << 20;
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        while (true)
        {
            await using var ahead = new NpgsqlCommand("SELECT COUNT(*) FROM pg_ls_waldir() WHERE name > pg_walfile_name(pg_current_wal_lsn()) AND length(name) = 24", connection);
            if ((long)(await ahead.ExecuteScalarAsync(TestContext.Current.CancellationToken))! == 0) break;
            await using var next = new NpgsqlCommand("SELECT pg_logical_emit_message(false, 'use', 'up'); SELECT pg_switch_wal()", connection);
            await next.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        await using var fill = new NpgsqlCommand("SELECT pg_logical_emit_message(false, 'use', repeat('x', GREATEST(0, $1 - CAST(pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0') % $2 AS INTEGER) - $3)))", connection)
        {
            Parameters = { new() { Value = SegmentBytes }, new() { Value = SegmentBytes }, new() { Value = leave } },
        };
        await fill.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private static Task<bool> MountAsync(params string[] arguments) => RunAsync("mount", arguments);

    private static async Task<bool> RunAsync(string program, params string[] arguments)
    {
        if (!OperatingSystem.IsLinux()) return false;
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }
}
