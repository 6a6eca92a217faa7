// Properties: the value of a member, through its term's container, into the node.
using System.Text.Json;

namespace Conferral.LinkedData.JsonLd;

internal sealed partial class DocumentWalk
{
    /// <summary>Expands one property of a node (13.5 to 13.14). False where its value is null and the property absent.</summary>
    private bool ExpandProperty(in Member member, NodeSite node, bool isTurned = false)
    {
        var definition = member.Definition;
        var value = member.Value;
        var container = definition?.Container ?? Container.None;
        var isReverse = definition is { IsReverse: true };
        var place = new Place
        {
            Subject = node.Subject,
            Predicate = member.Predicate,
            Graph = node.Graph,
            IsReverse = isReverse != isTurned,
            Wraps = container.Has(Container.Graph) && !container.Has(Container.Id | Container.Index), // 13.12
        };
        if (definition is { Type: TypeMapping.Json }) return ExpandJson(value, container, place); // 13.6
        if (_json.KindOf(value) == JsonValueKind.Object)
        {
            if (container.Has(Container.Language)) return ExpandLanguageMap(value, member, place); // 13.7
            if (container.Has(Container.Index | Container.Id | Container.Type)) return ExpandMap(value, member, place); // 13.8
        }

        return container.Has(Container.List)
            ? ExpandListContainer(value, member, place)
            : Expand(value, member.Context, definition, place); // 13.9
    }

    /// <summary>13.11: the values of a list container are one list.</summary>
    private bool ExpandListContainer(int value, in Member member, in Place place)
    {
        var items = new List<int>();
        var inner = new Place { Graph = place.Graph, Items = items, IsWholeList = true };
        if (!Expand(value, member.Context, member.Definition, inner)) return false; // 13.10
        if (place.IsReverse) throw Error(ErrorCode.InvalidReversePropertyValue, "A reverse property cannot have a list as its value.");
        ProduceValue(place, EmitList(items, place.Graph));
        return true;
    }

    private bool ExpandJson(int value, Container container, in Place place)
    {
        var literal = _into.Literal(JsonCanonicalForm.Of(_json.Element(value)), Iris.RdfJson, default);
        if (container.Has(Container.List)) ProduceValue(place, EmitList([literal], place.Graph));
        else ProduceLiteral(place, literal);
        return true;
    }

    /// <summary>13.7: language tags to strings.</summary>
    private bool ExpandLanguageMap(int map, in Member member, in Place place)
    {
        var direction = member.Definition!.Direction == Direction.Absent ? member.Context.Direction : member.Definition.Direction;
        for (var entry = map + 1; entry < _json.After(map); entry = _json.After(entry + 1))
        {
            Enter(entry);
            var name = _json.Text(entry);
            var isNone = IriExpansion.Expand(member.Context, name, vocab: true).Keyword == Keyword.NoType;
            var language = isNone ? default : LanguageTag.Lowercase(name);
            var (first, end) = _json.OneOrMany(entry + 1);
            for (var text = first; text < end; text = _json.After(text))
            {
                if (_json.KindOf(text) == JsonValueKind.Null) continue; // 13.7.4.2.1
                if (_json.KindOf(text) != JsonValueKind.String) throw Error(ErrorCode.InvalidLanguageMapValue, "The values of a language map are strings.");
                ProduceLiteral(place, StringTerm(_json.Text(text), language, direction, place.Graph));
            }

            Leave();
        }

        return true;
    }

    /// <summary>13.8: keys that are indexes, ids or types of what they hold.</summary>
    private bool ExpandMap(int map, in Member member, in Place place)
    {
        var definition = member.Definition!;
        var wrapped = place with
        {
            Wraps = definition.Has(Container.Graph), // 13.8.3.7.1
            KeepsGraphObjects = true,
        };
        for (var entry = map + 1; entry < _json.After(map); entry = _json.After(entry + 1))
        {
            Enter(entry);
            var name = _json.Text(entry);
            var context = member.Context;
            if (definition.Has(Container.Id) || definition.Has(Container.Type)) context = context.Previous ?? context; // 13.8.3.1
            if (definition.Has(Container.Type) && context.Find(name) is { LocalContext: not null } type) // 13.8.3.2
            {
                context = context.ForType(type, processor);
            }

            var key = ReadMapKey(definition, member.Context, name, place.Graph);
            Expand(entry + 1, context, definition, wrapped with { Key = key }, fromMap: true); // 13.8.3.6
            Leave();
        }

        return true;
    }

    private MapKey? ReadMapKey(TermDefinition definition, ActiveContext active, ReadOnlySpan<byte> name, int graph)
    {
        var expanded = IriExpansion.Expand(active, name, vocab: true); // 13.8.3.4
        if (expanded.Keyword == Keyword.NoType) return null;
        if (definition.Has(Container.Type))
        {
            var type = IriExpansion.Expand(active, name, documentRelative: true, vocab: true);
            return new MapKey { Type = IriTerm(type.Text, SafeModeCode.RelativeType) }; // 13.8.3.7.5
        }

        if (definition.Has(Container.Id))
        {
            var id = IriExpansion.Expand(active, name, documentRelative: true);
            return new MapKey { Id = IriTerm(id.Text, SafeModeCode.RelativeIri) }; // 13.8.3.7.4
        }

        if (definition.IndexMapping is not { } index) return null; // 13.8.3.7.3: @index does not reach RDF
        var predicate = IriExpansion.Expand(active, index, vocab: true); // 13.8.3.7.2
        return new MapKey
        {
            IndexPredicate = IriTerm(predicate.Text, SafeModeCode.RelativeIri),
            IndexObject = CoercedString(name, active, predicate.Definition, graph, out _),
        };
    }
}
