// Which awards build on which.
using System.Collections.Frozen;
using Conferral.Credentials.Model;

namespace Conferral.Issuance.Compose;

/// <summary>
/// The ladder on which one award comes before another: a school diploma before an associate degree before a bachelor's and so on.
/// Certificates, licences and plain "Degree" have no step, so nothing is claimed about their order.
/// </summary>
internal static class AwardLevel
{
    private static readonly FrozenDictionary<string, int> Steps = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        [AchievementType.SecondarySchoolDiploma] = 1,
        [AchievementType.GeneralEducationDevelopment] = 1,
        [AchievementType.AssociateDegree] = 2,
        [AchievementType.BachelorDegree] = 3,
        [AchievementType.MasterDegree] = 4,
        [AchievementType.DoctoralDegree] = 5,
        [AchievementType.ProfessionalDoctorate] = 5,
        [AchievementType.ResearchDoctorate] = 5,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The step of an award on the ladder, or null.</summary>
    public static int? Of(string achievementType) => Steps.TryGetValue(achievementType, out var step) ? step : null;
}
