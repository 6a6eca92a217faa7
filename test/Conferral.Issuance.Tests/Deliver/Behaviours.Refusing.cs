// Refusals of one learner, and doors that are closed to all.
using Conferral.Issuance.Deliver;

namespace Conferral.Issuance.Tests.Deliver;

internal static partial class Behaviours
{
    private static IEnumerable<Behaviour> Refusing() =>
    [
        new("400 for one learner", "FDD", 3, First(Imsx(400, "invalid_data", "credentialSubject is missing"))) { Code = "refused", Detail = "invalid_data: credentialSubject is missing", Tweak = OneByOne },
        new("422 with a capital C", "FDD", 3, First(Imsx(422, "invaliddata", "bad member", "imsx_CodeMinor"))) { Code = "refused", Detail = "invaliddata", Tweak = OneByOne },
        new("409", "FDD", 3, First(new(409, """{"title":"older than what is stored"}""", "application/problem+json"))) { Code = "conflict", Detail = "older than what is stored", Tweak = OneByOne },
        new("413", "FDD", 3, First(new(413))) { Code = "too-large", Tweak = OneByOne },
        new("418 and other 4xx", "FDD", 3, First(new(418))) { Code = "refused", Tweak = OneByOne },
        new("a list of errors as FastAPI writes it", "F", 1, _ => new(422, """{"detail":[{"loc":["body","issuer"],"msg":"field required"}]}""")) { Code = "refused", Detail = "field required" },
        new("error object with code and message", "F", 1, _ => new(400, """{"success":false,"error":{"code":"BAD_PROOF","message":"proof does not verify"}}""")) { Code = "refused", Detail = "BAD_PROOF: proof does not verify" },
        new("plain text error", "F", 1, _ => new(400, "no such profile\r\nsecond line", "text/plain")) { Code = "refused", Detail = "no such profile" },
        new("the learner's name does not get into the ledger", "F", 1, _ => new(400, """{"message":"Lovelace-0, ada ADA@college.example ada0@college.example 1234567 did:key:z6Mk is wrong"}""")) { Code = "refused", Detail = "is wrong" },
        new("quoted values are left out, member names are kept", "F", 1, _ => new(400, """{"message":"grade 'B+' of \u0022Honors English\u0022 at 'credentialSubject.name' isn't allowed"}""")) { Code = "refused", Detail = "grade … of … at 'credentialSubject.name' isn't allowed" },
        new("web page with 400", "F", 1, _ => new(400, Html, "text/html")) { Code = "refused", Detail = "a web page" },
        new("failure under 200", "FDD", 3, First(Imsx(200, "invalid_data", "no"))) { Code = "refused", Detail = "under status 200", Tweak = OneByOne },
        new("success:false under 200", "FDD", 3, First(new(200, """{"success":false,"message":"no"}"""))) { Code = "refused", Tweak = OneByOne },
        new("everything refused stops the line, and nobody is failed by it", new string('P', 30), 6, _ => new(400)) { Code = "refused", Stop = "everything-refused", Tweak = OneByOne },
        new("four refused in a row are the learners' own", "FFFFDD", 6, request => request.Number < 4 ? new(400) : Stored(request)) { Code = "refused", Tweak = OneByOne },
        new("four refused at the end are the learners' own", "FFFF", 4, _ => new(400)) { Code = "refused", Tweak = OneByOne },
        new("a limit that calls itself 400 without a word", "DDDDDDDD", 13, request => request.Number is >= 1 and < 6 ? new(400) : Stored(request)) { Tweak = OneByOne },
        new("a tenth and more refused in all stops the line", string.Concat(Enumerable.Repeat("FD", 14)) + "PP", 29, request => request.Number % 2 == 0 ? new(400) : Stored(request)) { Code = "refused", Stop = "everything-refused", Tweak = OneByOne },
        new("the code and sentence where the settings say they stand", "F", 1, _ => new(422, """{"fault":{"no":"E17","why":"issuer unknown"}}""")) { Code = "refused", Detail = "E17: issuer unknown", Tweak = profile => profile with { Answers = new() { CodePointers = ["/fault/no"], MessagePointers = ["/fault/why"] } } },
        new("places that hold nothing leave the known shapes", "F", 1, _ => new(400, """{"message":"no proof"}""")) { Code = "refused", Detail = "no proof", Tweak = profile => profile with { Answers = new() { MessagePointers = ["/fault/why"] } } },
        new("402", "FDD", 3, First(new(402))) { Code = "refused", Tweak = OneByOne },
        new("412", "FDD", 3, First(new(412))) { Code = "refused", Tweak = OneByOne },
        new("451", "FDD", 3, First(new(451))) { Code = "refused", Tweak = OneByOne },
        new("an error body of a megabyte", "F", 1, _ => new(400, $$"""{"message":"{{new string('x', 1_000_000)}}"}""")) { Code = "refused" },
        new("an error body that is no text", "F", 1, _ => new(400, "\u0001\u0002\u0000", "application/octet-stream")) { Code = "refused" },
    ];

    private static IEnumerable<Behaviour> Closed() =>
    [
        new("403 from the start", "PPPPPP", 3, _ => Imsx(403, "forbidden", "scope")) { Code = "forbidden", Stop = "forbidden", Detail = "credential.upsert" },
        new("403 for the only learner", "P", 1, _ => new(403)) { Code = "forbidden", Stop = "forbidden" },
        new("403 for one learner among others", "PDDDD", 5, First(new(403))) { Code = "forbidden" },
        new("404 from the start", "PPPPPP", 3, _ => new(404)) { Code = "wrong-address", Stop = "wrong-address", Detail = "credentialsPath" },
        new("405 from the start", "PPPPPP", 3, _ => new(405)) { Code = "wrong-address", Stop = "wrong-address" },
        new("415 from the start", "PPPPPP", 3, _ => new(415)) { Code = "content-type-refused", Stop = "content-type-refused" },
        new("501", "PPPPPP", 3, _ => new(501)) { Code = "wrong-address", Stop = "wrong-address" },
        new("a web page with 200", "PPPPPP", 3, _ => new(200, Html, "text/html")) { Code = "web-page", Stop = "web-page", Detail = "answers a web page" },
        new("a web page that calls itself JSON", "PPPPPP", 3, _ => new(200, Html)) { Code = "web-page", Stop = "web-page" },
        new("401 that a new token does not mend", "PPP", 2, _ => new(401)) { Code = "unauthorized", Stop = "unauthorized", Tokens = 2 },
        new("407", "PPP", 1, _ => new(407)) { Code = "unreachable", Stop = "unreachable" },
    ];
}
