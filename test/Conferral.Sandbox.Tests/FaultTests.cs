// Each fault over a real socket: what the sender sees, and what the platform holds afterwards.
using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace Conferral.Sandbox.Tests;

public sealed class FaultTests
{
    [Fact]
    public async Task A_rate_limit_refuses_beyond_it_and_admits_again_after_its_window()
    {
        var clock = new FakeTimeProvider();
        await using var sandbox = await SandboxCaller.StartAsync(new SandboxOptions { Faults = SandboxFaults.Parse("rate 2/1m") }, clock);
        var token = await sandbox.TokenAsync();
        using var first = await sandbox.PostAsync(token, SampleClr.Bytes());
        clock.Advance(TimeSpan.FromSeconds(20));
        using var second = await sandbox.PostAsync(token, SampleClr.Bytes());
        clock.Advance(TimeSpan.FromSeconds(10.5));
        using var third = await sandbox.PostAsync(token, SampleClr.Bytes());
        clock.Advance(third.Headers.RetryAfter!.Delta!.Value);
        using var fourth = await sandbox.PostAsync(token, SampleClr.Bytes());
        using var fifth = await sandbox.PostAsync(token, SampleClr.Bytes());

        Assert.Equal([201, 200, 429, 200, 429], new[] { first, second, third, fourth, fifth }.Select(answer => (int)answer.StatusCode));
        Assert.Equal(TimeSpan.FromSeconds(30), third.Headers.RetryAfter.Delta);
        Assert.Equal("server_busy", await SandboxCaller.CodeMinorOf(third));
        Assert.Equal(["1", "0"], new[] { first, second }.Select(answer => answer.Headers.GetValues("RateLimit-Remaining").Single()));
        Assert.Equal("2", third.Headers.GetValues("RateLimit-Limit").Single());
        Assert.Equal("30", third.Headers.GetValues("RateLimit-Reset").Single());
        Assert.Equal(3, Assert.Single(sandbox.Platform.Credentials).ReceivedCount);
        Assert.Equal(2, sandbox.Platform.Requests.MostWithin(TimeSpan.FromSeconds(60), request => request.IsCredentialPost && request.Status < 400));
    }

    [Fact]
    public async Task A_rate_limit_can_answer_with_a_date_that_is_never_too_early()
    {
        var clock = new FakeTimeProvider(new(2026, 5, 1, 12, 0, 0, 500, TimeSpan.Zero));
        await using var sandbox = await SandboxCaller.StartAsync(new SandboxOptions { Faults = SandboxFaults.Parse("rate 1/10s date no-headers") }, clock);
        var token = await sandbox.TokenAsync();
        using var first = await sandbox.PostAsync(token, SampleClr.Bytes());
        using var second = await sandbox.PostAsync(token, SampleClr.Bytes());
        Assert.Equal(HttpStatusCode.TooManyRequests, second.StatusCode);
        Assert.Equal(new DateTimeOffset(2026, 5, 1, 12, 0, 11, TimeSpan.Zero), second.Headers.RetryAfter!.Date);
        Assert.False(first.Headers.Contains("RateLimit-Limit"));
    }

    [Fact]
    public async Task A_silent_rate_limit_says_nothing_of_when()
    {
        await using var sandbox = await SandboxCaller.StartAsync("rate 1/1h silent");
        var token = await sandbox.TokenAsync();
        using var first = await sandbox.PostAsync(token, SampleClr.Bytes());
        using var second = await sandbox.PostAsync(token, SampleClr.Bytes());
        Assert.Equal(HttpStatusCode.TooManyRequests, second.StatusCode);
        Assert.Null(second.Headers.RetryAfter);
    }

    [Fact]
    public async Task Every_nth_request_fails_and_stores_nothing()
    {
        await using var sandbox = await SandboxCaller.StartAsync("every 3: 503 retry-after 2s", "on 4: 500");
        var token = await sandbox.TokenAsync();
        List<int> statuses = [];
        for (var number = 1; number <= 6; number++)
        {
            using var answer = await sandbox.PostAsync(token, SampleClr.Bytes(id: $"urn:uuid:{number}"));
            statuses.Add((int)answer.StatusCode);
            Assert.Equal(statuses[^1] == 503 ? 2 : null, answer.Headers.RetryAfter?.Delta?.TotalSeconds);
            if (statuses[^1] >= 500) Assert.Equal(statuses[^1] == 503 ? "server_busy" : "internal_server_error", await SandboxCaller.CodeMinorOf(answer));
        }

        Assert.Equal([201, 201, 503, 500, 201, 503], statuses);
        Assert.Equal(["urn:uuid:1", "urn:uuid:2", "urn:uuid:5"], sandbox.Platform.Credentials.Select(stored => stored.Id));
        Assert.Equal("post every 3: 503 retry-after 2s", sandbox.Platform.Requests.Snapshot()[^1].Fault);
    }

    [Theory]
    [InlineData("drop-before", 0)]
    [InlineData("drop-after", 1)]
    [InlineData("cut", 1)]
    public async Task A_lost_answer_leaves_the_sender_without_one(string fault, int stored)
    {
        await using var sandbox = await SandboxCaller.StartAsync($"on 1: {fault}");
        var token = await sandbox.TokenAsync();
        var lost = await Assert.ThrowsAnyAsync<HttpRequestException>(async () =>
        {
            using var answer = await sandbox.PostAsync(token, SampleClr.Bytes());
            await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        });
        Assert.Null(lost.StatusCode);
        Assert.Equal(stored, sandbox.Platform.Credentials.Count);
        Assert.Equal(fault == "cut" ? 201 : null, sandbox.Platform.Requests.Snapshot()[^1].Status);

        using var again = await sandbox.PostAsync(token, SampleClr.Bytes());
        Assert.Equal(stored == 0 ? HttpStatusCode.Created : HttpStatusCode.OK, again.StatusCode);
        Assert.Equal(1, Assert.Single(sandbox.Platform.Credentials).DocumentCount);
    }

    [Fact]
    public async Task A_cut_answer_promises_the_whole_body_and_brings_half()
    {
        await using var sandbox = await SandboxCaller.StartAsync("on 1: cut");
        using var request = new HttpRequestMessage(HttpMethod.Post, sandbox.Platform.BaseUrl + SandboxCaller.Credentials) { Content = SandboxCaller.Content(SampleClr.Bytes(), "application/json") };
        request.Headers.Authorization = SandboxCaller.Bearer(await sandbox.TokenAsync());
        using var http = new HttpClient(new SocketsHttpHandler());
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal(SampleClr.Bytes().Length, answer.Content.Headers.ContentLength);
        await using var body = await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        var half = new byte[SampleClr.Bytes().Length / 2];
        await body.ReadExactlyAsync(half, TestContext.Current.CancellationToken);
        Assert.Equal(SampleClr.Bytes()[..half.Length], half);
        await Assert.ThrowsAnyAsync<IOException>(async () => await body.ReadExactlyAsync(new byte[1], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_batch_dropped_midway_is_stored_in_half()
    {
        await using var sandbox = await SandboxCaller.StartAsync("on 1: drop-midway");
        var token = await sandbox.TokenAsync();
        var batch = SampleClr.Array(Enumerable.Range(0, 5).Select(number => SampleClr.Json($"urn:uuid:{number}")));
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => sandbox.PostAsync(token, batch));
        Assert.Equal(["urn:uuid:0", "urn:uuid:1"], sandbox.Platform.Credentials.Select(stored => stored.Id));
    }

    [Fact]
    public async Task A_login_page_answers_200_and_stores_nothing()
    {
        await using var sandbox = await SandboxCaller.StartAsync("on 1: html");
        using var answer = await sandbox.PostAsync(await sandbox.TokenAsync(), SampleClr.Bytes());
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        Assert.Empty(sandbox.Platform.Credentials);
    }

    [Fact]
    public async Task An_empty_201_has_stored_the_credential()
    {
        await using var sandbox = await SandboxCaller.StartAsync("on 1: empty");
        using var answer = await sandbox.PostAsync(await sandbox.TokenAsync(), SampleClr.Bytes());
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal(0, answer.Content.Headers.ContentLength);
        Assert.Single(sandbox.Platform.Credentials);
    }

    [Fact]
    public async Task Latency_and_slowness_delay_the_answer()
    {
        var clock = new FakeTimeProvider();
        await using var sandbox = await SandboxCaller.StartAsync(new SandboxOptions { Faults = SandboxFaults.Parse("latency 100ms", "on 2: slow 5s") }, clock);
        var tokenRequest = sandbox.TokenAsync();
        await UntilAnswered(tokenRequest, clock, TimeSpan.FromMilliseconds(100));
        await UntilAnswered(sandbox.PostAsync(await tokenRequest, SampleClr.Bytes()), clock, TimeSpan.FromMilliseconds(100));
        await UntilAnswered(sandbox.PostAsync(await tokenRequest, SampleClr.Bytes()), clock, TimeSpan.FromMilliseconds(5100));
    }

    [Fact]
    public async Task A_refused_id_blocks_only_that_credential()
    {
        await using var sandbox = await SandboxCaller.StartAsync("refuse urn:uuid:2", "refuse urn:uuid:3 422");
        var token = await sandbox.TokenAsync();
        List<int> statuses = [];
        foreach (var id in new[] { "urn:uuid:1", "urn:uuid:2", "urn:uuid:3", "urn:uuid:2" })
        {
            using var answer = await sandbox.PostAsync(token, SampleClr.Bytes(id: id));
            statuses.Add((int)answer.StatusCode);
        }

        using var batch = await sandbox.PostAsync(token, SampleClr.Array(SampleClr.Json("urn:uuid:2"), SampleClr.Json("urn:uuid:4")));
        Assert.Equal([201, 400, 422, 400], statuses);
        Assert.Equal(HttpStatusCode.MultiStatus, batch.StatusCode);
        Assert.Equal([400, 201], (await SandboxCaller.JsonOf(batch))["results"]!.AsArray().Select(result => result!["status"]!.GetValue<int>()));
    }

    [Fact]
    public async Task A_token_can_end_after_some_requests()
    {
        await using var sandbox = await SandboxCaller.StartAsync("token-requests 2");
        var token = await sandbox.TokenAsync();
        var statuses = await StatusesOf(sandbox, token, 3);
        Assert.Equal([201, 200, 401], statuses);
        Assert.Equal([200], await StatusesOf(sandbox, await sandbox.TokenAsync(), 1));
    }

    [Fact]
    public async Task A_token_can_end_before_it_said_it_would()
    {
        var clock = new FakeTimeProvider();
        await using var sandbox = await SandboxCaller.StartAsync(new SandboxOptions { Faults = SandboxFaults.Parse("token-life 30s") }, clock);
        var token = await sandbox.TokenAsync();
        clock.Advance(TimeSpan.FromSeconds(29.9));
        Assert.Equal([201], await StatusesOf(sandbox, token, 1));
        clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal([401], await StatusesOf(sandbox, token, 1));
    }

    [Theory]
    [InlineData("no-batch", 400, "invalid_data")]
    [InlineData("no-batch 415", 415, "not_acceptable")]
    public async Task A_promised_batch_can_be_refused(string fault, int status, string codeMinor)
    {
        await using var sandbox = await SandboxCaller.StartAsync(fault);
        using var answer = await sandbox.PostAsync(await sandbox.TokenAsync(), SampleClr.Array(SampleClr.Json()));
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(codeMinor, await SandboxCaller.CodeMinorOf(answer));
        using var description = await sandbox.SendAsync("GET", "/ims/clr/v2p0/discovery");
        Assert.NotNull((await SandboxCaller.JsonOf(description))["info"]!["x-conferral-batch"]);
    }

    [Fact]
    public async Task Being_down_strikes_every_endpoint_until_it_is_over()
    {
        var clock = new FakeTimeProvider();
        await using var sandbox = await SandboxCaller.StartAsync(new SandboxOptions { Faults = SandboxFaults.Parse("any for 30s: drop-before") }, clock);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => sandbox.TokenAsync());
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => sandbox.SendAsync("GET", "/ims/clr/v2p0/discovery"));
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => sandbox.PostAsync("x", SampleClr.Bytes()));
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => sandbox.GetAsync("x", SandboxCaller.Credentials));
        clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal([201], await StatusesOf(sandbox, await sandbox.TokenAsync(), 1));
    }

    [Fact]
    public async Task Rules_count_the_requests_of_their_own_target()
    {
        await using var sandbox = await SandboxCaller.StartAsync("token on 2: 503", "read first 1: 500", "discovery on 1: html");
        var token = await sandbox.TokenAsync();
        Assert.Equal([201], await StatusesOf(sandbox, token, 1));
        using var secondToken = await sandbox.PostFormAsync("/oauth2/token", [], null);
        using var firstRead = await sandbox.GetAsync(token, SandboxCaller.Credentials);
        using var secondRead = await sandbox.GetAsync(token, SandboxCaller.Credentials);
        using var description = await sandbox.SendAsync("GET", "/.well-known/oauth-authorization-server");
        Assert.Equal([503, 500, 200, 200], new[] { secondToken, firstRead, secondRead, description }.Select(answer => (int)answer.StatusCode));
        Assert.Equal("text/html", description.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Faults_change_while_running_and_start_their_counters_anew()
    {
        await using var sandbox = await SandboxCaller.StartAsync("first 2: 503");
        var token = await sandbox.TokenAsync();
        Assert.Equal([503], await StatusesOf(sandbox, token, 1));
        sandbox.Platform.Faults = SandboxFaults.Parse("first 2: 500");
        Assert.Equal([500, 500, 201], await StatusesOf(sandbox, token, 3));
        sandbox.Platform.Faults = SandboxFaults.None;
        Assert.Equal([200], await StatusesOf(sandbox, token, 1));
    }

    [Fact]
    public async Task Faults_are_read_and_set_over_HTTP_with_the_client_secret()
    {
        await using var sandbox = await SandboxCaller.StartAsync("latency 1ms");
        using var before = await sandbox.SendAsync("GET", "/sandbox/faults");
        Assert.Equal(["latency 1ms"], (await SandboxCaller.JsonOf(before)).AsArray().Select(line => line!.GetValue<string>()));

        var basic = SandboxCaller.Basic(sandbox.Platform.ClientId, sandbox.Platform.ClientSecret);
        using var stranger = await sandbox.SendAsync("PUT", "/sandbox/faults", null, Script("[]"));
        using var wrong = await sandbox.SendAsync("PUT", "/sandbox/faults", basic, Script("""["every often: 503"]"""));
        using var broken = await sandbox.SendAsync("PUT", "/sandbox/faults", basic, Script("[1]"));
        using var right = await sandbox.SendAsync("PUT", "/sandbox/faults", basic, Script("""["on 1: 503"]"""));
        Assert.Equal([401, 400, 400, 200], new[] { stranger, wrong, broken, right }.Select(answer => (int)answer.StatusCode));
        Assert.Contains("every often", await wrong.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal([503, 201], await StatusesOf(sandbox, await sandbox.TokenAsync(), 2));
    }

    private static ByteArrayContent Script(string json) => SandboxCaller.Content(Encoding.UTF8.GetBytes(json), "application/json");

    private static async Task<List<int>> StatusesOf(SandboxCaller sandbox, string token, int times)
    {
        List<int> statuses = [];
        for (var time = 0; time < times; time++)
        {
            using var answer = await sandbox.PostAsync(token, SampleClr.Bytes());
            statuses.Add((int)answer.StatusCode);
        }

        return statuses;
    }

    /// <summary>Moves the clock in 100 ms steps until the answer is there, and asserts how much of the sandbox's time that took at least.</summary>
    private static async Task UntilAnswered(Task request, FakeTimeProvider clock, TimeSpan atLeast)
    {
        var start = clock.GetUtcNow();
        while (!request.IsCompleted)
        {
            await Task.WhenAny(request, Task.Delay(20, TestContext.Current.CancellationToken));
            if (!request.IsCompleted) clock.Advance(TimeSpan.FromMilliseconds(100));
        }

        await request;
        var took = clock.GetUtcNow() - start;
        Assert.True(took >= atLeast, string.Create(CultureInfo.InvariantCulture, $"answered after {took.TotalMilliseconds} ms"));
    }
}
