// IdentifierEntry: a further identifier of an organisation or achievement.
using static Conferral.Credentials.Rules.Property;

namespace Conferral.Credentials.Rules.OpenBadges;

/// <summary>The shape of IdentifierEntry, a closed class. Spec: https://www.imsglobal.org/spec/ob/v3p0/#org.1edtech.ob.v3p0.identifierentry.class</summary>
internal static class IdentifierEntryShape
{
    public static readonly Shape Shape = new(ModelClass.IdentifierEntry, "OB-IDENTIFIER-ENTRY", "OB 3.0, class IdentifierEntry",
    [
        TypeIs("IdentifierEntry"),
        Text("identifier").Required(),
        ExtensibleTerm("identifierType", IdentifierTypes.Terms).Required(),
    ])
    {
        IsClosed = true,
    };
}
