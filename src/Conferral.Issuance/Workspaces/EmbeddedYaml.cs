// YAML that comes with the program: platform profiles and file layouts, written as users write theirs.
using System.Reflection;

namespace Conferral.Issuance.Workspaces;

internal static class EmbeddedYaml
{
    private const string Suffix = ".yaml";

    /// <summary>Name and text of each resource called <paramref name="kind"/>.NAME.yaml, by name.</summary>
    public static IEnumerable<(string Name, string Yaml)> Of(string kind)
    {
        var prefix = kind + ".";
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(prefix, StringComparison.Ordinal) && name.EndsWith(Suffix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            yield return (name[prefix.Length..^Suffix.Length], reader.ReadToEnd());
        }
    }
}
