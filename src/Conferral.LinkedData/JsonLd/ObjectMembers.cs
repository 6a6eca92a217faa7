// The members of one JSON object with what their names mean, gathered before anything is emitted.
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Conferral.LinkedData.JsonLd;

internal sealed partial class DocumentWalk
{
    /// <summary>One member that counts: a keyword's, or a property's with its predicate.</summary>
    private readonly record struct Member(JsonProperty Json, Keyword Keyword, TermDefinition? Definition, int Predicate, ActiveContext Context);

    private Member[] _members = new Member[64];
    private int _memberCount;

    private const int PredicateSlots = 256;

    private readonly (TermDefinition? Definition, int Term)[] _predicates = new (TermDefinition?, int)[PredicateSlots];

    private JsonProperty[] _text = new JsonProperty[64];
    private int _textCount;

    /// <summary>The members of one object as they stand, in <see cref="_text"/>: read once from the parser's tables, then gone through several times.</summary>
    private readonly record struct ObjectText(int First, int End, bool MayHaveKeywords);

    private ObjectText Scan(JsonElement element)
    {
        var first = _textCount;
        var mayHaveKeywords = false;
        foreach (var json in element.EnumerateObject())
        {
            if (_textCount == _text.Length) Array.Resize(ref _text, _textCount * 2);
            _text[_textCount++] = json;
            mayHaveKeywords |= JsonText.MayBeKeyword(json);
        }

        return new ObjectText(first, _textCount, mayHaveKeywords);
    }

    /// <summary>Gathers the members of an object, those of its nest terms included (13.1 to 13.4.2, 14).</summary>
    private void Gather(JsonElement element, ActiveContext active)
    {
        var text = Scan(element);
        Gather(text, active, isRoot: false);
        _textCount = text.First;
    }

    private void Gather(ObjectText text, ActiveContext active, bool isRoot)
    {
        for (var i = text.First; i < text.End; i++)
        {
            var json = _text[i];
            var name = JsonText.Name(json);
            if (name.SequenceEqual("@context"u8)) continue; // 13.1
            if (isRoot && _withoutMember is { } without && name.SequenceEqual(without)) continue;
            var expanded = IriExpansion.Expand(active, name, vocab: true); // 13.2
            if (expanded.IsNull || (expanded.Keyword == Keyword.None && !expanded.Text.Contains((byte)':'))) // 13.3
            {
                Enter(json);
                Refuse(SafeModeCode.UndefinedTerm, $"No context of the document defines \"{Show(name)}\", so it would not be part of the signed data. Remove it, or add a context that defines it.");
                Leave();
                continue;
            }

            if (expanded.Keyword == Keyword.Nest) GatherNested(json, expanded.Definition, active);
            else if (expanded.Keyword != Keyword.None) Add(new Member(json, expanded.Keyword, null, Place.Nothing, active));
            else Add(new Member(json, Keyword.None, expanded.Definition, PredicateOf(json, expanded), active));
        }
    }

    private void GatherNested(JsonProperty json, TermDefinition? nest, ActiveContext active)
    {
        Enter(json);
        if (nest is { LocalContext: not null }) active = active.ForProperty(nest, processor);
        foreach (var nested in JsonText.OneOrMany(json.Value))
        {
            if (nested.ValueKind != JsonValueKind.Object || HasValueMember(nested, active)) // 14.2.1
            {
                throw Error(ErrorCode.InvalidNestValue, "A nest term holds objects, and none of them a value object.");
            }

            Gather(nested, active); // 14.2.2
        }

        Leave();
    }

    private void Add(in Member member)
    {
        if (_memberCount == _members.Length) Array.Resize(ref _members, _memberCount * 2);
        _members[_memberCount++] = member;
    }

    /// <summary>A term's predicate as a term number, looked up once per document: a cache with one place per hash.</summary>
    private int PredicateOf(JsonProperty json, ExpandedIri expanded)
    {
        if (expanded.Definition is not { } definition) return ReadPredicate(json, expanded);
        ref var slot = ref _predicates[RuntimeHelpers.GetHashCode(definition) % PredicateSlots];
        if (!ReferenceEquals(slot.Definition, definition)) slot = (definition, ReadPredicate(json, expanded));
        return slot.Term;
    }

    private int ReadPredicate(JsonProperty json, ExpandedIri expanded)
    {
        if (IriReference.IsBlankNode(expanded.Text))
        {
            Enter(json);
            Refuse(SafeModeCode.DroppedValue, "A blank node cannot be a predicate; the member would be dropped.");
            Leave();
            return Place.Nothing;
        }

        return IriTerm(expanded.Text, SafeModeCode.RelativeIri, json);
    }

    private bool HasValueMember(JsonElement element, ActiveContext active)
    {
        var text = Scan(element);
        _textCount = text.First;
        return HasValueMember(text, active);
    }

    private bool HasValueMember(ObjectText text, ActiveContext active)
    {
        if (!text.MayHaveKeywords && !active.MayAliasValue) return false;
        for (var i = text.First; i < text.End; i++)
        {
            var name = JsonText.Name(_text[i]);
            if (name.SequenceEqual("@value"u8) || (active.MayAliasValue && active.Find(name) is { Keyword: Keyword.Value })) return true;
        }

        return false;
    }

    /// <summary>The object's own <c>@context</c>; the last one where a lenient parser let several through.</summary>
    private bool TryGetContext(ObjectText text, out JsonElement context)
    {
        context = default;
        if (!text.MayHaveKeywords) return false;
        for (var i = text.End - 1; i >= text.First; i--)
        {
            if (!JsonText.Name(_text[i]).SequenceEqual("@context"u8)) continue;
            context = _text[i].Value;
            return true;
        }

        return false;
    }

    /// <summary>Which keywords are among the gathered members, as one bit each.</summary>
    private uint KeywordsOf(int first, int end)
    {
        uint keywords = 0;
        for (var i = first; i < end; i++) keywords |= 1u << (int)_members[i].Keyword;
        return keywords;
    }

    /// <summary>The site's member that has the keyword; at most one of each but @type and @included.</summary>
    private bool TryGetKeyword(in ObjectSite site, Keyword keyword, out Member member)
    {
        member = default;
        if (!site.Has(keyword)) return false;
        var found = false;
        for (var i = site.First; i < site.End; i++)
        {
            if (_members[i].Keyword != keyword) continue;
            if (found) throw Error(ErrorCode.CollidingKeywords, $"{Show(JsonText.Name(_members[i].Json))} and {Show(JsonText.Name(member.Json))} stand for the same keyword."); // 13.4.2
            member = _members[i];
            found = true;
        }

        return found;
    }
}
