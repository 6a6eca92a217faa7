// CredentialSubject: the subject of a credential of no class we know.
using static Conferral.Credentials.Rules.Property;

namespace Conferral.Credentials.Rules.Vcdm;

/// <summary>The shape of CredentialSubject. Spec: https://www.w3.org/TR/vc-data-model-2.0/#credential-subject</summary>
internal static class CredentialSubjectShape
{
    public static readonly Shape Shape = new(ModelClass.CredentialSubject, "VCDM-CREDENTIAL-SUBJECT", "VCDM 2.0, 4.8 Credential Subject",
    [
        Uri("id"),
    ]);
}
