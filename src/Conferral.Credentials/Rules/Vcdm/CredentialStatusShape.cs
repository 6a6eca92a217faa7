// CredentialStatus: where the credential's status is published.
using static Conferral.Credentials.Rules.Property;

namespace Conferral.Credentials.Rules.Vcdm;

/// <summary>The shape of CredentialStatus. Spec: https://www.w3.org/TR/vc-data-model-2.0/#status</summary>
internal static class CredentialStatusShape
{
    public static readonly Shape Shape = new(ModelClass.CredentialStatus, "VCDM-CREDENTIAL-STATUS", "VCDM 2.0, 4.10 Status",
    [
        Uri("id"),
        Text("type").Required(),
    ]);
}
