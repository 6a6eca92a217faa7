// A holder's trip: keygen, sign, derive, verify; and the refusals on the way.
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Conferral.Cli.Tests;

public sealed class DisclosureTests : IDisposable
{
    private const string SdSuite = "ecdsa-sd-2023";
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task One_course_is_shown_by_its_place_or_id_and_verifies()
    {
        var signed = await SignRecord();
        foreach (var member in (string[])["1", "urn:uuid:00000000-0000-4000-8000-000000000001"])
        {
            var target = _folder[$"shown-{member.Length}.json"];
            var derive = await CliRun.Of("derive", signed, "--reveal-member", member, "--out", target);
            Assert.True(derive.ExitStatus == ExitCode.Done, derive.Error);
            var text = await File.ReadAllTextAsync(target, TestContext.Current.CancellationToken);
            Assert.Contains("Course 1", text, StringComparison.Ordinal);
            Assert.DoesNotContain("Course 0", text, StringComparison.Ordinal);
            var verify = await CliRun.Of("verify", target);
            Assert.True(verify.ExitStatus == ExitCode.Done, verify.Out);
            Assert.Contains("shows a part of what the issuer signed", verify.Out, StringComparison.Ordinal);
            Assert.Contains("credentialSubject/verifiableCredential (1)", verify.Out, StringComparison.Ordinal);
        }

        Assert.Contains($"proof: {SdSuite}, by did:key:zDn", (await CliRun.Of("verify", "--verbose", _folder["shown-1.json"])).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_choice_the_mandatory_parts_are_written_to_standard_output()
    {
        var derive = await CliRun.Of("derive", await SignRecord());
        Assert.Equal(ExitCode.Done, derive.ExitStatus);
        using var shown = JsonDocument.Parse(derive.RawText);
        Assert.Equal(["@context", "id", "type", "issuer", "validFrom", "name", "credentialSubject", "proof"], shown.RootElement.EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public async Task The_issuer_decides_what_is_mandatory()
    {
        var derive = await CliRun.Of("derive", await SignRecord("--mandatory", "/issuer", "/credentialSubject/verifiableCredential/0/name"));
        using var shown = JsonDocument.Parse(derive.RawText);
        Assert.Equal("Course 0", shown.RootElement.GetProperty("credentialSubject").GetProperty("verifiableCredential")[0].GetProperty("name").GetString());
        Assert.False(shown.RootElement.TryGetProperty("name", out _));
    }

    [Fact]
    public async Task A_base_document_is_not_for_showing()
    {
        var verify = await CliRun.Of("verify", await SignRecord());
        Assert.Equal(ExitCode.NotDone, verify.ExitStatus);
        Assert.Contains("for the holder alone", verify.Out, StringComparison.Ordinal);
        Assert.Contains("conferral derive", verify.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("It must begin with /", "--reveal", "credentialSubject")]
    [InlineData("no member 'grade' is there", "--reveal", "/credentialSubject/grade")]
    [InlineData("It has 2, with the places 0 to 1", "--reveal-member", "2")]
    [InlineData("holds no credential 'urn:uuid:nobody'", "--reveal-member", "urn:uuid:nobody")]
    public async Task What_is_not_there_is_named(string sentence, params string[] options)
    {
        var derive = await CliRun.Of(["derive", await SignRecord(), "--out", _folder["shown.json"], .. options]);
        Assert.Equal(ExitCode.NotDone, derive.ExitStatus);
        Assert.Contains(sentence, derive.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["shown.json"]));
    }

    [Fact]
    public async Task A_document_without_base_proof_cannot_be_derived_and_nothing_is_overwritten()
    {
        var signed = await SignRecord();
        var plain = await CliRun.Of("derive", _folder["record.json"]);
        Assert.Equal(ExitCode.NotDone, plain.ExitStatus);
        Assert.Contains(SdSuite, plain.Error, StringComparison.Ordinal);
        var again = await CliRun.Of("derive", signed, "--out", _folder["record.json"]);
        Assert.Equal(ExitCode.NotDone, again.ExitStatus);
        Assert.DoesNotContain("proof", await File.ReadAllTextAsync(_folder["record.json"], TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("p384")]
    [InlineData("ed25519")]
    public async Task Only_a_p256_key_takes_the_suite(string kind)
    {
        await CliRun.Of("keygen", _folder["other.pem"], "--kind", kind);
        WriteRecord("did:example:issuer");
        var sign = await CliRun.Of("sign", _folder["record.json"], "--key", _folder["other.pem"], "--out", _folder["out"], "--suite", SdSuite);
        Assert.Equal(ExitCode.NotDone, sign.ExitStatus);
        Assert.Contains($"--suite is '{SdSuite}'", sign.Error, StringComparison.Ordinal);
    }

    private async Task<string> SignRecord(params string[] options)
    {
        var keygen = await CliRun.Of("keygen", _folder["key.pem"], "--kind", "p256", "--document", _folder["did.json"]);
        Assert.True(keygen.ExitStatus == ExitCode.Done, keygen.Error);
        var issuer = keygen.Out.Split('#')[0];
        Assert.Contains($"\"{issuer}\"", await File.ReadAllTextAsync(_folder["did.json"], TestContext.Current.CancellationToken), StringComparison.Ordinal);
        WriteRecord(issuer);
        var sign = await CliRun.Of(["sign", _folder["record.json"], "--key", _folder["key.pem"], "--out", _folder["signed"], "--suite", SdSuite, .. options]);
        Assert.True(sign.ExitStatus == ExitCode.Done, sign.Error);
        return _folder["signed/record.json"];
    }

    private void WriteRecord(string issuer) => File.WriteAllBytes(_folder["record.json"], RecordOf(issuer, members: 2));

    /// <summary>An unsigned record with this many courses.</summary>
    internal static byte[] RecordOf(string issuer, int members)
    {
        var profile = $$"""{"id":"{{issuer}}","type":["Profile"],"name":"College"}""";
        var courses = Enumerable.Range(0, members).Select(number => $$"""
            {"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
             "id":"urn:uuid:00000000-0000-4000-8000-{{number:d12}}","type":["VerifiableCredential","AchievementCredential"],"name":"Course {{number}}",
             "issuer":{{profile}},"validFrom":"2025-01-01T00:00:00Z",
             "credentialSubject":{"id":"did:example:learner","type":["AchievementSubject"],"achievement":
              {"id":"urn:uuid:00000000-0000-4000-9000-{{number:d12}}","type":["Achievement"],"name":"Course {{number}}","description":"A course.","criteria":{"narrative":"Pass it."} } } }
            """);
        return Encoding.UTF8.GetBytes(JsonNode.Parse($$"""
            {"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
             "id":"urn:uuid:00000000-0000-4000-a000-000000000000","type":["VerifiableCredential","ClrCredential"],"issuer":{{profile}},
             "validFrom":"2025-01-01T00:00:00Z","name":"Record","credentialSubject":{"id":"did:example:learner","type":["ClrSubject"],"verifiableCredential":[{{string.Join(',', courses)}}]} }
            """)!.ToJsonString());
    }
}
