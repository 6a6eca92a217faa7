// AchievementSubject: the learner and what was achieved.
using static Conferral.Credentials.Rules.Property;

namespace Conferral.Credentials.Rules.OpenBadges;

/// <summary>The shape of AchievementSubject. Spec: https://www.imsglobal.org/spec/ob/v3p0/#org.1edtech.ob.v3p0.achievementsubject.class</summary>
internal static class AchievementSubjectShape
{
    public static readonly Shape Shape = new(ModelClass.AchievementSubject, "OB-SUBJECT", "OB 3.0, class AchievementSubject",
    [
        Uri("id"),
        Type("AchievementSubject"),
        DateTime("activityStartDate"),
        DateTime("activityEndDate"),
        Number("creditsEarned"),
        Object("achievement", ModelClass.Achievement).Required(),
        Object("identifier", ModelClass.IdentityObject).Many(),
        Object("image", ModelClass.Image),
        Text("licenseNumber"),
        Text("narrative"),
        Object("result", ModelClass.Result).Many(),
        Text("role"),
        Object("source", ModelClass.Profile),
        Text("term"),
    ]);
}
