// Reading back: pages, their headers, since, and bytes unchanged inside the page.
using System.Net;
using System.Text.RegularExpressions;

namespace Conferral.Sandbox.Tests;

public sealed partial class PagingTests
{
    [Fact]
    public async Task A_page_holds_the_stored_bytes_unchanged()
    {
        await using var sandbox = await SandboxCaller.StartAsync();
        var token = await sandbox.TokenAsync();
        await StoreAsync(sandbox, token, 2);
        using var page = await sandbox.GetAsync(token, SandboxCaller.Credentials);
        Assert.Equal("application/json", page.Content.Headers.ContentType?.ToString());
        var expected = $$"""{"credential":[{{SampleClr.Json("urn:uuid:0")}},{{SampleClr.Json("urn:uuid:1")}}]}""";
        Assert.Equal(expected, await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("", 0, 5, "first=0 last=5 next=5")]
    [InlineData("?limit=3", 0, 3, "first=0 last=6 next=3")]
    [InlineData("?limit=3&offset=3", 3, 3, "first=0 last=6 next=6 prev=0")]
    [InlineData("?limit=3&offset=6", 6, 1, "first=0 last=6 prev=3")]
    [InlineData("?limit=7", 0, 7, "first=0 last=0")]
    [InlineData("?limit=500", 0, 7, "first=0 last=0")]
    [InlineData("?offset=100", 7, 0, "first=0 last=5 prev=2")]
    [InlineData("?limit=3&offset=1", 1, 3, "first=0 last=6 next=4 prev=0")]
    [InlineData("?offset=2147483647&limit=8", 7, 0, "first=0 last=0 prev=0")]
    public async Task Headers_lead_through_the_pages(string query, int first, int count, string links)
    {
        await using var sandbox = await SandboxCaller.StartAsync(new SandboxOptions { PageSize = 5, MaxPageSize = 10 });
        var token = await sandbox.TokenAsync();
        await StoreAsync(sandbox, token, 7);

        using var page = await sandbox.GetAsync(token, SandboxCaller.Credentials + query);

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal("7", page.Headers.GetValues("X-Total-Count").Single());
        var ids = (await SandboxCaller.JsonOf(page))["credential"]!.AsArray().Select(credential => credential!["id"]!.GetValue<string>());
        Assert.Equal(Enumerable.Range(first, count).Select(number => $"urn:uuid:{number}"), ids);
        Assert.Equal(links, string.Join(' ', LinksOf(page).Select(link => $"{link.Key}={OffsetText().Match(link.Value).Groups["offset"].Value}")));
    }

    [Fact]
    public async Task Following_next_reads_everything_once()
    {
        await using var sandbox = await SandboxCaller.StartAsync();
        var token = await sandbox.TokenAsync();
        await StoreAsync(sandbox, token, 7);
        List<string> ids = [];
        for (var next = SandboxCaller.Credentials + "?limit=2&since=2026-01-01T00:00:00"; next is not null;)
        {
            using var page = await sandbox.GetAsync(token, next);
            ids.AddRange((await SandboxCaller.JsonOf(page))["credential"]!.AsArray().Select(credential => credential!["id"]!.GetValue<string>()));
            next = LinksOf(page).GetValueOrDefault("next");
        }

        Assert.Equal(Enumerable.Range(0, 7).Select(number => $"urn:uuid:{number}"), ids);
    }

    [Theory]
    [InlineData("2026-05-01T00:00:00Z", 1)]
    [InlineData("2026-05-01T00:00:00", 1)]
    [InlineData("2026-04-30T23:59:59Z", 2)]
    [InlineData("2026-05-01T02:00:00%2B02:00", 1)]
    [InlineData("2026-05-02T00:00:00Z", 0)]
    public async Task Since_leaves_out_what_is_not_issued_after_it(string since, int count)
    {
        await using var sandbox = await SandboxCaller.StartAsync();
        var token = await sandbox.TokenAsync();
        using var first = await sandbox.PostAsync(token, SampleClr.Bytes("urn:uuid:1", "2026-05-01T00:00:00Z"));
        using var second = await sandbox.PostAsync(token, SampleClr.Bytes("urn:uuid:2", "2026-05-02T00:00:00Z"));
        using var page = await sandbox.GetAsync(token, $"{SandboxCaller.Credentials}?since={since}");
        Assert.Equal(count, (await SandboxCaller.JsonOf(page))["credential"]!.AsArray().Count);
        Assert.Equal($"{count}", page.Headers.GetValues("X-Total-Count").Single());
    }

    [Fact]
    public async Task An_empty_platform_gives_an_empty_page()
    {
        await using var sandbox = await SandboxCaller.StartAsync();
        using var page = await sandbox.GetAsync(await sandbox.TokenAsync(), SandboxCaller.Credentials);
        Assert.Equal("""{"credential":[]}""", await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("0", page.Headers.GetValues("X-Total-Count").Single());
        Assert.Equal(["first", "last"], LinksOf(page).Keys);
    }

    private static async Task StoreAsync(SandboxCaller sandbox, string token, int count)
    {
        for (var number = 0; number < count; number++)
        {
            using var answer = await sandbox.PostAsync(token, SampleClr.Json($"urn:uuid:{number}"));
            answer.EnsureSuccessStatusCode();
        }
    }

    private static Dictionary<string, string> LinksOf(HttpResponseMessage page)
        => LinkText().Matches(string.Join(", ", page.Headers.GetValues("Link"))).ToDictionary(link => link.Groups["rel"].Value, link => link.Groups["url"].Value);

    [GeneratedRegex("<(?<url>[^>]+)>; rel=\"(?<rel>[a-z]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LinkText();

    [GeneratedRegex("offset=(?<offset>[0-9]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OffsetText();
}
