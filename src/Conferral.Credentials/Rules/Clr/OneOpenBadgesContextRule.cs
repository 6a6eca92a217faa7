// All credentials of one CLR use the same Open Badges context.
namespace Conferral.Credentials.Rules.Clr;

/// <summary>
/// Two versions in one document redefine each other's protected terms, so nothing of it can be signed.
/// Spec: https://www.w3.org/TR/json-ld11/#protected-term-definitions
/// </summary>
internal sealed class OneOpenBadgesContextRule() : CredentialRule(Rule, ModelClass.ClrCredential)
{
    private static readonly RuleInfo Rule = new("CLR-ONE-OB-CONTEXT", Severity.Error, "all credentials of a CLR use one version of the Open Badges context", "JSON-LD 1.1, 4.1.11 Protected Term Definitions");

    public override bool Applies(DocumentNode node) => node.Parent is null;

    public override void Check(DocumentNode node, FindingSink findings)
    {
        var own = Contexts.OpenBadgesOf(node);
        if (own.ValueKind != System.Text.Json.JsonValueKind.String) return;
        foreach (var modelClass in CredentialClasses.All)
        {
            foreach (var embedded in node.Document.Of(modelClass))
            {
                var other = Contexts.OpenBadgesOf(embedded);
                if (other.ValueKind == System.Text.Json.JsonValueKind.String && !Contexts.Is(other, Utf8Text.Of(own)))
                    findings.Report(Info, embedded, "@context", "This credential uses another version of the Open Badges context than the CLR, and the two cannot be signed together; issue it anew with the CLR's version.");
            }
        }
    }
}
