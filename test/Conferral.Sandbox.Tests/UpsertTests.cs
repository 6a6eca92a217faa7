// Storing and replacing: statuses, equality, and bytes that come back as they went in.
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Conferral.Sandbox.Tests;

public sealed class UpsertTests
{
    [Theory]
    [InlineData("application/json")]
    [InlineData("application/vc+ld+json")]
    [InlineData("application/json; charset=utf-8")]
    public async Task A_new_credential_is_created_and_answered_byte_for_byte(string mediaType)
    {
        await using var sandbox = await SandboxCaller.StartAsync();
        var token = await sandbox.TokenAsync();
        var sent = SampleClr.Bytes();

        using var answer = await sandbox.PostAsync(token, sent, mediaType);

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal(mediaType, answer.Content.Headers.ContentType?.ToString());
        Assert.Equal(sent, await BytesOf(answer));
        using var readBack = await sandbox.GetAsync(token, answer.Headers.Location!.ToString());
        Assert.Equal(sent, await BytesOf(readBack));
        var stored = Assert.Single(sandbox.Platform.Credentials);
        Assert.Equal(("urn:uuid:1", SampleClr.Issuer, 1, 1), (stored.Id, stored.IssuerId, stored.ReceivedCount, stored.DocumentCount));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(sent)), stored.Sha256);
    }

    [Fact]
    public async Task A_trailing_slash_names_the_same_address()
    {
        await using var sandbox = await SandboxCaller.StartAsync();
        using var answer = await sandbox.SendAsync("POST", SandboxCaller.Credentials + "/", SandboxCaller.Bearer(await sandbox.TokenAsync()), SandboxCaller.Content(SampleClr.Bytes(), "application/json"));
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal(1, sandbox.Platform.Requests.Count(request => request.IsCredentialPost));
    }

    [Theory]
    [InlineData("2026-05-01T00:00:00Z", "same name", 200, 2, 2)]
    [InlineData("2026-05-02T00:00:00Z", "later", 200, 2, 2)]
    [InlineData("2026-05-01T01:00:00+01:00", "the same moment in another zone", 200, 2, 2)]
    [InlineData("2026-04-30T23:59:59Z", "older", 400, 1, 1)]
    public async Task Replacing_asks_for_a_validFrom_that_is_not_older(string validFrom, string name, int status, int received, int documents)
    {
        await using var sandbox = await SandboxCaller.StartAsync();
        var token = await sandbox.TokenAsync();
        var first = SampleClr.Bytes();
        using var created = await sandbox.PostAsync(token, first);
        var second = SampleClr.Bytes(validFrom: validFrom, name: name);

        using var answer = await sandbox.PostAsync(token, second);

        Assert.Equal(status, (int)answer.StatusCode);
        var stored = Assert.Single(sandbox.Platform.Credentials);
        Assert.Equal((received, documents), (stored.ReceivedCount, stored.DocumentCount));
        Assert.Equal(status == 200 ? second : first, stored.Utf8Json.ToArray());
        if (status == 200) Assert.Equal(created.Headers.Location, answer.Headers.Location);
        else Assert.Equal("invalid_data", await SandboxCaller.CodeMinorOf(answer));
    }

    [Fact]
    public async Task The_same_bytes_again_are_200_and_change_nothing()
    {
        await using var sandbox = await SandboxCaller.StartAsync();
        var token = await sandbox.TokenAsync();
        using var first = await sandbox.PostAsync(token, SampleClr.Bytes());
        using var again = await sandbox.PostAsync(token, SampleClr.Bytes());
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Equal(first.Headers.Location, again.Headers.Location);
        var stored = Assert.Single(sandbox.Platform.Credentials);
        Assert.Equal((2, 1), (stored.ReceivedCount, stored.DocumentCount));
    }

    [Theory]
    [InlineData("urn:uuid:1", " did%3Aweb:college.example ", 1)]
    [InlineData(" urn%3Auuid:1 ", SampleClr.Issuer, 1)]
    [InlineData("%20urn:uuid:1", SampleClr.Issuer, 1)]
    [InlineData("urn:uuid:2", SampleClr.Issuer, 2)]
    [InlineData("urn:uuid:1", "did:web:other.example", 2)]
    [InlineData("URN:uuid:1", SampleClr.Issuer, 2)]
    public async Task Equality_is_by_issuer_and_id_after_decoding_and_trimming(string id, string issuer, int stored)
    {
        await using var sandbox = await SandboxCaller.StartAsync();
        var token = await sandbox.TokenAsync();
        using var first = await sandbox.PostAsync(token, SampleClr.Bytes());
        using var second = await sandbox.PostAsync(token, SampleClr.Bytes(id: id, issuer: issuer));
        Assert.True(second.IsSuccessStatusCode);
        Assert.Equal(stored, sandbox.Platform.Credentials.Count);
    }

    [Fact]
    public async Task A_bare_issuer_URI_is_an_issuer()
    {
        await using var sandbox = await SandboxCaller.StartAsync();
        var body = SampleClr.Json().Replace($$"""{"id":"{{SampleClr.Issuer}}","type":["Profile"]}""", $"\"{SampleClr.Issuer}\"", StringComparison.Ordinal);
        using var answer = await sandbox.PostAsync(await sandbox.TokenAsync(), body);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal(SampleClr.Issuer, Assert.Single(sandbox.Platform.Credentials).IssuerId);
    }

    [Fact]
    public async Task Each_client_sees_only_its_own_credentials()
    {
        await using var sandbox = await SandboxCaller.StartAsync(new SandboxOptions { Clients = [new("north", "n"), new("south", "s")] });
        var north = await sandbox.TokenAsync();
        var south = await sandbox.TokenAsync(clientId: "south", secret: "s");
        using var posted = await sandbox.PostAsync(north, SampleClr.Bytes());

        using var elsewhere = await sandbox.GetAsync(south, posted.Headers.Location!.ToString());
        using var list = await sandbox.GetAsync(south, SandboxCaller.Credentials);
        using var alsoPosted = await sandbox.PostAsync(south, SampleClr.Bytes());

        Assert.Equal(HttpStatusCode.NotFound, elsewhere.StatusCode);
        Assert.Empty((await SandboxCaller.JsonOf(list))["credential"]!.AsArray());
        Assert.Equal(HttpStatusCode.Created, alsoPosted.StatusCode);
        Assert.Equal(["north", "south"], sandbox.Platform.Credentials.Select(stored => stored.OwnerClientId));
    }

    [Fact]
    public async Task Two_hundred_parallel_posts_are_counted_right()
    {
        await using var sandbox = await SandboxCaller.StartAsync();
        var token = await sandbox.TokenAsync();
        var statuses = await Task.WhenAll(Enumerable.Range(0, 200).Select(async number =>
        {
            using var answer = await sandbox.PostAsync(token, SampleClr.Bytes(id: $"urn:uuid:{number % 50}"));
            return answer.StatusCode;
        }));

        Assert.Equal(50, statuses.Count(status => status == HttpStatusCode.Created));
        Assert.Equal(150, statuses.Count(status => status == HttpStatusCode.OK));
        Assert.Equal(50, sandbox.Platform.Credentials.Count);
        Assert.All(sandbox.Platform.Credentials, stored => Assert.Equal((4, 1), (stored.ReceivedCount, stored.DocumentCount)));
        Assert.Equal(50, sandbox.Platform.Credentials.DistinctBy(stored => stored.HostId).Count());
        Assert.Equal(200, sandbox.Platform.Requests.Count(request => request.IsCredentialPost));
        Assert.Equal(201, sandbox.Platform.Requests.Total);
    }

    private static Task<byte[]> BytesOf(HttpResponseMessage answer) => answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
}
