// Adds an approver to the settings, and leaves everything else as it was written.
using Conferral.Issuance.Release;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Conferral.Issuance.Workspaces;

/// <summary>Edits the text of conferral.yaml; comments, order and blank lines stay.</summary>
public static class ApproverEdit
{
    /// <summary>
    /// Writes the approver into the workspace's settings. A workspace without any gets <c>approvals: 0</c> with it: naming who may
    /// approve does not yet demand it.
    /// Errors: <see cref="WorkspaceException"/> for a name that is taken, or settings that cannot be edited safely, with the lines to write by hand.
    /// </summary>
    public static void Add(Workspace workspace, Approver approver)
    {
        if (workspace.Release.Approvers.Any(known => known.Name == approver.Name || known.PublicKey == approver.PublicKey))
            throw new WorkspaceException($"release.approvers has {approver.Name} already. A new key for the same person: take the old entry out of {Workspace.FileName} first.");
        var path = Path.Combine(workspace.Folder, Workspace.FileName);
        var before = File.ReadAllText(path);
        var after = Apply(before, approver);
        if (after is null || !ReadsBack(before, after, approver))
            throw new WorkspaceException($"{Workspace.FileName} cannot be edited safely. Write these lines under release: approvers: by hand:\n    - name: {Quoted(approver.Name)}\n      publicKey: {approver.PublicKey}");
        DurableFile.ReplaceDurably(path, async file =>
        {
            await using var writer = new StreamWriter(file, leaveOpen: true);
            await writer.WriteAsync(after);
        }).GetAwaiter().GetResult();
    }

    private static string? Apply(string yaml, Approver approver)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        if (stream.Documents.Count != 1 || stream.Documents[0].RootNode is not YamlMappingNode root) return null;
        if (Child(root, "release") is not { } release)
            return $"{yaml.TrimEnd('\n')}\n\nrelease:\n  # So many of these people must approve a plan before it is issued; 2 for the four-eyes rule.\n  approvals: 0\n  approvers:\n{Entry("    ", approver)}";
        if (release.Value is not YamlMappingNode { Style: MappingStyle.Block } section) return null;
        if (Child(section, "approvers") is not { } approvers)
        {
            var indent = new string(' ', (int)section.Children.First().Key.Start.Column - 1);
            return InsertAfter(yaml, section, $"{indent}approvers:\n{Entry(indent + "  ", approver)}");
        }

        return approvers.Value is YamlSequenceNode { Style: SequenceStyle.Block, Children.Count: > 0 } list && list.Children[0].Start.Column > 2
            ? InsertAfter(yaml, list, Entry(new string(' ', (int)list.Children[0].Start.Column - 3), approver))
            : null;
    }

    private static KeyValuePair<YamlNode, YamlNode>? Child(YamlMappingNode mapping, string name)
        => mapping.Children.Where(pair => (pair.Key as YamlScalarNode)?.Value == name).Select(pair => (KeyValuePair<YamlNode, YamlNode>?)pair).FirstOrDefault();

    // A collection ends where the next token begins; its last scalar ends where it is written.
    private static string InsertAfter(string yaml, YamlNode node, string text)
    {
        var last = node.AllNodes.OfType<YamlScalarNode>().Max(scalar => (int)scalar.End.Index);
        var lineEnd = yaml.IndexOf('\n', last);
        return lineEnd < 0 ? $"{yaml}\n{text}" : yaml[..(lineEnd + 1)] + text + yaml[(lineEnd + 1)..];
    }

    private static string Entry(string indent, Approver approver) => $"{indent}- name: {Quoted(approver.Name)}\n{indent}  publicKey: {approver.PublicKey}\n";

    private static string Quoted(string text) => "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";

    /// <summary>Held against the settings as they are read: the new approver is there, and nothing else is otherwise.</summary>
    private static bool ReadsBack(string before, string after, Approver approver)
    {
        try
        {
            var (old, edited) = (WorkspaceYaml.ReadText<WorkspaceFile>(before, Workspace.FileName), WorkspaceYaml.ReadText<WorkspaceFile>(after, Workspace.FileName));
            if (edited.Release?.Approvers is not [.., { } added] || added.Name != approver.Name || added.PublicKey != approver.PublicKey) return false;
            edited.Release.Approvers.Remove(added);
            old.Release ??= new WorkspaceFile.ReleaseSection { Approvals = 0 };
            old.Release.Approvers ??= [];
            return WorkspaceYaml.Write(old) == WorkspaceYaml.Write(edited);
        }
        catch (WorkspaceException)
        {
            return false;
        }
    }
}
