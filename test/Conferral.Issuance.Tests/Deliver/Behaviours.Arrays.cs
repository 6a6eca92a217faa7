// Arrays: every form of answer to one, and what is sent next.
using System.Text.Json;
using Conferral.Issuance.Deliver;

namespace Conferral.Issuance.Tests.Deliver;

internal static partial class Behaviours
{
    private static PlatformProfile ArraysOn(PlatformProfile profile) => profile with { MaxConcurrency = 1, Batch = new() { Mode = BatchMode.On, MaxItems = 3 } };

    private static Func<PlatformProfile, PlatformProfile> ArraysBy(BatchResults results) => profile => ArraysOn(profile) with { Batch = new() { Mode = BatchMode.On, MaxItems = 3, Results = results } };

    private static PlatformProfile ArraysWithoutUpsert(PlatformProfile profile) => ArraysOn(profile) with { UpsertsById = false };

    private static bool IsArray(Received request) => request.Text is ['[', ..];

    private static string[] IdsIn(Received request)
    {
        using var document = JsonDocument.Parse(request.Body);
        return [.. document.RootElement.EnumerateArray().Select(credential => credential.GetProperty("id").GetString()!)];
    }

    /// <summary>An array is answered by <paramref name="list"/> of its ids, a single credential by itself.</summary>
    private static Func<Received, Reply> Listed(Func<string[], string> list, int status = 207)
        => request => IsArray(request) ? new(status, list(IdsIn(request))) : Stored(request);

    /// <summary>An array is answered by <paramref name="reply"/>; reading back finds nothing.</summary>
    private static Func<Received, Reply> ToArray(Reply reply)
        => request => request.Method == "GET" ? new(200, """{"credential":[]}""") : IsArray(request) ? reply : Stored(request);

    private static string Entries(IEnumerable<string> entries) => $"[{string.Join(',', entries)}]";

    private static string Keyed(string id, int status = 201) => $$"""{"id":"{{id}}","status":{{status}}}""";

    private static IEnumerable<Behaviour> Arrays() =>
    [
        new("results by id, in order", "DDD", 1, Listed(ids => Entries(ids.Select(id => Keyed(id))))) { Tweak = ArraysOn, Sizes = "3" },
        new("results by id, backward", "FDD", 1, Listed(ids => Entries(ids.Reverse().Select(id => Keyed(id, id == ids[0] ? 400 : 201))))) { Tweak = ArraysOn, Sizes = "3", Code = "refused" },
        new("results by place", "FDD", 1, Listed(_ => """[{"status":422},{"status":201},{"status":200}]""")) { Tweak = ArraysOn, Sizes = "3", Code = "refused" },
        new("results by place with ids of the platform's own", "DDF", 1, Listed(_ => """[{"id":"h-0","status":201},{"id":"h-1","status":201},{"id":"h-2","status":400}]""")) { Tweak = ArraysOn, Sizes = "3", HostId = "h-0" },
        new("results by index from 0", "FDD", 1, Listed(_ => """{"items":[{"index":2,"status":201},{"index":1,"status":201},{"index":0,"status":400}]}""")) { Tweak = ArraysOn, Sizes = "3", Code = "refused" },
        new("results by index from 1", "FDD", 1, Listed(_ => """{"items":[{"index":3,"status":201},{"index":2,"status":201},{"index":1,"status":400}]}""")) { Tweak = ArraysOn, Sizes = "3", Code = "refused" },
        new("an index alone could be anybody's", "DDD", 4, Listed(_ => """[{"index":1,"status":400}]""")) { Tweak = ArraysOn, Sizes = "3 1 1 1" },
        new("the credentials themselves, 201", "DDD", 1, request => IsArray(request) ? new(201, request.Text) : Stored(request)) { Tweak = ArraysOn, Sizes = "3" },
        new("the credentials themselves, signed anew", "DDD", 1, request => IsArray(request) ? new(201, request.Text.Replace("\"z0\"", "\"zP\"")) : Stored(request)) { Tweak = ArraysOn, Sizes = "3", Detail = "another proof", Copy = true },
        new("results with the credential inside, differing", "DDD", 1, Listed(ids => Entries(ids.Select((id, place) => $$"""{"id":"{{id}}","status":201,"credential":{{MemoryLedger.Credential(place).Replace("2026-05", "2025-05")}}}""")))) { Tweak = ArraysOn, Sizes = "3", Detail = "differs", Copy = true },
        new("a result with a Location and an id of the platform", "DDD", 1, Listed(ids => Entries(ids.Select(id => $$"""{"id":"{{id}}","clrCredentialId":"h","status":201,"location":"/c/9"}""")))) { Tweak = ArraysOn, Sizes = "3", HostId = "h", Location = "/c/9" },
        new("a result whose Location is hostile", "DDD", 1, Listed(ids => Entries(ids.Select(id => $$"""{"id":"{{id}}","status":201,"location":"javascript:alert(1)"}""")))) { Tweak = ArraysOn, Sizes = "3", Detail = "not visited" },
        new("201 and a Location for each", "DDD", 1, ToArray(new Reply(201).With("Location", "/c/1").With("Location", "/c/2").With("Location", "/c/3"))) { Tweak = ArraysOn, Sizes = "3", Location = "/c/1" },
        new("201 and a Location too few", "DDD", 4, ToArray(new Reply(201).With("Location", "/c/1").With("Location", "/c/2"))) { Tweak = ArraysOn, Sizes = "3 1 1 1" },
        new("201 and the same Location for all", "DDD", 4, ToArray(new Reply(201).With("Location", "/c/1").With("Location", "/c/1").With("Location", "/c/1"))) { Tweak = ArraysOn, Sizes = "3 1 1 1" },
        new("a bare 200", "DDD", 4, ToArray(new(200))) { Tweak = ArraysOn, Sizes = "3 1 1 1" },
        new("a bare 201, all or nothing by agreement", "DDD", 1, ToArray(new(201))) { Tweak = ArraysBy(BatchResults.AllOrNothing), Sizes = "3", Detail = "as a whole" },
        new("a bare 204, all or nothing by agreement", "DDD", 1, ToArray(new(204))) { Tweak = ArraysBy(BatchResults.AllOrNothing), Sizes = "3", Detail = "as a whole" },
        new("202 for the whole array", "DDD", 1, ToArray(new(202, """{"jobId":"j-1"}"""))) { Tweak = ArraysOn, Sizes = "3", Detail = "accepted for processing" },
        new("202 with results", "DFD", 1, Listed(ids => Entries(ids.Select(id => Keyed(id, id == ids[1] ? 400 : 202))), status: 202)) { Tweak = ArraysOn, Sizes = "3", Detail = "Accepted for processing" },
        new("200 that says failure", "DDD", 4, ToArray(new(200, """{"success":false}"""))) { Tweak = ArraysOn, Sizes = "3 1 1 1" },
        new("a wrapper by the settings", "DDD", 1, request => request.Text.StartsWith("""{"credentials":[""", StringComparison.Ordinal) ? new(200, request.Text["{\"credentials\":".Length..^1]) : new(400)) { Tweak = profile => ArraysOn(profile) with { Batch = new() { Mode = BatchMode.On, MaxItems = 3, Wrapper = "credentials" } }, Sizes = "3" },
        new("results where the settings say they stand", "DDD", 1, Listed(ids => $$$"""{"results":[],"report":{"rows":{{{Entries(ids.Select(id => Keyed(id)))}}}}}""")) { Tweak = profile => ArraysOn(profile) with { Batch = new() { Mode = BatchMode.On, MaxItems = 3, ResultsPointer = "/report/rows" } }, Sizes = "3" },
    ];

    private static IEnumerable<Behaviour> ArrayFaults() =>
    [
        new("a result is missing", "DDD", 2, Listed(ids => Entries(ids.Skip(1).Select(id => Keyed(id))))) { Tweak = ArraysOn, Sizes = "3 1" },
        new("a result stands there twice, agreeing", "DDD", 1, Listed(ids => Entries(ids.Append(ids[0]).Select(id => Keyed(id))))) { Tweak = ArraysOn, Sizes = "3" },
        new("a result stands there twice, contradicting", "DDD", 2, Listed(ids => Entries([.. ids.Select(id => Keyed(id)), Keyed(ids[0], 400)]))) { Tweak = ArraysOn, Sizes = "3 1" },
        new("more results than credentials", "DDD", 1, Listed(ids => Entries([.. ids.Select(id => Keyed(id)), Keyed(MemoryLedger.IdOf(77), 400)]))) { Tweak = ArraysOn, Sizes = "3" },
        new("more places than credentials", "DDD", 4, Listed(_ => """[{"status":400},{"status":400},{"status":400},{"status":400}]""")) { Tweak = ArraysOn, Sizes = "3 1 1 1" },
        new("a result of somebody else's in the place of one's own", "DDD", 2, Listed(ids => Entries([Keyed(MemoryLedger.IdOf(77), 400), .. ids.Skip(1).Select(id => Keyed(id))]))) { Tweak = ArraysOn, Sizes = "3 1" },
        new("the answer to somebody else's array", "DDD", 4, Listed(ids => Entries(ids.Select((_, place) => Keyed(MemoryLedger.IdOf(70 + place), 400))))) { Tweak = ArraysOn, Sizes = "3 1 1 1" },
        new("somebody else's credential in a result of one's own", "IDD", 1, Listed(ids => Entries(ids.Select((id, place) => $$"""{"id":"{{id}}","status":201,"credential":{{MemoryLedger.Credential(place == 0 ? 7 : place)}}}""")))) { Tweak = ArraysOn, Sizes = "3", Code = "copy-differs", Copy = true },
        new("places are not trusted where ids were agreed", "DDD", 4, Listed(_ => """[{"status":400},{"status":201},{"status":201}]""")) { Tweak = ArraysBy(BatchResults.Keyed), Sizes = "3 1 1 1" },
        new("an order that its ids contradict", "DDD", 3, Listed(ids => Entries([Keyed(ids[1]), Keyed(ids[0]), Keyed(ids[2])]))) { Tweak = ArraysBy(BatchResults.Ordered), Sizes = "3 1 1" },
        new("413, then halves", "DDDD", 3, request => IsArray(request) && IdsIn(request).Length > 2 ? new(413) : new(200, request.Text)) { Tweak = profile => ArraysOn(profile) with { Batch = new() { Mode = BatchMode.On, MaxItems = 4 } }, Sizes = "4 2 2" },
        new("404 to an array", "DDDD", 5, ToArray(new(404))) { Tweak = ArraysOn, Sizes = "3 1 1 1 1" },
        new("415 to an array", "DDDD", 5, ToArray(new(415))) { Tweak = ArraysOn, Sizes = "3 1 1 1 1" },
        new("a web page to an array", "DDDD", 5, ToArray(new(200, Html, "text/html"))) { Tweak = ArraysOn, Sizes = "3 1 1 1 1" },
        new("a redirect of an array is not followed", "DDDD", 5, ToArray(new Reply(307).With("Location", "/elsewhere"))) { Tweak = ArraysOn, Sizes = "3 1 1 1 1" },
        new("503 to an array once", "DDD", 2, request => request.Number == 0 ? new(503) : new(200, request.Text)) { Tweak = ArraysOn, Sizes = "3 3" },
        new("the answer to an array breaks off in the middle", "DDD", 2, request => request.Number == 0 ? new(200, request.Text) { CutAfter = 400 } : new(200, request.Text)) { Tweak = ArraysOn, Sizes = "3 3" },
        new("429 for one in the array", "DDD", 2, request => IsArray(request) ? new(207, Entries(IdsIn(request).Select((id, place) => Keyed(id, place == 0 ? 429 : 201)))) : Stored(request)) { Tweak = ArraysOn, Sizes = "3 1" },
        new("results broken off after a status", "DDD", 4, ToArray(new(207, """[{"id":"x","status":201},{"id":"""))) { Tweak = ArraysOn, Sizes = "3 1 1 1" },
        new("a bare 201 without upsert: looked up, not there, one by one", "DDD", 4, ToArray(new(201))) { Tweak = ArraysWithoutUpsert, Sizes = "3 1 1 1" },
        new("a bare 201 without upsert: looked up, all there", "DDD", 1, request => request.Method == "GET" ? new(200, $"[{string.Join(',', Enumerable.Range(0, 3).Select(MemoryLedger.Credential))}]") : IsArray(request) ? new(201) : Stored(request)) { Tweak = ArraysWithoutUpsert, Sizes = "3", Code = "found-there" },
        new("an array lost without upsert: half of it is there", "DDD", 2, request => request.Method == "GET" ? new(200, $"[{MemoryLedger.Credential(0)},{MemoryLedger.Credential(1)}]") : request.Number == 0 ? new(201) { CutAfter = 0 } : Stored(request)) { Tweak = ArraysWithoutUpsert, Sizes = "3 1", Code = "found-there" },
    ];
}
