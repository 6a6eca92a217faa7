// Associations as an outline: what is part of what, then the rest in sentences.
using Conferral.Rendering.Html;
using Conferral.Rendering.Reading;

namespace Conferral.Rendering.Transcript;

/// <summary>Bounds: what was expanded once is named again and not expanded, so that circles end; deeper than <see cref="MaxDepth"/> nothing is expanded.</summary>
internal sealed class Outline(HtmlWriter html, Record record)
{
    private const int MaxDepth = 12;

    private readonly HashSet<string> _expanded = new(StringComparer.Ordinal);

    public void Write()
    {
        var below = record.Relations.Select(Downward).OfType<(string Above, string Below, string Type)>().ToLookup(pair => pair.Above, StringComparer.Ordinal);
        var children = below.SelectMany(group => group.Select(pair => pair.Below)).ToHashSet(StringComparer.Ordinal);
        var tops = below.Select(group => group.Key).ToList();
        var roots = tops.Where(top => !children.Contains(top)).ToList();
        if (tops.Count > 0) WriteLevel(roots.Concat(tops).Select(top => (top, "")), below, 0);
        WriteOthers();
    }

    // Roots first; a circle has none, so each of its places is tried and the first one stands for all.
    private void WriteLevel(IEnumerable<(string Id, string Type)> nodes, ILookup<string, (string Above, string Below, string Type)> below, int depth)
    {
        using var list = html.In("ul", ("class", "outline"));
        foreach (var (id, type) in nodes.Distinct())
        {
            var isFirst = below[id].Any() && depth < MaxDepth && _expanded.Add(id);
            if (depth == 0 && !isFirst) continue;
            using var item = html.In("li");
            WriteName(id);
            if (type.Length > 0) html.Text(" ").Element("span", type, ("class", "remark"));
            if (isFirst) WriteLevel(below[id].Select(pair => (pair.Below, pair.Type)), below, depth + 1);
        }
    }

    private void WriteOthers()
    {
        var others = record.Relations.Where(relation => Downward(relation) is null).Distinct().ToList();
        if (others.Count == 0) return;
        using var list = html.In("ul", ("class", "outline"));
        foreach (var relation in others)
        {
            using var item = html.In("li");
            WriteName(relation.Source);
            html.Text(" ").Element("bdi", Labels.Of(relation.Type)).Text(" ");
            WriteName(relation.Target);
        }
    }

    private void WriteName(string id)
    {
        if (record.Names.TryGetValue(id, out var name)) html.Words("span", name);
        else html.Element("bdi", id, ("class", "code"));
    }

    private static (string Above, string Below, string Type)? Downward(Relation relation) => relation.Type switch
    {
        "isPartOf" => (relation.Target, relation.Source, "is part of it"),
        "isChildOf" => (relation.Target, relation.Source, "belongs under it"),
        "isParentOf" => (relation.Source, relation.Target, "belongs under it"),
        _ => null,
    };
}
