// endorsementJwt is in the model but in none of the published contexts.
namespace Conferral.Credentials.Rules.OpenBadges;

/// <summary>Only an enveloping proof covers it. Spec: OB 3.0, property endorsementJwt; context-3.0.3.json does not define the term.</summary>
internal sealed class EndorsementJwtRule() : CredentialRule(Rule, ModelClass.ClrCredential, ModelClass.AchievementCredential, ModelClass.Achievement, ModelClass.Profile)
{
    private static readonly RuleInfo Rule = new("OB-ENDORSEMENT-JWT", Severity.Warning, "endorsements are embedded, not JWTs", "OB 3.0, property endorsementJwt");

    public override void Check(DocumentNode node, FindingSink findings)
    {
        if (node.TryGet("endorsementJwt"u8, out _)) findings.Report(Info, node, "endorsementJwt", "`endorsementJwt` is defined in no published context, so an embedded proof cannot cover it; embed the endorsement under `endorsement`.");
    }
}
