// The sandbox's faces: what each shows and refuses, the forms of its batch answers, its lies, and its account.
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Conferral.Sandbox.Tests;

public sealed class FaceTests
{
    private static string Clr(int number) => $$$"""{"id":"urn:uuid:{{{number}}}","type":["VerifiableCredential","ClrCredential"],"issuer":{"id":"did:key:z"},"validFrom":"2026-06-01T00:00:00Z","credentialSubject":{}}""";

    private static Task<SandboxCaller> FaceAsync(SandboxFace face, params string[] faults)
        => SandboxCaller.StartAsync(new SandboxOptions { Face = face, Faults = SandboxFaults.Parse(faults) });

    [Fact]
    public async Task Standard_has_no_arrays_no_Location_and_no_addresses()
    {
        await using var caller = await FaceAsync(SandboxFace.Standard);
        var token = await caller.TokenAsync();
        using var stored = await caller.PostAsync(token, Clr(1));
        Assert.Equal((HttpStatusCode.Created, null), (stored.StatusCode, stored.Headers.Location));
        using var array = await caller.PostAsync(token, $"[{Clr(2)}]");
        using var address = await caller.GetAsync(token, SandboxCaller.Credentials + "/000001");
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.NotFound), (array.StatusCode, address.StatusCode));
        using var discovery = await caller.SendAsync("GET", "/ims/clr/v2p0/discovery");
        Assert.DoesNotContain("x-conferral-batch", await discovery.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Timeback_wants_the_slash_signs_anew_and_refuses_in_its_own_words()
    {
        await using var caller = new TimebackCaller(await SandboxCaller.StartStrictAsync(new SandboxOptions { Face = SandboxFace.Timeback }));
        var sent = SignedClr.ByDidKey(SignedClr.Key(7));
        using var slashless = await caller.PostAsync(sent, SandboxCaller.Credentials);
        Assert.Equal(HttpStatusCode.NotFound, slashless.StatusCode);

        using var stored = await caller.PostAsync(sent);
        Assert.Equal(HttpStatusCode.Created, stored.StatusCode);
        var (ours, theirs) = (JsonNode.Parse(sent)!, await SandboxCaller.JsonOf(stored));
        Assert.NotEqual(ours["proof"]!.ToJsonString(), theirs["proof"]!.ToJsonString());
        ours.AsObject().Remove("proof");
        theirs.AsObject().Remove("proof");
        Assert.True(JsonNode.DeepEquals(ours, theirs));

        using var refused = await caller.PostAsync("{}"u8.ToArray());
        var words = await SandboxCaller.JsonOf(refused);
        Assert.Equal((HttpStatusCode)422, refused.StatusCode);
        Assert.Equal("invaliddata", words["imsx_CodeMinor"]!["imsx_codeMinorField"]![0]!["imsx_codeMinorFieldValue"]!.ToString());
        Assert.NotNull(words["imsx_error_details"]![0]!["message"]);
        using var list = await caller.GetAsync();
        Assert.Equal(HttpStatusCode.MethodNotAllowed, list.StatusCode);
    }

    [Fact]
    public async Task Generic_answers_ids_and_lists_under_another_name()
    {
        await using var caller = await FaceAsync(SandboxFace.Generic);
        var token = await caller.TokenAsync();
        using var stored = await caller.PostAsync(token, Clr(1));
        Assert.Equal("""{"success":true,"clrCredentialId":"000001"}""", (await SandboxCaller.JsonOf(stored)).ToJsonString());
        Assert.Equal("000001", stored.Headers.GetValues("X-Credential-Id").Single());
        using var refused = await caller.PostAsync(token, "{}");
        Assert.Equal(("invalid_data", 422), ((await SandboxCaller.JsonOf(refused))["error"]!["code"]!.ToString(), (int)refused.StatusCode));
        using var page = await caller.GetAsync(token, SandboxCaller.Credentials);
        Assert.Single((await SandboxCaller.JsonOf(page))["credentials"]!.AsArray());
    }

    [Theory]
    [InlineData("results", 201, "urn:uuid:1 urn:uuid:2 urn:uuid:3")]
    [InlineData("keyed", 201, "urn:uuid:3 urn:uuid:2 urn:uuid:1")]
    [InlineData("ordered", 201, "- - -")]
    [InlineData("one-based", 201, "1 2 3")]
    [InlineData("short", 201, "urn:uuid:3 urn:uuid:2")]
    [InlineData("doubled", 201, "urn:uuid:3 urn:uuid:2 urn:uuid:1 urn:uuid:1")]
    [InlineData("foreign", 201, "urn:uuid:00000000-0000-4000-8000-ffffffffffff urn:uuid:2 urn:uuid:3")]
    [InlineData("locations", 201, null)]
    [InlineData("bare", 201, null)]
    [InlineData("later", 202, null)]
    public async Task An_array_is_answered_in_the_form_asked_for(string form, int status, string? names)
    {
        await using var caller = await FaceAsync(SandboxFace.BatchArray, $"batch-results {form}");
        using var answer = await caller.PostAsync(await caller.TokenAsync(), $"[{Clr(1)},{Clr(2)},{Clr(3)}]");
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(3, caller.Platform.Credentials.Count);
        if (form == "locations") Assert.Equal(3, answer.Headers.NonValidated["Location"].Count);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        if (names is null)
        {
            Assert.Empty(text);
            return;
        }

        var list = JsonNode.Parse(text) is JsonArray bare ? bare : JsonNode.Parse(text)!["results"]!.AsArray();
        Assert.Equal(names, string.Join(' ', list.Select(entry => entry!["id"]?.ToString() ?? entry["index"]?.ToString() ?? "-")));
    }

    [Theory]
    [InlineData("on 2: drift", 201, true)]
    [InlineData("on 2: later", 202, false)]
    [InlineData("on 2: slow-after 1ms", 201, false)]
    public async Task A_fault_behind_the_answer_shows_in_the_store_only(string fault, int status, bool altered)
    {
        await using var caller = await FaceAsync(SandboxFace.Sandbox, fault);
        var token = await caller.TokenAsync();
        await caller.PostAsync(token, Clr(1));
        using var answer = await caller.PostAsync(token, Clr(2));
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(altered, Encoding.UTF8.GetString(caller.Platform.Credentials[1].Utf8Json.Span) != Clr(2));
        Assert.Equal(1, caller.Platform.Account.Faults.Values.Sum());
    }

    [Theory]
    [InlineData("same-id", "/000001")]
    [InlineData("location foreign", "elsewhere.example")]
    [InlineData("location javascript", "javascript:")]
    [InlineData("location sign-in", "user:password@")]
    public async Task A_Location_lies_on_request(string what, string holds)
    {
        await using var caller = await FaceAsync(SandboxFace.Sandbox, $"on 2: {what}");
        var token = await caller.TokenAsync();
        await caller.PostAsync(token, Clr(1));
        using var answer = await caller.PostAsync(token, Clr(2));
        Assert.Contains(holds, answer.Headers.NonValidated["Location"].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_body_is_the_first_credential()
    {
        await using var caller = await FaceAsync(SandboxFace.Sandbox, "on 2: other-body");
        var token = await caller.TokenAsync();
        await caller.PostAsync(token, Clr(1));
        using var answer = await caller.PostAsync(token, Clr(2));
        Assert.Equal(Clr(1), await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Without_upsert_what_is_sent_twice_is_there_twice_and_the_account_says_so()
    {
        await using var caller = await FaceAsync(SandboxFace.Sandbox, "no-upsert");
        var token = await caller.TokenAsync();
        for (var i = 0; i < 2; i++) await caller.PostAsync(token, Clr(1));
        await caller.PostAsync(token, Clr(2));
        using var answer = await caller.SendAsync("GET", "/sandbox/account");
        var account = await SandboxCaller.JsonOf(answer);
        Assert.Equal((3, 3, 1, 0), (account["posts"]!.GetValue<int>(), account["stored"]!.GetValue<int>(), account["doubled"]!.GetValue<int>(), account["changed"]!.GetValue<int>()));
        Assert.Equal(3, account["mostWithin"]!["60s"]!.GetValue<int>());
        Assert.Equal(3, account["byStatus"]!["201"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("""{"about":"a Monday","profile":"timeback","faults":["rate 60/1m date","every 7: drop-after"]}""")]
    [InlineData("# a Monday\nprofile timeback\nrate 60/1m date\n\nevery 7: drop-after\n")]
    public void A_bad_day_is_JSON_or_lines(string text)
    {
        var day = BadDay.Parse(text);
        Assert.Equal(SandboxFace.Timeback, day.Face);
        Assert.Equal(["rate 60/60s date", "post every 7: drop-after"], day.Faults.ToLines());
    }

    [Theory]
    [InlineData("""{"profile":"nobody"}""", "nobody")]
    [InlineData("""{"fault":[]}""", "'fault'")]
    [InlineData("""{"faults":"every 7: 503"}""", "A bad day is JSON")]
    [InlineData("""{"faults":[""", "A bad day is JSON")]
    [InlineData("profile standard\nprofile generic", "one 'profile' line")]
    [InlineData("on 1: location nowhere", "hostile")]
    public void What_is_no_bad_day_is_said(string text, string said)
    {
        var refusal = Assert.Throws<FormatException>(() => BadDay.Parse(text));
        Assert.Contains(said, refusal.Message + refusal.InnerException?.Message, StringComparison.Ordinal);
    }

    /// <summary>Posts to the address with the slash.</summary>
    private sealed class TimebackCaller(SandboxCaller caller) : IAsyncDisposable
    {
        public async Task<HttpResponseMessage> PostAsync(byte[] body, string path = SandboxCaller.Credentials + "/")
            => await caller.SendAsync("POST", path, SandboxCaller.Bearer(await caller.TokenAsync()), SandboxCaller.Content(body, "application/json"));

        public async Task<HttpResponseMessage> GetAsync() => await caller.GetAsync(await caller.TokenAsync(), SandboxCaller.Credentials + "/");

        public ValueTask DisposeAsync() => caller.DisposeAsync();
    }
}
