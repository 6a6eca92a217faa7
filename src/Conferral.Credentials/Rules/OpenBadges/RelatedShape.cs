// Related: another achievement this one is a version or translation of.
using static Conferral.Credentials.Rules.Property;

namespace Conferral.Credentials.Rules.OpenBadges;

/// <summary>The shape of Related. Spec: https://www.imsglobal.org/spec/ob/v3p0/#org.1edtech.ob.v3p0.related.class</summary>
internal static class RelatedShape
{
    public static readonly Shape Shape = new(ModelClass.Related, "OB-RELATED", "OB 3.0, class Related",
    [
        Uri("id").Required(),
        Type("Related"),
        Text("inLanguage", LanguageTag.Form),
        Text("version"),
    ]);
}
