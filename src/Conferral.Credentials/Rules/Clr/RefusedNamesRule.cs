// Names that guides and other versions use where CLR 2.0 has another: they would go unsigned.
namespace Conferral.Credentials.Rules.Clr;

/// <summary>Spec: CLR 2.0, class ClrSubject, which has none of these.</summary>
internal sealed class RefusedNamesRule() : CredentialRule(Rule, ModelClass.ClrCredential, ModelClass.ClrSubject)
{
    private static readonly RuleInfo Rule = new("CLR-REFUSED-NAMES", Severity.Error, "no property has a name of another version or of no version", "CLR 2.0, class ClrSubject");

    private static readonly (string Name, string Instead)[] Names =
    [
        ("learnerOf", "verifiableCredential"),
        ("achievements", "achievement"),
        ("associations", "association"),
        ("assertions", "verifiableCredential"),
        ("verifiableCredentials", "verifiableCredential"),
    ];

    public override void Check(DocumentNode node, FindingSink findings)
    {
        foreach (var (name, instead) in Names)
        {
            if (node.Element.TryGetProperty(name, out _)) findings.Report(Info, node, name, $"CLR 2.0 has no `{name}`, so it would not be signed; use `{instead}` of the credential subject.");
        }
    }
}
