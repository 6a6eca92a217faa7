// ClrCredential: the learner's record as one credential.
using Conferral.Credentials.Rules.OpenBadges;
using static Conferral.Credentials.Rules.Property;

namespace Conferral.Credentials.Rules.Clr;

/// <summary>The shape of ClrCredential. Spec: https://www.imsglobal.org/spec/clr/v2p0/#org.1edtech.clr.v2p0.clrcredential.class</summary>
internal static class ClrCredentialShape
{
    public static readonly Shape Shape = new(ModelClass.ClrCredential, "CLR-CREDENTIAL", "CLR 2.0, class ClrCredential",
    [
        .. Vcdm.CredentialShape.Shared,
        Uri("id").Required(),
        Type(["VerifiableCredential"], ["ClrCredential"]),
        Text("name").Required(),
        Text("description"),
        Object("image", ModelClass.Image),
        Boolean("partial"),
        DateTime("awardedDate"),
        Object("credentialSubject", ModelClass.ClrSubject).Required(),
        Object("endorsement", ModelClass.EndorsementCredential).Many(),
        Text("endorsementJwt", CompactJws.Form).Many(),
    ]);
}
