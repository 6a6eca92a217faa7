// Profile: an issuer, a creator, an assessor or their parent organisation.
using static Conferral.Credentials.Rules.Property;

namespace Conferral.Credentials.Rules.OpenBadges;

/// <summary>The shape of Profile. Spec: https://www.imsglobal.org/spec/ob/v3p0/#org.1edtech.ob.v3p0.profile.class</summary>
internal static class ProfileShape
{
    public static readonly Shape Shape = new(ModelClass.Profile, "OB-PROFILE", "OB 3.0, class Profile",
    [
        Uri("id").Required(),
        Type("Profile"),
        Text("name"),
        Uri("url"),
        Text("phone"),
        Text("description"),
        Object("endorsement", ModelClass.EndorsementCredential).Many(),
        Text("endorsementJwt", CompactJws.Form).Many(),
        Object("image", ModelClass.Image),
        Text("email"),
        Object("address", ModelClass.Address),
        Object("otherIdentifier", ModelClass.IdentifierEntry).Many(),
        Text("official"),
        Object("parentOrg", ModelClass.Profile),
        Text("familyName"),
        Text("givenName"),
        Text("additionalName"),
        Text("patronymicName"),
        Text("honorificPrefix"),
        Text("honorificSuffix"),
        Text("familyNamePrefix"),
        Text("dateOfBirth", CalendarDate.Form),
    ]);
}
