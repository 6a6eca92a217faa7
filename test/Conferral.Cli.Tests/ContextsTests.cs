// conferral contexts, and what an added context changes for every command that reads documents.
using System.Text.Json;
using System.Text.Json.Nodes;
using Conferral.TestKit;

namespace Conferral.Cli.Tests;

public sealed class ContextsTests : IDisposable
{
    private const string Url = "https://terms.example/courses";
    private const string Document = """{"@context": {"favouriteColour": "https://terms.example/favouriteColour"}}""";

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_unknown_context_blocks_until_the_command_in_the_message_is_run()
    {
        const string issuer = "https://example.edu/issuers/565049";
        var badge = JsonNode.Parse(await File.ReadAllTextAsync(Shared.Conformance("vectors", "1edtech", "linked-data-proof", "ob-unsigned.json"), TestContext.Current.CancellationToken))!;
        badge["@context"]!.AsArray().Add(Url);
        badge["credentialSubject"]!["favouriteColour"] = "blue";
        await CliRun.Of("init", _folder["w"], "--name", "Example", "--issuer", issuer);
        Directory.CreateDirectory(_folder["w/export"]);
        await File.WriteAllTextAsync(_folder["w/export/badge.json"], badge.ToJsonString(), TestContext.Current.CancellationToken);

        var blocked = await CliRun.Of("plan", "--workspace", _folder["w"]);
        Assert.Contains("HOUSE-UNKNOWN-CONTEXT", blocked.Out, StringComparison.Ordinal);
        Assert.Contains($"conferral contexts add {Url} --file FILE", blocked.Out.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Done(await CliRun.Of("contexts", "add", Url, "--file", Save(Document), "--workspace", _folder["w"]));
        var issue = await CliRun.Of("issue", "--workspace", _folder["w"]);
        Assert.Contains("1 read = 1 issued", issue.Out, StringComparison.Ordinal);
        Done(await CliRun.Of("audit", "--workspace", _folder["w"]));
        Done(await CliRun.Of("export", _folder["out"], "--workspace", _folder["w"]));

        var signed = Directory.GetFiles(_folder["out"], "*.json", SearchOption.AllDirectories).Single(path => !path.EndsWith("did.json", StringComparison.Ordinal));
        string[] verify = ["verify", signed, "--controller", _folder["w/issuer/did.json"]];
        Assert.Equal(ExitCode.NotDone, (await CliRun.Of(verify)).ExitStatus);
        Done(await CliRun.Of([.. verify, "--contexts", _folder["w/contexts"]]));
        var quads = await CliRun.Of("canonicalize", signed, "--contexts", _folder["w/contexts"]);
        Assert.Contains("<https://terms.example/favouriteColour> \"blue\"", quads.RawText, StringComparison.Ordinal);
        Done(await CliRun.Of("sign", _folder["w/export/badge.json"], "--key", _folder["w/keys/signing.pem"], "--out", _folder["again"], "--contexts", _folder["w/contexts"]));
    }

    [Fact]
    public async Task The_list_says_where_each_context_comes_from_and_whether_it_is_whole()
    {
        Done(await CliRun.Of("contexts", "add", Url, "--file", Save(Document), "--store", _folder["store"]));
        var list = await CliRun.Of("contexts", "list", "--store", _folder["store"], "--json");
        using var parsed = JsonDocument.Parse(list.Out);
        var states = parsed.RootElement.EnumerateArray().GroupBy(context => context.GetProperty("state").GetString()).ToDictionary(group => group.Key!, group => group.Count());
        Assert.Equal((1, 22, 2), (states["Added"], states["BuiltIn"], states["OtherRevision"]));
        Assert.Contains("added 20", (await CliRun.Of("contexts", "list", "--store", _folder["store"])).Out, StringComparison.Ordinal);

        await File.AppendAllTextAsync(Directory.GetFiles(_folder["store"], "*.jsonld").Single(), " ", TestContext.Current.CancellationToken);
        var damaged = await CliRun.Of("contexts", "list", "--store", _folder["store"]);
        Assert.Equal(ExitCode.NeedsAttention, damaged.ExitStatus);
        Assert.Contains("DAMAGED", damaged.Out, StringComparison.Ordinal);
        var refused = await CliRun.Of("canonicalize", Save("""{"x:p": 1}"""), "--contexts", _folder["store"]);
        Assert.Equal(ExitCode.NotDone, refused.ExitStatus);
        Assert.Contains("no longer has the SHA-256", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_prints_the_bytes_of_an_added_context_and_the_table_of_a_built_in_one()
    {
        Done(await CliRun.Of("contexts", "add", Url, "--file", Save(Document), "--store", _folder["store"]));
        Assert.Equal(Document, (await CliRun.Of("contexts", "show", Url, "--store", _folder["store"])).RawText);
        Assert.Contains("clr ClrCredential", (await CliRun.Of("contexts", "show", "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json")).Out, StringComparison.Ordinal);
        Assert.Contains("contexts list", (await CliRun.Of("contexts", "show", "https://terms.example/none")).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--file or --online", "one of the two")]
    [InlineData("no workspace", "--store DIR")]
    [InlineData("not https", "is not https")]
    public async Task What_cannot_be_added_says_what_to_do(string fault, string advice)
    {
        string[] args = fault switch
        {
            "not https" => ["http://terms.example/x", "--online", "--store", _folder["store"]],
            "no workspace" => [Url, "--file", Save(Document), "--workspace", _folder.Path],
            _ => [Url, "--store", _folder["store"]],
        };
        var run = await CliRun.Of(["contexts", "add", .. args]);
        Assert.Equal(ExitCode.NotDone, run.ExitStatus);
        Assert.Contains(advice, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_document_on_which_libraries_disagree_is_said_to_be_one()
    {
        var run = await CliRun.Of("canonicalize", Save("""{"x:p": ["\uff01", "\ud83d\ude00"]}"""));
        Assert.Equal(ExitCode.Done, run.ExitStatus);
        Assert.Contains("rdf-canonize", run.Error, StringComparison.Ordinal);
        Assert.Empty((await CliRun.Of("canonicalize", Save("""{"x:p": "\uff01", "x:q": "\ud83d\ude00"}"""))).Error);
    }

    private string Save(string text)
    {
        var path = _folder[$"{text.Length}.json"];
        File.WriteAllText(path, text);
        return path;
    }

    private static void Done(CliRun run) => Assert.True(run.ExitStatus == ExitCode.Done, run.Out + run.Error);
}
