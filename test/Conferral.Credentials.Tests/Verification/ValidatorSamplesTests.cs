// Every sample of the public validator gets its verdict, for the right reason.
using Conferral.Credentials.Baking;
using Conferral.Credentials.Controllers;
using Conferral.Credentials.Jwt;
using Conferral.Credentials.Keys;
using Conferral.Credentials.Rules;
using Conferral.Credentials.Verification;
using Conferral.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace Conferral.Credentials.Tests.Verification;

/// <summary>
/// The validator trusts the key a sample names or brings along; we want the issuer's document, here made for the test with
/// the keys of the good samples. Without it no sample is valid.
/// </summary>
public sealed class ValidatorSamplesTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The reasons are the checks with the worst verdict, without the sum over all proofs, then the standards' rules that are broken.</summary>
    public static TheoryData<string, Verdict, string, Verdict> Samples => new()
    {
        { "bit-string-list/credential-status-revoked-blank-nodes.json", Verdict.Invalid, "conformance VCDM-BITSTRING-STATUS", Verdict.Invalid },
        { "bit-string-list/credential-status-revoked.json", Verdict.Invalid, "conformance VCDM-BITSTRING-STATUS", Verdict.Invalid },
        { "bit-string-list/testlist", Verdict.Invalid, "conformance VCDM-KNOWN-TYPE", Verdict.Invalid },
        { "credential-status-revoked.json", Verdict.CouldNotCheck, "conformance", Verdict.CouldNotCheck },
        { "endorsement-err-schema-status-refresh.json", Verdict.Invalid, "signature", Verdict.CouldNotCheck },
        { "simple-context-version.json", Verdict.Valid, "", Verdict.CouldNotCheck },
        { "simple-did-key-method.json", Verdict.Invalid, "issuer", Verdict.Invalid },
        { "simple-eddsa-2022.json", Verdict.CouldNotCheck, "conformance", Verdict.CouldNotCheck },
        { "simple-err-context.json", Verdict.Invalid, "issuer signature conformance contexts OB-SUBJECT-REQUIRED OB-CREDENTIAL-REQUIRED VCDM-CONTEXT-FIRST VCDM-VERSION-1 OB-CONTEXT", Verdict.Invalid },
        { "simple-err-credential-subject-achievement-result-description-type.json", Verdict.Invalid, "signature conformance OB-RESULT-DESCRIPTION-TYPE OB-RESULT-LEVEL", Verdict.Invalid },
        { "simple-err-credential-subject-identifier-type.json", Verdict.Invalid, "signature conformance OB-IDENTITY-TYPE OB-IDENTITY-HASH", Verdict.Invalid },
        { "simple-err-credential-subject-profile-type.json", Verdict.Invalid, "signature conformance OB-PROFILE-TYPE", Verdict.Invalid },
        { "simple-err-credential-subject-result-type.json", Verdict.Invalid, "signature conformance OB-RESULT-RESOLVES OB-RESULT-TYPE OB-RESULT-LEVEL", Verdict.Invalid },
        { "simple-err-issued.json", Verdict.Invalid, "conformance not-before OB-SUBJECT-REQUIRED", Verdict.Invalid },
        { "simple-err-issuer-otheridentifier-type.json", Verdict.Invalid, "signature conformance OB-IDENTIFIER-ENTRY-TYPE", Verdict.Invalid },
        { "simple-err-issuer-parentorg-type.json", Verdict.Invalid, "signature conformance OB-PROFILE-TYPE", Verdict.Invalid },
        { "simple-err-issuer-type.json", Verdict.Invalid, "signature conformance OB-PROFILE-TYPE", Verdict.Invalid },
        { "simple-err-proof-method-no-scheme.json", Verdict.Invalid, "controller", Verdict.Invalid },
        { "simple-err-proof-method-unknown-did-method.json", Verdict.CouldNotCheck, "controller issuer", Verdict.CouldNotCheck },
        { "simple-err-proof-method-unknown-scheme.json", Verdict.CouldNotCheck, "controller issuer", Verdict.CouldNotCheck },
        { "simple-err-proof-method.json", Verdict.Invalid, "controller", Verdict.CouldNotCheck },
        { "simple-err-type.json", Verdict.Invalid, "signature conformance VCDM-KNOWN-TYPE", Verdict.Invalid },
        { "simple-json.png", Verdict.Valid, "", Verdict.CouldNotCheck },
        { "simple-jwt.svg", Verdict.Valid, "", Verdict.CouldNotCheck },
        { "simple-jwt_v1.png", Verdict.CouldNotCheck, "conformance", Verdict.CouldNotCheck },
        { "simple-jwt_v1.svg", Verdict.CouldNotCheck, "conformance", Verdict.CouldNotCheck },
        { "simple-noproof.json", Verdict.Invalid, "proof", Verdict.Invalid },
        { "simple.1ob", Verdict.Valid, "", Verdict.CouldNotCheck },
        { "simple.json", Verdict.Valid, "", Verdict.CouldNotCheck },
        { "simple.jwt", Verdict.Invalid, "controller", Verdict.Invalid },
        { "simple_v1.json", Verdict.CouldNotCheck, "conformance", Verdict.CouldNotCheck },
    };

    [Theory]
    [MemberData(nameof(Samples))]
    public void The_sample_gets_its_verdict_for_its_reason(string file, Verdict verdict, string reasons, Verdict withoutDocuments)
    {
        var sample = File.ReadAllBytes(Path.Combine(Folder, file));
        var report = Verify(sample, [.. Issuers()]);
        Assert.Equal((verdict, reasons), (report.Verdict, Reasons(report)));
        Assert.Equal(withoutDocuments, Verify(sample).Verdict);
    }

    [Fact]
    public void No_sample_is_left_out()
    {
        var files = Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Folder, path));
        Assert.Equal(files.Order(StringComparer.Ordinal), Samples.Select(row => row.Data.Item1));
    }

    /// <summary>Whether they are revoked is in a list elsewhere; that is told apart from all else.</summary>
    [Theory]
    [InlineData("credential-status-revoked.json")]
    [InlineData("endorsement-err-schema-status-refresh.json")]
    [InlineData("bit-string-list/credential-status-revoked.json")]
    [InlineData("bit-string-list/credential-status-revoked-blank-nodes.json")]
    public void A_status_that_is_elsewhere_was_not_checked(string file)
        => Assert.Equal(Verdict.CouldNotCheck, Verify(File.ReadAllBytes(Path.Combine(Folder, file)), [.. Issuers()]).Outer.Status?.Verdict);

    /// <summary>They break a rule with an index that is no text, or are no badge; what they are signed with is sound.</summary>
    [Theory]
    [InlineData("bit-string-list/testlist")]
    [InlineData("bit-string-list/credential-status-revoked.json")]
    [InlineData("bit-string-list/credential-status-revoked-blank-nodes.json")]
    [InlineData("simple-jwt_v1.svg")]
    [InlineData("simple-jwt_v1.png")]
    [InlineData("simple-eddsa-2022.json")]
    public void The_proof_holds_where_something_else_stands_against_the_sample(string file)
        => Assert.Equal(Verdict.Valid, Assert.Single(Verify(File.ReadAllBytes(Path.Combine(Folder, file)), [.. Issuers()]).Outer.Proofs).Verdict);

    private static string Folder => Shared.Conformance("vectors", "1edtech", "validator-ob30");

    private static string Reasons(VerificationReport report)
    {
        var checks = report.Outer.Proofs.SelectMany(proof => proof.Checks).Concat(report.Outer.Checks.Where(check => check.Id != CheckId.Proof || report.Outer.Proofs.Count == 0));
        var broken = report.Findings.Where(finding => finding.Severity == Severity.Error && !finding.RuleId.StartsWith("HOUSE-", StringComparison.Ordinal)).Select(finding => finding.RuleId);
        return report.Verdict == Verdict.Valid ? "" : string.Join(' ', checks.Where(check => check.Verdict == report.Verdict).Select(check => check.Id).Concat(broken).Distinct());
    }

    private static VerificationReport Verify(byte[] sample, params ControllerDocument[] controllers)
    {
        var clock = new FakeTimeProvider(Now);
        return new CredentialVerifier(Published.Canonicalizer, new VerificationMethodResolver(controllers), clock, new RuleSet(clock, Published.Canonicalizer.CheckLossless)).Verify(sample);
    }

    private static IEnumerable<ControllerDocument> Issuers()
    {
        yield return Issuer("https://example.com/issuers/876543", ["z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi", "z6MkrvfzkMnvCroEUP2DVc9SHPE48CRsvHiVSusHioxTYu1x", "z6MknNHHrBzPytzu6CUBP9Lg7fg4KSBjzimc2Frh693YbMiv"]);
        yield return Issuer("https://example.edu/issuers/565049", ["z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi"], "simple-jwt_v1.svg");
        yield return Issuer("https://1edtech.edu/issuers/565049", ["z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi"], "simple-jwt.svg");
        yield return Issuer("did:web:dc.1edtech.org:wellspring2022:wellspring-portal:org:da1e96e9-afcc-4eed-b9a2-2ddf7353214c", ["z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi"]);
        yield return Issuer("https://state.gov/issuers/565049", ["z6MkmQ49FhpMN7V11B7Qzc6WC6Q3ymVW4xmHUsHBR2MWMMo1"]);
    }

    private static ControllerDocument Issuer(string id, string[] keys, string? tokenFile = null)
    {
        var methods = keys.Select(key => VerificationMethod.Multikey(id, VerificationKey.FromMultibase(key)));
        return ControllerDocument.ForIssuer(id, tokenFile is null ? methods : methods.Append(KeyOf(tokenFile)));

        VerificationMethod KeyOf(string file)
        {
            using var token = CompactToken.Read(BakedImage.Extract(File.ReadAllBytes(Path.Combine(Folder, file))));
            return new VerificationMethod($"{id}#token", "JsonWebKey", id, null) { PublicKeyJwk = token.Header.GetProperty("jwk").Clone() };
        }
    }
}
