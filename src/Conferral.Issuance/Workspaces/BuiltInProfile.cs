// The platform profiles that come with Conferral: YAML like a user's own, laid under what a user writes.
namespace Conferral.Issuance.Workspaces;

/// <summary>One built-in profile. Shape: <see cref="Yaml"/> is what an entry of <c>platforms:</c> may say, comments included.</summary>
public sealed class BuiltInProfile
{
    private BuiltInProfile(string name, string yaml) => (Name, Yaml) = (name, yaml);

    /// <summary>Every built-in profile, by name.</summary>
    public static IReadOnlyList<BuiltInProfile> All { get; } = [.. EmbeddedYaml.Of("profile").Select(file => new BuiltInProfile(file.Name, file.Yaml))];

    public string Name { get; }

    public string Yaml { get; }

    /// <summary>The first line of <see cref="Yaml"/>, which says what it is.</summary>
    public string Summary => Yaml[..Yaml.IndexOf('\n', StringComparison.Ordinal)].TrimStart('#', ' ');

    public static BuiltInProfile? Find(string name) => All.FirstOrDefault(profile => profile.Name == name);

    /// <summary>
    /// <paramref name="section"/> with everything it leaves open taken from the profile it names; unchanged where it names none.
    /// Errors: <see cref="WorkspaceException"/> for a name that is none.
    /// </summary>
    internal static PlatformSection Complete(PlatformSection section, string key)
    {
        if (section.Profile is not { } name) return section;
        var profile = Find(name) ?? throw new WorkspaceException($"{Workspace.FileName}: {key}.profile is '{name}'. Write one of: {string.Join(", ", All.Select(known => known.Name))}. `conferral platform list` tells what they are.");
        return Overlay.Lay(section, profile.Read());
    }

    internal PlatformSection Read() => WorkspaceYaml.ReadText<PlatformSection>(Yaml, $"the built-in profile {Name}");
}
