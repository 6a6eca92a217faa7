// The one list of identifier kinds that IdentityObject and IdentifierEntry share.
namespace Conferral.Credentials.Rules.OpenBadges;

/// <summary>The terms of identityType and identifierType. Spec: https://www.imsglobal.org/spec/ob/v3p0/#org.1edtech.ob.v3p0.identifiertypeenum.class</summary>
internal static class IdentifierTypes
{
    public static readonly string[] Terms =
    [
        "name", "sourcedId", "systemId", "productId", "userName", "accountId", "emailAddress", "nationalIdentityNumber",
        "isbn", "issn", "lisSourcedId", "oneRosterSourcedId", "sisSourcedId", "ltiContextId", "ltiDeploymentId",
        "ltiToolId", "ltiPlatformId", "ltiUserId", "identifier",
    ];
}
