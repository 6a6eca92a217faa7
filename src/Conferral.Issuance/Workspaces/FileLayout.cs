// The ready-made layouts of return files: YAML like a user's own, laid under what a user writes.
namespace Conferral.Issuance.Workspaces;

/// <summary>One layout. Shape: <see cref="Yaml"/> is what an entry of <c>writeBack.files</c> may say; its comments tell what is unchecked.</summary>
public sealed class FileLayout
{
    private FileLayout(string name, string yaml) => (Name, Yaml) = (name, yaml);

    /// <summary>Every layout, by name.</summary>
    public static IReadOnlyList<FileLayout> All { get; } = [.. EmbeddedYaml.Of("layout").Select(file => new FileLayout(file.Name, file.Yaml))];

    public string Name { get; }

    public string Yaml { get; }

    /// <summary><paramref name="section"/> with everything it leaves open taken from the layout it names. Errors: <see cref="WorkspaceException"/> for a name that is none.</summary>
    internal static FileSection Complete(FileSection section, string key)
    {
        if (section.Layout is not { } name) return section;
        var layout = All.FirstOrDefault(known => known.Name == name) ?? throw new WorkspaceException($"{Workspace.FileName}: {key}.layout is '{name}'. Write one of: {string.Join(", ", All.Select(known => known.Name))}; or leave it out and list columns.");
        return Overlay.Lay(section, WorkspaceYaml.ReadText<FileSection>(layout.Yaml, $"the layout {name}"));
    }
}
