// VC 1.1 and 2.0 cannot be mixed: both contexts protect the same terms.
namespace Conferral.Credentials.Rules.Vcdm;

/// <summary>Spec: https://www.w3.org/TR/vc-data-model-2.0/#validity-period (the 1.1 members were replaced)</summary>
internal sealed class VersionOneRule() : CredentialRule(Rule, CredentialClasses.All)
{
    private static readonly RuleInfo Rule = new("VCDM-VERSION-1", Severity.Error, "nothing of VC 1.1 is used", "VCDM 2.0, 4.3 Contexts and 4.9 Validity Period");

    public override void Check(DocumentNode node, FindingSink findings)
    {
        if (Contexts.Has(node, Contexts.CredentialsV1)) findings.Report(Info, node, "@context", "This is a VC 1.1 credential (https://www.w3.org/2018/credentials/v1), which cannot stand in or beside a VC 2.0 one; issue it anew under VC 2.0.");
        if (node.TryGet("issuanceDate"u8, out _)) findings.Report(Info, node, "issuanceDate", "`issuanceDate` is a member of VC 1.1; in VC 2.0 it is `validFrom`. Issue the credential anew.");
        if (node.TryGet("expirationDate"u8, out _)) findings.Report(Info, node, "expirationDate", "`expirationDate` is a member of VC 1.1; in VC 2.0 it is `validUntil`. Issue the credential anew.");
    }
}
