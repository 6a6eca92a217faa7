// Keys that sign tokens: every kind from its file, RSA long enough, and the key carried in the token.
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Conferral.Credentials.Controllers;
using Conferral.Credentials.Jwt;
using Conferral.Credentials.Keys;
using Conferral.Credentials.Verification;
using Microsoft.Extensions.Time.Testing;

namespace Conferral.Credentials.Tests.Jwt;

public sealed class TokenSigningKeyTests : IDisposable
{
    private const string Passphrase = "correct horse";
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    public static TheoryData<string> Algorithms => ["EdDSA", "ES256", "ES384", "RS256"];

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void A_token_is_signed_with_a_key_from_a_file_and_holds_with_its_url_or_itself_in_the_header(string algorithm)
    {
        WriteKey(algorithm);
        using var key = TokenSigningKey.Open(_file, Passphrase);
        Assert.Equal(algorithm, key.Algorithm);
        Assert.Equal(algorithm == "RS256", key.ForProofs is null);
        const string url = Samples.Issuer + "#signing";
        foreach (var method in (string?[])[url, null])
        {
            var token = JwtSigner.Sign(Samples.Achievement(1), key, method);
            Assert.Equal(token, JwtSigner.Sign(Samples.Achievement(1), key, method));
            var header = Header(token);
            Assert.Equal((algorithm, "JWT"), (header.GetProperty("alg").GetString(), header.GetProperty("typ").GetString()));
            Assert.Equal(method is null ? ["alg", "typ", "jwk"] : ["alg", "typ", "kid"], header.EnumerateObject().Select(member => member.Name));
            var report = Verify(token, key, url);
            Assert.True(report.Verdict == Verdict.Valid, string.Join('\n', report.Outer.Proofs[0].Checks));
            token[^5] ^= 1;
            Assert.Equal(Verdict.Invalid, Verify(token, key, url).Verdict);
        }
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void The_public_key_in_the_header_holds_nothing_private(string algorithm)
    {
        WriteKey(algorithm);
        using var key = TokenSigningKey.Open(_file, Passphrase);
        Assert.Equal(algorithm == "RS256" ? ["kty", "n", "e"] : algorithm == "EdDSA" ? ["kty", "crv", "x"] : (string[])["kty", "crv", "x", "y"], key.PublicJwk().Select(member => member.Key));
    }

    [Fact]
    public void A_short_rsa_key_is_refused_and_so_is_a_wrong_passphrase()
    {
        WriteRsa(1024);
        Assert.Equal(KeyErrorCode.UnsupportedAlgorithm, Assert.Throws<KeyException>(() => TokenSigningKey.Open(_file, Passphrase)).Code);
        WriteRsa(2048);
        Assert.Equal(KeyErrorCode.WrongPassphrase, Assert.Throws<KeyException>(() => TokenSigningKey.Open(_file, "wrong")).Code);
    }

    [Fact]
    public void An_rsa_key_makes_no_proofs_and_the_refusal_says_what_it_is_for()
    {
        WriteRsa(2048);
        var refusal = Assert.Throws<KeyException>(() => KeyFile.Open(_file, Passphrase));
        Assert.Equal(KeyErrorCode.UnsupportedAlgorithm, refusal.Code);
        Assert.Contains("--jwt", refusal.Message, StringComparison.Ordinal);
    }

    private void WriteKey(string algorithm)
    {
        if (algorithm == "RS256")
        {
            WriteRsa(2048);
            return;
        }

        File.Delete(_file);
        using var key = SigningKey.Generate(algorithm switch { "ES256" => KeyAlgorithm.P256, "ES384" => KeyAlgorithm.P384, _ => KeyAlgorithm.Ed25519 });
        KeyFile.Create(_file, key, Passphrase);
    }

    private void WriteRsa(int bits)
    {
        using var rsa = RSA.Create(bits);
        File.WriteAllText(_file, rsa.ExportEncryptedPkcs8PrivateKeyPem(Passphrase, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)));
    }

    private static VerificationReport Verify(byte[] token, TokenSigningKey key, string url)
    {
        var issuer = ControllerDocument.Parse(Encoding.UTF8.GetBytes($$"""
            {"id":"{{Samples.Issuer}}","verificationMethod":[{"id":"{{url}}","type":"JsonWebKey","controller":"{{Samples.Issuer}}","publicKeyJwk":{{key.PublicJwk().ToJsonString()}}}],"assertionMethod":["{{url}}"]}
            """));
        return new CredentialVerifier(Published.Canonicalizer, new VerificationMethodResolver([issuer]), new FakeTimeProvider(Now)).Verify(token);
    }

    private static JsonElement Header(byte[] token)
        => JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromUtf8(token.AsSpan(0, token.AsSpan().IndexOf((byte)'.')))).RootElement;
}
