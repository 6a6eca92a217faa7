// AchievementCredential (or OpenBadgeCredential, which expands to the same class).
using static Conferral.Credentials.Rules.Property;

namespace Conferral.Credentials.Rules.OpenBadges;

/// <summary>The shape of AchievementCredential. Spec: https://www.imsglobal.org/spec/ob/v3p0/#org.1edtech.ob.v3p0.achievementcredential.class</summary>
internal static class AchievementCredentialShape
{
    public static readonly Shape Shape = new(ModelClass.AchievementCredential, "OB-CREDENTIAL", "OB 3.0, class AchievementCredential",
    [
        .. Vcdm.CredentialShape.Shared,
        Uri("id").Required(),
        Type(["VerifiableCredential"], ["AchievementCredential", "OpenBadgeCredential"]),
        Text("name"),
        Text("description"),
        Object("image", ModelClass.Image),
        DateTime("awardedDate"),
        Object("credentialSubject", ModelClass.AchievementSubject).Required(),
        Object("endorsement", ModelClass.EndorsementCredential).Many(),
        Text("endorsementJwt", CompactJws.Form).Many(),
    ]);
}
