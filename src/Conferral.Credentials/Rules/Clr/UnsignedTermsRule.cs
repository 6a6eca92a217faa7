// Two terms came after the first CLR context: under it they are not signed.
namespace Conferral.Credentials.Rules.Clr;

/// <summary>
/// Without <c>identifier</c> in the signed data, anybody could put the record on another learner.
/// Spec: CLR 2.0, context.json defines neither partial nor ClrSubject.identifier; context-2.0.1.json does.
/// </summary>
internal sealed class UnsignedTermsRule() : CredentialRule(Rule, ModelClass.ClrCredential)
{
    private static readonly RuleInfo Rule = new("CLR-UNSIGNED-TERMS", Severity.Error, "partial and the subject's identifier are used only with a context that defines them", "CLR 2.0, context-2.0.1.json");

    public override bool Applies(DocumentNode node) => Contexts.Is(Contexts.At(node, 1), Contexts.ClrWithoutLaterTerms);

    public override void Check(DocumentNode node, FindingSink findings)
    {
        const string advice = "is not defined in the CLR context 2.0 (context.json) and would not be signed; use https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json.";
        if (node.TryGet("partial"u8, out _)) findings.Report(Info, node, "partial", $"`partial` {advice}");
        if (node.TryGet("credentialSubject"u8, out var subject) && subject.ValueKind == System.Text.Json.JsonValueKind.Object && subject.TryGetProperty("identifier"u8, out _))
            findings.Report(Info, $"{node.Pointer("credentialSubject")}/identifier", $"`identifier` of ClrSubject {advice}");
    }
}
