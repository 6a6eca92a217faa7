// EndorsementCredential: what a third party says of an issuer, an achievement or an award.
using static Conferral.Credentials.Rules.Property;

namespace Conferral.Credentials.Rules.OpenBadges;

/// <summary>The shape of EndorsementCredential. Spec: https://www.imsglobal.org/spec/ob/v3p0/#org.1edtech.ob.v3p0.endorsementcredential.class</summary>
internal static class EndorsementCredentialShape
{
    public static readonly Shape Shape = new(ModelClass.EndorsementCredential, "OB-ENDORSEMENT", "OB 3.0, class EndorsementCredential",
    [
        .. Vcdm.CredentialShape.Shared,
        Uri("id").Required(),
        Type(["VerifiableCredential"], ["EndorsementCredential"]),
        Text("name").Required(),
        Text("description"),
        DateTime("awardedDate"),
        Object("credentialSubject", ModelClass.EndorsementSubject).Required(),
    ]);
}
