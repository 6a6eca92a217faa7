// Ready-made credentials are taken over byte for byte, or refused with a reason.
using System.Text;
using Conferral.Issuance.Compose;
using Conferral.Issuance.Read;

namespace Conferral.Issuance.Tests.Compose;

public sealed class ReadyMadeDraftTests
{
    private static readonly byte[] Document = Encoding.UTF8.GetBytes("""{ "id" : "urn:uuid:1",  "name":"\u00e9", "n": 1.0 }""");

    [Fact]
    public void Bytes_are_kept_as_they_are()
    {
        var draft = Adopt(Document);
        Assert.Empty(draft.Findings);
        Assert.Equal(Document, draft.Utf8Json.ToArray());
        Assert.Equal(("urn:uuid:1", draft.Sha256), (draft.CredentialId, draft.Fingerprint));
        Assert.Equal("ready.ndjson, row 5", draft.SourceOf("/credentialSubject/id")!.ToString());
    }

    [Fact]
    public void An_amendment_does_not_touch_them_either()
        => Assert.Equal(Document, SampleLearner.Composer().Compose(Item(Document), SampleLearner.Now).Utf8Json.ToArray());

    [Fact]
    public void A_byte_order_mark_is_taken_off() => Assert.Equal(Document, Adopt([0xEF, 0xBB, 0xBF, .. Document]).Utf8Json.ToArray());

    [Theory]
    [InlineData("""{"name":"x"}""", "COMPOSE-READY-ID")]
    [InlineData("""{"id":""}""", "COMPOSE-READY-ID")]
    [InlineData("""{"id":7}""", "COMPOSE-READY-ID")]
    [InlineData("""{"id":"urn:uuid:1","proof":[]}""", "COMPOSE-READY-SIGNED")]
    [InlineData("""{"id":"urn:uuid:1","issuer":"did:web:elsewhere.example"}""", "COMPOSE-READY-ISSUER")]
    [InlineData("""{"id":"urn:uuid:1","issuer":{"id":"did:web:elsewhere.example"}}""", "COMPOSE-READY-ISSUER")]
    [InlineData("""{"id":"urn:uuid:1","id":"urn:uuid:2"}""", "COMPOSE-READY-JSON")]
    [InlineData("""[{"id":"urn:uuid:1"}]""", "COMPOSE-READY-JSON")]
    [InlineData("""{"id":"urn:uuid:1"} {}""", "COMPOSE-READY-JSON")]
    [InlineData("", "COMPOSE-READY-JSON")]
    public void What_cannot_be_taken_over_is_an_error(string json, string ruleId)
    {
        var finding = Assert.Single(Adopt(Encoding.UTF8.GetBytes(json)).Findings);
        Assert.Equal((ruleId, "ready.ndjson, row 5"), (finding.RuleId, finding.Source!.ToString()));
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_are_an_error()
        => Assert.Equal("COMPOSE-READY-JSON", Assert.Single(Adopt([.. "{\"id\":\""u8, 0xE9, .. "\"}"u8]).Findings).RuleId);

    private static DraftClr Adopt(byte[] bytes) => SampleLearner.Composer().Compose(Item(bytes));

    private static IntakeItem Item(byte[] bytes) => new()
    {
        LearnerKey = "L1",
        Source = SampleLearner.Row("ready", 5),
        ReadyMade = new ReadyMadeCredential(bytes, new("ready.ndjson", 5)),
    };
}
