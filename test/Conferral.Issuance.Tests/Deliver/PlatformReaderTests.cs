// Reading back: pages, bounds, and what a hostile or broken platform cannot make the reader do.
using System.Text;
using Conferral.Issuance.Deliver;

namespace Conferral.Issuance.Tests.Deliver;

public sealed class PlatformReaderTests
{
    private static async Task<(List<PlatformCredential> Read, ScriptedPlatform Platform)> ReadAsync(Func<Received, Reply> answer)
    {
        await using var platform = new ScriptedPlatform(answer);
        using var connection = new PlatformConnection(Line.ProfileFor(platform.BaseUrl), TimeProvider.System, new Random(1));
        var read = new List<PlatformCredential>();
        await foreach (var credential in new PlatformReader(connection).ReadAllAsync(TestContext.Current.CancellationToken)) read.Add(credential);
        return (read, platform);
    }

    private static Reply Page(string name, params int[] numbers) => new(200, $$"""{"{{name}}":[{{string.Join(',', numbers.Select(MemoryLedger.Credential))}}]}""");

    [Fact]
    public async Task Pages_are_followed_by_Link_and_each_credential_keeps_its_bytes()
    {
        var (read, platform) = await ReadAsync(request => request.Target switch
        {
            "/ims/clr/v2p0/credentials?limit=100&offset=0" => Page("credential", 0, 1).With("Link", "</ims/clr/v2p0/credentials?x=1,2>; title=\"a, b\"; rel=\"next\", </first>; rel=first").With("X-Total-Count", "3"),
            "/ims/clr/v2p0/credentials?x=1,2" => Page("credential", 2).With("Link", "</first>; rel=\"first last\""),
            _ => new(500),
        });
        Assert.Equal(Enumerable.Range(0, 3).Select(MemoryLedger.Credential), read.Select(credential => Encoding.UTF8.GetString(credential.Utf8.Span)));
        Assert.Equal(3, platform.Requests.Count);
    }

    [Theory]
    [InlineData("""{"credential":[{"a":1}],"compactJwsString":["x.y.z"]}""", 2, 1)]
    [InlineData("""{"compactJwsStrings":["x.y.z"]}""", 1, 1)]
    [InlineData("""{"credentials":[{"a":1},{"a":2}]}""", 2, 0)]
    [InlineData("""[{"a":1}]""", 1, 0)]
    [InlineData("""{}""", 0, 0)]
    public async Task Every_known_form_of_list_is_read(string body, int count, int jws)
    {
        var (read, _) = await ReadAsync(_ => new(200, body));
        Assert.Equal((count, jws), (read.Count, read.Count(credential => credential.IsCompactJws)));
    }

    [Fact]
    public async Task A_failing_page_is_asked_for_again()
    {
        var asked = 0;
        var (read, _) = await ReadAsync(_ => asked++ == 0 ? new(503) : Page("credential", 0));
        Assert.Equal((1, 2), (read.Count, asked));
    }

    public static TheoryData<string, string> Broken() => new()
    {
        { "another host", DeliveryCode.Unreadable },
        { "circle", DeliveryCode.Unreadable },
        { "less than it says", DeliveryCode.Unreadable },
        { "web page", DeliveryCode.Unreadable },
        { "no JSON", DeliveryCode.Unreadable },
        { "no scope", DeliveryCode.Forbidden },
        { "not there", DeliveryCode.WrongAddress },
        { "down", DeliveryCode.PlatformError },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task A_platform_that_cannot_be_read_says_why(string how, string code)
    {
        var fault = await Assert.ThrowsAsync<DeliveryException>(() => ReadAsync(request => how switch
        {
            "another host" => Page("credential", 0).With("Link", "<https://elsewhere.example/>; rel=next"),
            "circle" => Page("credential", 0).With("Link", $"<{request.Target}>; rel=next"),
            "less than it says" => Page("credential", 0).With("X-Total-Count", "2"),
            "web page" => new(200, "<html>", "text/html"),
            "no JSON" => new(200, "{"),
            "no scope" => new(403),
            "not there" => new(404),
            _ => new(500),
        }));
        Assert.Equal(code, fault.Code);
        Assert.EndsWith(".", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_address_is_read_on_the_platform_only()
    {
        await using var platform = new ScriptedPlatform(request => request.Target == "/c/1" ? new(200, MemoryLedger.Credential(1)) : new(404));
        using var connection = new PlatformConnection(Line.ProfileFor(platform.BaseUrl), TimeProvider.System, new Random(1));
        var reader = new PlatformReader(connection);
        var token = TestContext.Current.CancellationToken;

        Assert.Equal(MemoryLedger.Credential(1), Encoding.UTF8.GetString((await reader.ReadAsync(new Uri(platform.BaseUrl, "/c/1"), token))!.Utf8.Span));
        Assert.Null(await reader.ReadAsync(new Uri(platform.BaseUrl, "/c/2"), token));
        var refusal = await Assert.ThrowsAsync<DeliveryException>(() => reader.ReadAsync(new Uri("https://elsewhere.example/c/1"), token));
        Assert.Equal(DeliveryCode.WrongAddress, refusal.Code);
        Assert.DoesNotContain(platform.Requests, request => request.Headers["Host"].Contains("elsewhere", StringComparison.Ordinal));
    }
}
