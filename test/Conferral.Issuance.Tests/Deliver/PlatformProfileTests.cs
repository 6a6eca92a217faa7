// What a platform's settings may say, and what discovery adds to them.
using Conferral.Issuance.Deliver;

namespace Conferral.Issuance.Tests.Deliver;

public sealed class PlatformProfileTests
{
    private static readonly PlatformProfile Good = Line.ProfileFor(new Uri("https://platform.example"));

    private static Reply Stored(Received request) => new(201, request.Text);

    [Fact]
    public void A_profile_with_defaults_is_without_problems() => Assert.Empty(Good.Problems());

    [Theory]
    [InlineData("http://platform.example", false)]
    [InlineData("http://10.0.0.7:8080", false)]
    [InlineData("ftp://platform.example", false)]
    [InlineData("https://user:pw@platform.example", false)]
    [InlineData("https://platform.example/tenant", true)]
    [InlineData("http://127.0.0.1:5000", true)]
    [InlineData("http://localhost:5000", true)]
    [InlineData("http://[::1]:5000", true)]
    public void Plain_http_goes_to_this_machine_only(string url, bool allowed)
    {
        Assert.Equal(allowed, (Good with { BaseUrl = new Uri(url) }).Problems().Count == 0);
        Assert.Equal(allowed, (Good with { Authorization = Line.Client with { TokenUrl = new Uri(url) } }).Problems().Count == 0);
        if (allowed) return;
        var refusal = Assert.Throws<DeliveryException>(() => new PlatformConnection(Good with { BaseUrl = new Uri(url) }, TimeProvider.System, new Random(1)));
        Assert.Equal(DeliveryCode.ProfileInvalid, refusal.Code);
        Assert.Contains("https only", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://platform.example/?tenant=7", "after ?")]
    [InlineData("https://platform.example/ims/clr/v2p0", "the part before it")]
    public void A_base_that_cannot_be_one_is_named(string url, string advice)
        => Assert.Contains(advice, Assert.Single((Good with { BaseUrl = new Uri(url) }).Problems()), StringComparison.Ordinal);

    [Fact]
    public void Every_contradiction_is_named_at_once()
    {
        var wrong = Good with
        {
            Id = " ",
            CredentialsPath = "credentials",
            Authorization = Line.Client with { ClientSecret = "" },
            ContentType = "json",
            RequestsPerMinute = 0,
            MaxConcurrency = 0,
            Line = new() { StopAfterFailedRounds = 0 },
            Batch = new() { MaxItems = 0, MaxBytes = 1, Path = "batch" },
            Timeouts = new() { Answer = TimeSpan.Zero },
            Retry = new() { AttemptLimit = 0, MaxDelay = TimeSpan.Zero },
        };
        Assert.Equal(13, wrong.Problems().Count);
    }

    [Fact]
    public void The_secret_does_not_show() => Assert.DoesNotContain("s3cret", $"{Good} {Good.Authorization}", StringComparison.Ordinal);

    [Fact]
    public void Backoff_doubles_within_its_bounds()
    {
        var retry = new RetryProfile { FirstDelay = TimeSpan.FromSeconds(1), MaxDelay = TimeSpan.FromSeconds(10) };
        var random = new Random(1);
        foreach (var (failures, full) in new[] { (1, 1.0), (2, 2), (3, 4), (4, 8), (5, 10), (60, 10) })
        {
            for (var i = 0; i < 50; i++) Assert.InRange(retry.Backoff(failures, random).TotalSeconds, full / 2, full);
        }
    }

    [Theory]
    [InlineData("/ims/clr/v2p0/discovery", """{"components":{"securitySchemes":{"OAuth2ACG":{"type":"oauth2","flows":{"authorizationCode":{"tokenUrl":"#/token"}}}}}}""")]
    [InlineData("/ims/clr/v2p0/discovery", """{"components":{"securitySchemes":{"A":{"type":"oauth2","flows":{"authorizationCode":{"tokenUrl":"#/wrong"}}},"B":{"flows":{"clientCredentials":{"tokenUrl":"/token"}}}}}}""")]
    [InlineData("/ims/clr/v2p0/discovery", """{"tokenUrl":"#/token","scopesOffered":[]}""")]
    [InlineData("/.well-known/oauth-authorization-server", """{"token_endpoint":"#/token"}""")]
    [InlineData("/.well-known/openid-configuration", """{"token_endpoint":"#/token"}""")]
    public async Task The_token_endpoint_is_found(string path, string document)
    {
        await using var platform = new ScriptedPlatform(request => request.Target == path
            ? new(200, document.Replace("#", $"http://{request.Headers["Host"]}", StringComparison.Ordinal))
            : request.Method == "GET" ? new(404, "<html>", "text/html") : Stored(request));
        var summary = await Line.RunAsync(Line.ProfileFor(platform.BaseUrl) with { Authorization = Line.Client }, new MemoryLedger(2));
        Assert.Equal((2, 1), (summary.Delivered, platform.TokensGiven));
    }

    [Theory]
    [InlineData("""{"tokenUrl":"http://elsewhere.example/token"}""")]
    [InlineData("""{"tokenUrl":"file:///token"}""")]
    [InlineData("""{"tokenUrl":7}""")]
    [InlineData("""[]""")]
    [InlineData("""broken""")]
    public async Task The_secret_goes_to_no_unsafe_address(string document)
    {
        await using var platform = new ScriptedPlatform(request => request.Method == "GET" ? new(200, document) : Stored(request));
        var summary = await Line.RunAsync(Line.ProfileFor(platform.BaseUrl) with { Authorization = Line.Client }, new MemoryLedger(2));
        Assert.Equal((DeliveryCode.NoTokenEndpoint, 2, 0), (summary.StopCode, summary.Pending, platform.Posts.Count));
        Assert.Contains("set TokenUrl", summary.StoppedBecause, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(BatchMode.Auto, """{"info":{"x-conferral-batch":{"path":"/b","maxItems":4,"maxBytes":100000}}}""", "/b", 2)]
    [InlineData(BatchMode.Auto, """{"info":{"title":"t"}}""", "/ims/clr/v2p0/credentials", 8)]
    [InlineData(BatchMode.Auto, """{"info":{"x-conferral-batch":{"path":"https://elsewhere.example/b"}}}""", "/ims/clr/v2p0/credentials", 8)]
    [InlineData(BatchMode.Off, """{"info":{"x-conferral-batch":{"path":"/b"}}}""", "/ims/clr/v2p0/credentials", 8)]
    [InlineData(BatchMode.On, """{}""", "/ims/clr/v2p0/credentials", 1)]
    public async Task Arrays_go_where_the_platform_or_the_settings_say(BatchMode mode, string description, string path, int posts)
    {
        await using var platform = new ScriptedPlatform(request => request.Method == "GET" ? new(200, description)
            : request.Text[0] == '[' ? new(200, request.Text) : Stored(request));
        var ledger = new MemoryLedger(8);
        var summary = await Line.RunAsync(Line.ProfileFor(platform.BaseUrl) with { MaxConcurrency = 1, Batch = new() { Mode = mode } }, ledger);
        Assert.Equal((8, posts), (summary.Delivered, platform.Posts.Count));
        Assert.All(platform.Posts, post => Assert.Equal(path, post.Target));
    }
}
