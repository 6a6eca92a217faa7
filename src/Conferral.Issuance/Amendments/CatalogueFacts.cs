// The catalogue of a CLR and how its achievements hang together.
using System.Text.Json;
using Conferral.Credentials.Proofs;

namespace Conferral.Issuance.Amendments;

/// <summary>"<see cref="Source"/> <see cref="Type"/> <see cref="Target"/>".</summary>
internal readonly record struct Relation(string Type, string Source, string Target);

/// <summary>Relations between members, by the members' ids: an achievement's own id changes with what it says.</summary>
internal sealed class CatalogueFacts
{
    public CatalogueFacts(JsonElement subject, IReadOnlyList<Relation> relations, JsonElement root)
    {
        var memberOf = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in CredentialParts.MembersOf(root))
        {
            if (CredentialParts.Text(FactWalk.AchievementOf(member), "id") is { } achievement && CredentialParts.Text(member, "id") is { } id) memberOf.TryAdd(achievement, id);
        }

        Relations = relations.Select(relation => relation with { Source = memberOf.GetValueOrDefault(relation.Source, relation.Source), Target = memberOf.GetValueOrDefault(relation.Target, relation.Target) }).ToHashSet();
        Unearned = EntriesOf(subject, "achievement")
            .Where(entry => CredentialParts.Text(entry, "id") is { } id && !memberOf.ContainsKey(id))
            .DistinctBy(entry => CredentialParts.Text(entry, "id"), StringComparer.Ordinal)
            .ToDictionary(entry => CredentialParts.Text(entry, "id")!, ReadEntry, StringComparer.Ordinal);
    }

    public HashSet<Relation> Relations { get; }

    /// <summary>What the catalogue lists and no member asserts, by id.</summary>
    public Dictionary<string, (string Name, IReadOnlyDictionary<string, Fact> Facts)> Unearned { get; }

    public static IReadOnlyList<Relation> RelationsOf(JsonElement subject)
        => [.. EntriesOf(subject, "association").Select(entry => new Relation(CredentialParts.Text(entry, "associationType") ?? "", CredentialParts.Text(entry, "sourceId") ?? "", CredentialParts.Text(entry, "targetId") ?? ""))];

    private static (string Name, IReadOnlyDictionary<string, Fact> Facts) ReadEntry(JsonElement entry)
    {
        var walk = new FactWalk();
        walk.WalkEntry(entry);
        return (FactWalk.Cut(CredentialParts.Text(entry, "name") ?? "an achievement without a name"), walk.Facts);
    }

    private static IReadOnlyList<JsonElement> EntriesOf(JsonElement subject, string name)
        => subject.ValueKind == JsonValueKind.Object && subject.TryGetProperty(name, out var list) ? [.. CredentialParts.Items(list).Where(entry => entry.ValueKind == JsonValueKind.Object)] : [];
}
