// A record must be somebody's.
namespace Conferral.Credentials.Rules.Clr;

/// <summary>Spec: CLR 2.0, class ClrSubject: either id or at least one identifier. The JSON Schema cannot say it.</summary>
internal sealed class ClrSubjectIdentityRule() : CredentialRule(Rule, ModelClass.ClrSubject)
{
    private static readonly RuleInfo Rule = new("CLR-SUBJECT-IDENTITY", Severity.Error, "the learner has an id or an identifier", "CLR 2.0, class ClrSubject, id and identifier");

    public override void Check(DocumentNode node, FindingSink findings)
    {
        if (!node.TryGet("id"u8, out _) && !node.TryGet("identifier"u8, out _)) findings.Report(Info, node, "The subject has neither `id` nor `identifier`, so the record is nobody's; give one of them.");
    }
}
