// TermsOfUse: the terms under which the credential was issued.
using static Conferral.Credentials.Rules.Property;

namespace Conferral.Credentials.Rules.Vcdm;

/// <summary>The shape of TermsOfUse. Spec: https://www.w3.org/TR/vc-data-model-2.0/#terms-of-use</summary>
internal static class TermsOfUseShape
{
    public static readonly Shape Shape = new(ModelClass.TermsOfUse, "VCDM-TERMS-OF-USE", "VCDM 2.0, 5.5 Terms of Use",
    [
        Uri("id"),
        Text("type").Required(),
    ]);
}
