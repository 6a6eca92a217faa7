// A PostgreSQL server of the test's own: a fresh cluster in a temporary folder, on loopback, gone afterwards.
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Xunit;

namespace Conferral.TestKit;

/// <summary>
/// Starts the newest PostgreSQL installed under Debian's <c>/usr/lib/postgresql</c>. As root it runs as the user
/// <c>postgres</c>, because the server refuses root. Where none is installed the calling test is skipped with a sentence.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    public const string Absent = "PostgreSQL is not installed here (Debian: apt-get install postgresql).";

    private const string Installations = "/usr/lib/postgresql";

    private readonly string folder;
    private readonly string binaries;
    private readonly int port;

    private PostgresServer(string folder, string binaries, int port)
    {
        this.folder = folder;
        this.binaries = binaries;
        this.port = port;
    }

    /// <summary>A connection string for Npgsql; the database <c>postgres</c> is always there.</summary>
    public string ConnectionString(string database = "postgres") => $"Host=127.0.0.1;Port={port};Username=postgres;Database={database};Timeout=15;Pooling=false";

    private string Data => Path.Combine(folder, "data");

    /// <summary>With its write-ahead log in <paramref name="walFolder"/>, in segments of one MiB, where one is given: a folder that is not there yet, in one the server's user owns.</summary>
    public static async Task<PostgresServer> StartAsync(string? walFolder = null)
    {
        var installed = FindBinaries() ?? Skip();
        var server = new PostgresServer(Directory.CreateTempSubdirectory("conferral-postgres-").FullName, installed, FreePort());
        if (Environment.IsPrivilegedProcess && !await TryRun("chown", ["postgres", server.folder])) throw new InvalidOperationException("There is no user postgres here.");
        try
        {
            await server.RunAsServer("initdb", ["--pgdata", server.Data, "--username", "postgres", "--auth", "trust", "--encoding", "UTF8", "--no-locale", "--no-sync", .. walFolder is null ? [] : (string[])["--waldir", walFolder, "--wal-segsize", "1"]]);
            await server.StartServerAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Brings a server back that gave up, as a database administrator does, and waits until it has recovered.</summary>
    public async Task StartAgainAsync()
    {
        var clock = Stopwatch.StartNew();
        while (!await TryRunAsServer("pg_isready", ["--host", "127.0.0.1", "--port", $"{port}"]))
        {
            if (clock.Elapsed > TimeSpan.FromMinutes(1)) throw new InvalidOperationException("PostgreSQL did not recover.");
            if (!await IsRunningAsync()) await StartServerAsync(); // one that gave up may take a moment to be gone
            await Task.Delay(100);
        }
    }

    private Task<bool> IsRunningAsync() => TryRunAsServer("pg_ctl", ["status", "--pgdata", Data]);

    // Nobody needs these databases after a crash of the machine, and none lives long enough to be vacuumed.
    private Task StartServerAsync()
    {
        var settings = $"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories='' -c fsync=off -c full_page_writes=off -c synchronous_commit=off -c autovacuum=off";
        return RunAsServer("pg_ctl", ["start", "--wait", "--pgdata", Data, "--log", Path.Combine(folder, "log"), "--options", settings]);
    }

    public async ValueTask DisposeAsync()
    {
        var stop = (string[])["stop", "--wait", "--mode", "immediate", "--pgdata", Data];
        if (await IsRunningAsync() && !await TryRunAsServer("pg_ctl", stop) && await IsRunningAsync()) throw new InvalidOperationException("PostgreSQL did not stop."); // it may have ended by itself in between
        Directory.Delete(folder, recursive: true);
    }

    private async Task RunAsServer(string program, string[] arguments)
    {
        if (!await TryRunAsServer(program, arguments)) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed.");
    }

    private Task<bool> TryRunAsServer(string program, string[] arguments)
    {
        var path = Path.Combine(binaries, program);
        return Environment.IsPrivilegedProcess ? TryRun("runuser", ["-u", "postgres", "--", path, .. arguments]) : TryRun(path, arguments);
    }

    private static async Task<bool> TryRun(string program, string[] arguments)
    {
        // The output is not redirected: the server would inherit the pipe and keep it open for as long as it runs.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$0\" \"$@\" >/dev/null 2>&1", program, .. arguments]) { WorkingDirectory = "/" };
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }

    private static string? FindBinaries() => !Directory.Exists(Installations) ? null : Directory.EnumerateDirectories(Installations)
        .OrderByDescending(version => int.TryParse(Path.GetFileName(version), out var number) ? number : 0)
        .Select(version => Path.Combine(version, "bin"))
        .FirstOrDefault(candidate => File.Exists(Path.Combine(candidate, "initdb")));

    /// <summary>A candidate below those the system hands out by itself, so that no connection of another test takes it before the server does.</summary>
    private static int FreePort()
    {
        while (true)
        {
            var candidate = RandomNumberGenerator.GetInt32(10_000, 32_000);
            using var listener = new TcpListener(IPAddress.Loopback, candidate);
            try
            {
                listener.Start();
                return candidate;
            }
            catch (SocketException)
            {
                // Somebody listens there.
            }
        }
    }

    private static string Skip()
    {
        Assert.Skip(Absent);
        return "";
    }
}
