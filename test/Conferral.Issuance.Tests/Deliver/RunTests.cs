// The line as a whole: order, memory, stopping, resuming, faults of the ledger, progress and settings.
using System.Collections.Concurrent;
using Conferral.Issuance.Deliver;
using Conferral.Issuance.Ledger;
using Microsoft.Extensions.Time.Testing;

namespace Conferral.Issuance.Tests.Deliver;

public sealed class RunTests
{
    private static Reply Stored(Received request) => new(201, request.Text);

    [Fact]
    public async Task Nothing_pending_means_not_one_request()
    {
        await using var platform = new ScriptedPlatform(Stored);
        var summary = await Line.RunAsync(Line.ProfileFor(platform.BaseUrl) with { Batch = new() }, new MemoryLedger(0));
        Assert.Equal((0, 0L), (platform.Requests.Count, summary.Requests));
    }

    [Fact]
    public async Task Many_go_out_once_each_with_bounded_claims_and_grouped_records()
    {
        var ledger = new MemoryLedger(1000);
        await using var platform = new ScriptedPlatform(Stored);
        var summary = await Line.RunAsync(Line.ProfileFor(platform.BaseUrl) with { MaxConcurrency = 8 }, ledger);

        Assert.Equal((1000, 1000), (summary.Delivered, platform.Posts.Select(post => post.Text).Distinct().Count()));
        Assert.Equal(1000, platform.Posts.Count);
        Assert.True(ledger.MostSendingAtOnce < 300, $"{ledger.MostSendingAtOnce} claimed at once");
        Assert.Equal(1000, ledger.Groups.Sum());
    }

    [Fact]
    public async Task What_waits_to_go_again_is_bounded()
    {
        const int bound = DeliveryQueue.MostWaiting;
        var (seen, waiting) = (new ConcurrentDictionary<string, int>(StringComparer.Ordinal), 0);
        await using var platform = new ScriptedPlatform(request =>
        {
            if (!seen.TryAdd(request.Text, 1)) Interlocked.Decrement(ref waiting);
            else if (request.Number % 2 == 1)
            {
                Interlocked.Increment(ref waiting);
                return new(500);
            }

            return Stored(request);
        });
        var (ledger, time) = (new MemoryLedger(1500), new FakeTimeProvider());
        var aSecond = TimeSpan.FromSeconds(1);
        var days = TimeSpan.FromDays(20);
        var profile = Line.ProfileFor(platform.BaseUrl) with
        {
            MaxConcurrency = 1,
            Retry = Line.Impatient with { FirstDelay = aSecond, MaxDelay = aSecond },
            Timeouts = new TimeoutProfile { Connect = days, Answer = days, Body = days },
        };
        using var connection = new PlatformConnection(profile, time, new Random(1));
        var run = new PlatformDelivery(connection, ledger).RunAsync(null, TestContext.Current.CancellationToken);

        // The second passes only once as many wait as may, or nothing else is left to begin.
        while (!run.IsCompleted)
        {
            if (Volatile.Read(ref waiting) == bound || seen.Count == ledger.Rows.Count) time.Advance(aSecond);
            await Task.WhenAny(run, Task.Delay(10, TestContext.Current.CancellationToken));
        }

        Assert.Equal(1500, (await run).Delivered);
        Assert.InRange(ledger.MostSendingAtOnce, bound, 2 * bound);
    }

    [Fact]
    public async Task Until_something_is_accepted_one_request_is_under_way()
    {
        var (now, most) = (0, 0);
        await using var platform = new ScriptedPlatform(request =>
        {
            most = Math.Max(most, Interlocked.Increment(ref now));
            Thread.Sleep(20);
            Interlocked.Decrement(ref now);
            return new(404);
        });
        var summary = await Line.RunAsync(Line.ProfileFor(platform.BaseUrl) with { MaxConcurrency = 16 }, new MemoryLedger(50));
        Assert.Equal((1, 3, 50), (most, platform.Posts.Count, summary.Pending));
    }

    [Fact]
    public async Task Requests_run_side_by_side_up_to_the_set_number()
    {
        var (now, most) = (0, 0);
        var guard = new Lock();
        using var together = new ManualResetEventSlim();
        await using var platform = new ScriptedPlatform(request =>
        {
            lock (guard) most = Math.Max(most, ++now);
            if (most == 3) together.Set();
            if (request.Number > 0) together.Wait(TimeSpan.FromSeconds(30)); // the first goes alone, before the line is trusted
            lock (guard) now--;
            return Stored(request);
        });
        await Line.RunAsync(Line.ProfileFor(platform.BaseUrl) with { MaxConcurrency = 3 }, new MemoryLedger(40));
        Assert.Equal(3, most);
    }

    [Fact]
    public async Task Stopping_lets_requests_under_way_finish_and_gives_the_rest_back()
    {
        var ledger = new MemoryLedger(500);
        using var stop = new CancellationTokenSource();
        await using var platform = new ScriptedPlatform(request =>
        {
            if (request.Number == 20) stop.Cancel();
            return Stored(request) with { Delay = TimeSpan.FromMilliseconds(10) };
        });

        var summary = await Line.RunAsync(Line.ProfileFor(platform.BaseUrl), ledger, stop.Token);

        Assert.Equal(DeliveryCode.Interrupted, summary.StopCode);
        Assert.Equal(platform.Posts.Count, summary.Delivered);
        Assert.Equal(500, summary.Delivered + summary.Pending);
        Assert.Equal(0, ledger.Count(DeliveryState.Sending));
    }

    [Fact]
    public async Task A_request_cut_off_stays_Sending_and_the_next_run_sends_the_same_bytes()
    {
        var ledger = new MemoryLedger(2);
        using var stop = new CancellationTokenSource();
        await using var platform = new ScriptedPlatform(request =>
        {
            if (request.Number > 0) return Stored(request);
            stop.Cancel();
            return Stored(request) with { Delay = TimeSpan.FromMinutes(5) };
        });

        var hasty = Line.Patient with { Finish = TimeSpan.FromMilliseconds(300) };
        var first = await Line.RunAsync(Line.ProfileFor(platform.BaseUrl) with { Timeouts = hasty }, ledger, stop.Token);
        Assert.Equal((DeliveryState.Sending, 2), (ledger.Of(0).State, first.Pending));

        var second = await Line.RunAsync(Line.ProfileFor(platform.BaseUrl), ledger);
        Assert.Equal((1, 2), (second.Resumed, second.Delivered));
        Assert.Equal(platform.Posts[0].Body, platform.Posts[1].Body);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task What_an_earlier_run_may_have_sent_is_sent_again_only_where_that_is_safe(bool upserts, int posts)
    {
        var ledger = new MemoryLedger(1);
        ledger.Of(0).State = DeliveryState.Sending;
        await using var platform = new ScriptedPlatform(request => request.Method == "GET" ? new(200, $"[{MemoryLedger.Credential(0)}]") : Stored(request));

        var summary = await Line.RunAsync(Line.ProfileFor(platform.BaseUrl) with { UpsertsById = upserts }, ledger);
        Assert.Equal((1, posts), (summary.Delivered, platform.Posts.Count));
    }

    [Fact]
    public async Task A_fault_of_the_ledger_ends_the_run_at_once()
    {
        var ledger = new MemoryLedger(5000) { Fault = new LedgerException(LedgerCode.Full, "The disk is full.") };
        await using var platform = new ScriptedPlatform(Stored);
        var fault = await Assert.ThrowsAsync<LedgerException>(() => Line.RunAsync(Line.ProfileFor(platform.BaseUrl), ledger));
        Assert.Equal(LedgerCode.Full, fault.Code);
        Assert.True(platform.Posts.Count < 1500, $"{platform.Posts.Count} more were sent");
    }

    [Fact]
    public async Task Stored_bytes_that_changed_are_never_sent()
    {
        var ledger = new MemoryLedger(3);
        ledger.Of(1).Sha256 = new string('0', 64);
        await using var platform = new ScriptedPlatform(Stored);
        var fault = await Assert.ThrowsAsync<LedgerException>(() => Line.RunAsync(Line.ProfileFor(platform.BaseUrl), ledger));
        Assert.Equal((LedgerCode.StoredBytesChanged, 0), (fault.Code, platform.Posts.Count));
    }

    [Fact]
    public async Task Nobody_listening_is_unreachable_and_everything_waits()
    {
        var ledger = new MemoryLedger(3);
        var summary = await Line.RunAsync(Line.ProfileFor(new Uri("http://127.0.0.1:1/")), ledger);
        Assert.Equal((DeliveryCode.Unreachable, 3), (summary.StopCode, summary.Pending));
        Assert.Contains("could not be reached, 3 times in a row. It began with: No", summary.StoppedBecause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_platform_without_TLS_under_https_gets_nothing()
    {
        await using var platform = new ScriptedPlatform(Stored);
        var secure = new UriBuilder(platform.BaseUrl) { Scheme = "https" }.Uri;
        var summary = await Line.RunAsync(Line.ProfileFor(secure) with { Authorization = Line.ProfileFor(platform.BaseUrl).Authorization, Line = new() { StopAfterFailedRounds = 2 } }, new MemoryLedger(2));
        Assert.Equal((DeliveryCode.TlsFailed, 2, 0), (summary.StopCode, summary.Pending, platform.Posts.Count));
    }

    [Fact]
    public async Task Eight_senders_renew_a_refused_token_once()
    {
        await using var platform = new ScriptedPlatform(request => request.Headers["Authorization"] == "Bearer token-0" && request.Number >= 10 ? new(401) : Stored(request) with { Delay = TimeSpan.FromMilliseconds(5) });
        var summary = await Line.RunAsync(Line.ProfileFor(platform.BaseUrl) with { MaxConcurrency = 8 }, new MemoryLedger(60));
        Assert.Equal((60, 2), (summary.Delivered, platform.TokensGiven));
    }

    [Fact]
    public async Task A_token_is_renewed_before_it_ends()
    {
        await using var platform = new ScriptedPlatform(request => Stored(request) with { Delay = TimeSpan.FromMilliseconds(30) })
        {
            Token = number => new(200, $$"""{"access_token":"token-{{number}}","token_type":"Bearer","expires_in":"1"}"""),
        };
        var summary = await Line.RunAsync(Line.ProfileFor(platform.BaseUrl) with { MaxConcurrency = 1 }, new MemoryLedger(50));
        Assert.Equal(50, summary.Delivered);
        Assert.True(platform.TokensGiven >= 2);
    }

    [Fact]
    public async Task The_progress_ends_with_everything_settled()
    {
        var told = new ConcurrentQueue<DeliveryProgress>();
        await using var platform = new ScriptedPlatform(Stored);
        using var connection = new PlatformConnection(Line.ProfileFor(platform.BaseUrl), TimeProvider.System, new Random(1));
        await new PlatformDelivery(connection, new MemoryLedger(30)).RunAsync(new Collector(told), TestContext.Current.CancellationToken);

        var last = told.Last();
        Assert.Equal((30, 30, 30), (last.Total, last.Delivered, last.Settled));
        Assert.True(last.PerMinute > 0);
        Assert.Equal(TimeSpan.Zero, last.Remaining);
    }

    [Theory]
    [InlineData(TokenAuthentication.Basic)]
    [InlineData(TokenAuthentication.Post)]
    public async Task The_token_request_proves_the_client_as_set(TokenAuthentication authentication)
    {
        await using var platform = new ScriptedPlatform(Stored);
        var profile = Line.ProfileFor(platform.BaseUrl);
        await Line.RunAsync(profile with { Authorization = profile.Authorization with { TokenAuth = authentication, ClientSecret = "a b+c" } }, new MemoryLedger(1));
        var token = platform.Requests.Single(request => request.Target == ScriptedPlatform.TokenPath);
        Assert.Contains("grant_type=client_credentials&scope=https%3A%2F%2Fpurl.imsglobal.org%2Fspec%2Fclr%2Fv2p0%2Fscope%2Fcredential.upsert+https", token.Text, StringComparison.Ordinal);
        if (authentication == TokenAuthentication.Basic) Assert.Equal($"Basic {Convert.ToBase64String("sis:a+b%2Bc"u8)}", token.Headers["Authorization"]);
        else Assert.EndsWith("&client_id=sis&client_secret=a+b%2Bc", token.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Address_slash_and_content_type_are_as_set()
    {
        await using var platform = new ScriptedPlatform(Stored);
        var profile = Line.ProfileFor(new Uri(platform.BaseUrl, "/tenant/7/")) with { TrailingSlash = true, ContentType = "application/vc+ld+json", Authorization = Line.ProfileFor(platform.BaseUrl).Authorization };
        await Line.RunAsync(profile, new MemoryLedger(1));
        var post = Assert.Single(platform.Posts);
        Assert.Equal(("/tenant/7/ims/clr/v2p0/credentials/", "application/vc+ld+json", "Bearer token-0"), (post.Target, post.Headers["Content-Type"], post.Headers["Authorization"]));
    }

    [Fact]
    public async Task A_Retry_After_holds_up_everybody()
    {
        await using var platform = new ScriptedPlatform(request => request.Number == 5 ? new Reply(429).With("Retry-After", "1") : Stored(request));
        var summary = await Line.RunAsync(Line.ProfileFor(platform.BaseUrl) with { MaxConcurrency = 1 }, new MemoryLedger(8));
        var pause = TimeProvider.System.GetElapsedTime(platform.Posts[5].At, platform.Posts[6].At);
        Assert.Equal(8, summary.Delivered);
        Assert.True(pause.TotalSeconds >= 0.99);
    }

    [Theory]
    [InlineData("RateLimit-Remaining", "0", "RateLimit-Reset", "1")]
    [InlineData("X-RateLimit-Remaining", "0", "X-RateLimit-Reset", "1")]
    [InlineData("RateLimit", "limit=5, remaining=0, reset=1", "X-Other", "1")]
    [InlineData("RateLimit", "\"default\";r=0;t=1", "X-Other", "1")]
    public async Task Headers_that_say_nothing_is_left_hold_up_everybody(string name, string value, string other, string otherValue)
    {
        await using var platform = new ScriptedPlatform(request => request.Number == 0 ? Stored(request).With(name, value).With(other, otherValue) : Stored(request));
        await Line.RunAsync(Line.ProfileFor(platform.BaseUrl), new MemoryLedger(2));
        Assert.True(TimeProvider.System.GetElapsedTime(platform.Posts[0].At, platform.Posts[1].At).TotalSeconds >= 0.99);
    }

    private sealed class Collector(ConcurrentQueue<DeliveryProgress> told) : IProgress<DeliveryProgress>
    {
        public void Report(DeliveryProgress value) => told.Enqueue(value);
    }
}
