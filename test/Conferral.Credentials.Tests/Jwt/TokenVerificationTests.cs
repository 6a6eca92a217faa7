// What the verifier says about tokens: good ones of every form, and each way to be wrong with the check that finds it.
using System.Text;
using System.Text.Json.Nodes;
using Conferral.Credentials.Controllers;
using Conferral.Credentials.Rules;
using Conferral.Credentials.Verification;
using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace Conferral.Credentials.Tests.Jwt;

public sealed class TokenVerificationTests : IDisposable
{
    private const string Good = """{"alg":"ES256","kid":"did:web:college.example#p256"}""";
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly TestIssuer _issuer = new();

    public void Dispose() => _issuer.Dispose();

    [Theory]
    [InlineData("""{"alg":"RS256","kid":"did:web:college.example#rsa"}""")]
    [InlineData(Good)]
    [InlineData("""{"alg":"ES256","typ":"JWT","kid":"#p256"}""")]
    [InlineData("""{"alg":"ES256","typ":"jwt","kid":"https://college.example/keys/1"}""")]
    [InlineData("""{"alg":"ES256","typ":"vc+jwt","cty":"vc","x5t":"ignored","kid":"did:web:college.example#p256"}""")]
    public void A_good_token_is_valid(string header)
    {
        var report = Verify(_issuer.Sign(header, TestIssuer.Payload()));
        Assert.True(report.Verdict == Verdict.Valid, Problems(report));
        Assert.Equal([CheckId.Cryptosuite, CheckId.ProofDates, CheckId.Claims, CheckId.Controller, CheckId.Issuer, CheckId.Signature], Assert.Single(report.Outer.Proofs).Checks.Select(check => check.Id));
        Assert.Empty(report.Findings);
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("ES256")]
    public void A_key_in_the_token_counts_only_where_the_issuers_document_holds_it(string algorithm)
    {
        var header = $$"""{"alg":"{{algorithm}}","jwk":{{_issuer.Jwk(algorithm)}}}""";
        var token = _issuer.Sign(header, TestIssuer.Payload());
        Assert.Equal(Verdict.Valid, Verify(token).Verdict);

        var alone = Verify(token, controllers: []);
        Assert.Equal(Verdict.CouldNotCheck, alone.Verdict);
        Assert.Equal((Verdict.CouldNotCheck, Verdict.Valid), (Of(alone, CheckId.Controller), Of(alone, CheckId.Signature)));

        using var stranger = new TestIssuer();
        var forged = Verify(stranger.Sign($$"""{"alg":"{{algorithm}}","jwk":{{stranger.Jwk(algorithm)}}}""", TestIssuer.Payload()));
        Assert.Equal((Verdict.Invalid, Verdict.Valid), (Of(forged, CheckId.Controller), Of(forged, CheckId.Signature)));
        Assert.Equal(Verdict.Invalid, forged.Verdict);
    }

    [Fact]
    public void A_private_key_in_the_token_is_refused()
        => Expect(CheckId.Controller, Verdict.Invalid, $$"""{"alg":"ES256","jwk":{{_issuer.Jwk("ES256", withPrivatePart: true)}}}""");

    [Fact]
    public void A_key_in_the_token_must_be_the_one_it_names()
    {
        using var stranger = new TestIssuer();
        Expect(CheckId.Signature, Verdict.Invalid, $$"""{"alg":"ES256","kid":"did:web:college.example#p256","jwk":{{stranger.Jwk("ES256")}}}""");
    }

    [Theory]
    [InlineData(CheckId.Cryptosuite, Verdict.Invalid, """{"alg":"none","kid":"did:web:college.example#p256"}""")]
    [InlineData(CheckId.Cryptosuite, Verdict.Invalid, """{"alg":"HS256","kid":"did:web:college.example#p256"}""")]
    [InlineData(CheckId.Cryptosuite, Verdict.Invalid, """{"kid":"did:web:college.example#p256"}""")]
    [InlineData(CheckId.Cryptosuite, Verdict.Invalid, """{"alg":"ES256","typ":"at+jwt","kid":"did:web:college.example#p256"}""")]
    [InlineData(CheckId.Cryptosuite, Verdict.Invalid, """{"alg":"ES256","typ":7,"kid":"did:web:college.example#p256"}""")]
    [InlineData(CheckId.Cryptosuite, Verdict.Invalid, """{"alg":"ES256","jku":"https://evil.example/","kid":"did:web:college.example#p256"}""")]
    [InlineData(CheckId.Cryptosuite, Verdict.Invalid, """{"alg":"ES256","typ":"vc+jwt","crit":["b64"],"b64":false,"kid":"did:web:college.example#p256"}""")]
    [InlineData(CheckId.Cryptosuite, Verdict.CouldNotCheck, """{"alg":"PS256","kid":"did:web:college.example#rsa"}""")]
    [InlineData(CheckId.Signature, Verdict.Invalid, """{"alg":"ES256","kid":"did:web:college.example#rsa"}""")]
    [InlineData(CheckId.Signature, Verdict.Invalid, """{"alg":"RS256","kid":"did:web:college.example#p256"}""")]
    [InlineData(CheckId.Controller, Verdict.Invalid, """{"alg":"ES256","kid":"did:web:college.example#login"}""")]
    [InlineData(CheckId.Controller, Verdict.Invalid, """{"alg":"ES256","kid":"did:web:college.example#gone"}""")]
    [InlineData(CheckId.Controller, Verdict.CouldNotCheck, """{"alg":"ES256","kid":"https://other.example/keys/1"}""")]
    [InlineData(CheckId.Controller, Verdict.CouldNotCheck, """{"alg":"ES256","jwk":{"kty":"EC","crv":"P-521","x":"AA","y":"AA"}}""")]
    [InlineData(CheckId.Controller, Verdict.Invalid, """{"alg":"ES256","jwk":{"kty":"EC","crv":"P-256","x":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE","y":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE"}}""")]
    [InlineData(CheckId.Controller, Verdict.Invalid, """{"alg":"RS256","jwk":{"kty":"RSA","n":"AQAB","e":"AQAB"}}""")]
    [InlineData(CheckId.Controller, Verdict.Invalid, """{"alg":"RS256","jwk":"a key"}""")]
    [InlineData(CheckId.Controller, Verdict.Invalid, """{"alg":"ES256","kid":7}""")]
    [InlineData(CheckId.Controller, Verdict.Invalid, """{"alg":"ES256"}""")]
    [InlineData(CheckId.Controller, Verdict.CouldNotCheck, """{"alg":"ES256","typ":"vc+jwt"}""")]
    public void A_header_that_is_wrong_or_unknown_is_found(string check, Verdict verdict, string header) => Expect(check, verdict, header);

    [Theory]
    [InlineData("iss", "\"did:web:other.example\"")]
    [InlineData("iss", "7")]
    [InlineData("jti", "\"urn:uuid:0\"")]
    [InlineData("sub", "\"did:example:other\"")]
    [InlineData("nbf", "1767225601")]
    [InlineData("nbf", "\"2026\"")]
    [InlineData("exp", "1900000000")]
    public void A_claim_that_contradicts_the_credential_is_found(string claim, string value)
        => Expect(CheckId.Claims, Verdict.Invalid, Good, payload => payload[claim] = JsonNode.Parse(value));

    [Fact]
    public void A_claim_left_out_is_named_and_misleads_nobody()
    {
        var report = Verify(_issuer.Sign(Good, TestIssuer.Payload(payload => payload.Remove("sub"))));
        Assert.Equal(Verdict.Valid, report.Verdict);
        Assert.Contains("leaves out sub", Assert.Single(report.Outer.Proofs).Checks.Single(check => check.Id == CheckId.Claims).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exp", 1780272000)] // the instant of the check
    [InlineData("nbf", 1780272001)]
    public void A_token_out_of_its_time_is_found(string claim, long value)
        => Expect(CheckId.ProofDates, Verdict.Invalid, """{"alg":"ES256","typ":"vc+jwt","kid":"#p256"}""", payload => payload[claim] = value);

    [Fact]
    public void The_time_of_a_vc_jwt_is_that_of_its_signature_and_not_the_credentials()
    {
        var token = _issuer.Sign("""{"alg":"ES256","typ":"vc+jwt","kid":"#p256"}""", TestIssuer.Payload(payload => payload["exp"] = 1900000000));
        Assert.Equal(Verdict.Valid, Verify(token).Verdict);
    }

    [Theory]
    [InlineData("1e400")]
    [InlineData("-99999999999999999")]
    [InlineData("253402300800")]
    public void A_time_beyond_all_years_is_no_time(string value)
        => Expect(CheckId.ProofDates, Verdict.Invalid, Good, payload => payload["iat"] = JsonNode.Parse(value));

    /// <summary>VC 1.1 lets the credential leave out what the claims say; what is there must agree.</summary>
    [Fact]
    public void The_vc_claim_is_completed_from_the_claims_around_it()
    {
        var report = Verify(_issuer.Sign(Good, VersionOne(vc =>
        {
            vc.Remove("issuer");
            vc.Remove("id");
            vc["credentialSubject"]!.AsObject().Remove("id");
        })));
        Assert.Equal("urn:uuid:00000000-0000-4000-8000-000000000001", report.Outer.Id);
        Assert.Equal(Verdict.Valid, Assert.Single(report.Outer.Proofs).Verdict);
        Assert.Equal([CheckId.Conformance], report.Outer.Checks.Where(check => check.Verdict != Verdict.Valid).Select(check => check.Id));

        var contradiction = Verify(_issuer.Sign(Good, VersionOne(vc => vc["id"] = "urn:uuid:0")));
        Assert.Equal(Verdict.Invalid, Of(contradiction, CheckId.Claims));
        var expired = Verify(_issuer.Sign(Good, VersionOne(_ => { }, payload => payload["exp"] = 1780000000)));
        Assert.Equal(Verdict.Invalid, expired.Outer.Checks.Single(check => check.Id == CheckId.Expired).Verdict);
    }

    [Theory]
    [InlineData("a.b")]
    [InlineData("a.b.c.d")]
    [InlineData(".b.c")]
    public void What_has_not_the_form_of_a_token_is_refused(string tail) => Refused($"eyJ{tail}");

    [Fact]
    public void Padding_white_space_stray_bits_and_doubled_names_are_refused()
    {
        var token = Encoding.ASCII.GetString(_issuer.Sign(Good, TestIssuer.Payload()));
        var parts = token.Split('.');
        Refused($"{parts[0]}=.{parts[1]}.{parts[2]}");
        Refused($"{parts[0]}.{parts[1]}.{parts[2]} ");
        Refused($"{parts[0]}.{parts[1]}.{parts[2][..40]}\n{parts[2][40..]}");
        Refused($"{parts[0]}.{parts[1]}.{parts[2][..^1]}{(char)(parts[2][^1] + 1)}"); // the last of 86 characters carries four bits that are no part of the 64 bytes
        Refused(Encoding.ASCII.GetString(_issuer.Sign("""{"alg":"ES256","kid":"#p256","kid":"#p256"}""", TestIssuer.Payload())));
        Refused(Encoding.ASCII.GetString(_issuer.Sign(Good, TestIssuer.Payload().Replace("\"iss\":", "\"iss\":\"did:web:other.example\",\"iss\":", StringComparison.Ordinal))));
        Refused(Encoding.ASCII.GetString(_issuer.Sign($$"""{"alg":"ES256","kid":"{{new string('k', 20_000)}}"}""", TestIssuer.Payload())));
        Refused(Encoding.ASCII.GetString(_issuer.Sign("""{"alg":"ES256","typ":"vc+jwt","kid":"#p256"}""", VersionOne(_ => { }))));
        Assert.Equal(Verdict.Valid, Verify(Encoding.ASCII.GetBytes(token + "\r\n")).Verdict);
    }

    [Fact]
    public void One_character_changed_never_verifies()
    {
        var token = _issuer.Sign(Good, TestIssuer.Payload());
        var verifier = Verifier(_issuer.Document);
        Gen.Select(Gen.Int[0, token.Length - 1], Gen.Int[33, 126]).Where((at, character) => token[at] != character).Sample((at, character) =>
        {
            var altered = token.ToArray();
            altered[at] = (byte)character;
            Assert.NotEqual(Verdict.Valid, verifier.Verify(altered).Verdict);
        }, iter: 2000);
    }

    private static string VersionOne(Action<JsonObject> change, Action<JsonObject>? around = null)
    {
        var payload = JsonNode.Parse(TestIssuer.Payload())!.AsObject();
        var vc = JsonNode.Parse(Samples.Achievement(0))!.AsObject();
        vc["@context"] = new JsonArray("https://www.w3.org/2018/credentials/v1", "https://purl.imsglobal.org/spec/ob/v3p0/context.json");
        vc.Remove("validFrom");
        change(vc);
        var token = new JsonObject { ["vc"] = vc, ["iss"] = Samples.Issuer, ["jti"] = payload["jti"]!.DeepClone(), ["sub"] = Samples.Learner, ["nbf"] = payload["nbf"]!.DeepClone() };
        around?.Invoke(token);
        return token.ToJsonString();
    }

    private void Expect(string check, Verdict verdict, string header, Action<JsonObject>? change = null)
    {
        var report = Verify(_issuer.Sign(header, TestIssuer.Payload(change)));
        Assert.True(verdict == Of(report, check), Problems(report));
        Assert.NotEqual(Verdict.Valid, report.Verdict);
    }

    private void Refused(string token)
    {
        var check = Assert.Single(Verify(Encoding.ASCII.GetBytes(token)).Outer.Checks);
        Assert.Equal((CheckId.Format, Verdict.Invalid), (check.Id, check.Verdict));
    }

    private static Verdict Of(VerificationReport report, string id) => Assert.Single(report.Outer.Proofs).Checks.Where(check => check.Id == id).Select(check => check.Verdict).DefaultIfEmpty(Verdict.Valid).Single();

    private static string Problems(VerificationReport report)
        => string.Join('\n', report.Outer.Proofs.SelectMany(proof => proof.Checks).Concat(report.Outer.Checks).Where(check => check.Verdict != Verdict.Valid).Select(check => $"{check.Id} {check.Verdict}: {check.Message}"));

    private VerificationReport Verify(byte[] token) => Verify(token, [_issuer.Document]);

    private static VerificationReport Verify(byte[] token, ControllerDocument[] controllers) => Verifier(controllers).Verify(token);

    private static CredentialVerifier Verifier(params ControllerDocument[] controllers)
    {
        var clock = new FakeTimeProvider(Now);
        return new CredentialVerifier(Published.Canonicalizer, new VerificationMethodResolver(controllers), clock, new RuleSet(clock, Published.Canonicalizer.CheckLossless));
    }
}
