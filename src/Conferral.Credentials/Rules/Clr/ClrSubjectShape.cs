// ClrSubject: the learner, the credentials, the catalogue and how its entries hang together.
using static Conferral.Credentials.Rules.Property;

namespace Conferral.Credentials.Rules.Clr;

/// <summary>The shape of ClrSubject. Spec: https://www.imsglobal.org/spec/clr/v2p0/#org.1edtech.clr.v2p0.clrsubject.class</summary>
internal static class ClrSubjectShape
{
    public static readonly Shape Shape = new(ModelClass.ClrSubject, "CLR-SUBJECT", "CLR 2.0, class ClrSubject",
    [
        Uri("id"),
        Type("ClrSubject"),
        Object("identifier", ModelClass.IdentityObject).Many(),
        Object("achievement", ModelClass.Achievement).Many(),
        Credential("verifiableCredential").Required().Many(),
        Object("association", ModelClass.Association).Many(),
    ]);
}
