// Reads the answer to an array: one verdict per credential, and none where the answer does not say.
using System.Globalization;
using System.Text.Json;
using Conferral.Issuance.Sign;

namespace Conferral.Issuance.Deliver;

/// <summary>
/// Shape: <c>{"results":[{"index","id","status","location","statusInfo"}]}</c>, the same under <c>items</c> or as a bare
/// array, or an array of credentials. An entry belongs to the credential whose id it names, else to its index, else,
/// where the counts agree, to its place. What is missing, doubled or contradictory is unknown, never assumed.
/// </summary>
internal static class BatchAnswer
{
    private static readonly string[] ListNames = ["results", "items", "credentials", "credential"];
    private static readonly string[] StatusNames = ["status", "httpStatus", "statusCode", "code"];

    /// <summary>One verdict per sent credential in the order sent; null where unknown.</summary>
    public static Verdict?[] Read(PlatformAnswer answer, IReadOnlyList<SignedClr> sent)
    {
        var verdicts = new Verdict?[sent.Count];
        if (answer.Body.IsEmpty || answer.Overlong) return verdicts;
        try
        {
            using var document = answer.ParseBody();
            if (ListIn(document.RootElement) is { } list) Read(list, answer, sent, verdicts);
        }
        catch (JsonException)
        {
            // Not JSON: nothing is known of any credential, which is what the empty verdicts say.
        }

        return verdicts;
    }

    private static void Read(JsonElement list, PlatformAnswer answer, IReadOnlyList<SignedClr> sent, Verdict?[] verdicts)
    {
        var places = new Dictionary<string, int>(sent.Count, StringComparer.Ordinal);
        for (var i = 0; i < sent.Count; i++) places[sent[i].Id.CredentialId] = i;
        var contradicted = new HashSet<int>();
        var inOrder = list.GetArrayLength() == sent.Count;
        var position = -1;
        foreach (var entry in list.EnumerateArray())
        {
            position++;
            if (PlaceOf(entry, places, inOrder ? position : null, contradicted) is not { } place) continue;
            if (StatusOf(entry, answer.Status) is not { } status) continue;
            var verdict = AnswerReader.ReadItem(status, entry, sent[place], answer.RequestUrl);
            if (verdicts[place] is { } earlier && earlier.HttpStatus != status) contradicted.Add(place);
            verdicts[place] = verdict;
        }

        foreach (var place in contradicted) verdicts[place] = null;
    }

    private static JsonElement? ListIn(JsonElement root)
    {
        if (root.ValueKind == JsonValueKind.Array) return root;
        foreach (var name in ListNames)
        {
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array) return list;
        }

        return null;
    }

    private static int? PlaceOf(JsonElement entry, Dictionary<string, int> places, int? position, HashSet<int> contradicted)
    {
        if (entry.ValueKind != JsonValueKind.Object) return null;
        int? byId = entry.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String && places.TryGetValue(id.GetString()!, out var named) ? named : null;
        int? byIndex = entry.TryGetProperty("index", out var index) && index.ValueKind == JsonValueKind.Number
            && index.TryGetInt32(out var number) && number >= 0 && number < places.Count ? number : null;
        if (byId is { } a && byIndex is { } b && a != b)
        {
            contradicted.Add(a);
            contradicted.Add(b);
            return null;
        }

        return byId ?? byIndex ?? position;
    }

    /// <summary>The entry's own status; a credential shown in place of an entry has the status of the whole answer.</summary>
    private static int? StatusOf(JsonElement entry, int whole)
    {
        foreach (var name in StatusNames)
        {
            if (!entry.TryGetProperty(name, out var member)) continue;
            if (member.ValueKind == JsonValueKind.Number && member.TryGetInt32(out var number)) return number;
            if (member.ValueKind == JsonValueKind.String && int.TryParse(member.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out number)) return number;
        }

        return entry.TryGetProperty("credentialSubject", out _) && whole is 200 or 201 ? whole : null;
    }
}
