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

    /// <summary>Gathers the members of an object, those of its nest terms included (13.1 to 13.4.2, 14).</summary>
    private void Gather(JsonElement element, ActiveContext active, bool isRoot)
    {
        foreach (var json in element.EnumerateObject())
        {
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

            Gather(nested, active, isRoot: false); // 14.2.2
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

    private static bool HasValueMember(JsonElement element, ActiveContext active)
    {
        foreach (var json in element.EnumerateObject())
        {
            var name = JsonText.Name(json);
            if (name.SequenceEqual("@value"u8) || (active.MayAliasValue && active.Find(name) is { Keyword: Keyword.Value })) return true;
        }

        return false;
    }

    /// <summary>The members gathered since <paramref name="first"/> that have the keyword; at most one of each but @type and @included.</summary>
    private bool TryGetKeyword(int first, int end, Keyword keyword, out Member member)
    {
        member = default;
        var found = false;
        for (var i = first; i < end; i++)
        {
            if (_members[i].Keyword != keyword) continue;
            if (found) throw Error(ErrorCode.CollidingKeywords, $"{Show(JsonText.Name(_members[i].Json))} and {Show(JsonText.Name(member.Json))} stand for the same keyword."); // 13.4.2
            member = _members[i];
            found = true;
        }

        return found;
    }
}
