// Criteria: how an achievement is earned.
using static Conferral.Credentials.Rules.Property;

namespace Conferral.Credentials.Rules.OpenBadges;

/// <summary>The shape of Criteria. Spec: https://www.imsglobal.org/spec/ob/v3p0/#org.1edtech.ob.v3p0.criteria.class</summary>
internal static class CriteriaShape
{
    public static readonly Shape Shape = new(ModelClass.Criteria, "OB-CRITERIA", "OB 3.0, class Criteria",
    [
        Uri("id"),
        Text("narrative"),
    ]);
}
