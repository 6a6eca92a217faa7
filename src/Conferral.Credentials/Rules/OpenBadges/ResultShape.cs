// Result: a learner's grade, level or status.
using static Conferral.Credentials.Rules.Property;

namespace Conferral.Credentials.Rules.OpenBadges;

/// <summary>The shape of Result. Spec: https://www.imsglobal.org/spec/ob/v3p0/#org.1edtech.ob.v3p0.result.class</summary>
internal static class ResultShape
{
    public static readonly Shape Shape = new(ModelClass.Result, "OB-RESULT", "OB 3.0, class Result",
    [
        Type("Result"),
        Uri("achievedLevel"),
        Object("alignment", ModelClass.Alignment).Many(),
        Uri("resultDescription"),
        Term("status", "Completed", "Enrolled", "Failed", "InProgress", "OnHold", "Provisional", "Withdrew"),
        Text("value"),
    ]);
}
