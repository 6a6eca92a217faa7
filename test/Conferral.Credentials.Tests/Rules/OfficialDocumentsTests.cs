// 1EdTech's own documents: the valid ones pass, the faulty ones fail for their fault.
using System.Text.Json;
using Conferral.TestKit;

namespace Conferral.Credentials.Tests.Rules;

/// <summary>Only faults of structure are listed: keys that do not resolve and proofs that do not verify are another check's.</summary>
public sealed class OfficialDocumentsTests
{
    [Theory]
    [InlineData("linked-data-proof/clr-input.json")]
    [InlineData("linked-data-proof/clr-unsigned.json")]
    [InlineData("linked-data-proof/clr-signed.json")]
    [InlineData("linked-data-proof/ob-input.json")]
    [InlineData("linked-data-proof/ob-unsigned.json")]
    [InlineData("linked-data-proof/ob-signed.json")]
    [InlineData("validator-ob30/simple.json")]
    [InlineData("validator-ob30/simple-context-version.json", "OB-CONTEXT-PREFERRED")]
    [InlineData("validator-ob30/simple-did-key-method.json")]
    [InlineData("validator-ob30/simple-err-proof-method.json")]
    [InlineData("validator-ob30/simple-err-proof-method-unknown-did-method.json")]
    [InlineData("validator-ob30/simple-err-proof-method-unknown-scheme.json")]
    public void A_document_without_a_fault_of_structure_has_no_error(string file, params string[] warnings)
    {
        var findings = Check(file);
        Assert.DoesNotContain(findings, finding => finding.Severity == Severity.Error);
        Assert.Equal(warnings, findings.Select(finding => finding.RuleId));
    }

    [Theory]
    [InlineData("simple-err-context.json", "VCDM-CONTEXT-FIRST", "/@context/0")]
    [InlineData("simple-err-type.json", "VCDM-KNOWN-TYPE", "")]
    [InlineData("simple-err-issued.json", "HOUSE-FAR-FUTURE", "/validFrom")]
    [InlineData("simple-err-issuer-type.json", "OB-PROFILE-TYPE", "/issuer/type")]
    [InlineData("simple-err-issuer-parentorg-type.json", "OB-PROFILE-TYPE", "/issuer/parentOrg/type")]
    [InlineData("simple-err-issuer-otheridentifier-type.json", "OB-IDENTIFIER-ENTRY-TYPE", "/issuer/otherIdentifier/1/type")]
    [InlineData("simple-err-credential-subject-profile-type.json", "OB-PROFILE-TYPE", "/credentialSubject/source/type")]
    [InlineData("simple-err-credential-subject-identifier-type.json", "OB-IDENTITY-TYPE", "/credentialSubject/identifier/0/type")]
    [InlineData("simple-err-credential-subject-result-type.json", "OB-RESULT-TYPE", "/credentialSubject/result/1/type")]
    [InlineData("simple-err-credential-subject-achievement-result-description-type.json", "OB-RESULT-DESCRIPTION-TYPE", "/credentialSubject/achievement/resultDescription/2/type")]
    [InlineData("simple-err-proof-method-no-scheme.json", "HOUSE-ABSOLUTE-URI", "/proof/0/verificationMethod")]
    [InlineData("endorsement-err-schema-status-refresh.json", "VCDM-VERSION-1", "/@context")]
    [InlineData("simple_v1.json", "VCDM-VERSION-1", "/issuanceDate")]
    [InlineData("simple-noproof.json", "VCDM-VERSION-1", "/@context")]
    [InlineData("simple-eddsa-2022.json", "VCDM-VERSION-1", "/@context")]
    [InlineData("credential-status-revoked.json", "VCDM-VERSION-1", "/@context")]
    [InlineData("bit-string-list/credential-status-revoked.json", "VCDM-BITSTRING-STATUS", "/credentialStatus/statusListIndex")]
    [InlineData("bit-string-list/credential-status-revoked-blank-nodes.json", "VCDM-BITSTRING-STATUS", "/credentialStatus/statusListIndex")]
    public void A_faulty_document_fails_for_its_fault(string file, string ruleId, string pointer)
        => Assert.Contains(Check($"validator-ob30/{file}"), finding => finding.RuleId == ruleId && finding.Pointer == pointer && finding.Severity == Severity.Error);

    [Fact]
    public void Every_document_of_the_validator_is_judged_here()
    {
        var judged = typeof(OfficialDocumentsTests).GetMethods()
            .SelectMany(method => method.GetCustomAttributes(typeof(InlineDataAttribute), inherit: false).Cast<InlineDataAttribute>())
            .Select(row => Path.GetFileName((string)row.Data[0]!));
        var published = Directory.EnumerateFiles(Shared.Conformance("vectors", "1edtech", "validator-ob30"), "*.json", SearchOption.AllDirectories).Select(Path.GetFileName);

        Assert.Empty(published.Except(judged));
    }

    private static IReadOnlyList<Finding> Check(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Shared.Conformance(["vectors", "1edtech", .. file.Split('/')])));
        return RuleTests.RuleSet.Check(document.RootElement);
    }
}
