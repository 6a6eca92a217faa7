// What is composed passes every rule, loses nothing as JSON-LD, and can be signed and verified.
using System.Text.Json;
using Conferral.Credentials.Keys;
using Conferral.Credentials.Model;
using Conferral.Credentials.Proofs;
using Conferral.Credentials.Rules;
using Conferral.Issuance.Compose;
using Conferral.Issuance.Read;
using Conferral.LinkedData;
using Conferral.LinkedData.Contexts;
using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace Conferral.Issuance.Tests.Compose;

public sealed class ComposedDocumentsHoldTests
{
    private static readonly LinkedDataCanonicalizer Canonicalizer = new(ContextStore.BuiltIn);

    private static readonly RuleSet Rules = new(new FakeTimeProvider(SampleLearner.Now), Canonicalizer.CheckLossless);

    private static readonly ComposeOptions Everything = SampleLearner.Options with
    {
        CourseStatuses = Enum.GetValues<ResultStatus>().ToHashSet(),
        TermGpas = true,
    };

    [Theory]
    [InlineData(null)]
    [InlineData("did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK")]
    public void The_sample_draws_no_finding_at_all(string? did)
    {
        var draft = SampleLearner.Compose(SampleLearner.Learner() with { Did = did });
        Assert.Empty(Rules.Check(SampleLearner.Json(draft)));
    }

    [Fact]
    public void Generated_records_draw_no_error() => GenLearner.Record.Sample(learner =>
        Assert.DoesNotContain(Rules.Check(SampleLearner.Json(SampleLearner.Compose(learner, Everything))), finding => finding.Severity is Credentials.Severity.Error));

    [Fact]
    public void Every_member_holds_alone() => GenLearner.Record.Sample(learner =>
    {
        foreach (var member in Members(SampleLearner.Json(SampleLearner.Compose(learner, Everything))))
            Assert.DoesNotContain(Rules.Check(member), finding => finding.Severity is Credentials.Severity.Error);
    });

    [Theory]
    [InlineData(null)]
    [InlineData("did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK")]
    public void Signed_it_verifies_as_a_whole_and_member_by_member(string? did)
    {
        var draft = SampleLearner.Compose(SampleLearner.Learner() with { Did = did });
        using var key = SigningKey.FromSeed(Enumerable.Repeat((byte)1, SigningKey.SeedLength).ToArray());
        var method = "did:web:college.example#" + key.PublicKeyMultibase;
        var signed = new CredentialSigner(Canonicalizer).Sign(draft.Utf8Json, key, new SigningOptions(method, SampleLearner.Now));

        using var document = JsonLdInput.Parse(signed);
        AssertVerifies(document.RootElement, key);
        Assert.All(Members(document.RootElement), member => AssertVerifies(member, key));
        Assert.Empty(Rules.Check(document.RootElement));
    }

    private static void AssertVerifies(JsonElement document, SigningKey key)
    {
        var proof = document.GetProperty("proof");
        if (proof.ValueKind is JsonValueKind.Array) proof = proof[0];
        Assert.True(DataIntegrity.VerifyProof(new Cryptosuites(Canonicalizer).For(key.Algorithm), key.VerificationKey, document, proof));
    }

    private static JsonElement.ArrayEnumerator Members(JsonElement clr) => clr.GetProperty("credentialSubject").GetProperty("verifiableCredential").EnumerateArray();
}
