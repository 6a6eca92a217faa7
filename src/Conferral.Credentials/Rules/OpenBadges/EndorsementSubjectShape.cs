// EndorsementSubject: what is endorsed, and the comment.
using static Conferral.Credentials.Rules.Property;

namespace Conferral.Credentials.Rules.OpenBadges;

/// <summary>The shape of EndorsementSubject. Spec: https://www.imsglobal.org/spec/ob/v3p0/#org.1edtech.ob.v3p0.endorsementsubject.class</summary>
internal static class EndorsementSubjectShape
{
    public static readonly Shape Shape = new(ModelClass.EndorsementSubject, "OB-ENDORSEMENT-SUBJECT", "OB 3.0, class EndorsementSubject",
    [
        Uri("id").Required(),
        Type("EndorsementSubject"),
        Text("endorsementComment"),
    ]);
}
