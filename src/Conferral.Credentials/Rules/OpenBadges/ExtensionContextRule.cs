// The three 1EdTech service types are defined in a context of their own.
using System.Text.Json;

namespace Conferral.Credentials.Rules.OpenBadges;

/// <summary>
/// A credential that uses one of them must list the extensions context itself: an embedded member is also verified alone.
/// Spec: OB 3.0, context files (extensions.json).
/// </summary>
internal sealed class ExtensionContextRule() : CredentialRule(Rule, ModelClass.CredentialSchema, ModelClass.CredentialStatus, ModelClass.RefreshService)
{
    private static readonly RuleInfo Rule = new("OB-EXTENSION-CONTEXT", Severity.Error, "a credential that uses a 1EdTech service type lists extensions.json", "OB 3.0, context files, extensions.json");

    private static readonly NameTable ServiceTypes = new(["1EdTechJsonSchemaValidator2019", "1EdTechRevocationList", "1EdTechCredentialRefresh"]);

    public override bool Applies(DocumentNode node)
        => node.TryGet("type"u8, out var type) && type.ValueKind == JsonValueKind.String && ServiceTypes.Contains(Utf8Text.Of(type));

    public override void Check(DocumentNode node, FindingSink findings)
    {
        if (!Contexts.Has(node.Credential, Contexts.Extensions)) findings.Report(Info, node, "type", "This type is defined only in https://purl.imsglobal.org/spec/ob/v3p0/extensions.json; add that context to the credential that holds it.");
    }
}
