// The batch extension: results in order, mixed outcomes, limits, and untouched bytes.
using System.Net;

namespace Conferral.Sandbox.Tests;

public sealed class BatchTests
{
    [Fact]
    public async Task All_stored_is_200_with_one_result_each_in_order()
    {
        await using var sandbox = await SandboxCaller.StartAsync();
        var token = await sandbox.TokenAsync();
        using var first = await sandbox.PostAsync(token, SampleClr.Bytes("urn:uuid:b"));
        var documents = new[] { "urn:uuid:a", "urn:uuid:b", "urn:uuid:c" }.Select(id => SampleClr.Json(id)).ToList();

        using var answer = await sandbox.PostAsync(token, SampleClr.Array(documents), "application/vc+ld+json");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var results = (await SandboxCaller.JsonOf(answer))["results"]!.AsArray();
        Assert.Equal([0, 1, 2], results.Select(result => result!["index"]!.GetValue<int>()));
        Assert.Equal(["urn:uuid:a", "urn:uuid:b", "urn:uuid:c"], results.Select(result => result!["id"]!.GetValue<string>()));
        Assert.Equal([201, 200, 201], results.Select(result => result!["status"]!.GetValue<int>()));
        Assert.All(results, result => Assert.False(result!.AsObject().ContainsKey("statusInfo")));
        for (var index = 0; index < documents.Count; index++)
        {
            using var readBack = await sandbox.GetAsync(token, results[index]!["location"]!.GetValue<string>());
            Assert.Equal(documents[index], await readBack.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }

        Assert.Equal(3, sandbox.Platform.Requests.Snapshot().Single(request => request.CredentialCount > 1).CredentialCount);
    }

    [Fact]
    public async Task A_mixed_batch_is_207_and_stores_the_good_ones()
    {
        await using var sandbox = await SandboxCaller.StartAsync();
        var token = await sandbox.TokenAsync();
        using var newer = await sandbox.PostAsync(token, SampleClr.Bytes("urn:uuid:old", validFrom: "2027-01-01T00:00:00Z"));

        using var answer = await sandbox.PostAsync(token, SampleClr.Array(
            SampleClr.Json("urn:uuid:good"), "17", SampleClr.Json("urn:uuid:old"), """{"id":"urn:uuid:odd","id":"x"}""", SampleClr.Json("urn:uuid:good")));

        Assert.Equal(HttpStatusCode.MultiStatus, answer.StatusCode);
        var results = (await SandboxCaller.JsonOf(answer))["results"]!.AsArray();
        Assert.Equal([201, 400, 400, 400, 200], results.Select(result => result!["status"]!.GetValue<int>()));
        Assert.Equal("urn:uuid:old", results[2]!["id"]!.GetValue<string>());
        Assert.All(results.Where(result => result!["status"]!.GetValue<int>() == 400), result =>
        {
            Assert.Equal("invalid_data", SandboxCaller.CodeMinorOf(result!["statusInfo"]!));
            Assert.False(result.AsObject().ContainsKey("location"));
        });
        Assert.Equal(["urn:uuid:old", "urn:uuid:good"], sandbox.Platform.Credentials.Select(stored => stored.Id));
    }

    [Fact]
    public async Task A_credential_may_be_as_deep_in_a_batch_as_alone()
    {
        await using var sandbox = await SandboxCaller.StartAsync();
        var token = await sandbox.TokenAsync();
        string Nested(int depth, string id) => SampleClr.Json(id).Replace("3.0", new string('[', depth) + new string(']', depth), StringComparison.Ordinal);
        using var alone = await sandbox.PostAsync(token, Nested(127, "urn:uuid:1"));
        using var batch = await sandbox.PostAsync(token, SampleClr.Array(Nested(127, "urn:uuid:2")));
        using var tooDeep = await sandbox.PostAsync(token, Nested(128, "urn:uuid:3"));
        Assert.Equal([201, 200, 400], new[] { alone, batch, tooDeep }.Select(answer => (int)answer.StatusCode));
    }

    [Theory]
    [InlineData(3, 1_000_000)]
    [InlineData(100, 500)]
    public async Task Beyond_a_limit_the_whole_batch_is_413_and_nothing_is_stored(int maxItems, int maxBytes)
    {
        await using var sandbox = await SandboxCaller.StartAsync(new SandboxOptions { Batch = new(maxItems, maxBytes) });
        using var answer = await sandbox.PostAsync(await sandbox.TokenAsync(), SampleClr.Array(Enumerable.Range(0, 4).Select(number => SampleClr.Json($"urn:uuid:{number}"))));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal("invalid_data", await SandboxCaller.CodeMinorOf(answer));
        Assert.Empty(sandbox.Platform.Credentials);
    }

    [Fact]
    public async Task Without_the_extension_an_array_is_invalid_data()
    {
        await using var sandbox = await SandboxCaller.StartAsync(new SandboxOptions { Batch = null });
        using var answer = await sandbox.PostAsync(await sandbox.TokenAsync(), SampleClr.Array(SampleClr.Json()));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("invalid_data", await SandboxCaller.CodeMinorOf(answer));
        Assert.Empty(sandbox.Platform.Credentials);
    }
}
