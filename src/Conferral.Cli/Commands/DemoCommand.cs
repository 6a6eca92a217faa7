// conferral demo: a college's graduating class from export to platform and back, on this machine alone.
using System.CommandLine;
using Conferral.Cli.Rendering;
using Conferral.Issuance;
using Conferral.Issuance.Workspaces;
using Conferral.Samples;
using Conferral.Sandbox;
using Spectre.Console;

namespace Conferral.Cli.Commands;

internal static class DemoCommand
{
    private const string Marker = ".conferral-demo";
    private const string DemoPassphrase = "river-college-demo";
    private const string PlatformId = "sandbox";

    // Replaced by the sandbox's address once it runs: the sandbox trusts the issuer document that the workspace makes first.
    private const string AddressToCome = "http://127.0.0.1:0";

    public static Command Create(Terminal terminal)
    {
        var folder = new Option<string>("--workspace", "-w") { Description = "Where the demo's workspace is made.", DefaultValueFactory = _ => "demo" };
        var command = new Command("demo", "Take a sample college's graduating class from export to platform and back.") { folder };
        command.SetAction((parse, cancellation) => RunAsync(terminal, Path.GetFullPath(parse.GetRequiredValue(folder)), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(Terminal terminal, string folder, CancellationToken cancellationToken)
    {
        var started = terminal.Time.GetTimestamp();
        MakeRoom(folder);
        Heading(terminal, "River College, an invented college, confers its degrees");
        var secret = MakeWorkspace(folder);

        await using var platform = await SandboxPlatform.StartAsync(
            new SandboxOptions
            {
                Clients = [new SandboxClient(SandboxCommand.ClientId, secret)],
                TrustedControllers = [File.ReadAllBytes(Path.Combine(folder, "issuer", "did.json"))],
            },
            terminal.Time,
            cancellationToken);
        var settings = Path.Combine(folder, Workspace.FileName);
        File.WriteAllText(settings, File.ReadAllText(settings).Replace(AddressToCome, platform.BaseUrl, StringComparison.Ordinal));
        var workspace = Workspace.Load(folder);
        terminal.Line($"A workspace with a new key in {folder}");
        terminal.Line($"A receiving platform of its own at {platform.BaseUrl} (real HTTP, real OAuth token)");

        var plan = await PlanCommand.MakeAsync(terminal, workspace, cancellationToken);
        PlanView.Write(terminal, plan, workspace);

        Heading(terminal, "Issue");
        var result = await IssueCommand.RunAsync(terminal, workspace, DemoPassphrase, cancellationToken);
        IssueCommand.Write(terminal, workspace, result);

        Heading(terminal, "Read back from the platform, and verify");
        var readBack = await DemoReading.RunAsync(terminal, workspace, PlatformId, cancellationToken);
        Heading(terminal, "Audit");
        var audit = await AuditCommand.RunAsync(terminal, workspace, cancellationToken);
        AuditCommand.Write(terminal, audit);

        Heading(terminal, "Publish");
        await PublishCommand.RunAsync(terminal, workspace, Path.Combine(folder, "site"), () => DemoPassphrase, cancellationToken);

        var exported = ExportCommand.Write(terminal, workspace, Path.Combine(folder, "credentials"));
        ReceiptCommand.WriteAll(terminal, workspace, Path.Combine(folder, "receipts"));
        WriteFiles(terminal, folder, exported, terminal.Time.GetElapsedTime(started));
        return audit is { Problems.Count: 0 } && readBack ? IssueCommand.ExitStatus(result) : ExitCode.NeedsAttention;
    }

    /// <summary>An earlier demo makes way for the next; anything else is left alone.</summary>
    private static void MakeRoom(string folder)
    {
        if (!Directory.Exists(folder)) return;
        if (File.Exists(Path.Combine(folder, Marker))) Directory.Delete(folder, recursive: true);
        else if (Directory.EnumerateFileSystemEntries(folder).Any())
            throw new WorkspaceException($"{folder} exists and was not made by an earlier demo. Choose another folder with --workspace.");
    }

    private static string MakeWorkspace(string folder)
    {
        CohortGenerator.Write(Path.Combine(folder, "export"), new CohortOptions(CohortGenerator.SampleLearners, CohortGenerator.SampleSeed, Faults: true));
        var secret = System.Security.Cryptography.RandomNumberGenerator.GetHexString(32, lowercase: true);
        WorkspaceTemplate.Create(new WorkspaceRequest(folder, "River College", "did:web:registrar.river-college.example", "https://river-college.example", DemoPassphrase)
        {
            UtcOffset = "-05:00",
            PlatformsYaml =
                $"""
                platforms:
                  - id: {PlatformId}
                    baseUrl: {AddressToCome}
                    authorization:
                      clientId: {SandboxCommand.ClientId}
                      clientSecret: file:keys/sandbox-secret
                    requestsPerMinute: 300
                    batch: auto
                """,
            WriteBackYaml =
                """
                  crosswalk: out/crosswalk.csv
                  sql:
                    provider: sqlite
                    connection: "Data Source=sis.db"
                    table: clr_crosswalk
                    createTable: true
                """,
        });
        File.WriteAllText(Path.Combine(folder, "keys", "sandbox-secret"), secret);
        File.WriteAllText(Path.Combine(folder, Marker), "This folder was made by `conferral demo`, which deletes and makes it anew each time.\n");
        return secret;
    }

    private static void WriteFiles(Terminal terminal, string folder, int exported, TimeSpan elapsed)
    {
        Heading(terminal, "What there is to open");
        var here = Path.GetRelativePath(Environment.CurrentDirectory, folder);
        var first = Path.GetFileName(Directory.EnumerateFiles(Path.Combine(folder, "receipts")).Order(StringComparer.Ordinal).First());
        Entry("export/", "the college's export: CSV, with a dozen rows that are wrong");
        Entry("conferral.yaml", "the workspace's settings");
        Entry("credentials/", $"{exported} signed credentials, one file per learner");
        Entry("issuer/did.json", "the issuer's keys, for verifiers");
        Entry("site/", "what the registrar's web server serves: keys, status lists, the log");
        Entry("receipts/", "for each of them, the proof that its signing stands in the transparency log");
        Entry("out/log/", $"the log, for any static host; {here}/issuer/log.vkey is its key");
        Entry("out/manifests/", "the batch's closing manifest, signed");
        Entry("out/crosswalk.csv", "which learner has which credential id, for the SIS");
        Entry("out/findings.xlsx", "what is wrong in the export, with file, row, column and what to do");
        Entry("sis.db", "the same in a table of an SIS database (clr_crosswalk)");
        Entry("ledger.db", "what was promised, signed, sent and answered");
        terminal.Line();
        terminal.Say($"Done in {elapsed.TotalSeconds:0} seconds. Try next:");
        terminal.Line($"  conferral verify --controller {here}/issuer/did.json --status-list {here}/site/status/revocation-1.json {here}/credentials/*.json");
        terminal.Line($"  conferral show --workspace {here} {FirstLearner(folder)}");
        terminal.Line($"  conferral verify --controller {here}/issuer/did.json {here}/credentials/{first} --receipt {here}/receipts/{first} --log-key {here}/issuer/log.vkey");
        terminal.Line($"  conferral revoke --workspace {here} --learner {FirstLearner(folder)} --reason \"awarded in error\"");
        terminal.Line($"  conferral publish --workspace {here} {here}/site");
        terminal.Line($"  conferral status --workspace {here}");
        terminal.Line("From a clone, conferral is: dotnet run --project src/Conferral.Cli -c Release --");
        terminal.Say($"The demo key's passphrase is {DemoPassphrase} (in {Passphrase.Variable}, or when asked).");

        void Entry(string file, string note) => terminal.Say($"  {here}/{file,-20}", note);
    }

    private static string FirstLearner(string folder)
        => File.ReadLines(Path.Combine(folder, "out", "crosswalk.csv")).Skip(1).First().Split(',')[0].Trim('"');

    private static void Heading(Terminal terminal, string text)
    {
        terminal.Out.WriteLine();
        terminal.Out.Write(new Rule($"[bold blue]{Markup.Escape(text)}[/]").LeftJustified());
    }
}
