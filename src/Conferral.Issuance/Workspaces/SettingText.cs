// Single values of the settings, read or refused with the key they stand under.
using System.Text.Json;

namespace Conferral.Issuance.Workspaces;

/// <summary>Errors: <see cref="WorkspaceException"/> with the key and what to write instead.</summary>
internal static class SettingText
{
    public static T Choice<T>(string text, string key)
        where T : struct, Enum
        => Enum.TryParse<T>(text.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var value) && Enum.IsDefined(value)
            ? value
            : throw new WorkspaceException($"{Workspace.FileName}: {key} is '{text}'. Write one of: {string.Join(", ", Enum.GetNames<T>().Select(JsonNamingPolicy.KebabCaseLower.ConvertName))}.");

    public static Uri Url(string text, string key)
        => Uri.TryCreate(text, UriKind.Absolute, out var url) ? url : throw new WorkspaceException($"{Workspace.FileName}: {key} is '{text}', which is not a full address. Write it as https://…");

    public static string Required(string? value, string key)
        => string.IsNullOrWhiteSpace(value) ? throw new WorkspaceException($"{Workspace.FileName}: {key} is missing. The commented {Workspace.FileName} that `conferral init` writes shows it.") : value;
}
