// A hash protects a learner only if it cannot be looked up.
using System.Text.Json;

namespace Conferral.Credentials.Rules.House;

/// <summary>MD5 and hashes without salt are accepted from others, not advised for our own. Spec: OB 3.0, class IdentityObject, salt.</summary>
internal sealed class IdentityStrengthRule() : CredentialRule(Rule, ModelClass.IdentityObject)
{
    private static readonly RuleInfo Rule = new("HOUSE-IDENTITY-STRENGTH", Severity.Warning, "a hashed identity uses SHA-256 and a salt", "OB 3.0, class IdentityObject, identityHash and salt");

    public override bool Applies(DocumentNode node) => node.TryGet("hashed"u8, out var hashed) && hashed.ValueKind == JsonValueKind.True;

    public override void Check(DocumentNode node, FindingSink findings)
    {
        if (node.Text("identityHash"u8) is { } hash && hash.StartsWith("md5$", StringComparison.Ordinal)) findings.Report(Info, node, "identityHash", "MD5 no longer protects an identifier; hash it with SHA-256.");
        if (!node.TryGet("salt"u8, out _)) findings.Report(Info, node, "The hashed identity has no `salt`, so a list of known identifiers reveals it; add a random salt per learner.");
    }
}
