// From one entry of platforms: to the profile deliveries run on.
using Conferral.Issuance.Deliver;

namespace Conferral.Issuance.Workspaces;

/// <summary>Errors: <see cref="WorkspaceException"/> naming the setting, for anything missing, unreadable or contradictory.</summary>
internal static class PlatformSettings
{
    public static PlatformProfile Read(PlatformSection section, string key, string workspaceFolder, string? institutionTimeZone)
    {
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
            Batch = profile.Batch with
            {
                Mode = section.Batch is { } mode ? SettingText.Choice<BatchMode>(mode, $"{key}.batch") : profile.Batch.Mode,
                Path = section.BatchPath ?? profile.Batch.Path,
                MaxItems = section.BatchMaxItems ?? profile.Batch.MaxItems,
                MaxBytes = section.BatchMaxBytes ?? profile.Batch.MaxBytes,
            },
        };
        return profile.Problems() is [var problem, ..] ? throw new WorkspaceException($"{Workspace.FileName}, {key}: {problem}") : profile;
    }
}
