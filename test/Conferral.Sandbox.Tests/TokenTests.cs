// The token endpoint: grants, scopes, lifetimes, and each OAuth error by its name.
using System.Net;
using Microsoft.Extensions.Time.Testing;

namespace Conferral.Sandbox.Tests;

public sealed class TokenTests
{
    private const string Plural = ClrScope.Prefix + "credentials.";

    public static TheoryData<string, string, int, string> Refusals => new()
    {
        { "basic", "", 400, "invalid_request" },
        { "basic", "grant_type=", 400, "invalid_request" },
        { "basic", "grant_type=password&username=x&password=y", 400, "unsupported_grant_type" },
        { "basic", "grant_type=authorization_code&code=x", 400, "invalid_grant" },
        { "basic", "grant_type=refresh_token&refresh_token=x", 400, "invalid_grant" },
        { "basic", "grant_type=client_credentials&grant_type=client_credentials", 400, "invalid_request" },
        { "basic", "grant_type=client_credentials&scope=everything", 400, "invalid_scope" },
        { "basic", $"grant_type=client_credentials&scope={ClrScope.CredentialUpsert}+openid", 400, "invalid_scope" },
        { "basic", $"grant_type=client_credentials&scope={ClrScope.ProfileUpdate}", 400, "invalid_scope" },
        { "none", "grant_type=client_credentials", 401, "invalid_client" },
        { "none", "grant_type=client_credentials&client_id=registrar", 401, "invalid_client" },
        { "none", "grant_type=client_credentials&client_id=registrar&client_secret=wrong", 401, "invalid_client" },
        { "none", "grant_type=client_credentials&client_id=nobody&client_secret=", 401, "invalid_client" },
        { "wrong", "grant_type=client_credentials", 401, "invalid_client" },
        { "garbled", "grant_type=client_credentials", 400, "invalid_request" },
        { "basic", "grant_type=client_credentials&client_id=registrar&client_secret=s3cr%C3%A9t%3A%2B%20", 400, "invalid_request" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_refusal_is_an_OAuth_error(string authentication, string form, int status, string error)
    {
        await using var sandbox = await StartAsync();
        var authorization = authentication switch
        {
            "basic" => SandboxCaller.Basic("registrar", "s3crét:+ "),
            "wrong" => SandboxCaller.Basic("registrar", "s3cret"),
            "garbled" => new("Basic", "%%%"),
            _ => null,
        };
        using var content = SandboxCaller.Content(System.Text.Encoding.ASCII.GetBytes(form), "application/x-www-form-urlencoded");
        using var answer = await sandbox.SendAsync("POST", "/oauth2/token", authorization, content);

        Assert.Equal(status, (int)answer.StatusCode);
        var json = await SandboxCaller.JsonOf(answer);
        Assert.Equal(error, json["error"]!.GetValue<string>());
        Assert.NotEmpty(json["error_description"]!.GetValue<string>());
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.Equal(status == 401, answer.Headers.WwwAuthenticate.Count == 1);
    }

    [Theory]
    [InlineData("", $"{ClrScope.CredentialReadonly} {ClrScope.CredentialUpsert}")]
    [InlineData(ClrScope.CredentialUpsert, ClrScope.CredentialUpsert)]
    [InlineData(Plural + "upsert", ClrScope.CredentialUpsert)]
    [InlineData($"{Plural}readonly {ClrScope.CredentialReadonly}", ClrScope.CredentialReadonly)]
    [InlineData($"{ClrScope.CredentialUpsert}  {Plural}readonly", $"{ClrScope.CredentialUpsert} {ClrScope.CredentialReadonly}")]
    public async Task A_grant_names_the_singular_scopes(string asked, string granted)
    {
        await using var sandbox = await StartAsync();
        using var answer = await AskAsync(sandbox, asked);
        var json = await SandboxCaller.JsonOf(answer);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal((granted, "Bearer", 90), (json["scope"]!.GetValue<string>(), json["token_type"]!.GetValue<string>(), json["expires_in"]!.GetValue<int>()));
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.Equal("no-cache", answer.Headers.Pragma.ToString());
        Assert.Equal("registrar", Assert.Single(sandbox.Platform.Requests.Snapshot()).ClientId);
    }

    [Fact]
    public async Task The_secret_may_be_in_the_body()
    {
        await using var sandbox = await StartAsync();
        var form = new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["client_id"] = "registrar", ["client_secret"] = "s3crét:+ " };
        using var answer = await sandbox.PostFormAsync("/oauth2/token", form);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Two_tokens_are_never_the_same_and_both_hold()
    {
        await using var sandbox = await StartAsync();
        var first = await sandbox.TokenAsync();
        var second = await sandbox.TokenAsync();
        Assert.NotEqual(first, second);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(sandbox, first));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(sandbox, second));
    }

    [Fact]
    public async Task A_token_ends_when_it_said_it_would()
    {
        var clock = new FakeTimeProvider();
        await using var sandbox = await StartAsync(clock);
        var token = await sandbox.TokenAsync();
        clock.Advance(TimeSpan.FromSeconds(89.9));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(sandbox, token));
        clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(sandbox, token));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(sandbox, await sandbox.TokenAsync()));
    }

    [Fact]
    public async Task Only_its_owner_revokes_a_token()
    {
        await using var sandbox = await StartAsync();
        var token = await sandbox.TokenAsync();
        Assert.Equal(HttpStatusCode.OK, await RevokeAsync(sandbox, "other", "o", token));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(sandbox, token));
        Assert.Equal(HttpStatusCode.OK, await RevokeAsync(sandbox, "registrar", "s3crét:+ ", token));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(sandbox, token));
        Assert.Equal(HttpStatusCode.OK, await RevokeAsync(sandbox, "registrar", "s3crét:+ ", "unknown"));
        Assert.Equal(HttpStatusCode.BadRequest, await RevokeAsync(sandbox, "registrar", "s3crét:+ ", ""));
        Assert.Equal(HttpStatusCode.Unauthorized, await RevokeAsync(sandbox, "registrar", "wrong", token));
    }

    [Fact]
    public async Task A_token_request_that_is_no_form_is_refused_with_a_sentence()
    {
        await using var sandbox = await StartAsync();
        using var json = SandboxCaller.Content("{}"u8.ToArray(), "application/json");
        using var answer = await sandbox.SendAsync("POST", "/oauth2/token", null, json);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("invalid_request", (await SandboxCaller.JsonOf(answer))["error"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_secret_made_at_start_is_long_and_new_each_time()
    {
        await using var first = await SandboxPlatform.StartAsync(new());
        await using var second = await SandboxPlatform.StartAsync(new());
        Assert.Equal(48, first.ClientSecret.Length);
        Assert.NotEqual(first.ClientSecret, second.ClientSecret);
        Assert.Equal(first.ClientId, second.ClientId);
    }

    private static Task<SandboxCaller> StartAsync(TimeProvider? clock = null) => SandboxCaller.StartAsync(
        new SandboxOptions
        {
            TokenLifetime = TimeSpan.FromSeconds(90),
            Clients = [new("registrar", "s3crét:+ ") { Scopes = [ClrScope.CredentialReadonly, ClrScope.CredentialUpsert] }, new("other", "o")],
        },
        clock);

    private static Task<HttpResponseMessage> AskAsync(SandboxCaller sandbox, string scope) => sandbox.PostFormAsync(
        "/oauth2/token",
        new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["scope"] = scope },
        SandboxCaller.Basic("registrar", "s3crét:+ "));

    private static async Task<HttpStatusCode> StatusAsync(SandboxCaller sandbox, string token)
    {
        using var answer = await sandbox.GetAsync(token, SandboxCaller.Credentials);
        return answer.StatusCode;
    }

    private static async Task<HttpStatusCode> RevokeAsync(SandboxCaller sandbox, string id, string secret, string token)
    {
        using var answer = await sandbox.PostFormAsync("/oauth2/revoke", new Dictionary<string, string> { ["token"] = token }, SandboxCaller.Basic(id, secret));
        return answer.StatusCode;
    }
}
