// Expansion of a JSON object: its contexts, then what kind of object it is.
using System.Text.Json;

namespace Conferral.LinkedData.JsonLd;

internal sealed partial class DocumentWalk
{
    private bool ExpandObject(int element, ActiveContext active, TermDefinition? property, in Place place, bool fromMap, bool isRoot)
    {
        if (isRoot || _input.NamesNodesByPlace || !ObjectShelf.IsFor(_json.Raw(element), place) || HoldsPart(element)) return ExpandHere(element, active, property, place, fromMap, isRoot);
        var site = new ShelfSite(active, property, fromMap, _json.Raw(element));
        if (_shelf.TryFind(site, options.MaxDepth - _depth, out var template))
        {
            ProduceValue(place, template.Play(_into, place.Graph));
            return true;
        }

        return _shelf.IsMetOften(site) ? ExpandAndShelve(element, site, place) : ExpandHere(element, active, property, place, fromMap, isRoot: false);
    }

    /// <summary>Expands an object and, where it is a node object, keeps what it said for the next time it is met.</summary>
    private bool ExpandAndShelve(int element, in ShelfSite site, in Place place)
    {
        var (deepest, start) = (_deepest, _depth);
        _deepest = start;
        var recording = _into.BeginRecording();
        var result = ExpandHere(element, site.Active, site.Property, place, site.FromMap, isRoot: false);
        var template = _into.EndRecording(recording, _finished.FirstQuad, _finished.Subject, place.Graph);
        if (template is not null) _shelf.Add(site, _deepest - start, template);
        _deepest = Math.Max(deepest, _deepest);
        return result;
    }

    private bool ExpandHere(int element, ActiveContext active, TermDefinition? property, in Place place, bool fromMap, bool isRoot)
    {
        var text = Scan(element);
        DocumentPart? part = null;
        if (active.Previous is { } previous && !fromMap && !KeepsTypeScope(text, active)) active = previous; // 7
        if (property is { LocalContext: not null }) active = active.ForProperty(property, processor); // 8
        if (isRoot && _input.Context is { } given) active = processor.ProcessLocal(active, JsonText.Raw(given)); // 9
        else if (TryGetContext(text, out var own))
        {
            part = PartAt(element, place);
            active = part is null ? processor.ProcessLocal(active, _json.Raw(own)) : processor.ProcessPart(active, _root, _json.Raw(own));
        }

        var typeScope = active; // 10
        active = ApplyTypeScopes(text, active); // 11
        var first = _memberCount;
        Gather(text, active, isRoot);
        _textCount = text.First;
        var site = new ObjectSite(first, _memberCount, KeywordsOf(first, _memberCount), active, typeScope, property, isRoot, part);
        var result = ExpandGathered(site, place);
        _memberCount = first;
        return result;
    }

    /// <summary>An object being expanded: its gathered members and its contexts.</summary>
    private readonly record struct ObjectSite(int First, int End, uint Keywords, ActiveContext Active, ActiveContext TypeScope, TermDefinition? Property, bool IsRoot, DocumentPart? Part)
    {
        public bool Has(Keyword keyword) => (Keywords & (1u << (int)keyword)) != 0;

        public bool HasKeywords => (Keywords & ~(1u << (int)Keyword.None)) != 0;
    }

    private bool ExpandGathered(in ObjectSite site, in Place place)
    {
        if (!TryExpandOtherThanNode(site, place, out var result)) return ExpandNode(site, place);
        _finished = FinishedNode.None;
        return result;
    }

    /// <summary>False where the object is a node object, which is not expanded then.</summary>
    private bool TryExpandOtherThanNode(in ObjectSite site, in Place place, out bool result)
    {
        result = false;
        if (!site.HasKeywords) return false;
        if (TryGetKeyword(site, Keyword.Value, out var value)) // 15
        {
            result = ExpandValueObject(site, value, place);
            return true;
        }

        var isList = TryGetKeyword(site, Keyword.List, out var members);
        if (isList || TryGetKeyword(site, Keyword.Set, out members)) // 17
        {
            result = ExpandSetOrList(site, isList, members, place);
            return true;
        }

        if (site.End != site.First + 1 || _members[site.First].Keyword != Keyword.Language) return false; // 18
        ReadLanguage(_members[site.First].Value);
        Refuse(SafeModeCode.DroppedValue, "An object with nothing but @language says nothing and would be dropped.");
        return true;
    }

    /// <summary>Step 7: value objects and plain references keep the type-scoped context of the object around them.</summary>
    private bool KeepsTypeScope(ObjectText text, ActiveContext active)
        => HasValueMember(text, active)
            || (text.End == text.First + 1 && IriExpansion.Expand(active, _json.Text(_text[text.First]), vocab: true).Keyword == Keyword.Id);

    private ActiveContext ApplyTypeScopes(ObjectText text, ActiveContext active)
    {
        var typeScope = active;
        List<int>? several = null;
        int? single = null;
        for (var i = text.First; i < text.End; i++)
        {
            if (!typeScope.IsTypeName(_json.Text(_text[i]))) continue;
            if (single is null) single = _text[i];
            else (several ??= [single.Value]).Add(_text[i]);
        }

        if (several is null) return single is { } only ? ApplyTypeScope(only + 1, active, typeScope) : active;
        several.Sort((one, two) => _json.Text(one).SequenceCompareTo(_json.Text(two)));
        foreach (var name in several) active = ApplyTypeScope(name + 1, active, typeScope);
        return active;
    }

    /// <summary>Step 11.2: the scoped contexts of the types, in the order of their names.</summary>
    private ActiveContext ApplyTypeScope(int types, ActiveContext active, ActiveContext typeScope)
    {
        if (_json.KindOf(types) == JsonValueKind.String)
        {
            return typeScope.Find(_json.Text(types)) is { LocalContext: not null } only ? active.ForType(only, processor) : active;
        }

        if (_json.KindOf(types) != JsonValueKind.Array) return active;
        TermDefinition? first = null;
        List<TermDefinition>? scoped = null;
        for (var type = types + 1; type < _json.After(types); type = _json.After(type))
        {
            if (_json.KindOf(type) != JsonValueKind.String || typeScope.Find(_json.Text(type)) is not { LocalContext: not null } definition) continue;
            if (first is null) first = definition;
            else (scoped ??= [first]).Add(definition);
        }

        if (scoped is null) return first is null ? active : active.ForType(first, processor);
        scoped.Sort(static (one, two) => one.Term.AsSpan().SequenceCompareTo(two.Term));
        foreach (var definition in scoped) active = active.ForType(definition, processor);
        return active;
    }

    private bool ExpandSetOrList(in ObjectSite site, bool isList, in Member members, in Place place)
    {
        for (var i = site.First; i < site.End; i++) // 17.1
        {
            if (_members[i].Keyword == (isList ? Keyword.List : Keyword.Set) || IsAbsent(_members[i])) continue;
            if (_members[i].Keyword != Keyword.Index) throw Error(ErrorCode.InvalidSetOrListObject, "An object with @set or @list has no other member but @index.");
            CheckIndex(_members[i]);
        }

        Enter(members.Name);
        bool result;
        if (!isList) result = Expand(members.Value, site.Active, site.Property, place); // 13.4.12
        else result = ExpandList(site, members.Value, place);
        Leave();
        return result;
    }

    private bool ExpandList(in ObjectSite site, int value, in Place place)
    {
        if (place.IsTop) // 13.4.11.1
        {
            Refuse(SafeModeCode.DroppedValue, "A list stands where JSON-LD expects an object, and would be dropped.");
            return false;
        }

        if (place.IsReverse) throw Error(ErrorCode.InvalidReversePropertyValue, "A reverse property cannot have a list as its value.");
        if (place is { IsWholeList: true, Items: not null })
        {
            Expand(value, site.Active, site.Property, place with { IsWholeList = false });
            return true;
        }

        var items = new List<int>();
        Expand(value, site.Active, site.Property, new Place { Graph = place.Graph, Items = items });
        ProduceValue(place, EmitList(items, place.Graph));
        return true;
    }

    /// <summary>A property whose value is null is not there (13.10).</summary>
    private bool IsAbsent(in Member member) => member.Keyword == Keyword.None && _json.KindOf(member.Value) == JsonValueKind.Null && member.Definition is not { Type: TypeMapping.Json };

    private void CheckIndex(in Member index)
    {
        if (_json.KindOf(index.Value) != JsonValueKind.String) throw Error(ErrorCode.InvalidIndexValue, "The value of @index is a string.");
    }
}
