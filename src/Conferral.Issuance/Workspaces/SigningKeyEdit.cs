// Puts another key file into signing.key of conferral.yaml, and leaves everything else as it was written.
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Conferral.Issuance.Workspaces;

internal static class SigningKeyEdit
{
    /// <summary>The new text; null where the setting is not one plain value in one place.</summary>
    public static string? Apply(string yaml, string path)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            if (stream.Documents is not [{ RootNode: YamlMappingNode root }] || Child(root, "signing") is not YamlMappingNode signing || Child(signing, "key") is not YamlScalarNode { Style: not (ScalarStyle.Literal or ScalarStyle.Folded) } key) return null;
            var edited = yaml[..(int)key.Start.Index] + path + yaml[(int)key.End.Index..];
            var (before, after) = (WorkspaceYaml.ReadText<WorkspaceFile>(yaml, Workspace.FileName), WorkspaceYaml.ReadText<WorkspaceFile>(edited, Workspace.FileName));
            if (after.Signing?.Key != path) return null;
            before.Signing!.Key = path;
            return WorkspaceYaml.Write(before) == WorkspaceYaml.Write(after) ? edited : null;
        }
        catch (YamlException)
        {
            return null;
        }
    }

    private static YamlNode? Child(YamlMappingNode node, string name) => node.Children.FirstOrDefault(pair => (pair.Key as YamlScalarNode)?.Value == name).Value;
}
