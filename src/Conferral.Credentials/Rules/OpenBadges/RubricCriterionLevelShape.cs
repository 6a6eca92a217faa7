// RubricCriterionLevel: one level of a rubric.
using static Conferral.Credentials.Rules.Property;

namespace Conferral.Credentials.Rules.OpenBadges;

/// <summary>The shape of RubricCriterionLevel. Spec: https://www.imsglobal.org/spec/ob/v3p0/#org.1edtech.ob.v3p0.rubriccriterionlevel.class</summary>
internal static class RubricCriterionLevelShape
{
    public static readonly Shape Shape = new(ModelClass.RubricCriterionLevel, "OB-RUBRIC-LEVEL", "OB 3.0, class RubricCriterionLevel",
    [
        Uri("id").Required(),
        Type("RubricCriterionLevel"),
        Object("alignment", ModelClass.Alignment).Many(),
        Text("description"),
        Text("level"),
        Text("name").Required(),
        Text("points"),
    ]);
}
