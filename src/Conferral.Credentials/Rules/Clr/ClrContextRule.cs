// A CLR lists the CLR context second and the Open Badges context third.
namespace Conferral.Credentials.Rules.Clr;

/// <summary>Spec: CLR 2.0, class ClrCredential, property @context.</summary>
internal sealed class ClrContextRule() : CredentialRule(Rule, ModelClass.ClrCredential)
{
    private static readonly RuleInfo Rule = new("CLR-CONTEXT", Severity.Error, "the second context is a CLR 2.0 context and the third an Open Badges 3.0 context", "CLR 2.0, class ClrCredential, @context");

    public override bool Applies(DocumentNode node) => node.TryGet("@context"u8, out _);

    public override void Check(DocumentNode node, FindingSink findings)
    {
        if (!Contexts.IsClr(Contexts.At(node, 1))) findings.Report(Info, Contexts.Pointer(node, 1), "The second item of `@context` must be a CLR 2.0 context; use https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json.");
        if (!Contexts.IsOpenBadges(Contexts.At(node, 2))) findings.Report(Info, Contexts.Pointer(node, 2), "The third item of `@context` must be an Open Badges 3.0 context; use https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json.");
    }
}

/// <summary>Other versions are accepted, but lack terms or draw complaints from the public validator. Spec: CLR 2.0, context files.</summary>
internal sealed class PreferredClrContextRule() : CredentialRule(Rule, ModelClass.ClrCredential)
{
    private static readonly RuleInfo Rule = new("CLR-CONTEXT-PREFERRED", Severity.Warning, "the CLR context is version 2.0.1 and the Open Badges context 3.0.3", "CLR 2.0, context files");

    public override bool Applies(DocumentNode node) => node.TryGet("@context"u8, out _);

    public override void Check(DocumentNode node, FindingSink findings)
    {
        if (Contexts.IsClr(Contexts.At(node, 1)) && !Contexts.Is(Contexts.At(node, 1), Contexts.ClrPreferred))
            findings.Report(Info, node.Pointer("@context", 1), "This CLR context is accepted, but not the current one; use https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json.");
        if (Contexts.IsOpenBadges(Contexts.At(node, 2)) && !Contexts.Is(Contexts.At(node, 2), Contexts.OpenBadgesPreferred))
            findings.Report(Info, node.Pointer("@context", 2), "This Open Badges context is accepted, but not the current one; use https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json.");
    }
}
