// Our own compact form of a published context, read into the context document it stands for.
//
// A table states facts, one group of terms a line; two spaces of indent put lines into the scope of the term above.
//
//   context URL             where it is published            revision SHA-256     of the document it agrees with
//   current | superseded    whether the URL means this one   extends SHA-256      starts from another table's terms
//   ns NAME IRI             a name for an IRI's beginning, used in the table only
//   NS a b c=d -> TYPE @set terms a, b and c: the IRI is NS's plus the term's name (or what follows =), with the
//                           type (@id, @vocab, @json, NS:rest, or "as written") and container, where given
//   - a=text                a term whose @id is the text as written, read by the terms in force where it is used
//   prefix NAME IRI         a term that is also a prefix     vocab IRI            the vocabulary mapping
//   aliases                 id and type for @id and @type    protected            the terms of this scope are protected
//   cleared                 a null context as the scope      use NAME             the lines of a define in common.terms
//   within A                more lines for A's scope         without a b          takes terms of the extended table out
//
// A line that starts with # is a comment.
using System.Text.Json.Nodes;

namespace Conferral.LinkedData.Contexts;

/// <summary>Reads one table. The result is an ordinary context document and takes the same road as any other.</summary>
internal sealed class ContextTable
{
    private readonly Dictionary<string, string> _namespaces;
    private readonly Dictionary<string, List<TableLine>> _defines;

    private ContextTable(Dictionary<string, string> namespaces, Dictionary<string, List<TableLine>> defines)
    {
        _namespaces = namespaces;
        _defines = defines;
    }

    /// <summary>Builds the context of a table on top of the one it extends, if any.</summary>
    public static JsonObject Build(string common, string table, JsonObject? extended)
    {
        var shared = TableLine.Tree(common);
        var reader = new ContextTable(
            new Dictionary<string, string>(StringComparer.Ordinal),
            shared.Where(line => line.Words[0] == "define").ToDictionary(line => line.Words[1], line => line.Inner, StringComparer.Ordinal));
        var context = extended?.DeepClone().AsObject() ?? [];
        reader.Apply(shared.Where(line => line.Words[0] == "ns"), context);
        reader.Apply(TableLine.Tree(table), context);
        return context;
    }

    private void Apply(IEnumerable<TableLine> lines, JsonObject context)
    {
        foreach (var line in lines) Apply(line, context);
    }

    private void Apply(TableLine line, JsonObject context)
    {
        var words = line.Words;
        switch (words[0])
        {
            case "context" or "revision" or "current" or "superseded" or "extends":
                break;
            case "ns":
                _namespaces[words[1]] = words[2];
                break;
            case "protected":
                context["@protected"] = true;
                break;
            case "aliases":
                context["id"] = "@id";
                context["type"] = "@type";
                break;
            case "prefix":
                context[words[1]] = words[2];
                break;
            case "vocab":
                context["@vocab"] = words[1];
                break;
            case "use":
                Apply(_defines[words[1]], context);
                break;
            case "without":
                foreach (var term in words.Skip(1)) context.Remove(term);
                break;
            case "within":
                Apply(line.Inner, context[words[1]]!["@context"]!.AsObject());
                break;
            default:
                AddTerms(line, context);
                break;
        }
    }

    private void AddTerms(TableLine line, JsonObject context)
    {
        var start = line.Words[0] == "-" ? "" : _namespaces[line.Words[0]];
        var terms = line.Words.Skip(1).TakeWhile(word => word != "->" && word[0] != '@').ToArray();
        var type = line.Words.SkipWhile(word => word != "->").Skip(1).FirstOrDefault();
        var container = line.Words.Skip(1).Where((word, index) => word[0] == '@' && line.Words[index] != "->").FirstOrDefault();
        foreach (var term in terms)
        {
            var (name, rest) = term.IndexOf('=', StringComparison.Ordinal) is var at and > 0 ? (term[..at], term[(at + 1)..]) : (term, term);
            var definition = new JsonObject { ["@id"] = start + rest };
            if (type is not null) definition["@type"] = TypeIri(type);
            if (container is not null) definition["@container"] = container;
            if (line.Inner.Count > 0) definition["@context"] = Scope(line.Inner);
            context[name] = definition;
        }
    }

    private JsonObject? Scope(List<TableLine> lines)
    {
        if (lines[0].Words[0] == "cleared") return null;
        var scope = new JsonObject();
        Apply(lines, scope);
        return scope;
    }

    private string TypeIri(string type)
    {
        if (type[0] == '@') return type;
        if (type[0] == '"') return type.Trim('"');
        var colon = type.IndexOf(':', StringComparison.Ordinal);
        return _namespaces[type[..colon]] + type[(colon + 1)..];
    }
}

/// <summary>One line of a table with the lines indented under it.</summary>
internal sealed record TableLine(string[] Words, List<TableLine> Inner)
{
    private const int IndentWidth = 2;

    public static List<TableLine> Tree(string text)
    {
        var root = new List<TableLine>();
        var open = new List<List<TableLine>> { root };
        foreach (var line in text.Split('\n'))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0 || words[0][0] == '#') continue;
            var depth = (line.Length - line.TrimStart(' ').Length) / IndentWidth;
            open.RemoveRange(depth + 1, open.Count - depth - 1);
            var parsed = new TableLine(words, []);
            open[depth].Add(parsed);
            open.Add(parsed.Inner);
        }

        return root;
    }
}
