// GeoCoordinates: a point on the earth.
using static Conferral.Credentials.Rules.Property;

namespace Conferral.Credentials.Rules.OpenBadges;

/// <summary>The shape of GeoCoordinates. Spec: https://www.imsglobal.org/spec/ob/v3p0/#org.1edtech.ob.v3p0.geocoordinates.class</summary>
internal static class GeoCoordinatesShape
{
    public static readonly Shape Shape = new(ModelClass.GeoCoordinates, "OB-GEO", "OB 3.0, class GeoCoordinates",
    [
        TypeIs("GeoCoordinates"),
        Number("latitude").Required(),
        Number("longitude").Required(),
    ]);
}
