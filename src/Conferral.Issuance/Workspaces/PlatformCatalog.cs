// The platforms of a workspace and the built-in profiles, as people look at them and a probe writes them.
using System.Text;
using Conferral.Issuance.Deliver;
using Conferral.Issuance.WriteBack;

namespace Conferral.Issuance.Workspaces;

/// <summary>Errors: <see cref="WorkspaceException"/> for a platform that is not configured.</summary>
public sealed class PlatformCatalog(Workspace workspace)
{
    /// <summary>The settings of one platform with everything its profile adds, as YAML. Secrets stay the names they are in the file.</summary>
    public string Show(string platformId)
    {
        var section = workspace.PlatformSections.FirstOrDefault(section => section.Id == platformId) ?? throw Unknown(platformId);
        var generic = BuiltInProfile.Find("generic")!.Read();
        return WorkspaceYaml.Write(Overlay.Lay(BuiltInProfile.Complete(section, platformId), generic));
    }

    /// <summary>The profile of one platform, or of the only one there is.</summary>
    public PlatformProfile Choose(string? platformId)
    {
        var profiles = workspace.OpenPlatforms();
        if (platformId is not null) return profiles.FirstOrDefault(profile => profile.Id == platformId) ?? throw Unknown(platformId);
        return profiles.Count == 1 ? profiles[0] : throw new WorkspaceException($"Name one of the platforms: {Names()}.");
    }

    /// <summary>The lines a probe would write, ready to be copied.</summary>
    public static string Lines(ProbeReport report)
    {
        var lines = new StringBuilder($"  - id: {report.PlatformId}\n");
        foreach (var setting in report.Settings) lines.Append(System.Globalization.CultureInfo.InvariantCulture, $"    {setting.Key}: {setting.Value}\n");
        return lines.ToString();
    }

    /// <summary>
    /// Writes what a probe learned into conferral.yaml, comments kept; false where that cannot be done safely, and nothing was changed.
    /// Durability: the file is replaced whole.
    /// </summary>
    public async Task<bool> WriteAsync(ProbeReport report)
    {
        var path = Path.Combine(workspace.Folder, Workspace.FileName);
        var settings = report.Settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value)).ToList();
        if (PlatformEdit.Apply(await File.ReadAllTextAsync(path), report.PlatformId, settings) is not { } edited) return false;
        await DurableFile.ReplaceDurably(path, stream => stream.WriteAsync(Encoding.UTF8.GetBytes(edited)).AsTask());
        return true;
    }

    private WorkspaceException Unknown(string platformId) => new($"There is no platform '{platformId}' in {Workspace.FileName}, and no built-in profile of that name. There are: {Names()}; and the profiles {string.Join(", ", BuiltInProfile.All.Select(profile => profile.Name))}.");

    private string Names() => workspace.PlatformSections.Count == 0 ? "none" : string.Join(", ", workspace.PlatformSections.Select(section => section.Id));
}
