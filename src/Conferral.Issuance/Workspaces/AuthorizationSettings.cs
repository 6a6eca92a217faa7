// From authorization: of one platform to the profile it is signed in with.
using Conferral.Issuance.Deliver;

namespace Conferral.Issuance.Workspaces;

/// <summary>Errors: <see cref="WorkspaceException"/> naming the setting, for anything missing or unreadable.</summary>
internal static class AuthorizationSettings
{
    public static AuthorizationProfile Read(AuthorizationSection? section, string key, string workspaceFolder)
    {
        if (section is null) throw new WorkspaceException($"{Workspace.FileName}: {key} is missing. The commented {Workspace.FileName} that `conferral init` writes shows it.");
        var profile = new AuthorizationProfile();
        return profile with
        {
            Grant = section.Grant is { } grant ? SettingText.Choice<AuthorizationGrant>(grant, $"{key}.grant") : profile.Grant,
            ClientId = section.ClientId,
            ClientSecret = Secret(section.ClientSecret, "clientSecret"),
            Issuer = Url(section.Issuer, "issuer"),
            TokenUrl = Url(section.TokenUrl, "tokenUrl"),
            AuthorizationUrl = Url(section.AuthorizationUrl, "authorizationUrl"),
            RegistrationUrl = Url(section.RegistrationUrl, "registrationUrl"),
            RevocationUrl = Url(section.RevocationUrl, "revocationUrl"),
            Scope = section.Scope ?? profile.Scope,
            TokenAuth = section.TokenAuth is { } auth ? SettingText.Choice<TokenAuthentication>(auth, $"{key}.tokenAuth") : null,
            PrivateKeyPath = section.PrivateKey is { } path ? Path.GetFullPath(path, workspaceFolder) : null,
            PrivateKeyPassphrase = Secret(section.PrivateKeyPassphrase, "privateKeyPassphrase"),
            KeyId = section.KeyId,
            AssertionAudience = section.AssertionAudience,
            RedirectPort = section.RedirectPort ?? profile.RedirectPort,
            Registration = Registration(section.Registration, profile.Registration),
        };

        string? Secret(string? setting, string name) => setting is null ? null : SecretText.Resolve(setting, $"{key}.{name}", workspaceFolder);

        Uri? Url(string? setting, string name) => setting is null ? null : SettingText.Url(setting, $"{key}.{name}");

        RegistrationProfile Registration(AuthorizationSection.RegistrationSection? given, RegistrationProfile unset) => given is null ? unset : unset with
        {
            ClientName = given.ClientName ?? unset.ClientName,
            ClientUri = Url(given.ClientUri, "registration.clientUri"),
            LogoUri = Url(given.LogoUri, "registration.logoUri"),
            TermsUri = Url(given.TosUri, "registration.tosUri"),
            PolicyUri = Url(given.PolicyUri, "registration.policyUri"),
            Contacts = given.Contacts ?? [],
        };
    }
}
