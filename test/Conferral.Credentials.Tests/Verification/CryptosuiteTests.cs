// Every suite through the whole verifier: what it signs is valid, one altered bit never is, and signing twice is signing once.
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Conferral.Credentials.Controllers;
using Conferral.Credentials.Keys;
using Conferral.Credentials.Proofs;
using Conferral.Credentials.Proofs.SelectiveDisclosure;
using Conferral.Credentials.Rules;
using Conferral.Credentials.Verification;
using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace Conferral.Credentials.Tests.Verification;

public sealed class CryptosuiteTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Cryptosuites Suites = new(Published.Canonicalizer);

    public static TheoryData<string, KeyAlgorithm> All => new()
    {
        { EddsaRdfc2022.SuiteName, KeyAlgorithm.Ed25519 },
        { EddsaJcs2022.SuiteName, KeyAlgorithm.Ed25519 },
        { EcdsaRdfc2019.SuiteName, KeyAlgorithm.P256 },
        { EcdsaRdfc2019.SuiteName, KeyAlgorithm.P384 },
        { EcdsaJcs2019.SuiteName, KeyAlgorithm.P256 },
        { EcdsaJcs2019.SuiteName, KeyAlgorithm.P384 },
    };

    [Fact]
    public void Every_suite_that_makes_proofs_is_tested_here_and_the_rdfc_suite_is_the_usual_one()
    {
        var tested = All.Select(row => (row.Data.Item1, row.Data.Item2)).ToHashSet();
        tested.Add((EcdsaSd2023.SuiteName, KeyAlgorithm.P256)); // in SelectiveDisclosureTests: its base proofs are not for verifiers
        Assert.Equal(tested, Enum.GetValues<KeyAlgorithm>().SelectMany(algorithm => Suites.NamesFor(algorithm).Select(name => (name, algorithm))).ToHashSet());
        Assert.Equal([EddsaRdfc2022.SuiteName, EcdsaRdfc2019.SuiteName, EcdsaRdfc2019.SuiteName], Enum.GetValues<KeyAlgorithm>().Select(algorithm => Suites.For(algorithm).Name));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_record_signed_with_its_members_is_valid_in_every_part(string suite, KeyAlgorithm algorithm)
    {
        using var key = SigningKey.Generate(algorithm);
        var report = Verify(Sign(Samples.Clr(members: 2), key, suite), key);
        Assert.Equal(Verdict.Valid, report.Verdict);
        Assert.All(report.Documents, document => Assert.Equal(suite, Assert.Single(document.Proofs).Cryptosuite));
        Assert.Equal(3, report.Documents.Count);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void One_flipped_bit_never_verifies(string suite, KeyAlgorithm algorithm)
    {
        using var key = SigningKey.Generate(algorithm);
        var signed = Sign(Samples.Clr(members: 1), key, suite);
        var verifier = Verifier(key, new RuleSet(new FakeTimeProvider(Now)));
        Assert.Equal(Verdict.Valid, verifier.Verify(signed).Verdict);
        FlippedBits.NeverVerify(verifier, signed, times: 250);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Signing_twice_gives_the_same_bytes_from_any_number_of_threads(string suite, KeyAlgorithm algorithm)
    {
        using var key = SigningKey.Generate(algorithm);
        var unsigned = Samples.Clr(members: 2);
        var first = Sign(unsigned, key, suite);
        Parallel.For(0, 8, _ => Assert.Equal(first, Sign(unsigned, key, suite)));
        using var restored = Multikey.DecodeSecret(Multikey.EncodeSecret(key));
        Assert.Equal(first, Sign(unsigned, restored, suite));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_suite_does_not_sign_with_a_key_of_another_kind(string suite, KeyAlgorithm algorithm)
    {
        var misfit = algorithm == KeyAlgorithm.Ed25519 ? KeyAlgorithm.P256 : KeyAlgorithm.Ed25519;
        using var key = SigningKey.Generate(misfit);
        Assert.DoesNotContain(suite, Suites.NamesFor(misfit));
        Assert.Throws<ArgumentOutOfRangeException>(() => Sign(Samples.Achievement(1), key, suite));
    }

    [Fact]
    public void Contexts_may_be_added_behind_a_jcs_proof_and_nowhere_else()
    {
        using var key = SigningKey.Generate();
        var signed = Sign(Samples.Achievement(1), key, EddsaJcs2022.SuiteName);
        Assert.Equal(Verdict.Valid, WithContexts(contexts => contexts.Add("https://www.w3.org/ns/credentials/undefined-terms/v2")));
        Assert.Equal(Verdict.Invalid, WithContexts(contexts => contexts.Insert(1, "https://www.w3.org/ns/credentials/undefined-terms/v2")));
        Assert.Equal(Verdict.Invalid, WithContexts(contexts => contexts.RemoveAt(1)));

        Verdict WithContexts(Action<JsonArray> change)
        {
            var document = JsonNode.Parse(signed)!;
            change(document["@context"]!.AsArray());
            return Verify(Encoding.UTF8.GetBytes(document.ToJsonString()), key).Verdict;
        }
    }

    [Fact]
    public void A_proof_over_meanings_that_brings_its_own_context_is_not_taken_on_trust()
    {
        using var key = SigningKey.Generate();
        var document = JsonNode.Parse(Sign(Samples.Achievement(1), key, EddsaRdfc2022.SuiteName))!;
        document["proof"]![0]!["@context"] = "https://college.example/terms";
        Assert.Equal(Verdict.CouldNotCheck, Verify(Encoding.UTF8.GetBytes(document.ToJsonString()), key).Verdict);
    }

    [Fact]
    public void A_document_of_vc_1_1_with_its_older_proof_is_verified()
    {
        using var key = SigningKey.Generate();
        var document = JsonNode.Parse($$"""
            {"@context":["https://www.w3.org/2018/credentials/v1","https://w3id.org/security/suites/ed25519-2020/v1"],
             "id":"urn:uuid:00000000-0000-4000-8000-000000000009","type":["VerifiableCredential"],"issuer":"{{Samples.Issuer}}",
             "issuanceDate":"2021-01-01T00:00:00Z","credentialSubject":{"id":"did:example:learner"},
             "proof":{"type":"Ed25519Signature2020","created":"2021-01-01T00:00:00Z","proofPurpose":"assertionMethod",
                      "verificationMethod":"{{VerificationMethod.IdOf(Samples.Issuer, key.VerificationKey)}}"} }
            """)!;
        var unsigned = JsonSerializer.SerializeToElement(document);
        var hashes = DataIntegrity.Hash(new Ed25519Signature2020(Published.Canonicalizer), KeyAlgorithm.Ed25519, unsigned, unsigned.GetProperty("proof"));
        document["proof"]!["proofValue"] = Multibase.Encode(key.Sign(hashes.SignedBytes));
        var signed = Encoding.UTF8.GetBytes(document.ToJsonString());
        var report = Verify(signed, key);
        Assert.Equal((Verdict.Valid, Ed25519Signature2020.SuiteName), (report.Verdict, report.Outer.Proofs[0].Cryptosuite));
        var verifier = Verifier(key);
        FlippedBits.NeverVerify(verifier, signed, times: 250);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_chain_holds_only_as_a_whole(string suite, KeyAlgorithm algorithm)
    {
        using var notary = SigningKey.Generate(); // not the issuer, whose document a notary may sign first
        using var key = SigningKey.Generate(algorithm);
        var signer = new CredentialSigner(Published.Canonicalizer);
        var noted = signer.Sign(Samples.Achievement(1), notary, new SigningOptions(DidKey.VerificationMethod(notary.VerificationKey), Now.AddDays(-3)) { ProofId = "urn:uuid:1" });
        var chained = signer.Sign(noted, key, Options(key, suite) with { ProofId = "urn:uuid:2", PreviousProof = ["urn:uuid:1"] });
        var report = Verify(chained, key);
        Assert.Equal(Verdict.Valid, report.Verdict);
        Assert.Equal([Verdict.Invalid, Verdict.Valid], report.Outer.Proofs.Select(proof => proof.Verdict));
        Assert.Equal(CheckId.Issuer, Assert.Single(report.Outer.Proofs[0].Checks, check => check.Verdict != Verdict.Valid).Id);

        Assert.Equal(Verdict.Invalid, Of("\"2026-05-29T00:00:00Z\"", "\"2026-05-29T00:00:01Z\""));
        Assert.Equal(Verdict.Invalid, Of("\"id\":\"urn:uuid:1\"", "\"id\":\"urn:uuid:3\""));
        Assert.Equal(Verdict.Invalid, Of("\"previousProof\":\"urn:uuid:1\"", "\"previousProof\":\"urn:uuid:2\""));
        Assert.Equal(Verdict.Invalid, Of("\"previousProof\":\"urn:uuid:1\"", "\"nonce\":\"urn:uuid:1\""));

        Verdict Of(string from, string to)
        {
            var text = Encoding.UTF8.GetString(chained);
            Assert.Contains(from, text, StringComparison.Ordinal);
            var altered = Verify(Encoding.UTF8.GetBytes(text.Replace(from, to, StringComparison.Ordinal)), key);
            return Assert.Single(altered.Outer.Proofs, proof => proof.Cryptosuite == suite && proof.Pointer.EndsWith('1')).Verdict;
        }
    }

    /// <summary>What a signer may remember of one configuration must not leak into the next.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public void One_signer_makes_plain_proofs_and_links_of_chains_in_any_order(string suite, KeyAlgorithm algorithm)
    {
        using var key = SigningKey.Generate(algorithm);
        var signer = new CredentialSigner(Published.Canonicalizer);
        var plain = Options(key, suite);
        var named = signer.Sign(Samples.Achievement(1), key, plain with { ProofId = "urn:uuid:1" });
        var chained = signer.Sign(named, key, plain with { ProofId = "urn:uuid:2", PreviousProof = ["urn:uuid:1"] });
        byte[][] documents = [named, chained, signer.Sign(Samples.Achievement(2), key, plain), signer.Sign(Samples.Achievement(3), key, plain with { ProofId = "urn:uuid:3" })];
        Assert.All(documents.SelectMany(document => Verify(document, key).Outer.Proofs), proof => Assert.Equal(Verdict.Valid, proof.Verdict));
    }

    [Fact]
    public void A_chain_on_a_proof_of_an_unknown_kind_could_not_be_checked()
    {
        using var key = SigningKey.Generate();
        var signed = JsonNode.Parse(Sign(Samples.Achievement(1), key, EddsaRdfc2022.SuiteName))!;
        signed["proof"]![0]!["id"] = "urn:uuid:1";
        signed["proof"]![0]!["cryptosuite"] = "bbs-2023";
        var chained = new CredentialSigner(Published.Canonicalizer).Sign(Encoding.UTF8.GetBytes(signed.ToJsonString()), key, Options(key, EddsaRdfc2022.SuiteName) with { PreviousProof = ["urn:uuid:1"] });
        Assert.Equal(Verdict.CouldNotCheck, Verify(chained, key).Outer.Proofs[1].Verdict);
    }

    [Theory]
    [InlineData("""[{"type":"DataIntegrityProof","id":"urn:a","previousProof":"urn:a"}]""")]
    [InlineData("""[{"type":"DataIntegrityProof","id":"urn:a","previousProof":"urn:b"},{"type":"DataIntegrityProof","id":"urn:b","previousProof":"urn:a"}]""")]
    [InlineData("""{"type":"DataIntegrityProof","cryptosuite":"eddsa-jcs-2022","id":"urn:a","previousProof":"urn:a","proofValue":"z2"}""")]
    public void Proofs_that_build_on_each_other_in_a_circle_are_invalid(string proofs)
    {
        using var key = SigningKey.Generate();
        var document = JsonNode.Parse(Samples.Achievement(1))!;
        document["proof"] = JsonNode.Parse(proofs);
        var report = Verify(Encoding.UTF8.GetBytes(document.ToJsonString()), key);
        Assert.All(report.Outer.Proofs, proof => Assert.Equal(Verdict.Invalid, proof.Checks.Single(check => check.Id == CheckId.PreviousProof).Verdict));
    }

    private static SigningOptions Options(SigningKey key, string suite)
        => new(VerificationMethod.IdOf(Samples.Issuer, key.VerificationKey), Now.AddDays(-2)) { Suite = suite };

    private static byte[] Sign(byte[] unsigned, SigningKey key, string suite) => new CredentialSigner(Published.Canonicalizer).Sign(unsigned, key, Options(key, suite));

    private static VerificationReport Verify(byte[] document, SigningKey key) => Verifier(key).Verify(document);

    private static CredentialVerifier Verifier(SigningKey key, RuleSet? rules = null)
    {
        var controller = ControllerDocument.ForIssuer(Samples.Issuer, [VerificationMethod.Multikey(Samples.Issuer, key.VerificationKey)]);
        return new CredentialVerifier(Published.Canonicalizer, new VerificationMethodResolver([controller]), new FakeTimeProvider(Now), rules);
    }
}
