// From one entry of platforms: to the profile deliveries run on.
using Conferral.Issuance.Deliver;

namespace Conferral.Issuance.Workspaces;

/// <summary>Errors: <see cref="WorkspaceException"/> naming the setting, for anything missing, unreadable or contradictory.</summary>
internal static class PlatformSettings
{
    public static PlatformProfile Read(PlatformSection section, string key, string workspaceFolder, string? institutionTimeZone)
    {
        section = BuiltInProfile.Complete(section, key);
        var profile = new PlatformProfile
        {
            Id = SettingText.Required(section.Id, $"{key}.id"),
            BaseUrl = SettingText.Url(SettingText.Required(section.BaseUrl, $"{key}.baseUrl"), $"{key}.baseUrl"),
            Authorization = AuthorizationSettings.Read(section.Authorization, $"{key}.authorization", workspaceFolder),
        };
        profile = profile with
        {
            CredentialsPath = section.CredentialsPath ?? profile.CredentialsPath,
            TrailingSlash = section.TrailingSlash ?? profile.TrailingSlash,
            ContentType = section.ContentType ?? profile.ContentType,
            RequestsPerMinute = section.RequestsPerMinute ?? (section.Limits is null ? profile.RequestsPerMinute : null),
            Line = LineSettings.Read(section, key, institutionTimeZone),
            MaxConcurrency = section.MaxConcurrency ?? profile.MaxConcurrency,
            UpsertsById = section.UpsertsById ?? profile.UpsertsById,
            Batch = AnswerSettings.Read(section.Batch, $"{key}.batch"),
            Answers = AnswerSettings.Read(section.Answers, $"{key}.answers"),
        };
        profile = HttpSettings.Apply(profile, section.Http, $"{key}.http", workspaceFolder);
        return profile.Problems() is [var problem, ..] ? throw new WorkspaceException($"{Workspace.FileName}, {key}: {problem}") : profile;
    }
}
