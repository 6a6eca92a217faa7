// Limits over restarts: what the ledger remembers of requests, after a good end and after a crash.
using Conferral.Issuance.Deliver;
using Conferral.Issuance.Ledger;
using Microsoft.Extensions.Time.Testing;

namespace Conferral.Issuance.Tests.Deliver;

public sealed class RequestBookTests : IDisposable
{
    private static readonly PlatformProfile Daily = Line.ProfileFor(new Uri("https://platform.example")) with
    {
        Line = new LineProfile { Limits = [new RequestLimit(100, TimeSpan.FromDays(1)), new RequestLimit(5, TimeSpan.FromSeconds(1))] },
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("conferral-book-").FullName;
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 5, 1, 10, 0, 0, TimeSpan.Zero));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private LedgerStore Open() => LedgerStore.OpenForWriting(LedgerSettings.Sqlite(Path.Combine(_folder, "ledger.db")), _time);

    /// <summary>Sends until the limits say no; gives how many left.</summary>
    private async Task<int> SendAsync(RateLimiters limiters, int most, params PlatformProfile[] platforms)
    {
        var connections = platforms.Select(limiters.Connect).ToList();
        var sent = 0;
        for (; sent < most; sent++)
        {
            using var patience = new CancellationTokenSource();
            var turn = connections[sent % connections.Count].Gate.EnterAsync(patience.Token);
            for (var i = 0; i < 3 && !turn.IsCompleted; i++) _time.Advance(TimeSpan.FromSeconds(0.5));
            if (turn.IsFaulted) break;
            (await turn).Dispose();
        }

        connections.ForEach(connection => connection.Dispose());
        return sent;
    }

    [Fact]
    public async Task A_daily_limit_survives_the_end_of_a_run()
    {
        using (var ledger = Open())
        using (var limiters = new RateLimiters([Daily], new RequestLedger(ledger), _time, new Random(1))) Assert.Equal(70, await SendAsync(limiters, 70, Daily));
        _time.Advance(TimeSpan.FromHours(1));
        using (var ledger = Open())
        using (var limiters = new RateLimiters([Daily], new RequestLedger(ledger), _time, new Random(1))) Assert.Equal(30, await SendAsync(limiters, 70, Daily));
        _time.Advance(TimeSpan.FromHours(23.1));
        using (var ledger = Open())
        using (var limiters = new RateLimiters([Daily], new RequestLedger(ledger), _time, new Random(1))) Assert.Equal(70, await SendAsync(limiters, 200, Daily));
    }

    [Fact]
    public async Task A_crash_counts_at_least_what_was_sent_and_little_more()
    {
        using (var ledger = Open())
        {
            var limiters = new RateLimiters([Daily], new RequestLedger(ledger), _time, new Random(1)); // never closed, as by a crash
            Assert.Equal(52, await SendAsync(limiters, 52, Daily));
        }

        using (var ledger = Open())
        using (var limiters = new RateLimiters([Daily], new RequestLedger(ledger), _time, new Random(1))) Assert.InRange(await SendAsync(limiters, 200, Daily), 43, 48);
    }

    [Fact]
    public async Task Two_platforms_of_one_host_and_client_share_the_stricter_limits()
    {
        var twin = Daily with { Id = "twin", Line = new LineProfile { Limits = [new RequestLimit(40, TimeSpan.FromDays(1))] } };
        var other = Daily with { Id = "other", Authorization = Daily.Authorization with { ClientId = "other" } };
        using var ledger = Open();
        using var limiters = new RateLimiters([Daily, twin, other], new RequestLedger(ledger), _time, new Random(1));
        Assert.Equal(40, await SendAsync(limiters, 200, Daily, twin));
        Assert.Equal(100, await SendAsync(limiters, 200, other));
    }

    [Fact]
    public async Task Outside_its_hours_nothing_is_sent_and_the_opening_is_said()
    {
        var hours = SendingHours.Parse(["22:00-06:00"], TimeZoneInfo.FindSystemTimeZoneById("America/Chicago"));
        _time.Advance(TimeSpan.FromHours(5)); // ten in the morning there
        var night = Daily with { Line = new LineProfile { Hours = hours } };
        await using var platform = new ScriptedPlatform(request => new(201, request.Text));
        using var connection = new PlatformConnection(night with { BaseUrl = platform.BaseUrl, Batch = new() }, _time, new Random(1));
        var summary = await new PlatformDelivery(connection, new MemoryLedger(4)).RunAsync(null, TestContext.Current.CancellationToken);

        Assert.Equal((DeliveryCode.OutsideHours, 4, 0), (summary.StopCode, summary.Pending, platform.Requests.Count));
        Assert.Contains("22:00-06:00 (America/Chicago) only, next at 2026-05-01 22:00", summary.StoppedBecause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_patience_it_waits_for_the_opening()
    {
        var hours = SendingHours.Parse(["10:20-10:30"], TimeZoneInfo.Utc);
        await using var platform = new ScriptedPlatform(request => new(201, request.Text));
        var profile = Line.ProfileFor(platform.BaseUrl) with { Line = new LineProfile { Hours = hours }, Retry = Line.Impatient with { LongestPause = TimeSpan.FromDays(7) } };
        using var connection = new PlatformConnection(profile, _time, new Random(1));
        var run = new PlatformDelivery(connection, new MemoryLedger(4)).RunAsync(null, TestContext.Current.CancellationToken);
        Assert.Equal(new DateTimeOffset(2026, 5, 1, 10, 20, 0, TimeSpan.Zero), connection.Gate.WaitingUntil);
        Assert.Empty(platform.Requests);

        _time.Advance(TimeSpan.FromMinutes(21));
        Assert.Equal(4, (await run).Delivered);
    }
}
