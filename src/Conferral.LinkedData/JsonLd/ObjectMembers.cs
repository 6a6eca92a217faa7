// The members of one JSON object with what their names mean, gathered before anything is emitted.
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Conferral.LinkedData.JsonLd;

internal sealed partial class DocumentWalk
{
    /// <summary>One member that counts: a keyword's, or a property's with its predicate.</summary>
    private readonly record struct Member(int Name, Keyword Keyword, TermDefinition? Definition, int Predicate, ActiveContext Context)
    {
        public int Value => Name + 1;
    }

    private Member[] _members = new Member[64];
    private int _memberCount;

    private const int PredicateSlots = 256;

    private readonly (TermDefinition? Definition, int Term)[] _predicates = new (TermDefinition?, int)[PredicateSlots];

    private int[] _text = new int[64];
    private int _textCount;

    /// <summary>The names of one object's members as they stand, in <see cref="_text"/>: collected once, then gone through several times.</summary>
    private readonly record struct ObjectText(int First, int End, bool MayHaveKeywords);

    private ObjectText Scan(int element)
    {
        var first = _textCount;
        var mayHaveKeywords = false;
        var end = _json.After(element);
        for (var name = element + 1; name < end; name = _json.After(name + 1))
        {
            if (_textCount == _text.Length) Array.Resize(ref _text, _textCount * 2);
            _text[_textCount++] = name;
            mayHaveKeywords |= _json.MayBeKeyword(name);
        }

        return new ObjectText(first, _textCount, mayHaveKeywords);
    }

    /// <summary>Gathers the members of an object, those of its nest terms included (13.1 to 13.4.2, 14).</summary>
    private void Gather(int element, ActiveContext active)
    {
        var text = Scan(element);
        Gather(text, active, isRoot: false);
        _textCount = text.First;
    }

    private void Gather(ObjectText text, ActiveContext active, bool isRoot)
    {
        for (var i = text.First; i < text.End; i++)
        {
            var member = _text[i];
            var name = _json.Text(member);
            if (name.SequenceEqual("@context"u8)) continue; // 13.1
            if (isRoot && _withoutMember is { } without && name.SequenceEqual(without)) continue;
            var expanded = IriExpansion.Expand(active, name, vocab: true); // 13.2
            if (expanded.IsNull || (expanded.Keyword == Keyword.None && !expanded.Text.Contains((byte)':'))) // 13.3
            {
                Enter(member);
                Refuse(SafeModeCode.UndefinedTerm, $"No context of the document defines \"{Show(name)}\", so it would not be part of the signed data. Remove it, or add a context that defines it.");
                Leave();
                continue;
            }

            if (expanded.Keyword == Keyword.Nest) GatherNested(member, expanded.Definition, active);
            else if (expanded.Keyword != Keyword.None) Add(new Member(member, expanded.Keyword, null, Place.Nothing, active));
            else Add(new Member(member, Keyword.None, expanded.Definition, PredicateOf(member, expanded), active));
        }
    }

    private void GatherNested(int name, TermDefinition? nest, ActiveContext active)
    {
        Enter(name);
        if (nest is { LocalContext: not null }) active = active.ForProperty(nest, processor);
        var (first, end) = _json.OneOrMany(name + 1);
        for (var nested = first; nested < end; nested = _json.After(nested))
        {
            if (_json.KindOf(nested) != JsonValueKind.Object || HasValueMember(nested, active)) // 14.2.1
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
    private int PredicateOf(int name, ExpandedIri expanded)
    {
        if (expanded.Definition is not { } definition) return ReadPredicate(name, expanded);
        ref var slot = ref _predicates[RuntimeHelpers.GetHashCode(definition) % PredicateSlots];
        if (!ReferenceEquals(slot.Definition, definition)) slot = (definition, ReadPredicate(name, expanded));
        return slot.Term;
    }

    private int ReadPredicate(int name, ExpandedIri expanded)
    {
        if (IriReference.IsBlankNode(expanded.Text))
        {
            Enter(name);
            Refuse(SafeModeCode.DroppedValue, "A blank node cannot be a predicate; the member would be dropped.");
            Leave();
            return Place.Nothing;
        }

        return IriTerm(expanded.Text, SafeModeCode.RelativeIri, name);
    }

    private bool HasValueMember(int element, ActiveContext active)
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
            var name = _json.Text(_text[i]);
            if (name.SequenceEqual("@value"u8) || (active.MayAliasValue && active.Find(name) is { Keyword: Keyword.Value })) return true;
        }

        return false;
    }

    /// <summary>The object's own <c>@context</c>; the last one where a lenient parser let several through.</summary>
    private bool TryGetContext(ObjectText text, out int context)
    {
        context = default;
        if (!text.MayHaveKeywords) return false;
        for (var i = text.End - 1; i >= text.First; i--)
        {
            if (!_json.Is(_text[i], "@context"u8)) continue;
            context = _text[i] + 1;
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
            if (found) throw Error(ErrorCode.CollidingKeywords, $"{_json.Show(_members[i].Name)} and {_json.Show(member.Name)} stand for the same keyword."); // 13.4.2
            member = _members[i];
            found = true;
        }

        return found;
    }
}
