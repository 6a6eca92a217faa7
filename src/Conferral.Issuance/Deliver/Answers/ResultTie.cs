// Which of the sent credentials a result of a batch answer belongs to.
using System.Text.Json;

namespace Conferral.Issuance.Deliver;

/// <summary>
/// Ties results to credentials. An index counts only where it can mean one thing: together with the id, by agreement
/// (<see cref="BatchResults.Keyed"/>), or when the indexes are exactly 0 to n−1 or 1 to n: half of them could name the neighbours.
/// A place counts only where there are as many results as credentials and no result names an id that was sent or looks like one.
/// </summary>
internal sealed class ResultTie
{
    private static readonly string[] IdPointers = ["/credentialId", "/id", "/credential/id", "/body/id"];

    private readonly Dictionary<string, int> _places;
    private readonly BatchResults _results;
    private readonly HashSet<string> _families;
    private readonly int? _firstIndex;
    private readonly bool _placesCount;

    public ResultTie(IReadOnlyList<JsonElement> entries, Dictionary<string, int> places, int count, BatchResults results)
    {
        _places = places;
        _results = results;
        _families = [.. places.Keys.Select(FamilyOf)];
        var indexes = entries.Select(IndexOf).ToList();
        _firstIndex = results == BatchResults.Keyed ? 0 : Enumerable.Range(0, 2).Cast<int?>().FirstOrDefault(first => Runs(indexes, first!.Value, count));
        _placesCount = results != BatchResults.Keyed && entries.Count == count && indexes.TrueForAll(index => index is null)
            && (results == BatchResults.Ordered || !entries.Any(NamesCredential));
    }

    /// <summary>The place among those sent, or null where nobody can tell; two that are named at once are both put into <paramref name="contradicted"/>.</summary>
    public int? PlaceOf(JsonElement entry, int position, HashSet<int> contradicted)
    {
        var byIndex = IndexOf(entry) - (_firstIndex ?? 0) is { } index && index >= 0 && index < _places.Count ? index : (int?)null;
        if (IdsOf(entry).Where(_places.ContainsKey).Select(id => (int?)_places[id]).FirstOrDefault() is { } byId)
        {
            var other = byIndex ?? (_placesCount && _results == BatchResults.Ordered ? position : null);
            return other is null || other == byId ? byId : Contradiction(byId, other.Value, contradicted);
        }

        if (NamesCredential(entry)) return null;
        return _firstIndex is not null ? byIndex : _placesCount ? position : null;
    }

    private static int? Contradiction(int one, int other, HashSet<int> contradicted)
    {
        contradicted.Add(one);
        contradicted.Add(other);
        return null;
    }

    /// <summary>Names a credential that was sent, or one of the same kind that was not: somebody else's.</summary>
    private bool NamesCredential(JsonElement entry) => IdsOf(entry).Any(id => _places.ContainsKey(id) || _families.Contains(FamilyOf(id)));

    private static bool Runs(List<int?> indexes, int first, int count)
        => indexes.Count == count && indexes.Order().SequenceEqual(Enumerable.Range(first, count).Cast<int?>());

    private static IEnumerable<string> IdsOf(JsonElement entry)
    {
        foreach (var pointer in IdPointers)
        {
            if (AnswerPointer.Find(entry, pointer) is { ValueKind: JsonValueKind.String } id) yield return id.GetString()!;
        }
    }

    private static int? IndexOf(JsonElement entry)
        => AnswerPointer.Find(entry, "/index") is { ValueKind: JsonValueKind.Number } index ? (index.TryGetInt32(out var number) ? number : -1) : null;

    /// <summary><c>urn:uuid:</c>, or an address without its last segment.</summary>
    private static string FamilyOf(string id) => id[..(id.LastIndexOfAny([':', '/', '#']) + 1)];
}
