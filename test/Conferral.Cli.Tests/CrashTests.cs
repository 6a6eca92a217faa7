// kill -9 at any moment: nobody is lost, nobody is doubled, and what is sent again is the same to the byte.
using System.Diagnostics;
using Conferral.Issuance.Workspaces;
using Conferral.Samples;
using Conferral.Sandbox;

namespace Conferral.Cli.Tests;

public sealed class CrashTests(ITestOutputHelper output)
{
    private const int Learners = 60;
    private const int Kills = 10;

    /// <summary>So many are killed at some moment while reading or signing, the rest while sending.</summary>
    private const int KillsBeforeDelivery = 3;
    private const string Secret = "crash-test-secret";
    private const string Passphrase = "correct horse";

    [Fact]
    public async Task Killed_ten_times_nobody_is_lost_or_doubled_and_every_resend_is_byte_identical()
    {
        using var folder = new TestFolder();
        await using var platform = await SandboxPlatform.StartAsync(
            new SandboxOptions { Clients = [new SandboxClient("crash", Secret)], Checks = ReceivedChecks.Envelope, Faults = SandboxFaults.Parse("latency 40ms") },
            cancellationToken: TestContext.Current.CancellationToken);
        MakeWorkspace(folder, platform);

        var random = new Random(Seed: 20260515);
        var killed = 0;
        for (var i = 0; i < Kills; i++)
        {
            using var process = Start("issue", "--workspace", folder.Path);
            if (i < KillsBeforeDelivery) await Task.Delay(random.Next(300, 1200), TestContext.Current.CancellationToken);
            else await WaitForPostsAsync(platform, process, random.Next(1, 7));
            if (process.HasExited) continue;
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            killed++;
        }

        var held = platform.Credentials.Count;
        output.WriteLine($"seed 20260515: killed {killed} of {Kills} runs; the platform then held {held} of {Learners}");
        var last = await CliRun.Of("issue", "--workspace", folder.Path);
        Assert.True(last.ExitStatus == ExitCode.Done, last.Out + last.Error);
        Assert.Contains($"The account adds up: {Learners} read", last.Out, StringComparison.Ordinal);
        Assert.Equal(Kills, killed);
        Assert.InRange(held, 1, Learners - 1);

        var all = platform.Credentials;
        Assert.Equal(Learners, all.Count);
        Assert.Equal(Learners, all.Select(credential => credential.Id).Distinct().Count());
        Assert.All(all, credential => Assert.Equal(1, credential.DocumentCount));

        var audit = await CliRun.Of("audit", "--workspace", folder.Path);
        Assert.True(audit.ExitStatus == ExitCode.Done, audit.Out);
        await CliRun.Of("export", folder["files"], "--workspace", folder.Path);
        var files = Directory.GetFiles(folder["files"]).Select(path => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path)))).ToHashSet();
        Assert.All(all, credential => Assert.Contains(credential.Sha256, files));
    }

    [Fact]
    public async Task Two_at_once_the_second_refuses_with_a_sentence()
    {
        using var folder = new TestFolder();
        await using var platform = await SandboxPlatform.StartAsync(
            new SandboxOptions { Clients = [new SandboxClient("crash", Secret)], Checks = ReceivedChecks.Envelope, Faults = SandboxFaults.Parse("latency 500ms") },
            cancellationToken: TestContext.Current.CancellationToken);
        MakeWorkspace(folder, platform);
        var first = CliRun.Of("issue", "--workspace", folder.Path);
        while (platform.Requests.Total == 0) await Task.Delay(20, TestContext.Current.CancellationToken);

        var second = await CliRun.Of("issue", "--workspace", folder.Path);
        Assert.Equal(ExitCode.NotDone, second.ExitStatus);
        Assert.Contains("Another conferral is working in this workspace", second.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, (await first).ExitStatus);
    }

    private static async Task WaitForPostsAsync(SandboxPlatform platform, Process process, int posts)
    {
        var enough = platform.Requests.Count(request => request.IsCredentialPost) + posts;
        while (!process.HasExited && platform.Requests.Count(request => request.IsCredentialPost) < enough) await Task.Delay(5, TestContext.Current.CancellationToken);
    }

    private static void MakeWorkspace(TestFolder folder, SandboxPlatform platform)
    {
        WorkspaceTemplate.Create(new WorkspaceRequest(folder.Path, "Crash College", null, null, Passphrase)
        {
            PlatformsYaml =
                $"""
                platforms:
                  - id: sandbox
                    baseUrl: {platform.BaseUrl}
                    authorization:
                      clientId: crash
                      clientSecret: file:secret
                    requestsPerMinute: 6000
                    maxConcurrency: 2
                    batch: off
                """,
        });
        File.WriteAllText(folder["secret"], Secret);
        CohortGenerator.Write(folder["export"], new CohortOptions(Learners, Seed: 1));
    }

    private static Process Start(params string[] args)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "conferral.dll"));
        foreach (var arg in args) start.ArgumentList.Add(arg);
        start.Environment[Cli.Passphrase.Variable] = Passphrase;
        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}
