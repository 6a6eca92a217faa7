// Alignment: a link to a node of an educational framework.
using static Conferral.Credentials.Rules.Property;

namespace Conferral.Credentials.Rules.OpenBadges;

/// <summary>The shape of Alignment. Spec: https://www.imsglobal.org/spec/ob/v3p0/#org.1edtech.ob.v3p0.alignment.class</summary>
internal static class AlignmentShape
{
    public static readonly Shape Shape = new(ModelClass.Alignment, "OB-ALIGNMENT", "OB 3.0, class Alignment",
    [
        Type("Alignment"),
        Text("targetCode"),
        Text("targetDescription"),
        Text("targetName").Required(),
        Text("targetFramework"),
        ExtensibleTerm("targetType", "ceasn:Competency", "ceterms:Credential", "CFItem", "CFRubric", "CFRubricCriterion", "CFRubricCriterionLevel", "CTDL"),
        Uri("targetUrl").Required(),
    ]);
}
