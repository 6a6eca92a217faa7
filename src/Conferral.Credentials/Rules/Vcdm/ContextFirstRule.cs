// The first context of a VCDM 2.0 credential is the specification's own.
namespace Conferral.Credentials.Rules.Vcdm;

/// <summary>Spec: https://www.w3.org/TR/vc-data-model-2.0/#contexts</summary>
internal sealed class ContextFirstRule() : CredentialRule(Rule, CredentialClasses.All)
{
    private static readonly RuleInfo Rule = new("VCDM-CONTEXT-FIRST", Severity.Error, "the first context is https://www.w3.org/ns/credentials/v2", "VCDM 2.0, 4.3 Contexts");

    public override bool Applies(DocumentNode node) => node.TryGet("@context"u8, out _);

    public override void Check(DocumentNode node, FindingSink findings)
    {
        if (!Contexts.Is(Contexts.At(node, 0), Contexts.CredentialsV2)) findings.Report(Info, Contexts.Pointer(node, 0), "The first item of `@context` must be https://www.w3.org/ns/credentials/v2; put it first.");
    }
}
