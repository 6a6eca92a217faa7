// Puts settings into one entry of platforms: in conferral.yaml, and leaves everything else as it was written.
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Conferral.Issuance.Workspaces;

/// <summary>
/// Edits the text of the settings: a value is replaced in its place, a new key comes below <c>id</c>. Comments, order and blank lines stay.
/// </summary>
internal static class PlatformEdit
{
    /// <summary>
    /// The new text; null where it cannot be done safely: an entry in braces, a key that holds a section, or a result that does not
    /// read back as the old settings with the new values.
    /// </summary>
    public static string? Apply(string yaml, string platformId, IReadOnlyList<KeyValuePair<string, string>> settings)
    {
        if (Entry(yaml, platformId) is not { Style: MappingStyle.Block } entry) return null;
        var edits = new List<(int Start, int End, string Text)>();
        var (idKey, id) = entry.Children.Single(pair => Name(pair.Key) == "id");
        var newline = yaml.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        var indent = new string(' ', (int)idKey.Start.Column - 1);
        var end = yaml.IndexOf('\n', (int)id.End.Index) is var at && at < 0 ? yaml.Length : at;
        if (end > 0 && end < yaml.Length && yaml[end - 1] == '\r') end--;
        foreach (var (key, value) in settings)
        {
            var known = entry.Children.FirstOrDefault(pair => Name(pair.Key) == key).Value;
            if (known is null) edits.Add((end, end, $"{newline}{indent}{key}: {value}"));
            else if (known is YamlScalarNode { Style: not (ScalarStyle.Literal or ScalarStyle.Folded) } or YamlSequenceNode { Style: SequenceStyle.Flow }) edits.Add(((int)known.Start.Index, (int)known.End.Index, value));
            else return null;
        }

        var edited = yaml;
        foreach (var (start, stop, text) in edits.OrderByDescending(edit => edit.Start).ThenByDescending(edit => edits.IndexOf(edit))) edited = edited[..start] + text + edited[stop..];
        return ReadsBack(yaml, edited, platformId, settings) ? edited : null;
    }

    private static YamlMappingNode? Entry(string yaml, string platformId)
    {
        if (Root(yaml) is not { } root || root.Children.FirstOrDefault(pair => Name(pair.Key) == "platforms").Value is not YamlSequenceNode platforms) return null;
        return platforms.Children.OfType<YamlMappingNode>().FirstOrDefault(entry => entry.Children.Any(pair => Name(pair.Key) == "id" && Name(pair.Value) == platformId));
    }

    private static YamlMappingNode? Root(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return stream.Documents.Count == 1 ? stream.Documents[0].RootNode as YamlMappingNode : null;
    }

    private static string? Name(YamlNode node) => (node as YamlScalarNode)?.Value;

    /// <summary>Held against the settings as they are read, not against the text: whatever the edit did beside its purpose shows.</summary>
    private static bool ReadsBack(string before, string after, string platformId, IReadOnlyList<KeyValuePair<string, string>> settings)
    {
        try
        {
            if (Entry(after, platformId) is not { } entry) return false;
            foreach (var (key, value) in settings)
            {
                var written = entry.Children.FirstOrDefault(pair => Name(pair.Key) == key).Value;
                var meant = Root($"value: {value}")!.Children.Single().Value;
                if (written is null || !written.Equals(meant)) return false;
            }

            var keys = settings.Select(pair => pair.Key).ToHashSet(StringComparer.Ordinal);
            return Without(before, platformId, keys).Equals(Without(after, platformId, keys));
        }
        catch (YamlException)
        {
            return false;
        }
    }

    private static YamlMappingNode Without(string yaml, string platformId, HashSet<string> keys)
    {
        var root = Root(yaml)!;
        var platforms = (YamlSequenceNode)root.Children.First(pair => Name(pair.Key) == "platforms").Value;
        var entry = platforms.Children.OfType<YamlMappingNode>().First(candidate => candidate.Children.Any(pair => Name(pair.Key) == "id" && Name(pair.Value) == platformId));
        foreach (var key in entry.Children.Keys.Where(key => keys.Contains(Name(key)!)).ToList()) entry.Children.Remove(key);
        return root;
    }
}
