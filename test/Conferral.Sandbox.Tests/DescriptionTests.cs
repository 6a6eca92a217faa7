// What the sandbox says of itself, to machines and to people, and the profile it keeps.
using System.Net;

namespace Conferral.Sandbox.Tests;

public sealed class DescriptionTests
{
    [Fact]
    public async Task The_service_description_has_every_required_member()
    {
        await using var sandbox = await SandboxCaller.StartAsync();
        using var answer = await sandbox.SendAsync("GET", "/ims/clr/v2p0/discovery");
        var document = await SandboxCaller.JsonOf(answer);

        Assert.Equal(TimeSpan.FromMinutes(5), answer.Headers.CacheControl!.MaxAge);
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith("3.0", document["openapi"]!.GetValue<string>(), StringComparison.Ordinal);
        var info = document["info"]!;
        Assert.All(["title", "version", "termsOfService", "x-imssf-privacyPolicyUrl"], member => Assert.NotEmpty(info[member]!.GetValue<string>()));
        var scheme = document["components"]!["securitySchemes"]!["OAuth2ACG"]!;
        Assert.Equal("oauth2", scheme["type"]!.GetValue<string>());
        Assert.NotEmpty(scheme["x-imssf-registrationUrl"]!.GetValue<string>());
        var flow = scheme["flows"]!["authorizationCode"]!;
        Assert.All(["authorizationUrl", "tokenUrl", "refreshUrl"], member => Assert.StartsWith(sandbox.Platform.BaseUrl, flow[member]!.GetValue<string>(), StringComparison.Ordinal));
        Assert.Equal(ClrScope.All, flow["scopes"]!.AsObject().Select(scope => scope.Key));
        Assert.Equal(sandbox.Platform.BaseUrl + "/ims/clr/v2p0", document["servers"]![0]!["url"]!.GetValue<string>());
        var operations = document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()).Select(operation => operation.Value!["operationId"]!.GetValue<string>());
        Assert.Equal(["getServiceDescription", "getCredentials", "upsertCredential", "getProfile", "putProfile"], operations);
    }

    [Fact]
    public async Task The_batch_extension_is_described_where_it_is_on_and_only_there()
    {
        await using var with = await SandboxCaller.StartAsync(new SandboxOptions { Batch = new(7, 1234) });
        await using var without = await SandboxCaller.StartAsync(new SandboxOptions { Batch = null });
        using var described = await with.SendAsync("GET", "/ims/clr/v2p0/discovery/");
        using var plain = await without.SendAsync("GET", "/ims/clr/v2p0/discovery");
        var batch = (await SandboxCaller.JsonOf(described))["info"]!["x-conferral-batch"]!;
        Assert.Equal((SandboxCaller.Credentials, 7, 1234), (batch["path"]!.GetValue<string>(), batch["maxItems"]!.GetValue<int>(), batch["maxBytes"]!.GetValue<int>()));
        Assert.Null((await SandboxCaller.JsonOf(plain))["info"]!["x-conferral-batch"]);
    }

    [Theory]
    [InlineData("/.well-known/oauth-authorization-server")]
    [InlineData("/.well-known/openid-configuration")]
    public async Task The_well_known_documents_name_the_token_endpoint(string path)
    {
        await using var sandbox = await SandboxCaller.StartAsync();
        using var answer = await sandbox.SendAsync("GET", path);
        var metadata = await SandboxCaller.JsonOf(answer);
        Assert.Equal(sandbox.Platform.BaseUrl, metadata["issuer"]!.GetValue<string>());
        Assert.Equal(sandbox.Platform.BaseUrl + "/oauth2/token", metadata["token_endpoint"]!.GetValue<string>());
        Assert.Equal(sandbox.Platform.BaseUrl + "/oauth2/revoke", metadata["revocation_endpoint"]!.GetValue<string>());
        Assert.Equal([.. ClrScope.All, ClrScope.OfflineAccess], metadata["scopes_supported"]!.AsArray().Select(scope => scope!.GetValue<string>()));
        Assert.Equal(GrantType.All, metadata["grant_types_supported"]!.AsArray().Select(grant => grant!.GetValue<string>()));
        Assert.Equal("S256", Assert.Single(metadata["code_challenge_methods_supported"]!.AsArray())!.GetValue<string>());
        Assert.True(metadata["authorization_response_iss_parameter_supported"]!.GetValue<bool>());
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/sandbox/terms")]
    [InlineData("/sandbox/privacy")]
    public async Task Pages_for_people_are_HTML_without_secrets(string path)
    {
        await using var sandbox = await SandboxCaller.StartAsync("refuse <script>");
        var token = await sandbox.TokenAsync();
        using var posted = await sandbox.PostAsync(token, SampleClr.Bytes());
        using var answer = await sandbox.SendAsync("GET", path);
        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        Assert.DoesNotContain(sandbox.Platform.ClientSecret, page, StringComparison.Ordinal);
        Assert.DoesNotContain(token, page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
        if (path == "/") Assert.Contains("1 (received 1 times)", page, StringComparison.Ordinal);
        if (path == "/") Assert.Contains(sandbox.Platform.BaseUrl, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_profile_is_kept_as_it_was_put_for_its_owner()
    {
        await using var sandbox = await SandboxCaller.StartAsync(new SandboxOptions { Clients = [new("north", "n"), new("south", "s")] });
        var north = await sandbox.TokenAsync();
        var south = await sandbox.TokenAsync(clientId: "south", secret: "s");
        var sent = """{ "id" : "https://college.example/", "type":["Profile"], "name":"Coll\u00e8ge" }"""u8.ToArray();

        using var put = await sandbox.SendAsync("PUT", "/ims/clr/v2p0/profile", SandboxCaller.Bearer(north), SandboxCaller.Content(sent, "application/json"));
        using var own = await sandbox.GetAsync(north, "/ims/clr/v2p0/profile");
        using var initial = await sandbox.GetAsync(south, "/ims/clr/v2p0/profile");

        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        Assert.Equal(sent, await put.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal(sent, await own.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        var profile = await SandboxCaller.JsonOf(initial);
        Assert.Equal(("south", "Profile"), (profile["name"]!.GetValue<string>(), profile["type"]![0]!.GetValue<string>()));
    }

    [Fact]
    public async Task The_sandbox_listens_on_loopback_and_its_port_can_be_chosen()
    {
        await using var free = await SandboxPlatform.StartAsync(new());
        var port = new Uri(free.BaseUrl).Port;
        Assert.Equal($"http://127.0.0.1:{port}", free.BaseUrl);
        await Assert.ThrowsAsync<IOException>(() => SandboxPlatform.StartAsync(new() { Port = port }));
        await free.DisposeAsync();
        await using var chosen = await SandboxPlatform.StartAsync(new() { Port = port });
        Assert.Equal(free.BaseUrl, chosen.BaseUrl);
    }

    [Fact]
    public async Task Options_that_make_no_sense_are_refused_at_start()
    {
        SandboxOptions[] senseless =
        [
            new() { Port = -1 }, new() { Port = 65536 }, new() { TokenLifetime = TimeSpan.Zero }, new() { MaxCredentialBytes = 0 },
            new() { PageSize = 0 }, new() { PageSize = 11, MaxPageSize = 10 }, new() { RequestLogCapacity = 0 },
            new() { Batch = new(0) }, new() { Batch = new(1, 0) }, new() { Clients = [new("a", "1"), new("a", "2")] },
        ];
        foreach (var options in senseless) await Assert.ThrowsAnyAsync<ArgumentException>(() => SandboxPlatform.StartAsync(options));
    }
}
