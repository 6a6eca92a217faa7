// Tokens in places of documents: members in envelopes, endorsements, status lists; each is opened and judged.
using System.Text;
using System.Text.Json.Nodes;
using Conferral.Credentials.Controllers;
using Conferral.Credentials.Jwt;
using Conferral.Credentials.Keys;
using Conferral.Credentials.Proofs;
using Conferral.Credentials.Rules;
using Conferral.Credentials.Status;
using Conferral.Credentials.Tests.Status;
using Conferral.Credentials.Verification;
using Microsoft.Extensions.Time.Testing;
using static Conferral.Credentials.Tests.Status.StatusSamples;

namespace Conferral.Credentials.Tests.Jwt;

public sealed class EmbeddedTokenTests : IDisposable
{
    private readonly SigningKey _key = SigningKey.Generate(KeyAlgorithm.P256);

    public void Dispose() => _key.Dispose();

    [Fact]
    public void A_member_in_an_envelope_is_judged_like_any_other()
    {
        var report = Verify(Record(Envelope(Token(Samples.Achievement(1)))));
        var member = report.Documents[1];
        Assert.Equal((DocumentRole.Member, "/credentialSubject/verifiableCredential/0"), (member.Role, member.Pointer));
        Assert.True(member.Verdict == Verdict.Valid, string.Join('\n', member.Checks));
        Assert.Equal("urn:uuid:00000000-0000-4000-8000-000000000002", member.Id);
        Assert.Contains(member.Checks, check => check is { Id: CheckId.Subject, Verdict: Verdict.Valid });
        Assert.Equal("ES256", Assert.Single(member.Proofs).Cryptosuite);
    }

    [Fact]
    public void A_record_within_an_envelope_is_searched_for_its_own_members()
    {
        var inner = Encoding.UTF8.GetString(Record(Envelope(Token(Samples.Achievement(1)))));
        var report = Verify(Record(Envelope(Token(Encoding.UTF8.GetBytes(inner)))));
        Assert.Equal(["", "/credentialSubject/verifiableCredential/0", "/credentialSubject/verifiableCredential/0/credentialSubject/verifiableCredential/0"], report.Documents.Select(document => document.Pointer));
        Assert.All(report.Documents.Skip(1), document => Assert.Equal(Verdict.Valid, document.Verdict));
    }

    [Theory]
    [InlineData(Verdict.Invalid, "data:application/vc+jwt,eyJhbGciOiJub25lIn0.e30.")]
    [InlineData(Verdict.Invalid, "data:application/vc+jwt,not-a-token")]
    [InlineData(Verdict.CouldNotCheck, "data:application/vc+jwt;base64,ZXlK")]
    [InlineData(Verdict.CouldNotCheck, "data:application/vc+cose,abc")]
    [InlineData(Verdict.CouldNotCheck, "data:application/vc+jwt")]
    [InlineData(Verdict.CouldNotCheck, "https://college.example/credentials/1")]
    public void What_is_no_token_in_an_envelope_is_said_so(Verdict verdict, string url)
        => Assert.Equal(verdict, Verify(Record(Envelope(url))).Documents[1].Verdict);

    [Fact]
    public void A_forged_token_in_an_envelope_is_found_out()
    {
        var token = Token(Samples.Achievement(1));
        token[^8] ^= 1;
        Assert.Equal(Verdict.Invalid, Verify(Record(Envelope(token))).Documents[1].Verdict);
    }

    [Fact]
    public void A_member_that_is_only_a_reference_is_not_checked()
    {
        var report = Verify(Record(JsonValue.Create("urn:uuid:somewhere")));
        Assert.Equal(Verdict.CouldNotCheck, report.Documents[1].Verdict);
    }

    [Fact]
    public void An_endorsement_as_a_token_is_judged_as_an_endorsement()
    {
        var endorsement = Samples.Achievement(7, node =>
        {
            node["type"] = new JsonArray("VerifiableCredential", "EndorsementCredential");
            node["credentialSubject"] = new JsonObject { ["id"] = "urn:uuid:00000000-0000-4000-9000-000000000002", ["type"] = new JsonArray("EndorsementSubject"), ["endorsementComment"] = "Good." };
        });
        var token = Encoding.ASCII.GetString(Token(endorsement));
        var endorsed = Samples.Achievement(1, node =>
        {
            node["endorsementJwt"] = new JsonArray(token);
            node["credentialSubject"]!["achievement"]!["endorsementJwt"] = new JsonArray(token[..^3]);
        });
        var report = Verify(Token(endorsed));
        Assert.Equal(["", "/credentialSubject/achievement/endorsementJwt/0", "/endorsementJwt/0"], report.Documents.Select(document => document.Pointer).Order(StringComparer.Ordinal));
        Assert.All(report.Documents.Skip(1), document => Assert.Equal(DocumentRole.Endorsement, document.Role));
        Assert.Equal(Verdict.Valid, report.Documents.Single(document => document.Pointer == "/endorsementJwt/0").Verdict);
        Assert.Equal(Verdict.Invalid, report.Documents.Single(document => document.Pointer.Contains("achievement", StringComparison.Ordinal)).Verdict);
        Assert.Equal(Verdict.Valid, report.Outer.Verdict); // a word without meaning in RDF is covered by the token's signature
    }

    [Fact]
    public void A_status_list_may_come_as_a_token_and_must_be_a_good_one()
    {
        var list = List();
        list["credentialSubject"]!["id"] = ListUrl + "#list";
        var token = JwtSigner.Sign(Bytes(list), Key, VerificationMethod.IdOf(Samples.Issuer, Key.VerificationKey));
        var credential = Sign(Samples.Achievement(1, node => node["credentialStatus"] = Entry()));
        var revoked = StatusSamples.Verifier(StatusDocument.GivenByHand(token, Now)).Verify(credential).Outer.Status!;
        Assert.Equal(Verdict.Invalid, revoked.Verdict);
        var good = Sign(Samples.Achievement(1, node => node["credentialStatus"] = Entry(index: "8")));
        Assert.Equal(Verdict.Valid, StatusSamples.Verifier(At(ListUrl, token)).Verify(good).Outer.Status!.Verdict);
        token[^8] ^= 1;
        var forged = StatusSamples.Verifier(At(ListUrl, token)).Verify(good).Outer.Status!;
        Assert.Equal(Verdict.CouldNotCheck, forged.Verdict);
        Assert.Contains(StatusListError.Verification, forged.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_vc_1_1_token_everything_but_the_rules_is_judged()
    {
        const string header = """{"alg":"ES256","kid":"did:web:college.example#p256"}""";
        using var issuer = new TestIssuer();
        var credential = JsonNode.Parse(Samples.Achievement(0))!.AsObject();
        credential["@context"] = new JsonArray("https://www.w3.org/2018/credentials/v1");
        credential.Remove("validFrom");
        credential["issuanceDate"] = "2026-01-01T00:00:00Z";
        credential["expirationDate"] = "2026-02-01T00:00:00Z";
        credential["credentialStatus"] = Entry();
        var payload = new JsonObject { ["iss"] = Samples.Issuer, ["jti"] = credential["id"]!.DeepClone(), ["sub"] = Samples.Learner, ["nbf"] = 1767225600, ["exp"] = 1769904000, ["vc"] = credential };
        var clock = new FakeTimeProvider(Now);
        var report = new CredentialVerifier(Published.Canonicalizer, new VerificationMethodResolver([issuer.Document, Issuer]), clock, new RuleSet(clock), new StatusDocuments([At(ListUrl, Sign(Bytes(List())))]))
            .Verify(issuer.Sign(header, payload.ToJsonString()));
        Verdict Of(string id) => report.Outer.Checks.Concat(report.Outer.Proofs[0].Checks).Single(check => check.Id == id).Verdict;
        Assert.Equal((Verdict.CouldNotCheck, Verdict.Invalid, Verdict.Valid, Verdict.Valid), (Of(CheckId.Conformance), Of(CheckId.Expired), Of(CheckId.NotBefore), Of(CheckId.Signature)));
        Assert.NotEqual(Verdict.Valid, report.Outer.Status!.Verdict);
    }

    private byte[] Token(byte[] credential) => JwtSigner.Sign(credential, _key, VerificationMethod.IdOf(Samples.Issuer, _key.VerificationKey));

    private static JsonObject Envelope(byte[] token) => Envelope("data:application/vc+jwt," + Encoding.ASCII.GetString(token));

    private static JsonObject Envelope(string url) => new() { ["@context"] = "https://www.w3.org/ns/credentials/v2", ["id"] = url, ["type"] = "EnvelopedVerifiableCredential" };

    private static byte[] Record(JsonNode member)
    {
        var record = JsonNode.Parse(Samples.Clr(members: 0))!;
        record["credentialSubject"]!["verifiableCredential"] = new JsonArray(member);
        return Bytes(record);
    }

    private VerificationReport Verify(byte[] document)
    {
        var clock = new FakeTimeProvider(Now);
        var issuer = ControllerDocument.ForIssuer(Samples.Issuer, [VerificationMethod.Multikey(Samples.Issuer, _key.VerificationKey)]);
        return new CredentialVerifier(Published.Canonicalizer, new VerificationMethodResolver([issuer]), clock, new RuleSet(clock, Published.Canonicalizer.CheckLossless)).Verify(document);
    }
}
