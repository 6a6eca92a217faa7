// Ready-made credentials from a folder or a file of lines.
using System.Text;
using Conferral.Issuance.Read;

namespace Conferral.Issuance.Tests.Read;

public sealed class CredentialSourceTests
{
    private const string ById = """{"type":["VerifiableCredential","ClrCredential"],"credentialSubject":{"id":"did:example:1"}}""";
    private const string ByIdentifier = """{"type":["VerifiableCredential","OpenBadgeCredential"],"credentialSubject":{"identifier":[{"identityType":"emailAddress","identityHash":"a@example.org"},{"identityType":"sisSourcedId","identityHash":"0012"}]}}""";
    private const string ByName = """{"type":["VerifiableCredential","AchievementCredential"],"credentialSubject":{}}""";

    [Fact]
    public async Task A_folder_gives_its_documents_in_order_of_name()
    {
        using var folder = new TemporaryFolder();
        Write(folder, "c.json", ById);
        Write(folder, "a.json", "\uFEFF" + ByIdentifier);
        Write(folder, "b.json", ByName);
        Write(folder, "notes.txt", "not a credential");
        var reading = await Reading.Of(folder.Path);
        Assert.Equal(["0012", "b.json", "did:example:1"], reading.Items.Select(item => item.LearnerKey));
        Assert.Equal(3, reading.LearnerCount);
        Assert.Empty(reading.AllFindings);
        Assert.Equal(ByIdentifier, Encoding.UTF8.GetString(reading.Items[0].ReadyMade!.Utf8Json.Span));
        Assert.Null(reading.Items[0].Learner);
    }

    [Fact]
    public async Task A_file_of_lines_gives_a_document_per_line()
    {
        using var folder = new TemporaryFolder();
        Write(folder, "batch.ndjson", $"{ById}\r\n\n  \n{ByName}\n{ByIdentifier}");
        var reading = await Reading.Of(Path.Combine(folder.Path, "batch.ndjson"));
        Assert.Equal([("did:example:1", 1L), ("batch.ndjson#4", 4L), ("0012", 5L)], reading.Items.Select(item => (item.LearnerKey, item.Source.Row!.Value)));
        Assert.Equal(3, reading.LearnerCount);
        Assert.Equal(ById, Encoding.UTF8.GetString(reading.Items[0].ReadyMade!.Utf8Json.Span));
    }

    [Theory]
    [InlineData("{\n  \"type\": \"ClrCredential\",\n  oops", "READ-JSON", 3L)]
    [InlineData("", "READ-JSON", 1L)]
    [InlineData("{\"type\":\"ClrCredential\",\"type\":\"ClrCredential\"}", "READ-JSON", null)]
    [InlineData("[]", "READ-NOT-A-CREDENTIAL", null)]
    [InlineData("{\"type\":\"VerifiablePresentation\"}", "READ-NOT-A-CREDENTIAL", null)]
    [InlineData("{\"type\":[\"ClrCredential\",7],\"proof\":{}}", "READ-NOT-A-CREDENTIAL", null)]
    public async Task A_document_that_is_no_unsigned_credential_blocks_itself_only(string text, string rule, long? row)
    {
        using var folder = new TemporaryFolder();
        Write(folder, "a.json", text);
        Write(folder, "b.json", ById);
        var reading = await Reading.Of(folder.Path);
        var finding = Assert.Single(reading["a.json"].Findings);
        Assert.Equal((rule, "a.json", row), (finding.RuleId, finding.Source!.File, finding.Source.Row));
        Assert.Null(reading["a.json"].ReadyMade);
        Assert.NotNull(reading["did:example:1"].ReadyMade);
    }

    [Fact]
    public async Task A_malformed_line_is_named_by_its_number_and_does_not_leak_its_text()
    {
        using var folder = new TemporaryFolder();
        Write(folder, "batch.jsonl", $"{ById}\n{{\"name\": Zebulon}}\n");
        var finding = Assert.Single((await Reading.Of(Path.Combine(folder.Path, "batch.jsonl")))["batch.jsonl#2"].Findings);
        Assert.Equal("batch.jsonl, row 2", finding.Source!.ToString());
        Assert.DoesNotContain("Z", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_learner_may_have_several_documents()
    {
        using var folder = new TemporaryFolder();
        Write(folder, "a.json", ById);
        Write(folder, "b.json", ById);
        var reading = await Reading.Of(folder.Path);
        Assert.Equal(2, reading.Items.Count(item => !item.IsBlocked));
    }

    [Theory]
    [InlineData("batch.ndjson")]
    [InlineData("big.json")]
    public async Task A_document_beyond_the_bound_blocks_itself_only(string name)
    {
        using var folder = new TemporaryFolder();
        Write(folder, name, ById.Replace("did:example:1", "did:example:" + new string('1', 500_000), StringComparison.Ordinal) + "\n");
        if (name == "big.json") Write(folder, "small.json", ById);
        else File.AppendAllText(Path.Combine(folder.Path, name), ById);
        var reading = await Reading.Of(name == "big.json" ? folder.Path : Path.Combine(folder.Path, name), options: new IntakeOptions { MaxCredentialBytes = 100_000 });
        Assert.Equal([true, false], reading.Items.Select(item => item.IsBlocked));
        Assert.Contains("larger than 100,000 bytes", Assert.Single(reading.Items[0].Findings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mapping_is_refused_for_ready_made_credentials()
    {
        using var folder = new TemporaryFolder();
        Write(folder, "batch.ndjson", ById);
        Write(folder, "mapping.yaml", "files: {}");
        Assert.Equal("READ-MAPPING", Assert.Throws<IntakeException>(() => IntakeSources.Open(Path.Combine(folder.Path, "batch.ndjson"), Path.Combine(folder.Path, "mapping.yaml"))).Code);
    }

    private static void Write(TemporaryFolder folder, string name, string text) => File.WriteAllText(Path.Combine(folder.Path, name), text);
}
