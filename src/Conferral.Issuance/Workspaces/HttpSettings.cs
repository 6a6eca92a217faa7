// From http: of one platform to the way it is reached.
using Conferral.Issuance.Deliver;

namespace Conferral.Issuance.Workspaces;

/// <summary>Errors: <see cref="WorkspaceException"/> naming the setting, for anything unreadable.</summary>
internal static class HttpSettings
{
    private const string NoProxy = "none";

    public static PlatformProfile Apply(PlatformProfile profile, HttpSection? section, string key, string workspaceFolder)
    {
        var (http, timeouts) = Read(section, profile.Http, profile.Timeouts, key, workspaceFolder);
        return profile with { Http = http, Timeouts = timeouts };
    }

    /// <summary>The same for any receiver; what the section leaves open is as it was.</summary>
    public static (HttpProfile Http, TimeoutProfile Timeouts) Read(HttpSection? section, HttpProfile standing, TimeoutProfile timeouts, string key, string workspaceFolder)
    {
        if (section is null) return (standing, timeouts);
        var http = new HttpProfile
        {
            CompressRequests = section.CompressRequests ?? standing.CompressRequests,
            IgnoreProxies = section.Proxy == NoProxy,
            Proxy = section.Proxy is { } proxy && proxy != NoProxy ? SettingText.Url(ProxyText(proxy), $"{key}.proxy") : null,
            AuthoritiesPath = PathOf(section.Authorities),
            ClientCertificatePath = PathOf(section.ClientCertificate),
            ClientCertificateKeyPath = PathOf(section.ClientKey),
            ClientCertificatePassphrase = section.ClientKeyPassphrase is { } secret ? SecretText.Resolve(secret, $"{key}.clientKeyPassphrase", workspaceFolder) : null,
        };
        return (http, timeouts with
        {
            Connect = Span(section.ConnectSeconds) ?? timeouts.Connect,
            Answer = Span(section.AnswerSeconds) ?? timeouts.Answer,
            Body = Span(section.BodySeconds) ?? timeouts.Body,
        });

        string? PathOf(string? path) => path is null ? null : Path.GetFullPath(path, workspaceFolder);

        // An address may stand in the settings as it is; one with a password in it may not.
        string ProxyText(string setting) => setting.Contains('@', StringComparison.Ordinal) || setting.StartsWith("env:", StringComparison.Ordinal) || setting.StartsWith("file:", StringComparison.Ordinal)
            ? SecretText.Resolve(setting, $"{key}.proxy", workspaceFolder)
            : setting;

        static TimeSpan? Span(double? seconds) => seconds is { } given ? TimeSpan.FromSeconds(given) : null;
    }
}
