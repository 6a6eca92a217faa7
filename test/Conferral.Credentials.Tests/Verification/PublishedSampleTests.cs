// The published documents of W3C get a verdict that an offline check can stand behind.
using Conferral.Credentials.Controllers;
using Conferral.Credentials.Verification;
using Microsoft.Extensions.Time.Testing;

namespace Conferral.Credentials.Tests.Verification;

public sealed class PublishedSampleTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

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

    private static VerificationReport Verify(byte[] document)
        => new CredentialVerifier(Published.Canonicalizer, new VerificationMethodResolver([]), new FakeTimeProvider(Now)).Verify(document);
}
