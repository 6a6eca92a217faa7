// Node objects: their id, types, properties, reverse properties, included nodes and graphs.
using System.Text.Json;
using Conferral.LinkedData.Rdf;

namespace Conferral.LinkedData.JsonLd;

internal sealed partial class DocumentWalk
{
    /// <summary>The node that was expanded last, and the recorded quad after the one that links it to its place.</summary>
    private readonly record struct FinishedNode(int Subject, int FirstQuad)
    {
        public static FinishedNode None => new(Place.Nothing, 0);
    }

    private FinishedNode _finished;

    private bool ExpandNode(in ObjectSite site, in Place place)
    {
        RefuseFreeFloating(site, place);
        int? id = TryGetKeyword(site, Keyword.Id, out var stated) ? ReadId(stated, site.Active) : null;
        var hasGraph = TryGetKeyword(site, Keyword.Graph, out var graph);
        var isGraphObject = hasGraph && HasOnly(site, Keyword.Graph, Keyword.Id, Keyword.Index);
        var node = EnterNode(place, id, isGraphObject);
        var firstQuad = _into.RecordedCount;
        if (site.Part is not null) BeginPart(site.Part, site, node);
        var isUsed = ExpandKeywords(site, node);
        for (var i = site.First; i < site.End; i++)
        {
            if (_members[i].Keyword != Keyword.None) continue;
            Enter(_members[i].Name);
            if (site.Part is null) isUsed |= ExpandProperty(_members[i], node);
            else ExpandPartProperty(_members[i], node, ref isUsed);
            Leave();
        }

        if (site.Part is not null) EndPart(site.Part);
        if (hasGraph)
        {
            Enter(graph.Name);
            // a document that is nothing but a graph is the default graph itself
            var name = site.IsRoot && !isUsed ? RdfDataset.DefaultGraph : node.Subject;
            Expand(graph.Value, graph.Context, null, new Place { Graph = name, IsTop = true }); // 13.4.5
            Leave();
        }

        _finished = new FinishedNode(node.Subject, firstQuad);
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
            Enter(member.Name);
            switch (member.Keyword)
            {
                case Keyword.Type:
                    EmitTypes(member.Value, site.TypeScope, node);
                    break;
                case Keyword.Index:
                    TryGetKeyword(site, Keyword.Index, out _);
                    CheckIndex(member);
                    break;
                case Keyword.Language:
                    ReadLanguage(member.Value);
                    break;
                case Keyword.Direction:
                    ReadDirection(member.Value);
                    break;
                case Keyword.Reverse:
                    TryGetKeyword(site, Keyword.Reverse, out _);
                    ExpandReverse(member, node);
                    break;
                case Keyword.Included:
                    ExpandIncluded(member, node.Graph);
                    break;
                case not Keyword.Id:
                    Refuse(SafeModeCode.UndefinedTerm, $"The keyword {_json.Show(member.Name)} has no place in an object, so what it holds would not be part of the signed data.");
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
            var value = _members[i].Value;
            var saysNothing = _members[i].Keyword == Keyword.Id || _json.KindOf(value) == JsonValueKind.Null
                || (_members[i].Keyword == Keyword.Reverse && _json.KindOf(value) == JsonValueKind.Object && _json.After(value) == value + 1);
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
        if (_json.KindOf(member.Value) != JsonValueKind.String) // 13.4.3
        {
            Enter(member.Name);
            throw Error(ErrorCode.InvalidIdValue, "An id is a string.");
        }

        var expanded = IriExpansion.Expand(active, _json.Text(member.Value), documentRelative: true);
        if (!expanded.IsNull) return IriTerm(expanded.Text, SafeModeCode.RelativeIri, member.Name);
        Enter(member.Name);
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

    private void EmitTypes(int types, ActiveContext typeScope, NodeSite node)
    {
        var (first, end) = _json.OneOrMany(types);
        for (var type = first; type < end; type = _json.After(type)) EmitType(type, typeScope, node);
    }

    private void EmitType(int type, ActiveContext typeScope, NodeSite node)
    {
        if (_json.KindOf(type) != JsonValueKind.String) throw Error(ErrorCode.InvalidTypeValue, "A type is a string."); // 13.4.4.1
        var expanded = IriExpansion.Expand(typeScope, _json.Text(type), documentRelative: true, vocab: true);
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
        if (_json.KindOf(member.Value) != JsonValueKind.Object) throw Error(ErrorCode.InvalidReverseValue, "The value of @reverse is an object.");
        var first = _memberCount;
        Gather(member.Value, member.Context);
        for (var i = first; i < _memberCount; i++)
        {
            var reversed = _members[i];
            Enter(reversed.Name);
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
        var (first, end) = _json.OneOrMany(member.Value);
        for (var node = first; node < end; node = _json.After(node))
        {
            Enter(NoName, index++);
            if (_json.KindOf(node) != JsonValueKind.Object || !IsNodeObject(node, member.Context))
            {
                throw Error(ErrorCode.InvalidIncludedValue, "The values of @included are node objects."); // 13.4.6.3
            }

            Expand(node, member.Context, null, new Place { Graph = graph });
            Leave();
        }
    }

    private bool IsNodeObject(int element, ActiveContext active)
    {
        for (var name = element + 1; name < _json.After(element); name = _json.After(name + 1))
        {
            if (IriExpansion.Expand(active, _json.Text(name), vocab: true).Keyword is Keyword.Value or Keyword.List or Keyword.Set) return false;
        }

        return true;
    }

    private byte[] ReadLanguage(int value)
    {
        if (_json.KindOf(value) != JsonValueKind.String) throw Error(ErrorCode.InvalidLanguageTaggedString, "The value of @language is a string."); // 13.4.8
        var language = LanguageTag.Lowercase(_json.Text(value));
        if (!LanguageTag.IsWellFormed(language)) Refuse(SafeModeCode.DroppedValue, $"\"{Show(language)}\" is not a language tag.");
        return language;
    }

    private Direction ReadDirection(int value)
    {
        if (_json.Is(value, "ltr"u8)) return Direction.Ltr;
        if (_json.Is(value, "rtl"u8)) return Direction.Rtl;
        throw Error(ErrorCode.InvalidBaseDirection, "The value of @direction is \"ltr\" or \"rtl\"."); // 13.4.9
    }
}
