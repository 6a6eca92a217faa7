// conferral verify with status lists given by hand, and with a network that is not there.
using System.Text;
using System.Text.Json.Nodes;
using Conferral.Credentials.Controllers;
using Conferral.Credentials.Keys;
using Conferral.Credentials.Proofs;
using Conferral.Credentials.Status;
using Conferral.LinkedData;
using Conferral.LinkedData.Contexts;

namespace Conferral.Cli.Tests;

public sealed class VerifyTests : IDisposable
{
    private const string ListUrl = "https://college.example/status/1";
    private readonly SigningKey _key = SigningKey.Generate();
    private readonly TestFolder _folder = new();

    public void Dispose()
    {
        _key.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_revoked_credential_is_told_from_a_good_one_by_a_list_given_by_hand()
    {
        var (revoked, good) = (Save("revoked.json", Credential(DidKey.Did(_key.VerificationKey), "7")), Save("good.json", Credential(DidKey.Did(_key.VerificationKey), "8")));
        var list = Save("list.json", List());
        var without = await CliRun.Of("verify", revoked);
        Assert.Equal(ExitCode.Done, without.ExitStatus);
        Assert.Contains(StatusListError.Retrieval, without.Out, StringComparison.Ordinal);
        var with = await CliRun.Of("verify", "--status-list", list, revoked);
        Assert.Equal(ExitCode.NeedsAttention, with.ExitStatus);
        Assert.Contains("The credential is revoked.", with.Out, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, (await CliRun.Of("verify", "--status-list", list, good)).ExitStatus);
    }

    [Fact]
    public async Task A_file_that_is_no_status_list_is_named()
    {
        var run = await CliRun.Of("verify", "--status-list", Save("list.json", new JsonObject()), Save("good.json", Credential(DidKey.Did(_key.VerificationKey), "8")));
        Assert.Equal(ExitCode.NotDone, run.ExitStatus);
        Assert.Contains("list.json: The status list has no id", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Online_an_issuer_on_this_machine_is_not_asked_and_that_is_said()
    {
        const string issuer = "did:web:127.0.0.1%3A9";
        var run = await CliRun.Of("verify", "--online", Save("local.json", Credential(issuer, index: null)));
        Assert.Equal(ExitCode.NotDone, run.ExitStatus);
        Assert.Contains($"{issuer} could not be fetched: 127.0.0.1 is at 127.0.0.1, which is not an address of the public internet", run.Error, StringComparison.Ordinal);
    }

    /// <summary>A record has fifty members; that nobody knows their issuer is one thing to say, and what to do about it another.</summary>
    [Fact]
    public async Task Members_that_cannot_be_checked_for_one_reason_are_told_once_with_what_to_do()
    {
        await CliRun.Of("init", _folder["w"], "--name", "X", "--issuer", "did:web:registrar.example.edu");
        await CliRun.Of("generate-cohort", _folder["w/export"], "--learners", "1");
        await CliRun.Of("issue", "--workspace", _folder["w"]);
        await CliRun.Of("export", _folder["out"], "--workspace", _folder["w"]);
        var document = Assert.Single(Directory.GetFiles(_folder["out"]));
        var run = await CliRun.Of("verify", document);
        Assert.Equal(ExitCode.NotDone, run.ExitStatus);
        Assert.Matches("UNKNOWN [0-9]+ embedded credentials /credentialSubject/verifiableCredential/0 to /credentialSubject/verifiableCredential/[0-9]+, for the same reasons:", run.Out);
        Assert.Equal(2, run.Out.Split("is not at hand, so its key could not be looked up").Length - 1); // of the document, and of all in it
        Assert.Contains("--controller FILE", run.Out, StringComparison.Ordinal);
        var known = await CliRun.Of("verify", "--controller", _folder["w/issuer/did.json"], document);
        Assert.Equal(ExitCode.Done, known.ExitStatus);
        Assert.Contains("--status-list FILE", known.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_document_cut_off_is_told_by_line_and_byte()
    {
        await File.WriteAllTextAsync(_folder["cut.json"], "{\n  \"a\": tru", TestContext.Current.CancellationToken);
        var run = await CliRun.Of("verify", _folder["cut.json"]);
        Assert.Equal(ExitCode.NeedsAttention, run.ExitStatus);
        Assert.Contains("not well-formed JSON. Line 2, byte ", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("LineNumber", run.Out, StringComparison.Ordinal);
    }

    private string Save(string name, JsonObject unsigned)
    {
        var utf8 = Encoding.UTF8.GetBytes(unsigned.ToJsonString());
        if (unsigned["issuer"] is { } issuer)
        {
            var id = (issuer as JsonObject)?["id"]?.GetValue<string>() ?? issuer.GetValue<string>();
            utf8 = new CredentialSigner(new LinkedDataCanonicalizer(ContextStore.BuiltIn)).Sign(utf8, _key, new SigningOptions(VerificationMethod.IdOf(id, _key.VerificationKey), DateTimeOffset.UnixEpoch.AddYears(55)));
        }

        File.WriteAllBytes(_folder[name], utf8);
        return _folder[name];
    }

    private static JsonObject Credential(string issuer, string? index)
    {
        var credential = (JsonObject)JsonNode.Parse($$"""
            {"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
             "id":"urn:uuid:00000000-0000-4000-8000-000000000001","type":["VerifiableCredential","AchievementCredential"],"name":"Course",
             "issuer":{"id":"{{issuer}}","type":["Profile"],"name":"College"},"validFrom":"2025-01-01T00:00:00Z",
             "credentialSubject":{"id":"did:example:learner","type":["AchievementSubject"],"achievement":
              {"id":"urn:uuid:00000000-0000-4000-9000-000000000001","type":["Achievement"],"name":"Course","description":"A course.","criteria":{"narrative":"Pass it."} } } }
            """)!;
        if (index is not null) credential["credentialStatus"] = new JsonObject { ["type"] = BitstringStatusListEntry.TypeName, ["statusPurpose"] = "revocation", ["statusListIndex"] = index, ["statusListCredential"] = ListUrl };
        return credential;
    }

    private JsonObject List()
    {
        var list = BitstringStatusList.Create();
        list.Write(7, 1);
        return (JsonObject)JsonNode.Parse($$"""
            {"@context":["https://www.w3.org/ns/credentials/v2"],"id":"{{ListUrl}}","type":["VerifiableCredential","BitstringStatusListCredential"],
             "issuer":"{{DidKey.Did(_key.VerificationKey)}}","validFrom":"2025-01-01T00:00:00Z",
             "credentialSubject":{"id":"{{ListUrl}}#list","type":"BitstringStatusList","statusPurpose":"revocation","encodedList":"{{list.Encode()}}"} }
            """)!;
    }
}
