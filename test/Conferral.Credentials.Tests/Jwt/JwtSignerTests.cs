// Tokens the product makes: they verify, hold the credential's own bytes, and are refused for what does not fit.
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Conferral.Credentials.Controllers;
using Conferral.Credentials.Jwt;
using Conferral.Credentials.Keys;
using Conferral.Credentials.Proofs;
using Conferral.Credentials.Verification;
using Microsoft.Extensions.Time.Testing;

namespace Conferral.Credentials.Tests.Jwt;

public sealed class JwtSignerTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly SigningKey _key = SigningKey.FromSeed(new byte[32]);

    private string Method => VerificationMethod.IdOf(Samples.Issuer, _key.VerificationKey);

    public void Dispose() => _key.Dispose();

    [Fact]
    public void A_record_with_signed_members_verifies_as_a_token_in_every_part()
    {
        var signer = new CredentialSigner(Published.Canonicalizer);
        var members = Enumerable.Range(0, 2).Select(number => signer.Sign(Samples.Achievement(number), _key, new SigningOptions(Method, Now))).ToList();
        var report = Verify(JwtSigner.Sign(Samples.ClrOf(members), _key, Method));
        Assert.Equal([Verdict.Valid, Verdict.Valid, Verdict.Valid], report.Documents.Select(document => document.Verdict));
        Assert.Equal(("EdDSA", Method), (report.Outer.Proofs[0].Cryptosuite, report.Outer.Proofs[0].VerificationMethod));
    }

    [Fact]
    public void The_payload_is_the_credentials_bytes_and_five_claims()
    {
        var credential = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Samples.Achievement(3, node => node["validUntil"] = "2030-01-01T00:00:00.5Z")) + "\n");
        var token = Encoding.ASCII.GetString(JwtSigner.Sign(credential, _key, Method));
        var payload = Base64Url.DecodeFromChars(token.Split('.')[1]);
        Assert.True(payload.AsSpan().StartsWith(credential.AsSpan()[..^2]));
        using var json = JsonDocument.Parse(payload);
        Assert.Equal(["iss", "jti", "nbf", "sub", "exp"], json.RootElement.EnumerateObject().Select(member => member.Name).TakeLast(5));
        Assert.Equal((1767225600, 1893456000), (json.RootElement.GetProperty("nbf").GetInt64(), json.RootElement.GetProperty("exp").GetInt64()));
        Assert.Equal($$"""{"alg":"EdDSA","typ":"JWT","kid":"{{Method}}"}""", Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token.Split('.')[0])));
        Assert.Equal(Verdict.Valid, Verify(Encoding.ASCII.GetBytes(token)).Verdict);
        Assert.Equal(token, Encoding.ASCII.GetString(JwtSigner.Sign(credential, _key, Method)));
    }

    [Theory]
    [InlineData(KeyAlgorithm.P256, "ES256")]
    [InlineData(KeyAlgorithm.P384, "ES384")]
    public void Every_kind_of_key_signs_tokens(KeyAlgorithm kind, string algorithm)
    {
        using var key = SigningKey.Generate(kind);
        var token = JwtSigner.Sign(Samples.Achievement(1), key, VerificationMethod.IdOf(Samples.Issuer, key.VerificationKey));
        var report = Verify(token, key);
        Assert.Equal((Verdict.Valid, algorithm), (report.Verdict, Assert.Single(report.Outer.Proofs).Cryptosuite));
        Assert.Equal(token, JwtSigner.Sign(Samples.Achievement(1), key, VerificationMethod.IdOf(Samples.Issuer, key.VerificationKey)));
    }

    [Theory]
    [InlineData("id", null)]
    [InlineData("issuer", "{\"type\":[\"Profile\"]}")]
    [InlineData("validFrom", null)]
    [InlineData("validFrom", "\"yesterday\"")]
    [InlineData("validUntil", "7")]
    [InlineData("credentialSubject", "{\"type\":[\"AchievementSubject\"]}")]
    [InlineData("credentialSubject", "[]")]
    [InlineData("exp", "1")]
    [InlineData("vc", "{}")]
    [InlineData("@context", "\"https://www.w3.org/2018/credentials/v1\"")]
    public void A_credential_that_a_token_cannot_state_is_refused(string member, string? value)
    {
        var credential = Samples.Achievement(0, node =>
        {
            node.Remove(member);
            if (value is not null) node[member] = System.Text.Json.Nodes.JsonNode.Parse(value);
        });
        Assert.Equal(SigningErrorCode.UnfitForToken, Assert.Throws<SigningException>(() => JwtSigner.Sign(credential, _key, Method)).Code);
    }

    [Fact]
    public void What_is_no_json_is_refused()
        => Assert.Equal(SigningErrorCode.MalformedDocument, Assert.Throws<SigningException>(() => JwtSigner.Sign("[]"u8.ToArray(), _key, Method)).Code);

    private VerificationReport Verify(byte[] token) => Verify(token, _key);

    private static VerificationReport Verify(byte[] token, SigningKey key)
    {
        var resolver = new VerificationMethodResolver([ControllerDocument.ForIssuer(Samples.Issuer, [VerificationMethod.Multikey(Samples.Issuer, key.VerificationKey)])]);
        return new CredentialVerifier(Published.Canonicalizer, resolver, new FakeTimeProvider(Now)).Verify(token);
    }
}
