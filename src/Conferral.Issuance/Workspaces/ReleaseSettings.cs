// The settings as approvals see them: who may approve, and every setting a plan is bound to.
using System.Globalization;
using Conferral.Credentials.Keys;
using Conferral.Issuance.Release;
using YamlDotNet.RepresentationModel;

namespace Conferral.Issuance.Workspaces;

internal static class ReleaseSettings
{
    /// <summary>What a plan is not bound to: the input and key, whose content it holds instead; where results go; how fast platforms are asked.</summary>
    private static readonly string[] NotBound = ["intake.path", "intake.mapping", "signing.key", "signing.identifierSecret", "institution.timeZone"];

    private static readonly string[] BoundOfPlatforms = ["id", "baseUrl", "profile", "upsertsById"];

    public static ReleasePolicy Read(WorkspaceFile.ReleaseSection? section)
    {
        if (section is null) return ReleasePolicy.None;
        var approvers = (section.Approvers ?? []).Select((approver, index) => Read(approver, $"release.approvers[{index}]")).ToList();
        if (approvers.DistinctBy(approver => approver.Name).Count() != approvers.Count || approvers.DistinctBy(approver => approver.PublicKey).Count() != approvers.Count)
            throw new WorkspaceException("release.approvers names a person or a key twice. One key for each person: two approvals by one key are one person's.");
        var demanded = section.Approvals ?? 0;
        if (demanded < 0) throw new WorkspaceException("release.approvals must be a whole number from 0.");
        if (demanded > approvers.Count)
            throw new WorkspaceException($"release.approvals demands {demanded}, and release.approvers names {approvers.Count}: nothing could ever be issued. Add people with `conferral approvers add NAME`.");
        return new ReleasePolicy(demanded, approvers);
    }

    /// <summary>Each value with its path: <c>credential.utcOffset</c>, <c>platforms[0].baseUrl</c>.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Flatten(WorkspaceFile file)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(WorkspaceYaml.Write(file)));
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (stream.Documents.Count == 1) Walk(stream.Documents[0].RootNode, "", found);
        return [.. found.Where(setting => IsBound(setting.Key))];
    }

    private static bool IsBound(string path)
        => !NotBound.Contains(path) && !path.StartsWith("writeBack.", StringComparison.Ordinal) && !path.StartsWith("ledger.", StringComparison.Ordinal)
            && (!path.StartsWith("platforms[", StringComparison.Ordinal) || (path.IndexOf("].", StringComparison.Ordinal) is var end and > 0 && BoundOfPlatforms.Contains(path[(end + 2)..])));

    private static void Walk(YamlNode node, string path, SortedDictionary<string, string> found)
    {
        switch (node)
        {
            case YamlMappingNode mapping:
                foreach (var (key, value) in mapping.Children) Walk(value, path.Length == 0 ? $"{key}" : $"{path}.{key}", found);
                break;
            case YamlSequenceNode sequence:
                foreach (var (index, item) in sequence.Children.Index()) Walk(item, string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]"), found);
                break;
            default:
                found[path] = (node as YamlScalarNode)?.Value ?? "";
                break;
        }
    }

    private static Approver Read(WorkspaceFile.ApproverSection section, string place)
    {
        var approver = new Approver(SettingText.Required(section.Name, $"{place}.name"), SettingText.Required(section.PublicKey, $"{place}.publicKey"));
        try
        {
            VerificationKey.FromMultibase(approver.PublicKey);
            return approver;
        }
        catch (KeyException e)
        {
            throw new WorkspaceException($"{place}.publicKey is no public key ({e.Message}). `conferral approvers add NAME` writes the line.", e);
        }
    }
}
