// Expansion of a JSON object: its contexts, then what kind of object it is.
using System.Text.Json;

namespace Conferral.LinkedData.JsonLd;

internal sealed partial class DocumentWalk
{
    private bool ExpandObject(JsonElement element, ActiveContext active, TermDefinition? property, in Place place, bool fromMap, bool isRoot)
    {
        var text = Scan(element);
        if (active.Previous is { } previous && !fromMap && !KeepsTypeScope(text, active)) active = previous; // 7
        if (property is { LocalContext: not null }) active = active.ForProperty(property, processor); // 8
        if (isRoot && _input.Context is { } given) active = processor.ProcessLocal(active, given); // 9
        else if (TryGetContext(text, out var own)) active = processor.ProcessLocal(active, own);
        var typeScope = active; // 10
        active = ApplyTypeScopes(text, active); // 11
        var first = _memberCount;
        Gather(text, active, isRoot);
        _textCount = text.First;
        var site = new ObjectSite(first, _memberCount, KeywordsOf(first, _memberCount), active, typeScope, property, isRoot);
        var result = ExpandGathered(site, place);
        _memberCount = first;
        return result;
    }

    /// <summary>An object being expanded: its gathered members and its contexts.</summary>
    private readonly record struct ObjectSite(int First, int End, uint Keywords, ActiveContext Active, ActiveContext TypeScope, TermDefinition? Property, bool IsRoot)
    {
        public bool Has(Keyword keyword) => (Keywords & (1u << (int)keyword)) != 0;

        public bool HasKeywords => (Keywords & ~(1u << (int)Keyword.None)) != 0;
    }

    private bool ExpandGathered(in ObjectSite site, in Place place)
    {
        if (TryGetKeyword(site, Keyword.Value, out var value)) return ExpandValueObject(site, value, place); // 15
        var isList = TryGetKeyword(site, Keyword.List, out var members);
        if (isList || TryGetKeyword(site, Keyword.Set, out members)) return ExpandSetOrList(site, isList, members, place); // 17
        if (site.End == site.First + 1 && _members[site.First].Keyword == Keyword.Language) // 18
        {
            ReadLanguage(_members[site.First].Json.Value);
            Refuse(SafeModeCode.DroppedValue, "An object with nothing but @language says nothing and would be dropped.");
            return false;
        }

        return ExpandNode(site, place);
    }

    /// <summary>Step 7: value objects and plain references keep the type-scoped context of the object around them.</summary>
    private bool KeepsTypeScope(ObjectText text, ActiveContext active)
        => HasValueMember(text, active)
            || (text.End == text.First + 1 && IriExpansion.Expand(active, JsonText.Name(_text[text.First]), vocab: true).Keyword == Keyword.Id);

    private ActiveContext ApplyTypeScopes(ObjectText text, ActiveContext active)
    {
        var typeScope = active;
        List<JsonProperty>? several = null;
        JsonProperty? single = null;
        for (var i = text.First; i < text.End; i++)
        {
            if (!typeScope.IsTypeName(JsonText.Name(_text[i]))) continue;
            if (single is null) single = _text[i];
            else (several ??= [single.Value]).Add(_text[i]);
        }

        if (several is null) return single is { } only ? ApplyTypeScope(only.Value, active, typeScope) : active;
        several.Sort(static (one, two) => JsonText.Name(one).SequenceCompareTo(JsonText.Name(two)));
        foreach (var json in several) active = ApplyTypeScope(json.Value, active, typeScope);
        return active;
    }

    /// <summary>Step 11.2: the scoped contexts of the types, in the order of their names.</summary>
    private ActiveContext ApplyTypeScope(JsonElement types, ActiveContext active, ActiveContext typeScope)
    {
        if (types.ValueKind == JsonValueKind.String)
        {
            return typeScope.Find(JsonText.Utf8(types)) is { LocalContext: not null } only ? active.ForType(only, processor) : active;
        }

        if (types.ValueKind != JsonValueKind.Array) return active;
        TermDefinition? first = null;
        List<TermDefinition>? scoped = null;
        foreach (var type in types.EnumerateArray())
        {
            if (type.ValueKind != JsonValueKind.String || typeScope.Find(JsonText.Utf8(type)) is not { LocalContext: not null } definition) continue;
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

        Enter(members.Json);
        bool result;
        if (!isList) result = Expand(members.Json.Value, site.Active, site.Property, place); // 13.4.12
        else result = ExpandList(site, members.Json.Value, place);
        Leave();
        return result;
    }

    private bool ExpandList(in ObjectSite site, JsonElement value, in Place place)
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
    private static bool IsAbsent(in Member member) => member.Keyword == Keyword.None && member.Json.Value.ValueKind == JsonValueKind.Null && member.Definition is not { Type: TypeMapping.Json };

    private static void CheckIndex(in Member index)
    {
        if (index.Json.Value.ValueKind != JsonValueKind.String) throw Error(ErrorCode.InvalidIndexValue, "The value of @index is a string.");
    }
}
