// A credential's validity ends no earlier than it starts.
namespace Conferral.Credentials.Rules.Vcdm;

/// <summary>Spec: https://www.w3.org/TR/vc-data-model-2.0/#validity-period</summary>
internal sealed class ValidityPeriodRule() : CredentialRule(Rule, CredentialClasses.All)
{
    private static readonly RuleInfo Rule = new("VCDM-VALIDITY-PERIOD", Severity.Error, "validUntil is not before validFrom", "VCDM 2.0, 4.9 Validity Period");

    public override bool Applies(DocumentNode node) => node.TryGet("validUntil"u8, out _);

    public override void Check(DocumentNode node, FindingSink findings)
    {
        if (ZonedDateTime.TryRead(node, "validFrom"u8, out var from) && ZonedDateTime.TryRead(node, "validUntil"u8, out var until) && until < from)
            findings.Report(Info, node, "validUntil", "`validUntil` is before `validFrom`, so the credential is never valid; correct one of them.");
    }
}
