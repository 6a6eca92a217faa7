// A did:web college with status lists and no platform, for what happens after issuing.
using System.Text.Json.Nodes;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Workspaces;
using Conferral.Samples;

namespace Conferral.Cli.Tests;

internal sealed class StatusCollege : IDisposable
{
    public const string StatusUrl = "https://registrar.college.example/status";

    private readonly TestFolder _folder = new();

    public string this[string relative] => _folder[relative];

    public string Site => this["site"];

    public string DidJson => this["w/issuer/did.json"];

    public static async Task<StatusCollege> MakeAsync(int learners, string issuer = "did:web:registrar.college.example", params (string From, string To)[] settings)
    {
        var college = new StatusCollege();
        var init = await CliRun.Of("init", college["w"], "--name", "Status College", "--issuer", issuer);
        Assert.True(init.ExitStatus == ExitCode.Done, init.Error);
        foreach (var (from, to) in settings) college.Set(from, to);
        college.Export(learners);
        Assert.Equal(ExitCode.Done, (await college.RunAsync("issue")).ExitStatus);
        return college;
    }

    public void Dispose() => _folder.Dispose();

    public void Export(int learners)
    {
        if (Directory.Exists(this["w/export"])) Directory.Delete(this["w/export"], recursive: true);
        CohortGenerator.Write(this["w/export"], new CohortOptions(learners, Seed: 3));
    }

    public void Set(string from, string to)
    {
        var path = this["w/conferral.yaml"];
        var text = File.ReadAllText(path);
        Assert.Contains(from, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(from, to, StringComparison.Ordinal));
    }

    public Task<CliRun> RunAsync(params string[] args) => CliRun.Of([.. args, "--workspace", this["w"]]);

    public async Task<CliRun> PublishAsync()
    {
        var run = await RunAsync("publish", Site);
        Assert.True(run.ExitStatus == ExitCode.Done, run.Out + run.Error);
        return run;
    }

    /// <summary>Newest signed credentials, by learner.</summary>
    public IReadOnlyList<StatusSubject> Issued()
    {
        using var ledger = LedgerStore.OpenForReading(Workspace.Load(this["w"]).Ledger, TimeProvider.System)!;
        return new StatusLedger(ledger).Find(StatusQuery.All);
    }

    public string NewestBatch()
    {
        using var ledger = LedgerStore.OpenForReading(Workspace.Load(this["w"]).Ledger, TimeProvider.System)!;
        return new LedgerReader(ledger).Batches()[0].BatchId;
    }

    public JsonObject Document(StatusSubject credential)
    {
        using var ledger = LedgerStore.OpenForReading(Workspace.Load(this["w"]).Ledger, TimeProvider.System)!;
        return JsonNode.Parse(new LedgerReader(ledger).Document(credential.Newest)!)!.AsObject();
    }

    /// <summary>Verifies a document with the lists of the site.</summary>
    public async Task<CliRun> VerifyAsync(JsonNode document)
    {
        await File.WriteAllTextAsync(this["document.json"], document.ToJsonString());
        var lists = Directory.GetFiles(Path.Combine(Site, "status")).SelectMany(path => new[] { "--status-list", path });
        return await CliRun.Of(["verify", this["document.json"], "--controller", DidJson, "--verbose", .. lists]);
    }

    public static JsonObject FirstMember(JsonObject document) => document["credentialSubject"]!["verifiableCredential"]![0]!.DeepClone().AsObject();

    /// <summary>The title of an award in a record.</summary>
    public static string AwardOf(JsonObject document) => document["credentialSubject"]!["verifiableCredential"]!.AsArray()
        .Select(member => member!["credentialSubject"]!["achievement"]!).First(achievement => achievement["achievementType"]?.GetValue<string>() is not ("Course" or "Competency"))["name"]!.GetValue<string>();
}
