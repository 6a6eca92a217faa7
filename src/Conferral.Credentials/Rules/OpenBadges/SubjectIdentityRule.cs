// An achievement must be somebody's.
namespace Conferral.Credentials.Rules.OpenBadges;

/// <summary>Spec: OB 3.0, class AchievementSubject: either id or at least one identifier.</summary>
internal sealed class SubjectIdentityRule() : CredentialRule(Rule, ModelClass.AchievementSubject)
{
    private static readonly RuleInfo Rule = new("OB-SUBJECT-IDENTITY", Severity.Error, "the learner has an id or an identifier", "OB 3.0, class AchievementSubject, id and identifier");

    public override void Check(DocumentNode node, FindingSink findings)
    {
        if (!node.TryGet("id"u8, out _) && !node.TryGet("identifier"u8, out _)) findings.Report(Info, node, "The subject has neither `id` nor `identifier`, so it is nobody's; give one of them.");
    }
}
