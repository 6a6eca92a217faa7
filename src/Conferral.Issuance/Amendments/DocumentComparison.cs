// What one version of a credential says that another does not, in words.
using System.Text.Json;
using Conferral.Credentials.Model;

namespace Conferral.Issuance.Amendments;

/// <summary>
/// Compares two versions of one credential, signed or not. Names every fact that differs; what only signing, order or derived ids
/// make different is no change. Safe for many threads.
/// </summary>
public static class DocumentComparison
{
    private const string StatusPath = "credentialSubject/result/status";
    private const string TitlePath = "credentialSubject/achievement/name";

    // Two members may say the same and are two all the same.
    private static readonly IEqualityComparer<MemberFacts> ByReference = EqualityComparer<MemberFacts>.Create(ReferenceEquals, System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode);

    private static readonly FieldChange OtherContent = new("other content", "content that has no name here", ChangeManner.Changed, null, null);

    /// <summary>Why two versions of one credential cannot be held against each other: the older document is not stored any more.</summary>
    public static FieldChange NotStored { get; } = new("document not stored", "the document of the version before is not stored any more, so what changed cannot be told", ChangeManner.Changed, null, null);

    /// <summary>
    /// The changes from one document to another that is meant to say something else; never empty.
    /// Errors: <see cref="JsonException"/> when one is no JSON object.
    /// </summary>
    public static IReadOnlyList<FieldChange> Amended(ReadOnlyMemory<byte> before, ReadOnlyMemory<byte> after)
        => Changes(before, after) is { Count: > 0 } changes ? changes : [OtherContent];

    /// <summary>The changes, the record's own first, then its members' in their order; empty when both say the same.</summary>
    public static IReadOnlyList<FieldChange> Changes(ReadOnlyMemory<byte> before, ReadOnlyMemory<byte> after)
    {
        var (old, now) = (DocumentFacts.Of(before), DocumentFacts.Of(after));
        var changes = new List<FieldChange>();
        Compare(old.Own, now.Own, "", changes);
        var pairs = Pair(old.Members, now.Members);
        CompareMembers(old.Members, now.Members, pairs, changes);
        CompareRelations(old, now, pairs, changes);
        CompareUnearned(old.Catalogue, now.Catalogue, changes);
        return changes;
    }

    /// <summary>Each old member's counterpart: by id, else by what it is called. Ids made anew are no change of the record.</summary>
    private static Dictionary<MemberFacts, MemberFacts> Pair(IReadOnlyList<MemberFacts> old, IReadOnlyList<MemberFacts> now)
    {
        var pairs = new Dictionary<MemberFacts, MemberFacts>(ByReference);
        var free = new HashSet<MemberFacts>(now, ByReference);
        foreach (var key in (Func<MemberFacts, string>[])[member => member.Id, member => member.Name])
        {
            var byKey = free.GroupBy(key, StringComparer.Ordinal).ToDictionary(group => group.Key, group => new Queue<MemberFacts>(group), StringComparer.Ordinal);
            foreach (var member in old.Where(member => !pairs.ContainsKey(member)))
            {
                if (!byKey.TryGetValue(key(member), out var counterparts) || !counterparts.TryDequeue(out var counterpart)) continue;
                pairs[member] = counterpart;
                free.Remove(counterpart);
            }
        }

        return pairs;
    }

    private static void CompareMembers(IReadOnlyList<MemberFacts> old, IReadOnlyList<MemberFacts> now, Dictionary<MemberFacts, MemberFacts> pairs, List<FieldChange> changes)
    {
        var back = pairs.ToDictionary(pair => pair.Value, pair => pair.Key, ByReference);
        foreach (var member in now)
        {
            if (!back.TryGetValue(member, out var before)) changes.Add(new FieldChange(member.Noun, member.Noun, ChangeManner.Added, null, member.Summary));
            else Compare(before.Facts, member.Facts, $" of {member.Label}", changes);
        }

        changes.AddRange(old.Where(member => !pairs.ContainsKey(member)).Select(member => new FieldChange(member.Noun, member.Noun, ChangeManner.Removed, member.Summary, null)));
    }

    private static void Compare(IReadOnlyDictionary<string, Fact> before, IReadOnlyDictionary<string, Fact> after, string of, List<FieldChange> changes)
    {
        var (titleBefore, titleAfter) = (ValueOf(before, TitlePath), ValueOf(after, TitlePath));
        foreach (var (place, fact) in after)
        {
            var old = before.GetValueOrDefault(place);
            if (old?.Compared == fact.Compared || (old is null && IsAssumed(fact)) || (old is not null && Follows(old, fact, titleBefore, titleAfter))) continue;
            var (from, to) = Shown(old, fact);
            changes.Add(new FieldChange(fact.Kind, fact.Kind + of, old is null ? ChangeManner.Added : ChangeManner.Changed, from, to));
        }

        changes.AddRange(before.Where(pair => !after.ContainsKey(pair.Key) && !IsAssumed(pair.Value))
            .Select(pair => new FieldChange(pair.Value.Kind, pair.Value.Kind + of, ChangeManner.Removed, pair.Value.Value, null)));
    }

    // Where no status is given, a reader takes the result as completed.
    private static bool IsAssumed(Fact fact) => fact.Path == StatusPath && fact.Value == ResultStatusValue.Completed;

    // A description made from the title changes with it, and says nothing more.
    private static bool Follows(Fact before, Fact after, string? titleBefore, string? titleAfter)
        => titleBefore is { Length: > 0 } && titleAfter is not null && titleBefore != titleAfter && after.Path != TitlePath
            && before.Compared.Replace(titleBefore, titleAfter, StringComparison.Ordinal) == after.Compared;

    private static string? ValueOf(IReadOnlyDictionary<string, Fact> facts, string place) => facts.GetValueOrDefault(place)?.Value;

    // Of two moments on different days the days are enough.
    private static (string? Before, string? After) Shown(Fact? before, Fact after)
    {
        const int day = 10;
        return before?.Value is { Length: > day } from && after.Value is { Length: > day } to && from[day] == 'T' && to[day] == 'T'
            && DateOnly.TryParseExact(from.AsSpan(0, day), "yyyy-MM-dd", out var one) && DateOnly.TryParseExact(to.AsSpan(0, day), "yyyy-MM-dd", out var other) && one != other
            ? (from[..day], to[..day])
            : (before?.Value, after.Value);
    }

    /// <summary>Relations between members both versions have; what came or went with a member needs no further word.</summary>
    private static void CompareRelations(DocumentFacts old, DocumentFacts now, Dictionary<MemberFacts, MemberFacts> pairs, List<FieldChange> changes)
    {
        var renamed = pairs.DistinctBy(pair => pair.Key.Id, StringComparer.Ordinal).ToDictionary(pair => pair.Key.Id, pair => pair.Value.Id, StringComparer.Ordinal);
        var labels = now.Members.DistinctBy(member => member.Id, StringComparer.Ordinal).ToDictionary(member => member.Id, member => member.Label, StringComparer.Ordinal);
        var stayed = renamed.Values.ToHashSet(StringComparer.Ordinal);
        var before = old.Catalogue.Relations.Where(relation => renamed.ContainsKey(relation.Source) && renamed.ContainsKey(relation.Target))
            .Select(relation => relation with { Source = renamed[relation.Source], Target = renamed[relation.Target] }).ToHashSet();
        var after = now.Catalogue.Relations.Where(relation => stayed.Contains(relation.Source) && stayed.Contains(relation.Target)).ToHashSet();
        foreach (var relation in after.Except(before)) changes.Add(new FieldChange("relation", "relation", ChangeManner.Added, null, Words(relation)));
        foreach (var relation in before.Except(after)) changes.Add(new FieldChange("relation", "relation", ChangeManner.Removed, Words(relation), null));

        string Words(Relation relation) => $"{labels[relation.Source]} {FactWords.OfPath(relation.Type)} {labels[relation.Target]}";
    }

    private static void CompareUnearned(CatalogueFacts old, CatalogueFacts now, List<FieldChange> changes)
    {
        const string kind = "catalogue entry";
        foreach (var (id, entry) in now.Unearned)
        {
            if (!old.Unearned.TryGetValue(id, out var before)) changes.Add(new FieldChange(kind, kind, ChangeManner.Added, null, entry.Name));
            else Compare(before.Facts, entry.Facts, $" of {entry.Name} in the catalogue", changes);
        }

        changes.AddRange(old.Unearned.Where(pair => !now.Unearned.ContainsKey(pair.Key)).Select(pair => new FieldChange(kind, kind, ChangeManner.Removed, pair.Value.Name, null)));
    }
}
