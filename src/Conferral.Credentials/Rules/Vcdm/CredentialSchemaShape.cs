// CredentialSchema: where a schema for the credential is published.
using static Conferral.Credentials.Rules.Property;

namespace Conferral.Credentials.Rules.Vcdm;

/// <summary>The shape of CredentialSchema. Spec: https://www.w3.org/TR/vc-data-model-2.0/#data-schemas</summary>
internal static class CredentialSchemaShape
{
    public static readonly Shape Shape = new(ModelClass.CredentialSchema, "VCDM-CREDENTIAL-SCHEMA", "VCDM 2.0, 4.11 Data Schemas",
    [
        Uri("id").Required(),
        Text("type").Required(),
    ]);
}
