// conferral render: pages, their verdicts, and what is refused.
using System.Text;
using System.Text.Json.Nodes;
using Conferral.Credentials.Controllers;
using Conferral.Credentials.Keys;
using Conferral.Credentials.Model;
using Conferral.Credentials.Proofs;
using Conferral.LinkedData;
using Conferral.LinkedData.Contexts;

namespace Conferral.Cli.Tests;

public sealed class RenderTests : IDisposable
{
    private readonly SigningKey _key = SigningKey.Generate();
    private readonly TestFolder _folder = new();

    public void Dispose()
    {
        _key.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_genuine_badge_is_a_page_that_says_so()
    {
        var run = await CliRun.Of("render", Save("good.json", Signed()));
        Assert.Equal(ExitCode.Done, run.ExitStatus);
        Assert.Contains($"Genuine: signed by {DidKey.Did(_key.VerificationKey)}, and unchanged since.", run.RawText, StringComparison.Ordinal);
        Assert.Contains(">Weaving</span>", run.RawText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_badge_is_shown_as_one_not_to_rely_on()
    {
        var page = _folder["page.html"];
        var run = await CliRun.Of("render", Save("changed.json", Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Signed()).Replace("Weaving", "Surgery", StringComparison.Ordinal))), "--out", page);
        Assert.Equal(ExitCode.NeedsAttention, run.ExitStatus);
        Assert.Contains("page.html: not to be relied on.", run.Error, StringComparison.Ordinal);
        Assert.Contains("Do not rely on this record: it does not verify.", await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hashed_name_is_printed_when_it_is_given_and_refused_when_it_is_another()
    {
        var file = Save("good.json", Signed());
        var right = await CliRun.Of("render", file, "--name", "Wangari Muta");
        Assert.Contains("Wangari Muta</p>", right.RawText, StringComparison.Ordinal);
        var wrong = await CliRun.Of("render", file, "--name", "Wangari Maathai");
        Assert.Equal(ExitCode.NotDone, wrong.ExitStatus);
        Assert.Contains("the name given is not the one in the record", wrong.Error, StringComparison.Ordinal);
        Assert.Empty(wrong.RawOut);
    }

    [Fact]
    public async Task Several_files_go_into_a_folder_and_a_file_that_is_no_credential_is_named()
    {
        var good = Save("good.json", Signed());
        Assert.Equal(ExitCode.NotDone, (await CliRun.Of("render", good, good)).ExitStatus);
        var broken = Save("broken.json", "[1"u8.ToArray());
        var run = await CliRun.Of("render", good, broken, "--out", _folder["pages"]);
        Assert.Equal(ExitCode.NotDone, run.ExitStatus);
        Assert.Contains("broken.json", run.Error, StringComparison.Ordinal);
        Assert.Equal(["good.html"], Directory.EnumerateFiles(_folder["pages"]).Select(Path.GetFileName));
    }

    private string Save(string name, byte[] bytes)
    {
        File.WriteAllBytes(_folder[name], bytes);
        return _folder[name];
    }

    private byte[] Signed()
    {
        var issuer = DidKey.Did(_key.VerificationKey);
        var badge = JsonNode.Parse($$$"""
            {"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
             "id":"urn:uuid:00000000-0000-4000-8000-000000000001","type":["VerifiableCredential","AchievementCredential"],"name":"Weaving",
             "issuer":{"id":"{{{issuer}}}","type":["Profile"],"name":"College"},"validFrom":"2025-01-01T00:00:00Z",
             "credentialSubject":{"type":["AchievementSubject"],
              "identifier":[{"type":"IdentityObject","hashed":true,"identityHash":"{{{IdentityHash.Sha256("Wangari Muta", "s")}}}","identityType":"name","salt":"s"}],
              "achievement":{"id":"urn:uuid:00000000-0000-4000-9000-000000000001","type":["Achievement"],"name":"Weaving","description":"A course.","criteria":{"narrative":"Pass it."} } } }
            """)!;
        return new CredentialSigner(new LinkedDataCanonicalizer(ContextStore.BuiltIn)).Sign(
            Encoding.UTF8.GetBytes(badge.ToJsonString()), _key, new SigningOptions(VerificationMethod.IdOf(issuer, _key.VerificationKey), DateTimeOffset.UnixEpoch.AddYears(55)));
    }
}
