// A probe finds out what a platform does, and never makes one store anything, however gullible it is.
using System.Text.Json;
using Conferral.Issuance.Deliver;
using Conferral.Sandbox;

namespace Conferral.Issuance.Tests.Deliver;

public sealed class ProbeTests
{
    /// <summary>Platforms by name, each with what it answers to anything but GET.</summary>
    private static readonly Dictionary<string, Func<Received, Reply>> Gullible = new()
    {
        ["takes anything"] = _ => new(201),
        ["takes anything and echoes it"] = request => new(201, request.Text),
        ["takes anything later"] = _ => new(202),
        ["takes arrays, answers results"] = request => request.Text == "[]" ? new(207, """{"results":[]}""") : new(400, """{"message":"bad JSON"}"""),
        ["refuses everything"] = _ => new(400),
        ["is a web page"] = _ => new(200, "<html>", "text/html"),
        ["redirects"] = request => new Reply(307).With("Location", request.Target + "x"),
        ["asks for a token"] = _ => new(401),
        ["forbids"] = _ => new(403),
        ["is not there"] = _ => new(404),
        ["fails"] = _ => new(500),
        ["is busy"] = _ => new Reply(429).With("Retry-After", "0"),
        ["hangs up"] = _ => new(200) { CutAfter = 0 },
        ["answers half"] = _ => new(200, "{\"a\":1}") { CutAfter = 30 },
        ["speaks no HTTP"] = _ => new(0) { Raw = "SSH-2.0\r\n"u8.ToArray() },
    };

    public static TheoryData<string> Names => [.. Gullible.Keys];

    public static TheoryData<string> Faces => [.. SandboxFace.All.Select(face => face.Name)];

    private static async Task<ProbeReport> ProbeAsync(PlatformProfile profile)
    {
        using var connection = new PlatformConnection(profile, TimeProvider.System, new Random(1));
        return await new PlatformProbe(connection).RunAsync(TestContext.Current.CancellationToken);
    }

    private static string Learned(ProbeReport report) => string.Join(' ', report.Settings.Select(setting => $"{setting.Key}={setting.Value}"));

    /// <summary>What a platform that stores whatever it can make anything of would have stored.</summary>
    private static int Storable(Received request)
    {
        try
        {
            using var document = JsonDocument.Parse(request.Body);
            return document.RootElement.ValueKind == JsonValueKind.Array ? document.RootElement.GetArrayLength() : 1;
        }
        catch (JsonException)
        {
            return 0; // not even the most gullible can read it
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_platform_that_stores_all_it_can_read_stores_nothing(string name)
    {
        await using var platform = new ScriptedPlatform(request => request.Method == "GET" ? new(200, """{"credential":[]}""") : Gullible[name](request));
        var report = await ProbeAsync(Line.ProfileFor(platform.BaseUrl) with { Timeouts = new() { Answer = TimeSpan.FromSeconds(2), Body = TimeSpan.FromSeconds(2) } });

        Assert.NotEmpty(platform.Posts);
        Assert.All(platform.Posts, post => Assert.Equal(0, Storable(post)));
        Assert.All(platform.Requests, request => Assert.Contains(request.Method, (string[])["GET", "POST", "OPTIONS"]));
        Assert.Equal("profile", report.Settings[0].Key);
        Assert.All(report.Steps, step => Assert.DoesNotContain("token-", step.Meaning, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Faces))]
    public async Task The_sandbox_stores_nothing_behind_any_face(string face)
    {
        await using var sandbox = await SandboxPlatform.StartAsync(SandboxLine.Lenient with { Face = SandboxFace.Named(face) });
        await ProbeAsync(SandboxLine.ProfileFor(sandbox));
        Assert.Empty(sandbox.Credentials);
        Assert.True(sandbox.Account.Posts >= 3);
    }

    [Theory]
    [InlineData("sandbox", "profile=generic trailingSlash=false contentType=application/json batch=auto")]
    [InlineData("standard", "profile=standard trailingSlash=false contentType=application/json batch=off")]
    [InlineData("timeback", "profile=timeback trailingSlash=true contentType=application/json batch=off")]
    [InlineData("generic", "profile=generic trailingSlash=false contentType=application/json batch=off")]
    public async Task A_face_is_recognised(string face, string learned)
    {
        await using var sandbox = await SandboxPlatform.StartAsync(SandboxLine.Lenient with { Face = SandboxFace.Named(face) });
        Assert.Equal(learned, Learned(await ProbeAsync(SandboxLine.ProfileFor(sandbox))));
    }

    [Fact]
    public async Task Arrays_and_limits_are_found_where_the_platform_shows_them()
    {
        await using var platform = new ScriptedPlatform(request => request.Method == "GET" ? new(404)
            : Gullible["takes arrays, answers results"](request).With("RateLimit-Policy", "\"default\";q=500;w=60"));
        var report = await ProbeAsync(Line.ProfileFor(platform.BaseUrl));
        Assert.Equal("profile=batch-array trailingSlash=false contentType=application/json batch=on limits=[\"500/min\"]", Learned(report));
        Assert.Contains(report.Doubts, doubt => doubt.Contains("not advertised", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_platform_that_takes_anything_is_called_so()
    {
        await using var platform = new ScriptedPlatform(_ => new(201));
        Assert.Contains((await ProbeAsync(Line.ProfileFor(platform.BaseUrl))).Doubts, doubt => doubt.Contains("does not look at what it gets", StringComparison.Ordinal));
    }
}
