// The addresses the sandbox serves.
namespace Conferral.Sandbox;

internal static class ClrPath
{
    public const string Base = "/ims/clr/v2p0";
    public const string Discovery = Base + "/discovery";
    public const string Credentials = Base + "/credentials";
    public const string Profile = Base + "/profile";
    public const string Token = "/oauth2/token";
    public const string Revoke = "/oauth2/revoke";
    public const string Authorize = "/oauth2/authorize";
    public const string Register = "/oauth2/register";
    public const string AuthorizationServer = "/.well-known/oauth-authorization-server";
    public const string OpenIdConfiguration = "/.well-known/openid-configuration";
    public const string Faults = "/sandbox/faults";
    public const string Account = "/sandbox/account";
    public const string Terms = "/sandbox/terms";
    public const string Privacy = "/sandbox/privacy";
}
