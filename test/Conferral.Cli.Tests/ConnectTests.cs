// conferral connect and disconnect, with a person's browser played by the test.
using System.Text;
using System.Text.RegularExpressions;
using Conferral.Issuance.Workspaces;
using Conferral.Samples;
using Conferral.Sandbox;
using Spectre.Console;

namespace Conferral.Cli.Tests;

public sealed partial class ConnectTests
{
    [GeneratedRegex("name=\"ticket\" value=\"(?<ticket>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Ticket();

    [Fact]
    public async Task A_registrar_connects_issues_and_disconnects()
    {
        using var folder = new TestFolder();
        await using var platform = await SandboxPlatform.StartAsync(new SandboxOptions { Checks = ReceivedChecks.Envelope }, cancellationToken: TestContext.Current.CancellationToken);
        MakeWorkspace(folder, platform.BaseUrl);
        CohortGenerator.Write(folder["export"], new CohortOptions(3, Seed: 1));

        var early = await CliRun.Of("issue", "--workspace", folder.Path);
        Assert.Equal(ExitCode.NotDone, early.ExitStatus);
        Assert.Contains("`conferral connect sandbox`", early.Out, StringComparison.Ordinal);

        var (status, said) = await ConnectAsync("connect", "sandbox", "--register", "--no-browser", "--workspace", folder.Path);
        Assert.True(status == ExitCode.Done, said);
        Assert.Contains($"Connected to sandbox ({platform.BaseUrl}/) as client-", said, StringComparison.Ordinal);
        Assert.Contains("registered now", said, StringComparison.Ordinal);
        Assert.Contains("tokens are renewed as needed", said, StringComparison.Ordinal);

        platform.ExpireTokens();
        var issue = await CliRun.Of("issue", "--workspace", folder.Path);
        Assert.True(issue.ExitStatus == ExitCode.Done, issue.Out + issue.Error);
        Assert.Equal(3, platform.Credentials.Count);

        var disconnect = await CliRun.Of("disconnect", "sandbox", "--workspace", folder.Path);
        Assert.Contains("revoked there and forgotten here", disconnect.Out, StringComparison.Ordinal);
        var again = await CliRun.Of("disconnect", "sandbox", "--workspace", folder.Path);
        Assert.Contains("was not connected", again.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connecting_as_the_client_itself_says_what_it_may()
    {
        await using var trip = await TripWorkspace.MakeAsync("export");
        var run = await trip.RunAsync("connect", "sandbox");
        Assert.Equal(ExitCode.Done, run.ExitStatus);
        Assert.Contains("as the client itself", run.Out, StringComparison.Ordinal);
        Assert.Contains("credential.upsert, credential.readonly", run.Out, StringComparison.Ordinal);

        var unknown = await trip.RunAsync("connect", "wallet");
        Assert.Equal(ExitCode.NotDone, unknown.ExitStatus);
        Assert.Contains("It names sandbox.", unknown.Error, StringComparison.Ordinal);
    }

    private static void MakeWorkspace(TestFolder folder, string platform) => WorkspaceTemplate.Create(new WorkspaceRequest(folder.Path, "River College", null, null, CliRun.WithPassphrase[Passphrase.Variable])
    {
        PlatformsYaml =
            $"""
            platforms:
              - id: sandbox
                baseUrl: {platform}
                requestsPerMinute: 6000
                authorization:
                  grant: authorization-code
                  registration:
                    clientUri: https://river.example
                    logoUri: https://river.example/logo.png
                    tosUri: https://river.example/terms
                    policyUri: https://river.example/privacy
            """,
    });

    private static async Task<(int Status, string Said)> ConnectAsync(params string[] args)
    {
        using var said = new AddressWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(said) });
        var terminal = new Terminal(console, console, Stream.Null, TimeProvider.System, name => CliRun.WithPassphrase.GetValueOrDefault(name));
        var running = CommandLine.RunAsync(args, terminal);
        await AgreeAsync(await said.Address.WaitAsync(TimeSpan.FromSeconds(60)));
        return (await running, said.ToString());
    }

    private static async Task AgreeAsync(Uri address)
    {
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        var ticket = Ticket().Match(await browser.GetStringAsync(address)).Groups["ticket"].Value;
        using var form = new FormUrlEncodedContent([new("ticket", ticket), new("decision", "allow")]);
        using var sentBack = await browser.PostAsync(new Uri(address, "/oauth2/authorize"), form);
        using var landed = await browser.GetAsync(sentBack.Headers.Location);
        landed.EnsureSuccessStatusCode();
    }

    /// <summary>Remembers what is written, and hands out the first address as soon as it stands there.</summary>
    private sealed class AddressWriter : StringWriter
    {
        private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<Uri> Address => _address.Task;

        public override Encoding Encoding => Encoding.UTF8;

        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value?.StartsWith("http://", StringComparison.Ordinal) == true) _address.TrySetResult(new Uri(value));
        }
    }
}
