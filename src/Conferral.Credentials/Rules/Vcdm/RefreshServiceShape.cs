// RefreshService: where the newest version of the credential is.
using static Conferral.Credentials.Rules.Property;

namespace Conferral.Credentials.Rules.Vcdm;

/// <summary>The shape of RefreshService. Spec: https://www.w3.org/TR/vc-data-model-2.0/#refreshing</summary>
internal static class RefreshServiceShape
{
    public static readonly Shape Shape = new(ModelClass.RefreshService, "VCDM-REFRESH-SERVICE", "VCDM 2.0, 5.4 Refreshing",
    [
        Uri("id").Required(),
        Text("type").Required(),
    ]);
}
