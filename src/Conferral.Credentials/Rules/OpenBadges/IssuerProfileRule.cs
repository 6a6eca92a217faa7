// A reader wants to see who issued, not only a link.
using System.Text.Json;

namespace Conferral.Credentials.Rules.OpenBadges;

/// <summary>Spec: OB 3.0, ProfileRef: the schema allows a bare URL, but the public validator insists on a Profile.</summary>
internal sealed class IssuerProfileRule() : CredentialRule(Rule, ModelClass.ClrCredential, ModelClass.AchievementCredential)
{
    private static readonly RuleInfo Rule = new("OB-ISSUER-PROFILE", Severity.Warning, "the issuer is a Profile, not a bare URL", "OB 3.0, derived type ProfileRef");

    public override void Check(DocumentNode node, FindingSink findings)
    {
        if (node.TryGet("issuer"u8, out var issuer) && issuer.ValueKind == JsonValueKind.String)
            findings.Report(Info, node, "issuer", "`issuer` is a bare URL, which some verifiers refuse; write a Profile with id, type and name.");
    }
}
