// Proxies, compressed bodies, and answers that are larger than they look.
using System.IO.Compression;
using Conferral.Issuance.Deliver;
using Microsoft.AspNetCore.Http;

namespace Conferral.Issuance.Tests.Deliver;

public sealed class HttpCraftTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("pass word")]
    public async Task Everything_goes_through_the_proxy_of_the_settings(string? password)
    {
        using var authority = new TestAuthority();
        await using var platform = await TlsPlatform.StartAsync(authority.ForServer());
        await using var proxy = new TestProxy(platform.Port, password);
        var url = password is null ? proxy.Url : new UriBuilder(proxy.Url) { UserName = "sis", Password = Uri.EscapeDataString(password) }.Uri;
        var summary = await Line.RunAsync(NamedProfile(authority, url), new MemoryLedger(3));
        Assert.Equal((3, null), (summary.Delivered, summary.StoppedBecause));
        Assert.All(proxy.Tunnels, target => Assert.Equal("platform.test:443", target));
        Assert.NotEmpty(proxy.Tunnels);
    }

    [Fact]
    public async Task A_proxy_that_refuses_is_named_and_its_password_is_not()
    {
        using var authority = new TestAuthority();
        await using var proxy = new TestProxy(1, "pass word");
        var url = new UriBuilder(proxy.Url) { UserName = "sis", Password = "wrong" }.Uri;
        var summary = await Line.RunAsync(NamedProfile(authority, url), new MemoryLedger(1));
        Assert.Equal((DeliveryCode.Unreachable, 1), (summary.StopCode, summary.Pending));
        Assert.Contains("The proxy does not lead to platform.test (it answered 407)", summary.StoppedBecause, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong", summary.StoppedBecause, StringComparison.Ordinal);
        Assert.Empty(proxy.Tunnels);
    }

    [Fact]
    public async Task This_machine_itself_is_reached_without_a_proxy()
    {
        await using var platform = new ScriptedPlatform(request => new Reply(201, request.Text));
        await using var proxy = new TestProxy(1);
        var summary = await Line.RunAsync(Line.ProfileFor(platform.BaseUrl) with { Http = new HttpProfile { Proxy = proxy.Url } }, new MemoryLedger(1));
        Assert.Equal((1, 0), (summary.Delivered, proxy.Tunnels.Count));
    }

    [Fact]
    public async Task Compressed_requests_carry_the_stored_bytes()
    {
        using var authority = new TestAuthority();
        await using var platform = await TlsPlatform.StartAsync(authority.ForServer());
        var ledger = new MemoryLedger(4, Large);
        var summary = await Line.RunAsync(Compressing(platform, authority), ledger);
        Assert.Equal((4, 0), (summary.Delivered, summary.Remarks.Count));
        Assert.All(platform.Arrivals, arrival => Assert.Equal("gzip", arrival.Coding));
        Assert.Equal(ledger.Rows.Select(row => Convert.ToBase64String(row.Document)).Order(), platform.Arrivals.Select(arrival => Convert.ToBase64String(arrival.Body)).Order());
    }

    [Fact]
    public async Task A_platform_that_takes_no_compression_gets_plain_bodies_from_then_on()
    {
        using var authority = new TestAuthority();
        await using var platform = await TlsPlatform.StartAsync(authority.ForServer());
        var refused = 0;
        platform.Instead = context =>
        {
            if (context.Request.Headers.ContentEncoding.Count == 0) return Task.FromResult(false);
            refused++;
            context.Response.StatusCode = 415;
            return Task.FromResult(true);
        };
        var summary = await Line.RunAsync(Compressing(platform, authority) with { MaxConcurrency = 1 }, new MemoryLedger(4, Large));
        Assert.Equal((4, 1), (summary.Delivered, refused));
        Assert.Contains("compressRequests", Assert.Single(summary.Remarks), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bomb_is_read_no_further_than_allowed()
    {
        const int room = 1024 * 1024;
        using var authority = new TestAuthority();
        await using var platform = await TlsPlatform.StartAsync(authority.ForServer());
        var bomb = Zeros(256 * 1024 * 1024);
        platform.Instead = async context =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            context.Response.ContentType = "application/json";
            await context.Response.Body.WriteAsync(bomb);
            return true;
        };
        using var http = new PlatformHttp(Line.ProfileFor(platform.BaseUrl) with { Http = new HttpProfile { AuthoritiesPath = authority.PemPath } }, TimeProvider.System);
        using var request = new HttpRequestMessage(HttpMethod.Post, platform.BaseUrl);
        var answer = await http.SendAsync(request, room, TestContext.Current.CancellationToken);
        Assert.Equal((true, room), (answer.Overlong, answer.Body.Length));
        Assert.True(bomb.Length < room);
    }

    [Fact]
    public async Task Endless_headers_are_cut_off()
    {
        using var authority = new TestAuthority();
        await using var platform = await TlsPlatform.StartAsync(authority.ForServer());
        platform.Instead = async context =>
        {
            for (var i = 0; i < 100; i++) context.Response.Headers[$"X-{i}"] = new string('a', 1000);
            await context.Response.WriteAsync("{}");
            return true;
        };
        using var http = new PlatformHttp(Line.ProfileFor(platform.BaseUrl) with { Http = new HttpProfile { AuthoritiesPath = authority.PemPath } }, TimeProvider.System);
        using var request = new HttpRequestMessage(HttpMethod.Post, platform.BaseUrl);
        var fault = await Assert.ThrowsAsync<DeliveryException>(() => http.SendAsync(request, 1000, TestContext.Current.CancellationToken));
        Assert.Equal(DeliveryCode.AnswerLost, fault.Code);
    }

    private static PlatformProfile Compressing(TlsPlatform platform, TestAuthority authority)
        => Line.ProfileFor(platform.BaseUrl) with { Http = new HttpProfile { AuthoritiesPath = authority.PemPath, CompressRequests = true } };

    private static string Large(int number) => MemoryLedger.Credential(number).Replace("Ada", new string('A', 5000), StringComparison.Ordinal);

    /// <summary>A platform whose name only the proxy can find.</summary>
    private static PlatformProfile NamedProfile(TestAuthority authority, Uri proxy)
        => Line.ProfileFor(new Uri("https://platform.test")) with { Line = new() { StopAfterFailedRounds = 2 }, Http = new HttpProfile { AuthoritiesPath = authority.PemPath, Proxy = proxy } };

    private static byte[] Zeros(long count)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Optimal, leaveOpen: true))
        {
            var zeros = new byte[1024 * 1024];
            for (var written = 0L; written < count; written += zeros.Length) gzip.Write(zeros);
        }

        return buffer.ToArray();
    }
}
