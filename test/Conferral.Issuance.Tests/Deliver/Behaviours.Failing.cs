// Limits, outages, lost answers, tokens, redirects, and looking up where nothing may be sent twice.
using Conferral.Issuance.Deliver;

namespace Conferral.Issuance.Tests.Deliver;

internal static partial class Behaviours
{
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
        new("503 for ever stops after the set number of rounds", "PPPPP", 4, _ => new(503)) { Code = "platform-error", Stop = "platform-error", Tweak = profile => OneByOne(profile) with { Line = new() { StopAfterFailedRounds = 4 } } },
        new("an outage of six rounds is ridden out", "DD", 8, request => request.Number < 6 ? new(503) : Stored(request)) { Tweak = profile => profile with { Retry = Line.Impatient with { AttemptLimit = 9 } } },
        new("429 with a date", "D", 2, First(new Reply(429).With("Date", "Wed, 21 Oct 2015 07:28:00 GMT").With("Retry-After", "Wed, 21 Oct 2015 07:28:00 GMT"))),
        new("422 with Retry-After is a limit", "D", 2, First(new Reply(422).With("Retry-After", "0"))),
        new("421 once", "D", 2, First(new(421))),
        new("520 of a gateway once", "D", 2, First(new(520, Html, "text/html"))),
        new("599 once", "D", 2, First(new(599))),
    ];

    private static IEnumerable<Behaviour> Losing() =>
    [
        new("connection closed without an answer", "DDD", 4, First(new(201) { CutAfter = 0 })) { Tweak = OneByOne },
        new("connection closed within the headers", "D", 2, First(new(201) { CutAfter = 20 })),
        new("connection closed within the body", "D", 2, First(new(201, new string(' ', 500)) { CutAfter = 300 })),
        new("no answer in time", "D", 2, First(new(201) { Delay = TimeSpan.FromMinutes(5) })) { Tweak = profile => profile with { Timeouts = profile.Timeouts with { Answer = TimeSpan.FromSeconds(1) } } },
        new("not HTTP at all", "D", 2, First(new(0) { Raw = "SSH-2.0-OpenSSH_9\r\n"u8.ToArray() })),
        new("answers lost for ever", "P", 3, _ => new(201) { CutAfter = 0 }) { Code = "answer-lost" },
        new("broken JSON with 200", "D", 2, First(new(200, "{\"id\":"))),
        new("broken JSON for ever", "I", 3, _ => new(200, "{\"id\":")) { Code = "unreadable-answer" },
        new("an unknown 2xx for ever", "I", 3, _ => new(299)) { Code = "unreadable-answer" },
        new("broken compression", "D", 2, First(new Reply(201, "not gzip").With("Content-Encoding", "gzip"))),
        new("206 for ever", "I", 3, _ => new(206)) { Code = "unreadable-answer" },
        new("201 where the settings take 200 only", "I", 3, Stored) { Code = "unreadable-answer", Tweak = profile => profile with { Answers = new() { Accepted = [200] } } },
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
