// What the verifier says about whole documents: good ones, altered ones, and ones it cannot judge.
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Conferral.Credentials.Controllers;
using Conferral.Credentials.Keys;
using Conferral.Credentials.Proofs;
using Conferral.Credentials.Rules;
using Conferral.Credentials.Verification;
using Conferral.LinkedData;
using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace Conferral.Credentials.Tests.Verification;

public sealed class CredentialVerifierTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] OtherValues = ["null", "0", "-1.5e300", "true", "[]", "{}", "\"\"", "[[]]", "\"x:y\"", "{\"id\":7,\"type\":null}", "[null]", "\"_:b\""];
    private readonly SigningKey _key = SigningKey.FromSeed(new byte[32]);

    public void Dispose() => _key.Dispose();

    [Fact]
    public void A_record_signed_with_its_members_is_valid_in_every_part()
    {
        var report = Verify(Sign(Samples.Clr(members: 3)));
        Assert.Equal(Verdict.Valid, report.Verdict);
        Assert.Equal([DocumentRole.Outer, DocumentRole.Member, DocumentRole.Member, DocumentRole.Member], report.Documents.Select(document => document.Role));
        Assert.Equal("/credentialSubject/verifiableCredential/2", report.Documents[3].Pointer);
        Assert.Equal("/credentialSubject/verifiableCredential/2/proof/0", Assert.Single(report.Documents[3].Proofs).Pointer);
        Assert.All(report.Documents.SelectMany(document => document.Checks), check => Assert.NotEmpty(check.Message));
    }

    [Theory]
    [InlineData("clr-signed.json")]
    [InlineData("ob-signed.json")]
    public void The_published_documents_are_valid_with_their_issuers_document_and_unchecked_without(string file)
    {
        using var key = Published.OneEdTechKey();
        const string issuer = "https://example.edu/issuers/565049";
        var bytes = Published.Bytes("1edtech", "linked-data-proof", file);
        Assert.Equal(Verdict.Valid, Verify(bytes, ControllerDocument.ForIssuer(issuer, [VerificationMethod.Multikey(issuer, key.VerificationKey)])).Outer.Verdict);
        var unchecked_ = Verify(bytes);
        Assert.All(unchecked_.Documents, document => Assert.Equal(Verdict.CouldNotCheck, document.Verdict));
    }

    [Fact]
    public void One_flipped_bit_never_verifies()
    {
        var signed = Sign(Samples.Clr(members: 2));
        var verifier = VerifierWithRules();
        FlippedBits.NeverVerify(verifier, signed, times: 3000);
    }

    /// <summary>Two words of the Open Badges context stand for one property, so the signature alone cannot tell them apart.</summary>
    [Fact]
    public void A_word_exchanged_for_another_of_the_same_meaning_is_found_by_the_rules()
    {
        var altered = Altered(Sign(Samples.Achievement(1)), "\"criteria\"", "\"Criteria\"");
        Assert.Equal(Verdict.Valid, Assert.Single(Verify(altered).Outer.Proofs).Verdict);
        Assert.Equal(Verdict.Invalid, VerifierWithRules().Verify(altered).Verdict);
    }

    /// <summary>Whatever stands where something else should, there is a verdict and it is not a good one.</summary>
    [Fact]
    public void A_value_of_another_kind_anywhere_never_verifies_and_never_throws()
    {
        var signed = JsonNode.Parse(Sign(Samples.Clr(members: 1)))!;
        var places = Members(signed).ToList();
        var verifier = VerifierWithRules();
        Gen.Select(Gen.Int[0, places.Count - 1], Gen.Int[0, OtherValues.Length - 1]).Sample((place, value) =>
        {
            var (pointer, name) = places[place];
            var altered = signed.DeepClone();
            var parent = pointer.Aggregate(altered, (node, step) => step is int index ? node[index]! : node[(string)step]!);
            parent[name] = JsonNode.Parse(OtherValues[value]);
            Assert.NotEqual(Verdict.Valid, verifier.Verify(Encoding.UTF8.GetBytes(altered.ToJsonString())).Verdict);
        }, iter: 1500);
    }

    [Fact]
    public void A_member_altered_inside_spoils_itself_and_the_whole()
    {
        var report = Verify(Altered(Sign(Samples.Clr(members: 2)), "\"name\":\"Course 1\"", "\"name\":\"Course 9\""));
        Assert.Equal([Verdict.Invalid, Verdict.Valid, Verdict.Invalid], report.Documents.Select(document => document.Verdict));
        Assert.Equal(Verdict.Invalid, Assert.Single(report.Outer.Proofs).Checks.Single(check => check.Id == CheckId.Signature).Verdict);
    }

    [Theory]
    [InlineData("assertionMethod", "authentication", CheckId.Purpose, Verdict.Invalid)]
    [InlineData("\"created\":\"2026", "\"created\":\"26", CheckId.ProofDates, Verdict.Invalid)]
    [InlineData("\"created\":", "\"expires\":\"2026-05-31T00:00:00Z\",\"created\":", CheckId.ProofDates, Verdict.Invalid)]
    [InlineData("eddsa-rdfc-2022", "bbs-2023", CheckId.Cryptosuite, Verdict.CouldNotCheck)]
    [InlineData("DataIntegrityProof", "RsaSignature2018", CheckId.Cryptosuite, Verdict.CouldNotCheck)]
    [InlineData("\"created\":", "\"previousProof\":\"urn:x\",\"created\":", CheckId.PreviousProof, Verdict.Invalid)]
    [InlineData("\"cryptosuite\":\"eddsa-rdfc-2022\"", "\"cryptosuite\":\"Ed25519Signature2020\"", CheckId.Cryptosuite, Verdict.CouldNotCheck)]
    [InlineData("\"cryptosuite\":\"eddsa-rdfc-2022\"", "\"cryptosuite\":\"ecdsa-rdfc-2019\"", CheckId.Signature, Verdict.Invalid)]
    [InlineData("\"verificationMethod\":\"did:web:college.example", "\"verificationMethod\":\"did:web:other.example", CheckId.Controller, Verdict.CouldNotCheck)]
    [InlineData("credentials/v2", "credentials/v9", CheckId.Signature, Verdict.CouldNotCheck)]
    [InlineData("\"description\"", "\"unheardOf\"", CheckId.Signature, Verdict.Invalid)]
    [InlineData("\"issuer\":{\"id\":\"did:web:college.example\"", "\"issuer\":{\"id\":\"did:web:other.example\"", CheckId.Issuer, Verdict.Invalid)]
    [InlineData("\"issuer\":{\"id\"", "\"issuer\":{\"uid\"", CheckId.Issuer, Verdict.Invalid)]
    public void An_altered_proof_or_document_fails_in_the_check_that_is_for_it(string from, string to, string checkId, Verdict verdict)
    {
        var proof = Assert.Single(Verify(Altered(Sign(Samples.Achievement(1)), from, to)).Outer.Proofs);
        Assert.Equal(verdict, proof.Checks.Single(check => check.Id == checkId).Verdict);
        Assert.NotEqual(Verdict.Valid, proof.Verdict);
    }

    [Fact]
    public void A_document_without_proof_is_invalid()
    {
        var report = Verify(Samples.Achievement(1));
        Assert.Equal((Verdict.Invalid, CheckId.Proof), (report.Verdict, report.Outer.Checks[0].Id));
        Assert.Equal(Verdict.Invalid, Verify(Altered(Sign(Samples.Achievement(1)), "\"proof\":[", "\"proof\":[],\"evidence\":[")).Verdict);
    }

    [Fact]
    public void A_key_that_the_issuer_does_not_list_or_has_revoked_does_not_count()
    {
        var signed = Sign(Samples.Achievement(1));
        var method = VerificationMethod.Multikey(Samples.Issuer, _key.VerificationKey);
        var unlisted = Encoding.UTF8.GetString(OurDocument().ToJson()).Replace("assertionMethod", "authentication", StringComparison.Ordinal);
        Assert.Equal(Verdict.Invalid, Verify(signed, ControllerDocument.Parse(Encoding.UTF8.GetBytes(unlisted))).Verdict);
        Assert.Equal(Verdict.Invalid, Verify(signed, ControllerDocument.ForIssuer(Samples.Issuer, [method with { Revoked = Now.AddDays(-30) }])).Verdict);
        Assert.Equal(Verdict.Invalid, Verify(signed, ControllerDocument.ForIssuer(Samples.Issuer, [method with { Expires = Now.AddDays(-30) }])).Verdict);
        Assert.Equal(Verdict.Valid, Verify(signed, ControllerDocument.ForIssuer(Samples.Issuer, [method with { Revoked = Now.AddDays(-1) }])).Verdict);
    }

    [Fact]
    public void One_good_proof_of_a_set_suffices_and_each_is_reported()
    {
        using var stranger = SigningKey.Generate();
        var options = new SigningOptions(DidKey.VerificationMethod(stranger.VerificationKey), Now.AddDays(-2)) { AddToProofSet = true };
        var both = new CredentialSigner(Published.Canonicalizer).Sign(Sign(Samples.Achievement(1)), stranger, options);
        var report = Verify(both);
        Assert.Equal(Verdict.Valid, report.Verdict);
        Assert.Equal([Verdict.Valid, Verdict.Invalid], report.Outer.Proofs.Select(proof => proof.Verdict));
    }

    [Fact]
    public void A_document_is_valid_only_in_its_time()
    {
        var early = Verify(Sign(Samples.Achievement(1, node => node["validFrom"] = "2026-06-01T00:00:01Z")));
        Assert.Equal(Verdict.Invalid, early.Outer.Checks.Single(check => check.Id == CheckId.NotBefore).Verdict);
        var late = Verify(Sign(Samples.Achievement(1, node => node["validUntil"] = "2026-05-31T23:59:59+00:00")));
        Assert.Equal(Verdict.Invalid, late.Outer.Checks.Single(check => check.Id == CheckId.Expired).Verdict);
        Assert.Equal(Verdict.Valid, late.Outer.Proofs[0].Verdict);
        Assert.Equal(Verdict.Invalid, Verify(Sign(Samples.Achievement(1, node => node["validUntil"] = "for ever"))).Verdict);
    }

    /// <summary>The meaning, and so the signature, is that of the original; only the plain JSON reads differently.</summary>
    [Fact]
    public void Words_defined_by_the_document_itself_are_not_taken_on_trust()
    {
        var signed = Sign(Samples.Achievement(1, node => ((JsonArray)node["@context"]!).Add(new JsonObject { ["humanCode"] = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#fieldOfStudy" })));
        Assert.Equal(Verdict.CouldNotCheck, ContextsOf(signed));
        signed = Sign(Samples.Achievement(1, node => node["credentialSubject"]!["@context"] = new JsonObject { ["shoeSize"] = "https://college.example/terms#shoeSize" }));
        Assert.Equal(Verdict.CouldNotCheck, ContextsOf(signed));
        Assert.Equal(Verdict.Invalid, ContextsOf(Samples.Achievement(1, node => ((JsonArray)node["@context"]!).RemoveAt(0))));
        Assert.Equal(Verdict.Invalid, ContextsOf(Samples.Achievement(1, node => node.Remove("@context"))));
        Assert.Equal(Verdict.Valid, ContextsOf(Sign(Samples.Clr(members: 1))));

        Verdict ContextsOf(byte[] document) => Verify(document).Outer.Checks.Single(check => check.Id == CheckId.Contexts).Verdict;
    }

    [Fact]
    public void A_poisoned_document_is_neither_signed_nor_called_invalid()
    {
        var clique = Enumerable.Range(0, 12).Select(one => (JsonNode)Profile(one, [.. Enumerable.Range(0, 12).Where(other => other != one).Select(other => (JsonNode)Profile(other))]));
        var poisoned = Samples.Achievement(1, node => node["issuer"]!["parentOrg"] = new JsonArray([.. clique]));
        Assert.Throws<CanonicalizationBoundException>(() => Sign(poisoned));
        var proof = Encoding.UTF8.GetString(Sign(Samples.Achievement(1)));
        var forged = Encoding.UTF8.GetString(poisoned)[..^1] + proof[proof.IndexOf(",\"proof\":", StringComparison.Ordinal)..];
        Assert.Equal(Verdict.CouldNotCheck, Verify(Encoding.UTF8.GetBytes(forged)).Verdict);

        static JsonObject Profile(int number, params JsonNode[] parents)
            => new() { ["id"] = $"_:p{number}", ["type"] = new JsonArray("Profile"), ["parentOrg"] = new JsonArray(parents) };
    }

    [Fact]
    public void A_status_list_out_of_reach_is_told_and_spoils_nothing()
    {
        var report = Verify(Sign(Samples.Achievement(1, node => node["credentialStatus"] = JsonNode.Parse(
            """{"type":"BitstringStatusListEntry","statusPurpose":"revocation","statusListIndex":"7","statusListCredential":"https://college.example/status/1"}"""))));
        Assert.Equal((Verdict.Valid, Verdict.CouldNotCheck), (report.Verdict, report.Outer.Status!.Verdict));
    }

    [Fact]
    public void Endorsements_are_verified_wherever_they_hang()
    {
        var endorsement = JsonNode.Parse(Sign(Encoding.UTF8.GetBytes($$"""
            {"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
             "id":"urn:uuid:00000000-0000-4000-a000-000000000001","type":["VerifiableCredential","EndorsementCredential"],"name":"Seal",
             "issuer":{"id":"{{Samples.Issuer}}","type":["Profile"],"name":"College"},"validFrom":"2026-01-01T00:00:00Z",
             "credentialSubject":{"id":"urn:uuid:00000000-0000-4000-9000-000000000002","type":["EndorsementSubject"],"endorsementComment":"Good."} }
            """)));
        var signed = Sign(Samples.Achievement(1, node => node["credentialSubject"]!["achievement"]!["endorsement"] = new JsonArray(endorsement!.DeepClone())));
        var report = Verify(signed);
        Assert.Equal((Verdict.Valid, "/credentialSubject/achievement/endorsement/0"), (report.Verdict, report.Documents[1].Pointer));
        endorsement!["credentialSubject"]!["endorsementComment"] = "Bad.";
        signed = Sign(Samples.Achievement(1, node => node["credentialSubject"]!["achievement"]!["endorsement"] = new JsonArray(endorsement.DeepClone())));
        Assert.Equal([Verdict.Valid, Verdict.Invalid], Verify(signed).Documents.Select(document => document.Verdict));
    }

    [Theory]
    [InlineData("", Verdict.Invalid)]
    [InlineData("{", Verdict.Invalid)]
    [InlineData("[]", Verdict.Invalid)]
    [InlineData("{\"id\":\"a\",\"id\":\"b\"}", Verdict.Invalid)]
    [InlineData("{\"id\":\"\\ud800\"}", Verdict.Invalid)]
    [InlineData("{\"proof\":[null,1,{\"type\":7},{\"type\":\"DataIntegrityProof\",\"cryptosuite\":\"eddsa-rdfc-2022\",\"created\":1}],\"issuer\":[]}", Verdict.Invalid)]
    [InlineData("{\"credentialSubject\":{\"verifiableCredential\":\"eyJhbGciOi\"}}", Verdict.Invalid)]
    [InlineData("eyJhbGciOiJFZERTQSJ9.e30.AA", Verdict.Invalid)]
    public void Bytes_that_are_no_credential_get_a_verdict_and_no_exception(string text, Verdict verdict)
        => Assert.Equal(verdict, Verify(Encoding.UTF8.GetBytes(text)).Verdict);

    [Fact]
    public void An_oversize_document_or_proof_set_is_refused()
    {
        Assert.Equal(Verdict.Invalid, Verify(new byte[CredentialVerifier.MaxBytes + 1]).Verdict);
        var proofs = string.Join(',', Enumerable.Repeat("{}", CredentialVerifier.MaxProofs + 1));
        Assert.Contains("not checked", Verify(Encoding.UTF8.GetBytes($"{{\"proof\":[{proofs}]}}")).Outer.Checks[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rules_of_the_data_model_count_when_they_are_given()
    {
        var verifier = VerifierWithRules();
        Assert.Equal(Verdict.Valid, verifier.Verify(Sign(Samples.Clr(members: 1))).Verdict);
        var nameless = verifier.Verify(Sign(Samples.Achievement(1, node => ((JsonObject)node["credentialSubject"]!["achievement"]!).Remove("name"))));
        Assert.Equal(Verdict.Invalid, nameless.Outer.Checks.Single(check => check.Id == CheckId.Conformance).Verdict);
        Assert.NotEmpty(nameless.Findings);
        Assert.Equal(Verdict.Valid, nameless.Outer.Proofs[0].Verdict);
    }

    /// <summary>Every member of every object inside, as the steps to the object and the member's name.</summary>
    private static IEnumerable<(object[] Object, string Name)> Members(JsonNode node, params object[] path) => node switch
    {
        JsonObject item => item.SelectMany(member => Members(member.Value!, [.. path, member.Key]).Prepend((path, member.Key))),
        JsonArray list => list.SelectMany((item, index) => Members(item!, [.. path, index])),
        _ => [],
    };

    private byte[] Sign(byte[] unsigned)
        => new CredentialSigner(Published.Canonicalizer).Sign(unsigned, _key, new SigningOptions(VerificationMethod.IdOf(Samples.Issuer, _key.VerificationKey), Now.AddDays(-2)));

    private ControllerDocument OurDocument() => ControllerDocument.ForIssuer(Samples.Issuer, [VerificationMethod.Multikey(Samples.Issuer, _key.VerificationKey)]);

    private VerificationReport Verify(byte[] document, params ControllerDocument[] controllers) => Verifier(controllers is [] ? [OurDocument()] : controllers).Verify(document);

    private CredentialVerifier VerifierWithRules()
        => new(Published.Canonicalizer, new VerificationMethodResolver([OurDocument()]), new FakeTimeProvider(Now), new RuleSet(new FakeTimeProvider(Now)));

    private static CredentialVerifier Verifier(ControllerDocument[] controllers)
        => new(Published.Canonicalizer, new VerificationMethodResolver(controllers), new FakeTimeProvider(Now));

    private static byte[] Altered(byte[] signed, string from, string to)
    {
        var text = Encoding.UTF8.GetString(signed);
        Assert.Contains(from, text, StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(text.Replace(from, to, StringComparison.Ordinal));
    }
}
