// Limits, hours and breaker of one entry of platforms:.
using Conferral.Issuance.Deliver;

namespace Conferral.Issuance.Workspaces;

/// <summary>Errors: <see cref="WorkspaceException"/> naming the setting and the forms it may have.</summary>
internal static class LineSettings
{
    public static LineProfile Read(PlatformSection section, string key, string? institutionTimeZone) => new()
    {
        Limits = [.. (section.Limits ?? []).Select((text, index) => RequestLimit.TryParse(text)
            ?? throw new WorkspaceException($"{Workspace.FileName}: {key}.limits[{index}] is '{text}'. Write it as {RequestLimit.Forms}."))],
        Hours = section.Windows is { } windows ? Hours(windows, key, section.TimeZone ?? institutionTimeZone) : null,
        StopAfterInARow = section.StopAfterInARow ?? LineProfile.DefaultStopAfterInARow,
        StopAfterInAll = section.StopAfterInAll ?? LineProfile.DefaultStopAfterInAll,
        StopAfterFailedRounds = section.StopAfterFailedRounds ?? LineProfile.DefaultStopAfterFailedRounds,
        StopAfterUnreached = section.StopAfterUnreached ?? LineProfile.DefaultStopAfterUnreached,
    };

    private static SendingHours Hours(List<string> windows, string key, string? zone)
    {
        if (zone is null) throw new WorkspaceException($"{Workspace.FileName}: {key}.windows needs a time zone. Set {key}.timeZone, or institution.timeZone, to a name such as America/Chicago or UTC.");
        try
        {
            return SendingHours.Parse(windows, TimeZoneInfo.FindSystemTimeZoneById(zone));
        }
        catch (FormatException e)
        {
            throw new WorkspaceException($"{Workspace.FileName}: {key}.windows: {e.Message}", e);
        }
        catch (Exception e) when (e is TimeZoneNotFoundException or InvalidTimeZoneException)
        {
            throw new WorkspaceException($"{Workspace.FileName}: '{zone}' is no time zone this machine knows. Write an IANA name such as America/Chicago, and see that the system's time zone data is installed.", e);
        }
    }
}
