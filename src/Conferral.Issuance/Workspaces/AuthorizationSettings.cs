// From authorization: of one platform to the profile it is signed in with.
using Conferral.Issuance.Deliver;

namespace Conferral.Issuance.Workspaces;

/// <summary>Errors: <see cref="WorkspaceException"/> naming the setting, for anything missing or unreadable.</summary>
internal static class AuthorizationSettings
{
    public static AuthorizationProfile Read(AuthorizationSection? section, string key, string workspaceFolder)
    {
        var profile = new AuthorizationProfile
        {
            ClientId = SettingText.Required(section?.ClientId, $"{key}.clientId"),
            ClientSecret = SecretText.Resolve(SettingText.Required(section?.ClientSecret, $"{key}.clientSecret"), $"{key}.clientSecret", workspaceFolder),
        };
        return section is null ? profile : profile with
        {
            Grant = section.Grant is { } grant ? SettingText.Choice<AuthorizationGrant>(grant, $"{key}.grant") : profile.Grant,
            TokenUrl = section.TokenUrl is { } token ? SettingText.Url(token, $"{key}.tokenUrl") : null,
            Scope = section.Scope ?? profile.Scope,
            TokenAuth = section.TokenAuth is { } auth ? SettingText.Choice<TokenAuthentication>(auth, $"{key}.tokenAuth") : profile.TokenAuth,
        };
    }
}
