// Node objects: their id, types, properties, reverse properties, included nodes and graphs.
using System.Text.Json;
using Conferral.LinkedData.Rdf;

namespace Conferral.LinkedData.JsonLd;

internal sealed partial class DocumentWalk
{
    private bool ExpandNode(in ObjectSite site, in Place place)
    {
        RefuseFreeFloating(site, place);
        int? id = TryGetKeyword(site, Keyword.Id, out var stated) ? ReadId(stated, site.Active) : null;
        var hasGraph = TryGetKeyword(site, Keyword.Graph, out var graph);
        var isGraphObject = hasGraph && HasOnly(site, Keyword.Graph, Keyword.Id, Keyword.Index);
        var node = EnterNode(place, id, isGraphObject);
        var isUsed = ExpandKeywords(site, node);
        for (var i = site.First; i < site.End; i++)
        {
            if (_members[i].Keyword != Keyword.None) continue;
            Enter(_members[i].Json);
            isUsed |= ExpandProperty(_members[i], node);
            Leave();
        }

        if (hasGraph)
        {
            Enter(graph.Json);
            // a document that is nothing but a graph is the default graph itself
            var name = site.IsRoot && !isUsed ? RdfDataset.DefaultGraph : node.Subject;
            Expand(graph.Json.Value, graph.Context, null, new Place { Graph = name, IsTop = true }); // 13.4.5
            Leave();
        }

        return true;
    }

    /// <summary>@type, @index, @reverse and @included. True where any member but @graph counts.</summary>
    private bool ExpandKeywords(in ObjectSite site, NodeSite node)
    {
        if (!site.HasKeywords) return false;
        var isUsed = false;
        for (var i = site.First; i < site.End; i++)
        {
            ref readonly var member = ref _members[i];
            if (member.Keyword is Keyword.None or Keyword.Graph) continue;
            isUsed = true;
            Enter(member.Json);
            switch (member.Keyword)
            {
                case Keyword.Type:
                    EmitTypes(member.Json.Value, site.TypeScope, node);
                    break;
                case Keyword.Index:
                    TryGetKeyword(site, Keyword.Index, out _);
                    CheckIndex(member);
                    break;
                case Keyword.Language:
                    ReadLanguage(member.Json.Value);
                    break;
                case Keyword.Direction:
                    ReadDirection(member.Json.Value);
                    break;
                case Keyword.Reverse:
                    TryGetKeyword(site, Keyword.Reverse, out _);
                    ExpandReverse(member, node);
                    break;
                case Keyword.Included:
                    ExpandIncluded(member, node.Graph);
                    break;
                case not Keyword.Id:
                    Refuse(SafeModeCode.UndefinedTerm, $"The keyword {JsonText.Show(member.Json)} has no place in an object, so what it holds would not be part of the signed data.");
                    break;
            }

            Leave();
        }

        return isUsed;
    }

    /// <summary>Safe mode refuses node objects that vanish: empty, or nothing but an id, where no property points at them.</summary>
    private void RefuseFreeFloating(in ObjectSite site, in Place place)
    {
        if (!options.SafeMode || !(place.IsTop || place.Wraps)) return;
        for (var i = site.First; i < site.End; i++)
        {
            var value = _members[i].Json.Value;
            var saysNothing = _members[i].Keyword == Keyword.Id || value.ValueKind == JsonValueKind.Null
                || (_members[i].Keyword == Keyword.Reverse && value.ValueKind == JsonValueKind.Object && value.GetPropertyCount() == 0);
            if (!saysNothing) return;
        }

        Refuse(SafeModeCode.DroppedValue, "The object says nothing (it is empty or has only an id), and would be dropped.");
    }

    private bool HasOnly(in ObjectSite site, Keyword one, Keyword two, Keyword three)
    {
        for (var i = site.First; i < site.End; i++)
        {
            var keyword = _members[i].Keyword;
            if (keyword == Keyword.None || (keyword != one && keyword != two && keyword != three)) return false;
        }

        return true;
    }

    private int ReadId(in Member member, ActiveContext active)
    {
        if (member.Json.Value.ValueKind != JsonValueKind.String) // 13.4.3
        {
            Enter(member.Json);
            throw Error(ErrorCode.InvalidIdValue, "An id is a string.");
        }

        var expanded = IriExpansion.Expand(active, JsonText.Utf8(member.Json.Value), documentRelative: true);
        if (!expanded.IsNull) return IriTerm(expanded.Text, SafeModeCode.RelativeIri, member.Json);
        Enter(member.Json);
        Refuse(SafeModeCode.DroppedValue, "The id looks like a JSON-LD keyword and would be dropped.");
        Leave();
        return Place.Nothing;
    }

    /// <summary>Links a node to its place, in a graph of its own where the place asks for one, and says where its members go.</summary>
    private NodeSite EnterNode(in Place place, int? id, bool isGraphObject)
    {
        if (place.Wraps && !(place.KeepsGraphObjects && isGraphObject))
        {
            return new NodeSite(id ?? NewBlankNode('n'), EnterGraph(place));
        }

        var subject = id ?? place.Key?.Id ?? NewBlankNode('n');
        AddKey(place, subject);
        ProduceValue(place, subject);
        return new NodeSite(subject, place.Graph);
    }

    /// <summary>Makes the graph that a graph container puts around a value, and returns its name.</summary>
    private int EnterGraph(in Place place)
    {
        var name = place.Key?.Id ?? NewBlankNode('g');
        AddKey(place, name);
        ProduceValue(place, name);
        return name;
    }

    private void AddKey(in Place place, int subject)
    {
        if (place.Key is not { } key) return;
        if (key.Type is { } type) Emit(subject, RdfType, type, place.Graph);
        if (key.IndexPredicate is { } predicate) Emit(subject, predicate, key.IndexObject, place.Graph);
    }

    private void EmitTypes(JsonElement types, ActiveContext typeScope, NodeSite node)
    {
        if (types.ValueKind == JsonValueKind.Array)
        {
            foreach (var type in types.EnumerateArray()) EmitType(type, typeScope, node);
            return;
        }

        EmitType(types, typeScope, node);
    }

    private void EmitType(JsonElement type, ActiveContext typeScope, NodeSite node)
    {
        if (type.ValueKind != JsonValueKind.String) throw Error(ErrorCode.InvalidTypeValue, "A type is a string."); // 13.4.4.1
        var expanded = IriExpansion.Expand(typeScope, JsonText.Utf8(type), documentRelative: true, vocab: true);
        if (expanded.IsNull)
        {
            Refuse(SafeModeCode.RelativeType, "The type stands for nothing and would be dropped.");
            return;
        }

        Emit(node.Subject, RdfType, IriTerm(expanded.Text, SafeModeCode.RelativeType), node.Graph);
    }

    /// <summary>13.4.13: a map of reverse properties; what is reverse in it points forward again.</summary>
    private void ExpandReverse(in Member member, NodeSite node)
    {
        if (member.Json.Value.ValueKind != JsonValueKind.Object) throw Error(ErrorCode.InvalidReverseValue, "The value of @reverse is an object.");
        var first = _memberCount;
        Gather(member.Json.Value, member.Context);
        for (var i = first; i < _memberCount; i++)
        {
            var reversed = _members[i];
            Enter(reversed.Json);
            if (reversed.Keyword != Keyword.None) throw Error(ErrorCode.InvalidReversePropertyMap, "A map of reverse properties has no keywords."); // 13.4.1
            ExpandProperty(reversed, node, isTurned: true);
            Leave();
        }

        _memberCount = first;
    }

    private void ExpandIncluded(in Member member, int graph)
    {
        if (processor.IsJsonLd10) return;
        var index = 0;
        foreach (var node in JsonText.OneOrMany(member.Json.Value))
        {
            Enter(default, index++);
            if (node.ValueKind != JsonValueKind.Object || !IsNodeObject(node, member.Context))
            {
                throw Error(ErrorCode.InvalidIncludedValue, "The values of @included are node objects."); // 13.4.6.3
            }

            Expand(node, member.Context, null, new Place { Graph = graph });
            Leave();
        }
    }

    private static bool IsNodeObject(JsonElement element, ActiveContext active)
    {
        foreach (var json in element.EnumerateObject())
        {
            if (IriExpansion.Expand(active, JsonText.Name(json), vocab: true).Keyword is Keyword.Value or Keyword.List or Keyword.Set) return false;
        }

        return true;
    }

    private byte[] ReadLanguage(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String) throw Error(ErrorCode.InvalidLanguageTaggedString, "The value of @language is a string."); // 13.4.8
        var language = LanguageTag.Lowercase(JsonText.Utf8(value));
        if (!LanguageTag.IsWellFormed(language)) Refuse(SafeModeCode.DroppedValue, $"\"{Show(language)}\" is not a language tag.");
        return language;
    }

    private static Direction ReadDirection(JsonElement value)
    {
        if (JsonText.Is(value, "ltr"u8)) return Direction.Ltr;
        if (JsonText.Is(value, "rtl"u8)) return Direction.Rtl;
        throw Error(ErrorCode.InvalidBaseDirection, "The value of @direction is \"ltr\" or \"rtl\"."); // 13.4.9
    }
}
