// Verification with a network: what is fetched, in which order, and what a failure leaves standing.
using System.Text;
using System.Text.Json.Nodes;
using Conferral.Credentials.Baking;
using Conferral.Credentials.Controllers;
using Conferral.Credentials.Fetching;
using Conferral.Credentials.Jwt;
using Conferral.Credentials.Keys;
using Conferral.Credentials.Proofs;
using Conferral.Credentials.Rules;
using Conferral.Credentials.Verification;
using static Conferral.Credentials.Tests.Status.StatusSamples;

namespace Conferral.Credentials.Tests.Fetching;

public sealed class OnlineVerifierTests : IDisposable
{
    private const string DidDocument = "https://college.example/.well-known/did.json";
    private const string StrangersDid = "https://stranger.example/.well-known/did.json";
    private const string RefreshUrl = "https://college.example/newest/1";
    private readonly ScriptedNetwork _network = new();

    public void Dispose() => _network.Dispose();

    [Fact]
    public async Task The_issuers_document_and_the_status_list_are_fetched_once_for_all_documents()
    {
        _network.Serve(DidDocument, Issuer.ToJson()).Serve(ListUrl, Sign(Bytes(List())));
        var verifier = Verifier();
        var revoked = await verifier.VerifyAsync(Sign(Samples.Achievement(1, node => node["credentialStatus"] = Entry())), CancellationToken.None);
        var good = await verifier.VerifyAsync(Sign(Samples.Achievement(2, node => node["credentialStatus"] = Entry(index: "8"))), CancellationToken.None);
        Assert.Equal((Verdict.Invalid, Verdict.Invalid), (revoked.Verdict, revoked.Outer.Status!.Verdict));
        Assert.Equal((Verdict.Valid, Verdict.Valid), (good.Verdict, good.Outer.Status!.Verdict));
        Assert.Equal([DidDocument, ListUrl], _network.Asked.Order());
        Assert.Empty(verifier.Known.Problems);
    }

    [Fact]
    public async Task The_controller_of_a_list_by_another_issuer_is_fetched_after_the_list()
    {
        var list = List();
        list["issuer"] = Stranger;
        _network.Serve(DidDocument, Issuer.ToJson()).Serve(StrangersDid, StrangersDocument.ToJson()).Serve(ListUrl, Sign(Bytes(list), Stranger));
        var report = await Verifier().VerifyAsync(Sign(Samples.Achievement(1, node => node["credentialStatus"] = Entry())), CancellationToken.None);
        Assert.Equal(Verdict.Invalid, report.Outer.Status!.Verdict);
        Assert.Equal(StrangersDid, _network.Asked[2]);
    }

    [Fact]
    public async Task What_cannot_be_fetched_leaves_the_check_undone_is_named_and_is_not_asked_for_again()
    {
        _network.Serve(DidDocument, Issuer.ToJson());
        var verifier = Verifier();
        for (var time = 0; time < 2; time++)
        {
            var report = await verifier.VerifyAsync(Sign(Samples.Achievement(1, node => node["credentialStatus"] = Entry())), CancellationToken.None);
            Assert.Equal((Verdict.Valid, Verdict.CouldNotCheck), (report.Verdict, report.Outer.Status!.Verdict));
            Assert.Contains("404", report.Outer.Status.Message, StringComparison.Ordinal);
        }

        Assert.Equal(2, _network.Asked.Count);
        Assert.Equal([ListUrl], verifier.Known.Problems.Keys);
    }

    [Fact]
    public async Task What_is_given_by_hand_or_is_a_did_key_is_not_fetched()
    {
        using var key = SigningKey.Generate();
        var own = new CredentialSigner(Published.Canonicalizer).Sign(Samples.Achievement(1, node => node["issuer"] = DidKey.Did(key.VerificationKey)), key, new SigningOptions(DidKey.VerificationMethod(key.VerificationKey), Now.AddDays(-1)));
        Assert.Equal(Verdict.Valid, (await Verifier().VerifyAsync(own, CancellationToken.None)).Verdict);
        Assert.Equal(Verdict.Valid, (await Verifier(Issuer).VerifyAsync(Sign(Samples.Clr(members: 2)), CancellationToken.None)).Verdict);
        Assert.Empty(_network.Asked);
    }

    [Fact]
    public async Task A_document_that_states_another_id_than_the_one_asked_for_is_not_used()
    {
        _network.Serve(DidDocument, StrangersDocument.ToJson());
        var verifier = Verifier();
        Assert.Equal(Verdict.CouldNotCheck, (await verifier.VerifyAsync(Sign(Samples.Achievement(1)), CancellationToken.None)).Verdict);
        Assert.Contains("not the one asked for", verifier.Known.Problems[Samples.Issuer], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://college.example/issuers/1", "https://college.example/issuers/1")]
    [InlineData("did:web:college.example%3A8443:issuers:1", "https://college.example:8443/issuers/1/did.json")]
    public async Task Controllers_are_fetched_from_where_their_id_says(string issuer, string address)
    {
        _network.Serve(address, ControllerDocument.ForIssuer(issuer, [VerificationMethod.Multikey(issuer, Key.VerificationKey)]).ToJson());
        var signed = Sign(Samples.Achievement(1, node => node["issuer"]!["id"] = issuer), issuer);
        Assert.Equal(Verdict.Valid, (await Verifier().VerifyAsync(signed, CancellationToken.None)).Verdict);
        Assert.Equal([address], _network.Asked);
    }

    /// <summary>The signature fits, but a key that somebody publishes somewhere is not yet the issuer's.</summary>
    [Fact]
    public async Task A_key_that_stands_alone_at_its_address_is_read_and_is_not_the_issuers()
    {
        const string url = "https://college.example/keys/1";
        var x = System.Buffers.Text.Base64Url.EncodeToString(Multibase.TryDecode(Key.VerificationKey.PublicKeyMultibase, out var multikey) ? multikey.AsSpan(2) : default);
        _network.Serve(url, Encoding.UTF8.GetBytes($$"""{"kty":"OKP","crv":"Ed25519","x":"{{x}}"}"""), "application/jwk+json");
        var signed = new CredentialSigner(Published.Canonicalizer).Sign(Samples.Achievement(1), Key, new SigningOptions(url, Now.AddDays(-1)));
        var proof = Assert.Single((await Verifier().VerifyAsync(signed, CancellationToken.None)).Outer.Proofs);
        Assert.Equal(Verdict.Valid, proof.Checks.Single(check => check.Id == CheckId.Signature).Verdict);
        Assert.Equal(Verdict.Invalid, proof.Checks.Single(check => check.Id == CheckId.Issuer).Verdict);
    }

    [Theory]
    [InlineData("https://college.example/keys/1", null, Verdict.Valid)]
    [InlineData("https://college.example/keys/1", "https://college.example/keys/1", Verdict.Valid)]
    [InlineData("https://college.example/keys#k1", "k1", Verdict.Valid)]
    [InlineData("https://college.example/keys#k1", "https://college.example/keys#k1", Verdict.Valid)]
    [InlineData("https://college.example/keys#k2", "k1", Verdict.Invalid)]
    [InlineData("https://keys.example/1", null, Verdict.CouldNotCheck)]
    public async Task A_tokens_kid_may_lead_to_keys_alone_which_are_the_issuers_at_its_own_host(string kid, string? name, Verdict verdict)
    {
        using var key = TokenSigningKey.Of(SigningKey.Generate(KeyAlgorithm.P256));
        using var other = TokenSigningKey.Of(SigningKey.Generate(KeyAlgorithm.P256));
        var jwk = key.PublicJwk();
        if (name is not null) jwk["kid"] = name;
        var token = JwtSigner.Sign(Samples.Achievement(1), key, kid);
        var set = new JsonObject { ["keys"] = new JsonArray(jwk.DeepClone(), other.PublicJwk()) };
        _network.Serve(kid.Split('#')[0], Bytes(jwk), "application/jwk+json");
        Assert.Equal(verdict, (await Verifier().VerifyAsync(token, CancellationToken.None)).Outer.Proofs[0].Verdict);
        if (name is null) return; // a key without a name is not found among others
        _network.Serve(kid.Split('#')[0], Bytes(set), "application/jwk-set+json");
        Assert.Equal(verdict, (await Verifier().VerifyAsync(token, CancellationToken.None)).Outer.Proofs[0].Verdict);
    }

    [Fact]
    public async Task The_issuers_document_is_fetched_for_a_token_that_carries_its_key_and_for_tokens_inside()
    {
        using var key = TokenSigningKey.Of(SigningKey.Generate(KeyAlgorithm.P256));
        _network.Serve(DidDocument, ControllerDocument.ForIssuer(Samples.Issuer, [VerificationMethod.Multikey(Samples.Issuer, key.ForProofs!.VerificationKey)]).ToJson(), "application/did+json");
        Assert.Equal(Verdict.Valid, (await Verifier().VerifyAsync(JwtSigner.Sign(Samples.Achievement(1), key, verificationMethod: null), CancellationToken.None)).Outer.Proofs[0].Verdict);
        var envelope = new JsonObject { ["id"] = "data:application/vc+jwt," + Encoding.ASCII.GetString(JwtSigner.Sign(Samples.Achievement(2), key, "#" + key.ForProofs.VerificationKey.PublicKeyMultibase)), ["type"] = "EnvelopedVerifiableCredential" };
        var inside = await Verifier().VerifyAsync(Samples.ClrOf([Bytes(envelope)]), CancellationToken.None);
        Assert.Equal(Verdict.Valid, inside.Documents[1].Verdict);
    }

    [Fact]
    public async Task What_a_credential_in_an_image_needs_is_fetched_too()
    {
        _network.Serve(DidDocument, Issuer.ToJson());
        var image = BakedImage.Bake("<svg xmlns=\"http://www.w3.org/2000/svg\"/>"u8.ToArray(), Sign(Samples.Achievement(1)));
        Assert.Equal(Verdict.Valid, (await Verifier().VerifyAsync(image, CancellationToken.None)).Outer.Proofs[0].Verdict);
    }

    [Fact]
    public async Task A_status_list_may_be_served_as_a_token()
    {
        _network.Serve(DidDocument, Issuer.ToJson()).Serve(ListUrl, JwtSigner.Sign(Bytes(List()), Key, VerificationMethod.IdOf(Samples.Issuer, Key.VerificationKey)), "application/vc+jwt");
        var revoked = await Verifier().VerifyAsync(Sign(Samples.Achievement(1, node => node["credentialStatus"] = Entry())), CancellationToken.None);
        Assert.Equal((Verdict.Invalid, Verdict.Invalid), (revoked.Verdict, revoked.Outer.Status!.Verdict));
    }

    [Fact]
    public async Task A_document_cannot_make_us_knock_on_many_doors()
    {
        var members = Enumerable.Range(0, 20).Select(number => Samples.Achievement(number, node => node["credentialStatus"] = new JsonObject { ["type"] = "1EdTechRevocationList", ["id"] = $"https://door{number}.example/" })).ToList();
        await Verifier(new FetchLimits { MaxFetchesPerDocument = 5 }, Issuer).VerifyAsync(Samples.ClrOf(members), CancellationToken.None);
        Assert.Equal(5, _network.Asked.Count);
    }

    [Fact]
    public async Task The_newest_version_is_what_is_judged()
    {
        _network.Serve(RefreshUrl, Sign(Refreshable(name: "Newer", validUntil: "2026-05-01T00:00:00Z")));
        var report = await Verifier(Issuer).VerifyAsync(Sign(Refreshable()), CancellationToken.None);
        Assert.Equal(Verdict.Invalid, report.Verdict); // it has run out, and says so
        Assert.Contains("it is what was judged", report.Refresh, StringComparison.Ordinal);
        Assert.Equal([RefreshUrl], _network.Asked); // and is not refreshed again
    }

    [Theory]
    [InlineData("forged")]
    [InlineData("of another issuer")]
    [InlineData("another credential")]
    [InlineData("not by the rules")]
    [InlineData("no credential")]
    [InlineData("not there")]
    public async Task A_newer_version_that_cannot_be_used_leaves_the_original_standing(string newer)
    {
        byte[]? body = newer switch
        {
            "forged" => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Sign(Refreshable())).Replace("A course.", "A degree.", StringComparison.Ordinal)),
            "of another issuer" => Sign(Refreshable(issuer: Stranger), Stranger),
            "another credential" => Sign(Refreshable(number: 2)),
            "not by the rules" => Sign(Refreshable(name: null)),
            "no credential" => "[]"u8.ToArray(),
            _ => null,
        };
        if (body is not null) _network.Serve(RefreshUrl, body);
        var report = await Verifier(Issuer, StrangersDocument).VerifyAsync(Sign(Refreshable()), CancellationToken.None);
        Assert.Equal(Verdict.Valid, report.Verdict);
        Assert.Contains("judged as it stands", report.Refresh, StringComparison.Ordinal);
        Assert.Equal([RefreshUrl], _network.Asked);
    }

    [Fact]
    public async Task A_document_without_a_good_proof_leads_nowhere()
    {
        var forged = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Sign(Refreshable())).Replace("A course.", "A degree.", StringComparison.Ordinal));
        var report = await Verifier(Issuer).VerifyAsync(forged, CancellationToken.None);
        Assert.Equal(Verdict.Invalid, report.Verdict);
        Assert.Null(report.Refresh);
        Assert.Empty(_network.Asked);
        Assert.Equal(Verdict.Invalid, (await Verifier(Issuer).VerifyAsync("eyJhbGciOiJFZERTQSJ9.e30.AA"u8.ToArray(), CancellationToken.None)).Verdict);
    }

    private OnlineVerifier Verifier(params ControllerDocument[] given) => Verifier(new FetchLimits(), given);

    private OnlineVerifier Verifier(FetchLimits limits, params ControllerDocument[] given)
        => new(_network.Fetcher(limits), _network.Clock, new KnownDocuments(given, []), known =>
            new CredentialVerifier(Published.Canonicalizer, new VerificationMethodResolver(known.Controllers), _network.Clock, new RuleSet(_network.Clock), known.Statuses));

    private static byte[] Refreshable(int number = 1, string? name = "Course", string issuer = Samples.Issuer, string? validUntil = null)
        => Samples.Achievement(number, node =>
        {
            ((JsonArray)node["@context"]!).Add("https://purl.imsglobal.org/spec/ob/v3p0/extensions.json");
            node["refreshService"] = new JsonObject { ["id"] = RefreshUrl, ["type"] = "1EdTechCredentialRefresh" };
            node["issuer"]!["id"] = issuer;
            if (name is null) ((JsonObject)node["credentialSubject"]!["achievement"]!).Remove("name");
            else node["name"] = name;
            if (validUntil is not null) node["validUntil"] = validUntil;
        });
}
