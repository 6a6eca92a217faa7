// IdentityObject: an identifier of the learner, hashed or plain.
using static Conferral.Credentials.Rules.Property;

namespace Conferral.Credentials.Rules.OpenBadges;

/// <summary>The shape of IdentityObject, a closed class. Spec: https://www.imsglobal.org/spec/ob/v3p0/#org.1edtech.ob.v3p0.identityobject.class</summary>
internal static class IdentityObjectShape
{
    public static readonly Shape Shape = new(ModelClass.IdentityObject, "OB-IDENTITY", "OB 3.0, class IdentityObject",
    [
        TypeIs("IdentityObject"),
        Boolean("hashed").Required(),
        Text("identityHash").Required(),
        ExtensibleTerm("identityType", IdentifierTypes.Terms).Required(),
        Text("salt"),
    ])
    {
        IsClosed = true,
    };
}
