// Criteria that say nothing tell a reader nothing.
namespace Conferral.Credentials.Rules.OpenBadges;

/// <summary>Spec: OB 3.0, class Criteria. No schema asks for either member, so this is a warning.</summary>
internal sealed class CriteriaRule() : CredentialRule(Rule, ModelClass.Criteria)
{
    private static readonly RuleInfo Rule = new("OB-CRITERIA", Severity.Warning, "criteria have an id or a narrative", "OB 3.0, class Criteria");

    public override void Check(DocumentNode node, FindingSink findings)
    {
        if (!node.TryGet("id"u8, out _) && !node.TryGet("narrative"u8, out _)) findings.Report(Info, node, "The criteria have neither `id` nor `narrative`; say how the achievement is earned.");
    }
}
