// The independent account: order, bounds, and the busiest window.
using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace Conferral.Sandbox.Tests;

public sealed class RequestLogTests
{
    private static readonly DateTimeOffset Start = new(2026, 5, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(10, new[] { 0, 9, 10, 11, 18, 19 }, 4)]
    [InlineData(10, new[] { 0, 10, 20 }, 1)]
    [InlineData(10, new[] { 5, 5, 5 }, 3)]
    [InlineData(10, new int[0], 0)]
    public void The_busiest_window_is_half_open(int window, int[] seconds, int most)
    {
        var log = new RequestLog(100);
        foreach (var second in seconds) log.Add(Start.AddSeconds(second), "POST", "/");
        Assert.Equal(most, log.MostWithin(TimeSpan.FromSeconds(window)));
    }

    [Fact]
    public void The_newest_are_kept_and_all_are_counted()
    {
        var log = new RequestLog(2);
        foreach (var path in new[] { "/a", "/b", "/c" }) log.Add(Start, "GET", path);
        Assert.Equal(3, log.Total);
        Assert.Equal([(2L, "/b"), (3L, "/c")], log.Snapshot().Select(request => (request.Number, request.Path)));
    }

    [Fact]
    public async Task Each_finished_request_is_reported_once_with_its_time_and_outcome()
    {
        var clock = new FakeTimeProvider(Start);
        var reported = new BlockingCollection<ReceivedRequest>();
        await using var sandbox = await SandboxCaller.StartAsync(new SandboxOptions { OnRequest = reported.Add }, clock);
        var token = await sandbox.TokenAsync();
        clock.Advance(TimeSpan.FromSeconds(3));
        using var posted = await sandbox.PostAsync(token, SampleClr.Bytes());
        using var lost = await sandbox.SendAsync("GET", "/nowhere");
        var three = reported.GetConsumingEnumerable(TestContext.Current.CancellationToken).Take(3).OrderBy(request => request.Number).ToList();

        Assert.Equal([("POST", "/oauth2/token", 200), ("POST", SandboxCaller.Credentials, 201), ("GET", "/nowhere", 404)], three.Select(request => (request.Method, request.Path, request.Status ?? 0)));
        Assert.Equal([0, 3, 3], three.Select(request => (request.At - Start).TotalSeconds));
        Assert.Equal(sandbox.Platform.ClientId, three[1].ClientId);
        Assert.Equal([0, 1, 0], three.Select(request => request.CredentialCount));
        Assert.All(three, request => Assert.Null(request.Error));
        Assert.Empty(reported);
    }

    [Fact]
    public async Task A_failure_of_the_sandbox_itself_is_a_500_and_noted()
    {
        var log = new RequestLog(1);
        var context = new DefaultHttpContext { Response = { Body = new MemoryStream() } };
        await new RequestRecorder(log, TimeProvider.System, null).InvokeAsync(context, _ => throw new InvalidDataException("the disk is round"));
        Assert.Equal(500, context.Response.StatusCode);
        Assert.Contains("the disk is round", log.Snapshot()[0].Error, StringComparison.Ordinal);
        context.Response.Body.Position = 0;
        Assert.Equal("internal_server_error", SandboxCaller.CodeMinorOf(JsonNode.Parse(context.Response.Body)!));
    }

    [Fact]
    public void The_rate_gate_never_admits_more_than_its_limit_in_any_window()
    {
        var gate = new RateGate(3, TimeSpan.FromSeconds(10));
        var log = new RequestLog(1000);
        for (var step = 0; step < 500; step++)
        {
            var now = Start.AddMilliseconds((step * 400) + (step % 3 * 100));
            if (gate.Enter(now).Admitted) log.Add(now, "POST", "/");
        }

        Assert.Equal(3, log.MostWithin(TimeSpan.FromSeconds(10)));
        Assert.True(log.Total > 50);
    }
}
