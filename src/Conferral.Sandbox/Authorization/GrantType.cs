// The grants of the sandbox's token endpoint.
namespace Conferral.Sandbox;

/// <summary>Spec: RFC 6749 §4.1.3, §4.4.2, §6.</summary>
public static class GrantType
{
    public const string ClientCredentials = "client_credentials";

    public const string AuthorizationCode = "authorization_code";

    public const string RefreshToken = "refresh_token";

    public static IReadOnlyList<string> All { get; } = [ClientCredentials, AuthorizationCode, RefreshToken];
}
