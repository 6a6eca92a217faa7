// Association: how two achievements hang together.
using static Conferral.Credentials.Rules.Property;

namespace Conferral.Credentials.Rules.Clr;

/// <summary>The shape of Association, a closed class. Spec: https://www.imsglobal.org/spec/clr/v2p0/#org.1edtech.clr.v2p0.association.class</summary>
internal static class AssociationShape
{
    public static readonly Shape Shape = new(ModelClass.Association, "CLR-ASSOCIATION", "CLR 2.0, class Association",
    [
        TypeIs("Association"),
        Term("associationType", "exactMatchOf", "isChildOf", "isParentOf", "isPartOf", "isPeerOf", "isRelatedTo", "precedes", "replacedBy").Required(),
        Uri("sourceId").Required(),
        Uri("targetId").Required(),
    ])
    {
        IsClosed = true,
    };
}
