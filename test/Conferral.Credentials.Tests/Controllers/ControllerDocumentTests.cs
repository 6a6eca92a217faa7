// Controller documents: what we write is read back, what others write is read, what is wrong is named.
using System.Text;
using System.Text.Json;
using Conferral.Credentials.Controllers;
using Conferral.Credentials.Keys;

namespace Conferral.Credentials.Tests.Controllers;

public sealed class ControllerDocumentTests
{
    private const string Issuer = "did:web:college.example";
    private const string KeyText = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2";
    private static readonly VerificationKey Key = VerificationKey.FromMultibase(KeyText);

    [Theory]
    [InlineData(Issuer)]
    [InlineData("https://college.example/issuer")]
    public void What_is_written_is_read_back(string issuer)
    {
        var revoked = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
        var written = ControllerDocument.ForIssuer(issuer, [VerificationMethod.Multikey(issuer, Key) with { Revoked = revoked }]).ToJson();
        var method = Assert.Single(ControllerDocument.Parse(written).VerificationMethods);
        Assert.Equal((issuer + "#" + KeyText, "Multikey", issuer), (method.Id, method.Type, method.Controller));
        Assert.Equal((Key, revoked, (DateTimeOffset?)null), (method.Key!, method.Revoked!.Value, method.Expires));
        using var json = JsonDocument.Parse(written);
        Assert.Equal(issuer + "#" + KeyText, json.RootElement.GetProperty("assertionMethod")[0].GetString());
    }

    [Fact]
    public void Methods_of_every_known_type_are_read_and_foreign_ones_kept_with_a_reason()
    {
        var document = Parse($$"""
            {"id":"{{Issuer}}","verificationMethod":[
              {"id":"#a","type":"Ed25519VerificationKey2020","controller":"{{Issuer}}","publicKeyMultibase":"{{KeyText}}"},
              {"id":"{{Issuer}}#b","type":"JsonWebKey","controller":"{{Issuer}}","publicKeyJwk":{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"} },
              {"id":"{{Issuer}}#c","type":"EcdsaSecp256k1VerificationKey2019","controller":"{{Issuer}}"},
              {"id":"{{Issuer}}#d","type":"Multikey","publicKeyMultibase":"{{KeyText}}"}],
             "assertionMethod":["#a",{"id":"{{Issuer}}#e","type":"Multikey","controller":"{{Issuer}}","publicKeyMultibase":"{{KeyText}}"}]}
            """);
        Assert.Equal(Key, document.Find(Issuer + "#a")!.Key);
        Assert.NotNull(document.Find(Issuer + "#b")!.Key);
        Assert.Contains("EcdsaSecp256k1VerificationKey2019", document.Find(Issuer + "#c")!.KeyProblem, StringComparison.Ordinal);
        Assert.Contains("controller", document.Find(Issuer + "#d")!.KeyProblem, StringComparison.Ordinal);
        Assert.Equal([true, false, true], new[] { "#a", "#b", "#e" }.Select(fragment => document.IsAssertionMethod(Issuer + fragment)));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"id":"x:a","id":"x:b"}""")]
    [InlineData("""{"id":"x:a","verificationMethod":[{"type":"Multikey"}]}""")]
    [InlineData("""{"id":"x:a","verificationMethod":[{"id":"#k"},{"id":"#k"}]}""")]
    [InlineData("""{"id":"x:a","verificationMethod":[{"id":"#k","revoked":"soon"}]}""")]
    public void What_is_no_controller_document_is_refused(string json)
        => Assert.Throws<ControllerDocumentException>(() => Parse(json));

    [Fact]
    public void The_resolver_says_found_refused_or_could_not_check()
    {
        var other = Parse($$"""
            {"id":"https://college.example/k","verificationMethod":[
              {"id":"#foreign","type":"Multikey","controller":"https://evil.example","publicKeyMultibase":"{{KeyText}}"},
              {"id":"#koblitz","type":"Multikey","controller":"https://college.example/k","publicKeyMultibase":"zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme"}]}
            """);
        var resolver = new VerificationMethodResolver([ControllerDocument.ForIssuer(Issuer, [VerificationMethod.Multikey(Issuer, Key)]), other]);
        Assert.Equal(Key, resolver.Resolve($"{Issuer}#{KeyText}").Method!.Key);
        Assert.Equal(Key, resolver.Resolve($"did:key:{KeyText}#{KeyText}").Method!.Key);
        foreach (var (url, outcome) in new[]
        {
            ($"{Issuer}#other", Resolution.Refused),
            ("https://college.example/k#foreign", Resolution.Refused),
            ("did:key:zzz", Resolution.Refused),
            (KeyText, Resolution.Refused),
            ("https://college.example/k#koblitz", Resolution.CouldNotCheck),
            ($"https://unknown.example/1#{KeyText}", Resolution.CouldNotCheck),
            ($"did:example:{KeyText}", Resolution.CouldNotCheck),
        })
        {
            var resolved = resolver.Resolve(url);
            Assert.True(outcome == resolved.Outcome, url);
            Assert.Null(resolved.Method);
            Assert.NotNull(resolved.Problem);
        }
    }

    private static ControllerDocument Parse(string json) => ControllerDocument.Parse(Encoding.UTF8.GetBytes(json));
}
