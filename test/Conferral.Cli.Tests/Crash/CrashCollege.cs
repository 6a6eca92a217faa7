// A small college whose command is killed again and again, and the judge of what became of its learners.
using System.Diagnostics;
using System.Security.Cryptography;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Workspaces;
using Conferral.Samples;
using Conferral.Sandbox;

namespace Conferral.Cli.Tests.Crash;

/// <summary>A workspace of <see cref="Learners"/>, a platform that keeps its own account, and the proxy between the command and it.</summary>
internal sealed class CrashCollege : IAsyncDisposable
{
    public const int Learners = 12;

    private const string Secret = "crash-test-secret";
    private const string Phrase = "correct horse";

    /// <summary>A run that was not killed takes seconds; one that hangs is a fault of its own.</summary>
    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(10);

    private readonly TestFolder _folder = new();
    private readonly SandboxPlatform _platform;
    private readonly KillingProxy _proxy;

    private CrashCollege(SandboxPlatform platform)
    {
        _platform = platform;
        _proxy = new KillingProxy(platform.BaseUrl);
    }

    public static Task<CrashCollege> MakeAsync(bool arrays, string? postgres = null)
        => MakeWithLedgerAsync(arrays, postgres is null ? null : $"ledger:\n  provider: postgresql\n  connection: \"{postgres}\"");

    /// <summary><paramref name="ledgerYaml"/>: the settings' ledger section; null for the file in the workspace.</summary>
    public static Task<CrashCollege> MakeWithLedgerAsync(bool arrays, string? ledgerYaml) => MakeAsync(arrays, ledgerYaml, issuerId: null, upserts: true);

    /// <summary>For what happens after issuing: an issuer with status lists, and a platform that replaces nothing it holds.</summary>
    public static Task<CrashCollege> MakeWithoutUpsertAsync(bool arrays, string? postgres)
        => MakeAsync(arrays, postgres is null ? null : $"ledger:\n  provider: postgresql\n  connection: \"{postgres}\"", "did:web:registrar.crash.example", upserts: false);

    private static async Task<CrashCollege> MakeAsync(bool arrays, string? ledgerYaml, string? issuerId, bool upserts)
    {
        var faults = upserts ? SandboxFaults.None : SandboxFaults.Parse("no-upsert 409");
        var college = new CrashCollege(await SandboxPlatform.StartAsync(new SandboxOptions { Clients = [new SandboxClient("crash", Secret)], Checks = ReceivedChecks.Envelope, Faults = faults }));
        WorkspaceTemplate.Create(new WorkspaceRequest(college._folder.Path, "Crash College", issuerId, null, Phrase)
        {
            PlatformsYaml =
                $"""
                platforms:
                  - id: sandbox
                    baseUrl: {college._proxy.BaseUrl}
                    authorization:
                      clientId: crash
                      clientSecret: file:secret
                    requestsPerMinute: 6000
                    maxConcurrency: 2
                    upsertsById: {(upserts ? "true" : "false")}
                    batch:
                      mode: {(arrays ? "auto" : "off")}
                      maxItems: 4
                """,
            LedgerYaml = ledgerYaml,
        });
        await File.WriteAllTextAsync(college._folder["secret"], Secret);
        CohortGenerator.Write(college._folder["export"], new CohortOptions(Learners, Seed: 1));
        return college;
    }

    public SandboxPlatform Platform => _platform;

    public string this[string relative] => _folder[relative];

    /// <summary>Runs the real <c>issue</c> and kills it at the point; false when it ended by itself before.</summary>
    public Task<bool> IsKilledAsync(CrashPoint point) => IsKilledAsync(point, 0, "issue");

    /// <summary>The same for any command, on a clock that is so many days ahead.</summary>
    public async Task<bool> IsKilledAsync(CrashPoint point, int daysAhead, params string[] command)
    {
        var start = Start("dotnet", [.. daysAhead == 0 ? [Command] : (string[])[LaterCommand, daysAhead.ToString(System.Globalization.CultureInfo.InvariantCulture)], .. command, "--workspace", _folder.Path]);
        if (point is AtWrite write) start.Environment[LedgerCrash.Variable] = $"{write.Ordinal}:{write.Moment}";
        using var process = new Process { StartInfo = start };
        _proxy.Arm(point as AtRequest, () => process.Kill());
        var output = await EndAsync(process);
        const int sigkill = 128 + 9;
        if (process.ExitCode == sigkill) return true;
        Assert.True(process.ExitCode == ExitCode.Done, $"{point}: exit status {process.ExitCode}\n{output}");
        return false;
    }

    /// <summary>Runs the real command where no file may grow beyond so many KiB; answers how it ended and what it wrote.</summary>
    public async Task<(int ExitStatus, string Output)> RunWithinAsync(int kibibytes)
    {
        var start = Start("bash", ["-c", $"trap '' XFSZ; ulimit -f {kibibytes}; exec dotnet \"$0\" issue --workspace \"$1\"", Command, _folder.Path]);
        using var process = new Process { StartInfo = start };
        var output = await EndAsync(process);
        return (process.ExitCode, output);
    }

    /// <summary>Resumes to the end, then judges by the ledger's audit, the exported documents and the platform's own account.</summary>
    public async Task JudgeAsync(string story)
    {
        _proxy.Arm(null, () => { });
        var last = await RunAsync("issue");
        Assert.True(last.ExitStatus == ExitCode.Done, story + last.Out + last.Error);
        Assert.True(last.Out.Contains($"The account adds up: {Learners} read", StringComparison.Ordinal), story + last.Out);
        var audit = await RunAsync("audit");
        Assert.True(audit.ExitStatus == ExitCode.Done, story + audit.Out);

        await RunAsync("export", _folder["files"]);
        var signed = Directory.GetFiles(_folder["files"]).Select(path => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)))).Order().ToList();
        var held = _platform.Credentials;
        Assert.True(held.All(credential => credential.DocumentCount == 1), $"{story}: something was sent twice with other bytes");
        Assert.True(held.Select(credential => credential.Id).Distinct().Count() == Learners, $"{story}: {held.Count} credentials for {Learners} learners");
        Assert.True(signed.SequenceEqual(held.Select(credential => credential.Sha256).Order()), $"{story}: the platform holds other bytes than were signed");
    }

    private static string Command => Path.Combine(AppContext.BaseDirectory, "conferral.dll");

    private static string LaterCommand => Path.Combine(AppContext.BaseDirectory, "Conferral.LaterCommand.dll");

    private static ProcessStartInfo Start(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment[Passphrase.Variable] = Phrase;
        // A run of seconds starts sooner without measuring itself, and without mapping its own code twice; the second mapping would
        // also count as a file where no file may grow.
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        return start;
    }

    private static async Task<string> EndAsync(Process process)
    {
        process.Start();
        var output = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var patience = new CancellationTokenSource(LongestRun);
        await process.WaitForExitAsync(patience.Token);
        return string.Join('\n', await output);
    }

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        await _platform.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>Keeps every request at the proxy until disposed.</summary>
    public HeldRequests HoldRequests() => _proxy.Hold();

    public Task<CliRun> RunAsync(params string[] args) => CliRun.Of([.. args, "--workspace", _folder.Path]);

    /// <summary>Runs a command to its end, on a clock that is so many days ahead.</summary>
    public Task<CliRun> RunLaterAsync(int daysAhead, params string[] args) => CliRun.After(TimeSpan.FromDays(daysAhead), [.. args, "--workspace", _folder.Path]);
}
