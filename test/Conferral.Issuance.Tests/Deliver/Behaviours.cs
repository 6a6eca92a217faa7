// The table: what a platform does to a request, and what must stand in the ledger afterwards.
using System.Text.Json;
using Conferral.Issuance.Deliver;

namespace Conferral.Issuance.Tests.Deliver;

/// <summary>
/// One row. <see cref="States"/> has a letter per learner: D delivered, F failed, P pending, I in doubt.
/// <see cref="Posts"/> is the exact number of POSTs of credentials; <see cref="Code"/> the reason of the first learner.
/// </summary>
internal sealed record Behaviour(string Name, string States, int Posts, Func<Received, Reply> Answer)
{
    public string? Code { get; init; }

    public string? Stop { get; init; }

    public string? Detail { get; init; }

    public string? HostId { get; init; }

    public string? Location { get; init; }

    public Func<PlatformProfile, PlatformProfile> Tweak { get; init; } = profile => profile;

    public Func<int, Reply>? Token { get; init; }

    public int? Tokens { get; init; }

    public override string ToString() => Name;
}

internal static class Behaviours
{
    private const string Html = "<!DOCTYPE html><html><body>Sign in</body></html>";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>One request at a time, so that counts are exact.</summary>
    private static PlatformProfile OneByOne(PlatformProfile profile) => profile with { MaxConcurrency = 1 };

    private static PlatformProfile NoUpsert(PlatformProfile profile) => profile with { MaxConcurrency = 1, UpsertsById = false };

    public static IReadOnlyList<Behaviour> All { get; } = [.. Accepting(), .. Refusing(), .. Closed(), .. Failing(), .. Losing(), .. Tokens(), .. Redirecting(), .. LookingUp()];

    private static Reply Stored(Received request) => new(201, request.Text);

    /// <summary>The first POST meets <paramref name="first"/>, every later one is stored.</summary>
    private static Func<Received, Reply> First(Reply first) => request => request.Number == 0 ? first : Stored(request);

    private static Reply Imsx(int status, string minor, string description, string spelling = "imsx_codeMinor") => new(status, $$$"""
        {"imsx_codeMajor":"failure","imsx_severity":"error","imsx_description":"{{{description}}}","{{{spelling}}}":{"imsx_codeMinorField":[{"imsx_codeMinorFieldName":"TargetEndSystem","imsx_codeMinorFieldValue":"{{{minor}}}"}]}}
        """);

    private static IEnumerable<Behaviour> Accepting() =>
    [
        new("201 with the credential", "DDD", 3, Stored),
        new("200 with the credential", "DDD", 3, request => new(200, request.Text)),
        new("201 without a body", "D", 1, _ => new(201)),
        new("200 with white space", "D", 1, _ => new(200, " \r\n ")),
        new("204", "D", 1, _ => new(204)),
        new("304 already there", "D", 1, _ => new(304)) { Detail = "already has it" },
        new("202 with status info", "D", 1, _ => new(202, """{"imsx_codeMajor":"processing","imsx_severity":"status"}""")) { Detail = "Accepted for processing" },
        new("the copy written otherwise", "D", 1, request => new(201, JsonSerializer.Serialize(JsonDocument.Parse(request.Text), Indented))),
        new("the copy with another proof", "D", 1, request => new(201, request.Text.Replace("\"z0\"", "\"zPlatform\""))) { Detail = "another proof" },
        new("the copy without a proof", "D", 1, request => new(201, request.Text.Replace(",\"proof\":{\"proofValue\":\"z0\"}", ""))) { Detail = "another proof" },
        new("a copy that differs", "D", 1, request => new(201, request.Text.Replace("2026-05-01", "2026-05-02"))) { Detail = "differs" },
        new("a copy with a byte order mark", "D", 1, request => new(201, "\uFEFF" + request.Text)),
        new("clrCredentialId in the body", "D", 1, _ => new(201, """{"clrCredentialId":"host-17"}""")) { HostId = "host-17" },
        new("id of the platform's own in the body", "D", 1, _ => new(201, """{"id":"abc"}""")) { HostId = "abc" },
        new("the credential's own id is no host id", "D", 1, request => new(201, $$"""{"id":"{{MemoryLedger.IdOf(0)}}"}""")),
        new("host id in a header", "D", 1, request => Stored(request).With("X-Credential-Id", "h-9")) { HostId = "h-9" },
        new("a host id that is far too long is left", "D", 1, _ => new(201, $$"""{"id":"{{new string('x', 600)}}"}""")),
        new("absolute Location", "D", 1, request => Stored(request).With("Location", $"http://{request.Headers["Host"]}/c/17")) { Location = "/c/17" },
        new("relative Location", "D", 1, request => Stored(request).With("Location", "credentials/17")) { Location = "/ims/clr/v2p0/credentials/17" },
        new("rooted Location", "D", 1, request => Stored(request).With("Location", "/x/17")) { Location = "/x/17" },
        new("Location on another host is text", "D", 1, request => Stored(request).With("Location", "https://elsewhere.example/17")) { Location = "https://elsewhere.example/17", Detail = "another host" },
        new("javascript Location", "D", 1, request => Stored(request).With("Location", "javascript:alert(1)")) { Detail = "not visited" },
        new("file Location", "D", 1, request => Stored(request).With("Location", "file:///etc/passwd")) { Detail = "not visited" },
        new("plain text with 201", "D", 1, _ => new(201, "OK", "text/plain")) { Detail = "plain text" },
        new("a body without end", "D", 1, _ => new(201, new string('9', 3_000_000))) { Detail = "far longer" },
    ];

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
    ];

    private static IEnumerable<Behaviour> Closed() =>
    [
        new("403 from the start", "PPPPPP", 3, _ => Imsx(403, "forbidden", "scope")) { Code = "forbidden", Stop = "forbidden", Detail = "credential.upsert" },
        new("403 for the only learner", "P", 1, _ => new(403)) { Code = "forbidden", Stop = "forbidden" },
        new("403 for one learner among others", "PDDDD", 5, First(new(403))) { Code = "forbidden" },
        new("404 from the start", "PPPPPP", 3, _ => new(404)) { Code = "wrong-address", Stop = "wrong-address", Detail = "CredentialsPath" },
        new("405 from the start", "PPPPPP", 3, _ => new(405)) { Code = "wrong-address", Stop = "wrong-address" },
        new("415 from the start", "PPPPPP", 3, _ => new(415)) { Code = "content-type-refused", Stop = "content-type-refused" },
        new("501", "PPPPPP", 3, _ => new(501)) { Code = "wrong-address", Stop = "wrong-address" },
        new("a web page with 200", "PPPPPP", 3, _ => new(200, Html, "text/html")) { Code = "web-page", Stop = "web-page", Detail = "answers a web page" },
        new("a web page that calls itself JSON", "PPPPPP", 3, _ => new(200, Html)) { Code = "web-page", Stop = "web-page" },
        new("401 that a new token does not mend", "PPP", 2, _ => new(401)) { Code = "unauthorized", Stop = "unauthorized", Tokens = 2 },
        new("407", "PPP", 1, _ => new(407)) { Code = "unreachable", Stop = "unreachable" },
    ];

    private static IEnumerable<Behaviour> Failing() =>
    [
        new("408 once", "DDD", 4, First(new(408))) { Tweak = OneByOne },
        new("425 once", "DDD", 4, First(new(425))) { Tweak = OneByOne },
        new("429 once", "DDD", 4, First(new(429))) { Tweak = OneByOne },
        new("429 four times in a row, more than the attempts", "D", 5, request => request.Number < 4 ? new(429) : Stored(request)),
        new("429 for ever", "P", 20, _ => new(429)) { Code = "rate-limited", Stop = "rate-limited", Tweak = profile => profile with { RequestsPerMinute = 6000 } },
        new("429 with an hour's Retry-After", "PPP", 1, _ => new Reply(429).With("Retry-After", "3600")) { Code = "rate-limited", Stop = "asked-to-come-back" },
        new("500 with an hour's Retry-After", "PPP", 1, _ => new Reply(500).With("Retry-After", "3600")) { Code = "platform-error", Stop = "asked-to-come-back" },
        new("429 with nonsense in Retry-After", "D", 2, First(new Reply(429).With("Retry-After", "soon"))),
        new("a limit disguised as 400", "D", 2, First(new Reply(400).With("Retry-After", "0"))),
        new("server_busy under 400", "D", 2, First(Imsx(400, "server_busy", "later"))),
        new("500 once", "DDD", 4, First(new(500))) { Tweak = OneByOne },
        new("502 with a web page once", "D", 2, First(new(502, Html, "text/html"))),
        new("503 once", "D", 2, First(new(503))),
        new("503 with Retry-After in the past", "D", 2, First(new Reply(503).With("Retry-After", "Wed, 21 Oct 2015 07:28:00 GMT"))),
        new("504 once", "D", 2, First(new(504))),
        new("500 always for one learner", "PDD", 5, request => request.Text.Contains(MemoryLedger.IdOf(0), StringComparison.Ordinal) ? new(500) : Stored(request)) { Code = "platform-error", Tweak = OneByOne },
        new("503 for ever stops after the set number of rounds", "PPPPP", 4, _ => new(503)) { Code = "platform-error", Stop = "platform-error", Tweak = profile => OneByOne(profile) with { StopAfterConsecutiveFailures = 4 } },
        new("an outage of six rounds is ridden out", "DD", 8, request => request.Number < 6 ? new(503) : Stored(request)) { Tweak = profile => profile with { Retry = Line.Impatient with { AttemptLimit = 9 } } },
    ];

    private static IEnumerable<Behaviour> Losing() =>
    [
        new("connection closed without an answer", "DDD", 4, First(new(201) { CutAfter = 0 })) { Tweak = OneByOne },
        new("connection closed within the headers", "D", 2, First(new(201) { CutAfter = 20 })),
        new("connection closed within the body", "D", 2, First(new(201, new string(' ', 500)) { CutAfter = 300 })),
        new("no answer in time", "D", 2, First(new(201) { Delay = TimeSpan.FromSeconds(1) })) { Tweak = profile => profile with { Timeouts = profile.Timeouts with { Answer = TimeSpan.FromMilliseconds(200) } } },
        new("not HTTP at all", "D", 2, First(new(0) { Raw = "SSH-2.0-OpenSSH_9\r\n"u8.ToArray() })),
        new("answers lost for ever", "P", 3, _ => new(201) { CutAfter = 0 }) { Code = "answer-lost" },
        new("broken JSON with 200", "D", 2, First(new(200, "{\"id\":"))),
        new("broken JSON for ever", "I", 3, _ => new(200, "{\"id\":")) { Code = "unreadable-answer" },
        new("an unknown 2xx for ever", "I", 3, _ => new(299)) { Code = "unreadable-answer" },
        new("broken compression", "D", 2, First(new Reply(201, "not gzip").With("Content-Encoding", "gzip"))),
    ];

    private static IEnumerable<Behaviour> Tokens() =>
    [
        new("token refused once on the way", "DDD", 4, First(new(401))) { Tokens = 2, Tweak = OneByOne },
        new("wrong client secret", "PPP", 0, Stored) { Token = _ => new(401, """{"error":"invalid_client"}"""), Code = "token-refused", Stop = "token-refused", Detail = "ClientSecret", Tokens = 1 },
        new("wrong scope", "PPP", 0, Stored) { Token = _ => new(400, """{"error":"invalid_scope"}"""), Code = "token-refused", Stop = "token-refused", Detail = "Scope", Tokens = 1 },
        new("token endpoint is a web page", "PPP", 0, Stored) { Token = _ => new(200, Html, "text/html"), Code = "token-refused", Stop = "token-refused", Tokens = 1 },
        new("token endpoint down once", "DDD", 3, Stored) { Token = number => number == 0 ? new(503) : new(200, """{"access_token":"t","token_type":"bearer"}"""), Tokens = 2 },
        new("token endpoint busy for an hour", "PPP", 0, Stored) { Token = _ => new Reply(429).With("Retry-After", "3600"), Code = "platform-error", Stop = "asked-to-come-back", Tokens = 1 },
        new("token endpoint answers nothing once", "DDD", 3, Stored) { Token = number => number == 0 ? new(200) { CutAfter = 0 } : new(200, """{"access_token":"t"}"""), Tokens = 2 },
        new("one token for many", "DDDDDDDD", 8, Stored) { Tokens = 1 },
        new("MAC token", "P", 0, Stored) { Token = _ => new(200, """{"access_token":"t","token_type":"mac"}"""), Code = "token-refused", Stop = "token-refused" },
    ];

    private static IEnumerable<Behaviour> Redirecting() =>
    [
        new("307 to the slash is followed and remembered", "DDD", 4, request => request.Target.EndsWith('/') ? Stored(request) : new Reply(307).With("Location", request.Target + "/")) { Tweak = OneByOne },
        new("301 to the slash is followed", "D", 2, request => request.Target.EndsWith('/') ? Stored(request) : new Reply(301).With("Location", request.Target + "/")),
        new("308 to another path of the host is followed", "D", 2, request => request.Target == "/new" ? Stored(request) : new Reply(308).With("Location", "/new")),
        new("302 to a sign-in page is not followed", "PPPPPP", 3, _ => new Reply(302).With("Location", "/login")) { Code = "redirected", Stop = "redirected", Detail = "/login" },
        new("307 to another host is not followed", "PPPPPP", 3, _ => new Reply(307).With("Location", "https://elsewhere.example/")) { Code = "redirected", Stop = "redirected", Detail = "elsewhere.example" },
        new("307 in a circle ends", "P", 2, request => new Reply(307).With("Location", request.Target + "?a")) { Code = "redirected", Stop = "redirected" },
        new("302 without Location", "P", 1, _ => new(302)) { Code = "redirected", Stop = "redirected" },
    ];

    /// <summary>Without upsert nothing is sent twice before the platform was read.</summary>
    private static IEnumerable<Behaviour> LookingUp()
    {
        static Reply Page(params int[] numbers) => new(200, $$"""{"credential":[{{string.Join(',', numbers.Select(MemoryLedger.Credential))}}]}""");
        return
        [
            new("lost, and found by reading back", "DDD", 3, request => request.Method == "GET" ? Page(5, 0) : First(new(201) { CutAfter = 0 })(request)) { Tweak = NoUpsert, Code = "found-there", Detail = "reading back found it" },
            new("lost, and not found: sent again", "DDD", 4, request => request.Method == "GET" ? Page(5) : First(new(201) { CutAfter = 0 })(request)) { Tweak = NoUpsert },
            new("lost, and the platform cannot be read", "IDD", 3, request => request.Method == "GET" ? new(403) : First(new(201) { CutAfter = 0 })(request)) { Tweak = NoUpsert, Code = "answer-lost", Detail = "Reading back failed" },
            new("lost, and another document under the id", "IDD", 3, request => request.Method == "GET" ? new(200, $"[{MemoryLedger.Credential(0).Replace("2026-05", "2025-05")}]") : First(new(201) { CutAfter = 0 })(request)) { Tweak = NoUpsert, Code = "answer-lost", Detail = "another document" },
            new("500 without upsert is looked up too", "D", 1, request => request.Method == "GET" ? Page(0) : new(500)) { Tweak = NoUpsert, Code = "found-there" },
            new("503 without upsert is simply sent again", "D", 2, request => request.Method == "GET" ? new(500) : First(new(503))(request)) { Tweak = NoUpsert },
        ];
    }
}
