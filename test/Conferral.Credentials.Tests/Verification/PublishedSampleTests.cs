// The samples of the public validator get a verdict that an offline check can stand behind.
using Conferral.Credentials.Controllers;
using Conferral.Credentials.Keys;
using Conferral.Credentials.Verification;
using Microsoft.Extensions.Time.Testing;

namespace Conferral.Credentials.Tests.Verification;

public sealed class PublishedSampleTests
{
    private const string Issuer = "https://example.com/issuers/876543";
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// The validator trusts the key in the fragment; we check with the issuer's document, here made for the test with
    /// the one key most samples use. A sample that names another key is refused by that document.
    /// </summary>
    [Theory]
    [InlineData("simple.json", Verdict.Valid, Verdict.CouldNotCheck)]
    [InlineData("simple-context-version.json", Verdict.Valid, Verdict.CouldNotCheck)]
    [InlineData("simple-eddsa-2022.json", Verdict.Valid, Verdict.CouldNotCheck)]
    [InlineData("simple_v1.json", Verdict.Invalid, Verdict.CouldNotCheck)]
    [InlineData("simple-noproof.json", Verdict.Invalid, Verdict.Invalid)]
    [InlineData("simple-did-key-method.json", Verdict.Invalid, Verdict.Invalid)]
    [InlineData("simple-err-context.json", Verdict.Invalid, Verdict.Invalid)]
    [InlineData("simple-err-proof-method.json", Verdict.CouldNotCheck, Verdict.CouldNotCheck)]
    [InlineData("simple-err-proof-method-no-scheme.json", Verdict.Invalid, Verdict.Invalid)]
    [InlineData("simple-err-proof-method-unknown-did-method.json", Verdict.CouldNotCheck, Verdict.CouldNotCheck)]
    [InlineData("simple-err-proof-method-unknown-scheme.json", Verdict.CouldNotCheck, Verdict.CouldNotCheck)]
    public void The_sample_gets_its_verdict_with_and_without_the_issuers_document(string file, Verdict with, Verdict without)
    {
        using var key = Published.OneEdTechKey();
        var document = Published.Bytes("1edtech", "validator-ob30", file);
        var known = ControllerDocument.ForIssuer(Issuer, [VerificationMethod.Multikey(Issuer, key.VerificationKey)]);
        Assert.Equal((with, without), (VerdictOn(document, known), VerdictOn(document)));
    }

    [Fact]
    public void The_w3c_documents_get_their_verdict()
    {
        var alumni = Verify(Published.Bytes("w3c", "vc-di-eddsa", "eddsa-rdfc-2022", "signedDataInt.json"));
        Assert.Equal(Verdict.Valid, CheckOf(alumni, CheckId.Signature)); // made for https://vc.example, signed with a did:key
        Assert.Equal(Verdict.Invalid, CheckOf(alumni, CheckId.Issuer));
        var employment = Verify(Published.Bytes("w3c", "vc-di-eddsa", "eddsa-rdfc-2022", "employ", "signedDataInt.json"));
        Assert.Equal(Verdict.CouldNotCheck, CheckOf(employment, CheckId.Signature)); // a context nobody gave us
    }

    [Fact]
    public void Every_proof_of_the_w3c_proof_set_fits()
    {
        var set = Verify(Published.Bytes("w3c", "vc-di-eddsa", "proof-set-chain", "signedProofSet2.json")).Outer.Proofs;
        Assert.Equal(2, set.Count);
        Assert.All(set, proof => Assert.Equal(Verdict.Valid, proof.Checks.Single(check => check.Id == CheckId.Signature).Verdict));
    }

    private static Verdict CheckOf(VerificationReport report, string id) => Assert.Single(report.Outer.Proofs).Checks.Single(check => check.Id == id).Verdict;

    private static Verdict VerdictOn(byte[] document, params ControllerDocument[] controllers) => Verify(document, controllers).Verdict;

    private static VerificationReport Verify(byte[] document, params ControllerDocument[] controllers)
        => new CredentialVerifier(Published.Canonicalizer, new VerificationMethodResolver(controllers), new FakeTimeProvider(Now)).Verify(document);
}
