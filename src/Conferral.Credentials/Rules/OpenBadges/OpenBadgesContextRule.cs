// The second context of a badge or an endorsement is an Open Badges context.
namespace Conferral.Credentials.Rules.OpenBadges;

/// <summary>Spec: OB 3.0, class AchievementCredential, property @context.</summary>
internal sealed class OpenBadgesContextRule() : CredentialRule(Rule, ModelClass.AchievementCredential, ModelClass.EndorsementCredential)
{
    private static readonly RuleInfo Rule = new("OB-CONTEXT", Severity.Error, "the second context is an Open Badges 3.0 context", "OB 3.0, class AchievementCredential, @context");

    public override bool Applies(DocumentNode node) => node.TryGet("@context"u8, out _);

    public override void Check(DocumentNode node, FindingSink findings)
    {
        if (!Contexts.IsOpenBadges(Contexts.At(node, 1))) findings.Report(Info, Contexts.Pointer(node, 1), "The second item of `@context` must be an Open Badges 3.0 context; use https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json.");
    }
}

/// <summary>Older Open Badges contexts are accepted, but lack terms. A CLR's members are judged with the CLR: see <see cref="Clr.PreferredClrContextRule"/>.</summary>
internal sealed class PreferredOpenBadgesContextRule() : CredentialRule(Rule, ModelClass.AchievementCredential, ModelClass.EndorsementCredential)
{
    private static readonly RuleInfo Rule = new("OB-CONTEXT-PREFERRED", Severity.Warning, "the Open Badges context is version 3.0.3", "OB 3.0, context files");

    public override bool Applies(DocumentNode node) => node.Parent is null && Contexts.IsOpenBadges(Contexts.At(node, 1));

    public override void Check(DocumentNode node, FindingSink findings)
    {
        if (!Contexts.Is(Contexts.At(node, 1), Contexts.OpenBadgesPreferred)) findings.Report(Info, node.Pointer("@context", 1), "This Open Badges context is accepted, but not the current one; use https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json.");
    }
}
