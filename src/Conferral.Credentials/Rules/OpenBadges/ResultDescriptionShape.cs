// ResultDescription: a result an achievement can have, and its scale.
using static Conferral.Credentials.Rules.Property;

namespace Conferral.Credentials.Rules.OpenBadges;

/// <summary>The shape of ResultDescription. Spec: https://www.imsglobal.org/spec/ob/v3p0/#org.1edtech.ob.v3p0.resultdescription.class</summary>
internal static class ResultDescriptionShape
{
    public static readonly Shape Shape = new(ModelClass.ResultDescription, "OB-RESULT-DESCRIPTION", "OB 3.0, class ResultDescription",
    [
        Uri("id").Required(),
        Type("ResultDescription"),
        Object("alignment", ModelClass.Alignment).Many(),
        Text("allowedValue").Many(),
        Text("name").Required(),
        Uri("requiredLevel"),
        Text("requiredValue"),
        ExtensibleTerm(
            "resultType",
            "GradePointAverage", "LetterGrade", "Percent", "PerformanceLevel", "PredictedScore", "RawScore", "Result",
            "RubricCriterion", "RubricCriterionLevel", "RubricScore", "ScaledScore", "Status").Required(),
        Object("rubricCriterionLevel", ModelClass.RubricCriterionLevel).Many(),
        Text("valueMax"),
        Text("valueMin"),
    ]);
}
