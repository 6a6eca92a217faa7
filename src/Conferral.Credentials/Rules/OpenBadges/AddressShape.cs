// Address: a postal address.
using static Conferral.Credentials.Rules.Property;

namespace Conferral.Credentials.Rules.OpenBadges;

/// <summary>The shape of Address. Spec: https://www.imsglobal.org/spec/ob/v3p0/#org.1edtech.ob.v3p0.address.class</summary>
internal static class AddressShape
{
    public static readonly Shape Shape = new(ModelClass.Address, "OB-ADDRESS", "OB 3.0, class Address",
    [
        Type("Address"),
        Text("addressCountry"),
        Text("addressCountryCode"),
        Text("addressRegion"),
        Text("addressLocality"),
        Text("streetAddress"),
        Text("postOfficeBoxNumber"),
        Text("postalCode"),
        Object("geo", ModelClass.GeoCoordinates),
    ]);
}
