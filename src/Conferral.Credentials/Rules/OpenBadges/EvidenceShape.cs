// Evidence: what supports an award.
using static Conferral.Credentials.Rules.Property;

namespace Conferral.Credentials.Rules.OpenBadges;

/// <summary>The shape of Evidence. Spec: https://www.imsglobal.org/spec/ob/v3p0/#org.1edtech.ob.v3p0.evidence.class</summary>
internal static class EvidenceShape
{
    public static readonly Shape Shape = new(ModelClass.Evidence, "OB-EVIDENCE", "OB 3.0, class Evidence",
    [
        Uri("id"),
        Type("Evidence"),
        Text("narrative"),
        Text("name"),
        Text("description"),
        Text("genre"),
        Text("audience"),
    ]);
}
