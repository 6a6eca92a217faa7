// 1EdTech's revocation list in both spellings, and what is not one.
using System.Text;
using System.Text.Json.Nodes;
using Conferral.Credentials.Status;
using Conferral.Credentials.Verification;
using static Conferral.Credentials.Tests.Status.StatusSamples;

namespace Conferral.Credentials.Tests.Status;

public sealed class RevocationListTests
{
    private const string CredentialId = "urn:uuid:00000000-0000-4000-8000-000000000002";
    private const string Other = """{"id":"urn:uuid:00000000-0000-4000-8000-000000000009"}""";

    [Theory]
    [InlineData("revokedCredential", "{0}", Verdict.Invalid)]
    [InlineData("revokedCredentials", "{0}", Verdict.Invalid)]
    [InlineData("revokedCredential", "{0},\"revoked\":true", Verdict.Invalid)]
    [InlineData("revokedCredential", "{0},\"revoked\":false", Verdict.Valid)]
    [InlineData("revokedCredential", "{0},\"revoked\":\"false\"", Verdict.CouldNotCheck)]
    [InlineData("revokedCredential", "\"id\":7", Verdict.CouldNotCheck)]
    [InlineData("revokedCredential", "\"id\":\"urn:x\"", Verdict.Valid)]
    [InlineData("revoked", "{0}", Verdict.CouldNotCheck)]
    public void A_credential_is_looked_up_by_its_id(string listName, string entry, Verdict verdict)
        => Assert.Equal(verdict, Judge($$"""{"id":"{{ListUrl}}","issuer":"{{Samples.Issuer}}","{{listName}}":[{{Other}},{{{entry.Replace("{0}", $"\"id\":\"{CredentialId}\"", StringComparison.Ordinal)}}}]}""").Verdict);

    [Fact]
    public void Both_spellings_in_one_list_are_read_together_and_revoked_once_is_enough()
    {
        Assert.Equal(Verdict.Invalid, Judge($$"""{"revokedCredential":[],"revokedCredentials":[{"id":"{{CredentialId}}"}]}""").Verdict);
        Assert.Equal(Verdict.Invalid, Judge($$"""{"revokedCredential":{"id":"{{CredentialId}}"},"revokedCredentials":[{"id":"{{CredentialId}}","revoked":false}]}""").Verdict);
    }

    [Fact]
    public void The_reason_is_said_on_one_line()
    {
        var check = Judge($$"""{"revokedCredential":[{"id":"{{CredentialId}}","revocationReason":"Issued in\nerror.\u001b[2J"}],"revokedCredentials":[{"id":"{{CredentialId}}"}]}""");
        Assert.Equal("The credential is revoked. The reason given: Issued in error. [2J.", check.Message);
        Assert.Contains(new string('x', 200) + "….", Judge($$"""{"revokedCredential":[{"id":"{{CredentialId}}","revocationReason":"{{new string('x', 300)}}"}]}""").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_in_another_name_counts_and_says_so_and_one_of_another_address_does_not()
    {
        var other = Judge($$"""{"id":"{{ListUrl}}","issuer":{"id":"{{Stranger}}"},"revokedCredential":[{"id":"{{CredentialId}}"}]}""");
        Assert.Equal(Verdict.Invalid, other.Verdict);
        Assert.Contains(Stranger, other.Message, StringComparison.Ordinal);
        Assert.Contains(StatusListError.Verification, Judge($$"""{"id":"{{ListUrl}}/other","revokedCredential":[{"id":"{{CredentialId}}"}]}""").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_credential_or_an_entry_without_id_cannot_be_looked_up()
    {
        var list = At(ListUrl, """{"revokedCredential":[]}"""u8.ToArray());
        var nameless = Samples.Achievement(1, node => { node["credentialStatus"] = Entry(); node.Remove("id"); });
        Assert.Contains(StatusListError.MalformedValue, Verifier(list).Verify(nameless).Outer.Status!.Message, StringComparison.Ordinal);
        Assert.Contains(StatusListError.MalformedValue, Verifier(list).Verify(Samples.Achievement(1, node => node["credentialStatus"] = new JsonObject { ["type"] = RevocationList.TypeName })).Outer.Status!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_published_sample_names_a_revocation_list()
    {
        var sample = Published.Bytes("1edtech", "validator-ob30", "credential-status-revoked.json");
        var json = JsonNode.Parse(sample)!;
        var list = At(json["credentialStatus"]!["id"]!.GetValue<string>(), Encoding.UTF8.GetBytes($$"""{"revokedCredential":[{"id":{{json["id"]!.ToJsonString()}}}]}"""));
        Assert.Contains(StatusListError.Retrieval, Verifier().Verify(sample).Outer.Status!.Message, StringComparison.Ordinal);
        Assert.Equal(Verdict.Invalid, Verifier(list).Verify(sample).Outer.Status!.Verdict);
    }

    [Fact]
    public void A_list_given_by_hand_is_known_by_its_id()
    {
        Assert.Equal(ListUrl, StatusDocument.GivenByHand(Bytes(List()), Now).Url);
        Assert.Throws<StatusDocumentException>(() => StatusDocument.GivenByHand("{\"issuer\":\"x:y\"}"u8.ToArray(), Now));
        Assert.Throws<StatusDocumentException>(() => StatusDocument.GivenByHand("no json"u8.ToArray(), Now));
    }

    private static Check Judge(string list)
        => Verifier(At(ListUrl, Encoding.UTF8.GetBytes(list))).Verify(Samples.Achievement(1, node => node["credentialStatus"] = Entry())).Outer.Status!;

    private static JsonObject Entry() => new() { ["id"] = ListUrl, ["type"] = RevocationList.TypeName };
}
