// What counts as taken, and what is kept of the answer: ids, addresses, copies.
using System.Text.Json;
using Conferral.Issuance.Deliver;

namespace Conferral.Issuance.Tests.Deliver;

internal static partial class Behaviours
{
    private static IEnumerable<Behaviour> Accepting() =>
    [
        new("201 with the credential", "DDD", 3, Stored),
        new("200 with the credential", "DDD", 3, request => new(200, request.Text)),
        new("201 without a body", "D", 1, _ => new(201)),
        new("200 with white space", "D", 1, _ => new(200, " \r\n ")),
        new("204", "D", 1, _ => new(204)),
        new("304 already there", "D", 1, _ => new(304)) { Detail = "already has it" },
        new("202 with status info", "D", 1, _ => new(202, """{"imsx_codeMajor":"processing","imsx_severity":"status"}""")) { Detail = "Accepted for processing" },
        new("clrCredentialId in the body", "D", 1, _ => new(201, """{"clrCredentialId":"host-17"}""")) { HostId = "host-17" },
        new("id of the platform's own in the body", "D", 1, _ => new(201, """{"id":"abc"}""")) { HostId = "abc" },
        new("the credential's own id is no host id", "D", 1, request => new(201, $$"""{"id":"{{MemoryLedger.IdOf(0)}}"}""")),
        new("host id in a header", "D", 1, request => Stored(request).With("X-Credential-Id", "h-9")) { HostId = "h-9" },
        new("a host id that is far too long is left", "D", 1, _ => new(201, $$"""{"id":"{{new string('x', 600)}}"}""")),
        new("plain text with 201", "D", 1, _ => new(201, "OK", "text/plain")) { Detail = "plain text" },
        new("a body without end", "D", 1, _ => new(201, new string('9', 3_000_000))) { Detail = "far longer" },
        new("a number as the platform's id", "D", 1, _ => new(201, """{"id":4711}""")) { HostId = "4711" },
        new("an id where the settings say it stands", "D", 1, _ => new(201, """{"data":{"ref":"abc"},"id":"other"}""")) { HostId = "abc", Tweak = profile => profile with { Answers = new() { HostIdPointers = ["/data/ref"] } } },
        new("an id in the header the settings name", "D", 1, request => Stored(request).With("X-Ref", "abc")) { HostId = "abc", Tweak = profile => profile with { Answers = new() { HostIdHeaders = ["X-Ref"] } } },
        new("the body's id goes before the header's", "D", 1, _ => new Reply(201, """{"clrCredentialId":"body"}""").With("X-Credential-Id", "header")) { HostId = "body" },
        new("an id with a line break in it is left", "D", 1, _ => new(201, """{"id":"a\nb"}""")),
        new("208 by the settings", "D", 1, _ => new(208)) { Tweak = profile => profile with { Answers = new() { Accepted = [201, 208] } } },
        new("409 by the settings: it is there already", "D", 1, _ => new(409)) { Detail = "already has it", Tweak = profile => profile with { Answers = new() { Accepted = [201, 409] } } },
        new("202 with an address to ask at", "D", 1, _ => new Reply(202).With("Location", "/jobs/1")) { Location = "/jobs/1", Detail = "Accepted for processing" },
        new("202 that says failure", "F", 1, _ => Imsx(202, "invalid_data", "no")) { Code = "refused", Detail = "under status 202" },
        new("null as body", "D", 1, _ => new(201, "null")),
        new("a number as body", "D", 1, _ => new(200, "7")),
        new("a list of one as body", "D", 1, request => new(201, $"[{request.Text}]")),
    ];

    private static IEnumerable<Behaviour> Locating() =>
    [
        new("absolute Location", "D", 1, request => Stored(request).With("Location", $"http://{request.Headers["Host"]}/c/17")) { Location = "/c/17" },
        new("relative Location", "D", 1, request => Stored(request).With("Location", "credentials/17")) { Location = "/ims/clr/v2p0/credentials/17" },
        new("rooted Location", "D", 1, request => Stored(request).With("Location", "/x/17")) { Location = "/x/17" },
        new("Location on another host is text", "D", 1, request => Stored(request).With("Location", "https://elsewhere.example/17")) { Location = "https://elsewhere.example/17", Detail = "another host" },
        new("javascript Location", "D", 1, request => Stored(request).With("Location", "javascript:alert(1)")) { Detail = "not visited" },
        new("file Location", "D", 1, request => Stored(request).With("Location", "file:///etc/passwd")) { Detail = "not visited" },
        new("Location with a sign-in is not kept", "D", 1, request => Stored(request).With("Location", "https://user:pass@elsewhere.example/17")) { Detail = "carries a sign-in" },
        new("Location without end is not kept", "D", 1, request => Stored(request).With("Location", "/c/" + new string('7', 5000))) { Detail = "characters long" },
        new("Location of data", "D", 1, request => Stored(request).With("Location", "data:text/html,<script>1</script>")) { Detail = "not visited" },
        new("Location of another port is another host", "D", 1, request => Stored(request).With("Location", "http://127.0.0.1:1/c/17")) { Location = "http://127.0.0.1:1/c/17", Detail = "another host" },
        new("Location without a scheme", "D", 1, request => Stored(request).With("Location", "//elsewhere.example/17")) { Location = "http://elsewhere.example/17", Detail = "another host" },
        new("Location with white space", "D", 1, request => Stored(request).With("Location", "  /c/17  ")) { Location = "/c/17" },
        new("an empty Location", "D", 1, request => Stored(request).With("Location", "")),
        new("a line break ends a Location", "D", 1, request => Stored(request).With("Location", "/c/17\r\nX-Injected: yes")) { Location = "/c/17" },
        new("a Location beside 200", "D", 1, request => new Reply(200, request.Text).With("Location", "/c/17")) { Location = "/c/17" },
        new("a Location beside 204", "D", 1, _ => new Reply(204).With("Location", "/c/17")) { Location = "/c/17" },
        new("a Location beside a refusal is not kept", "F", 1, _ => new Reply(400).With("Location", "/c/17")) { Code = "refused" },
    ];

    private static IEnumerable<Behaviour> Copying() =>
    [
        new("the copy written otherwise", "D", 1, request => new(201, JsonSerializer.Serialize(JsonDocument.Parse(request.Text), Indented))),
        new("the copy with another proof", "D", 1, request => new(201, request.Text.Replace("\"z0\"", "\"zPlatform\""))) { Detail = "another proof", Copy = true },
        new("the copy without a proof", "D", 1, request => new(201, request.Text.Replace(",\"proof\":{\"proofValue\":\"z0\"}", ""))) { Detail = "another proof", Copy = true },
        new("a copy that differs", "D", 1, request => new(201, request.Text.Replace("2026-05-01", "2026-05-02"))) { Detail = "differs", Copy = true },
        new("a copy with a byte order mark", "D", 1, request => new(201, "\uFEFF" + request.Text)),
        new("a copy under an id of the platform's own", "D", 1, request => new(201, request.Text.Replace(MemoryLedger.IdOf(0), "https://platform.example/c/1"))) { HostId = "https://platform.example/c/1", Detail = "another proof", Copy = true },
        new("another learner's credential", "I", 1, _ => new(201, MemoryLedger.Credential(7))) { HostId = MemoryLedger.IdOf(7), Code = "copy-differs", Detail = "another credential", Copy = true },
        new("a signed copy, and the settings want a person to look", "IDD", 3, First(new(201, MemoryLedger.Credential(0).Replace("\"z0\"", "\"zPlatform\"")))) { Code = "copy-differs", Detail = "another proof", Copy = true, Tweak = profile => OneByOne(profile) with { Answers = new() { ReSigned = CopyMeaning.Doubt } } },
        new("a signed copy, and the settings want a note only", "D", 1, request => new(201, request.Text.Replace("\"z0\"", "\"zPlatform\""))) { Detail = "another proof", Tweak = profile => profile with { Answers = new() { ReSigned = CopyMeaning.Note } } },
        new("a differing copy, and the settings want a person to look", "I", 1, request => new(201, request.Text.Replace("2026-05-01", "2026-05-02"))) { Code = "copy-differs", Detail = "differs", Copy = true, Tweak = profile => profile with { Answers = new() { Differing = CopyMeaning.Doubt } } },
        new("a copy with a member more", "D", 1, request => new(201, "{\"stored\":true," + request.Text.TrimStart()[1..])) { Detail = "differs", Copy = true },
    ];
}
