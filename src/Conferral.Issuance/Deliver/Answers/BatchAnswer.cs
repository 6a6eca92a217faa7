// Reads the answer to an array: one verdict per credential, and none where the answer does not say.
using System.Globalization;
using System.Text.Json;
using Conferral.Issuance.Sign;

namespace Conferral.Issuance.Deliver;

/// <summary>
/// Shape: <c>{"results":[{"index","id","status","location","statusInfo"}]}</c>, the same under <c>items</c> or as a bare
/// array, an array of credentials, or one Location header per credential. <see cref="BatchResults"/> says what ties a result to its
/// credential. What is missing, doubled, contradictory or names another credential is unknown, never assumed.
/// </summary>
internal sealed class BatchAnswer(PlatformAnswer answer, IReadOnlyList<SignedClr> sent, PlatformProfile profile)
{
    private static readonly string[] ListNames = ["results", "items", "credentials", "credential"];
    private static readonly string[] StatusNames = ["status", "httpStatus", "statusCode", "code"];

    private readonly Dictionary<string, int> _places = sent.Select((clr, place) => KeyValuePair.Create(clr.Id.CredentialId, place)).ToDictionary(StringComparer.Ordinal);
    private readonly Verdict?[] _verdicts = new Verdict?[sent.Count];
    private readonly HashSet<int> _contradicted = [];

    /// <summary>One verdict per sent credential in the order sent; null where unknown.</summary>
    public static IReadOnlyList<Verdict?> Read(PlatformAnswer answer, IReadOnlyList<SignedClr> sent, PlatformProfile profile)
    {
        var reading = new BatchAnswer(answer, sent, profile);
        if (answer.Overlong || AnswerText.IsWebPage(answer)) return reading._verdicts;
        if (reading.ReadLocations()) return reading._verdicts;
        try
        {
            using var document = answer.ParseBody();
            if (reading.ListIn(document.RootElement) is { } list) reading.ReadList([.. list.EnumerateArray()]);
            else reading.ReadWhole(document.RootElement);
        }
        catch (JsonException)
        {
            // Not JSON: nothing is known of any credential but what a bare status may say.
            if (answer.Body.Span.Trim(" \t\r\n"u8).IsEmpty) reading.ReadWhole(null);
        }

        return reading._verdicts;
    }

    /// <summary>201 and one Location for each, in order: only where there are exactly as many and no two are the same.</summary>
    private bool ReadLocations()
    {
        if (answer.Status is not (200 or 201) || !answer.Body.Span.Trim(" \t\r\n"u8).IsEmpty || profile.Batch.Results == BatchResults.Keyed) return false;
        var locations = answer.HeaderValues("Location");
        if (sent.Count < 2 || locations.Count != sent.Count || locations.Distinct(StringComparer.Ordinal).Count() != sent.Count) return false;
        for (var place = 0; place < sent.Count; place++)
        {
            var (url, remark) = HostReference.Locate(locations[place], answer.RequestUrl);
            _verdicts[place] = new Verdict(VerdictKind.Accepted, Detail: remark) { HttpStatus = answer.Status, ResourceUrl = url };
        }

        return true;
    }

    /// <summary>No results: 202 says of each what it says of the whole, and so does any success where that was agreed.</summary>
    private void ReadWhole(JsonElement? body)
    {
        if (!profile.Answers.Accepted.Contains(answer.Status) || (body is { } root && AnswerText.SaysFailure(root))) return;
        if (answer.Status != 202 && profile.Batch.Results != BatchResults.AllOrNothing) return;
        var remark = answer.Status == 202
            ? "The whole array was accepted for processing; the platform has not said that each is stored. Run `conferral reconcile` later."
            : "The platform took the array as a whole and named nobody in it.";
        Array.Fill(_verdicts, new Verdict(VerdictKind.Accepted, Detail: remark) { HttpStatus = answer.Status });
    }

    private void ReadList(IReadOnlyList<JsonElement> entries)
    {
        var tie = new ResultTie(entries, _places, sent.Count, profile.Batch.Results);
        for (var position = 0; position < entries.Count; position++)
        {
            var entry = entries[position];
            if (entry.ValueKind != JsonValueKind.Object) continue;
            if (tie.PlaceOf(entry, position, _contradicted) is not { } place) continue;
            if (StatusOf(entry) is not { } status) continue;
            var verdict = AnswerReader.ReadItem(status, entry, sent[place], profile.Answers, answer.RequestUrl);
            if (_verdicts[place] is { } earlier && earlier.HttpStatus != status) _contradicted.Add(place);
            _verdicts[place] = verdict;
        }

        foreach (var place in _contradicted) _verdicts[place] = null;
    }

    private JsonElement? ListIn(JsonElement root)
    {
        if (profile.Batch.ResultsPointer is { } pointer) return AnswerPointer.Find(root, pointer) is { ValueKind: JsonValueKind.Array } there ? there : null;
        if (root.ValueKind == JsonValueKind.Array) return root;
        foreach (var name in ListNames)
        {
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array) return list;
        }

        return null;
    }

    /// <summary>The entry's own status; a credential shown in place of an entry has the status of the whole answer.</summary>
    private int? StatusOf(JsonElement entry)
    {
        foreach (var name in StatusNames)
        {
            if (!entry.TryGetProperty(name, out var member)) continue;
            if (member.ValueKind == JsonValueKind.Number && member.TryGetInt32(out var number)) return number;
            if (member.ValueKind == JsonValueKind.String && int.TryParse(member.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out number)) return number;
        }

        return entry.TryGetProperty("credentialSubject", out _) && answer.Status is 200 or 201 ? answer.Status : null;
    }
}
