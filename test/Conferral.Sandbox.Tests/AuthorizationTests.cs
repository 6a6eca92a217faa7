// The authorization server for people: consent, codes with PKCE, refresh with rotation, registration, assertions.
using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Conferral.Credentials.Keys;
using Microsoft.Extensions.Time.Testing;

namespace Conferral.Sandbox.Tests;

public sealed partial class AuthorizationTests
{
    private const string Back = "http://127.0.0.1:5000/callback";
    private const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    // the pair of RFC 7636, appendix B
    private const string Challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    [GeneratedRegex("name=\"ticket\" value=\"(?<ticket>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Ticket();

    [Fact]
    public async Task A_code_gives_tokens_once_and_a_second_use_revokes_them()
    {
        await using var sandbox = await StartAsync();
        var answer = await ConsentAsync(sandbox, "allow");
        Assert.Equal(("st", sandbox.Platform.BaseUrl), (answer["state"], answer["iss"]));
        var tokens = await TokensAsync(sandbox, Redemption(answer["code"]));
        Assert.Equal(200, await StatusAsync(sandbox, tokens.Access));
        Assert.NotNull(tokens.Refresh);

        Assert.Equal("invalid_grant", await ErrorAsync(sandbox, Redemption(answer["code"])));
        Assert.Equal(401, await StatusAsync(sandbox, tokens.Access));
        Assert.Equal("invalid_grant", await ErrorAsync(sandbox, Renewal(tokens.Refresh!)));
    }

    public static TheoryData<string, string> WrongRedemptions => new()
    {
        { "code_verifier", "another-verifier-of-forty-three-characters-x" },
        { "redirect_uri", Back + "/" },
        { "code", "unknown" },
    };

    [Theory]
    [MemberData(nameof(WrongRedemptions))]
    public async Task A_code_fits_its_verifier_redirect_and_client_only(string field, string value)
    {
        await using var sandbox = await StartAsync();
        var code = (await ConsentAsync(sandbox, "allow"))["code"];
        var form = Redemption(code);
        form[field] = value;
        Assert.Equal("invalid_grant", await ErrorAsync(sandbox, form));
    }

    [Fact]
    public async Task Another_clients_code_is_unknown_and_stays_good()
    {
        await using var sandbox = await StartAsync();
        var code = (await ConsentAsync(sandbox, "allow"))["code"];
        Assert.Equal("invalid_grant", await ErrorAsync(sandbox, Redemption(code), "other"));
        Assert.Equal(200, await StatusAsync(sandbox, (await TokensAsync(sandbox, Redemption(code))).Access));
    }

    [Fact]
    public async Task A_code_ends_after_ten_minutes()
    {
        var clock = new FakeTimeProvider();
        await using var sandbox = await StartAsync(clock);
        var code = (await ConsentAsync(sandbox, "allow"))["code"];
        clock.Advance(TimeSpan.FromSeconds(600));
        Assert.Equal("invalid_grant", await ErrorAsync(sandbox, Redemption(code)));
    }

    [Fact]
    public async Task Refusing_sends_back_and_a_page_counts_once()
    {
        await using var sandbox = await StartAsync();
        Assert.Equal("access_denied", (await ConsentAsync(sandbox, "deny"))["error"]);
        using var again = await sandbox.PostFormAsync("/oauth2/authorize", new Dictionary<string, string> { ["ticket"] = "unknown", ["decision"] = "allow" });
        Assert.Equal(HttpStatusCode.BadRequest, again.StatusCode);
    }

    [Theory]
    [InlineData("client_id", "nobody", null)]
    [InlineData("redirect_uri", Back + "?x", null)]
    [InlineData("redirect_uri", "http://127.0.0.1:5001/callback", null)]
    [InlineData("redirect_uri", "https://evil.example/callback", null)]
    [InlineData("response_type", "token", "unsupported_response_type")]
    [InlineData("code_challenge_method", "plain", "invalid_request")]
    [InlineData("code_challenge", "", "invalid_request")]
    [InlineData("state", "", "invalid_request")]
    [InlineData("scope", "everything", "invalid_scope")]
    public async Task A_request_that_is_wrong_is_sent_back_only_where_the_client_lives(string field, string value, string? error)
    {
        await using var sandbox = await StartAsync();
        using var page = await sandbox.SendAsync("GET", Question(field, value));
        if (error is null)
        {
            Assert.Equal(HttpStatusCode.BadRequest, page.StatusCode);
            Assert.Null(page.Headers.Location);
            return;
        }

        Assert.StartsWith(Back + "?", page.Headers.Location!.AbsoluteUri, StringComparison.Ordinal);
        Assert.Equal(error, QueryOf(page.Headers.Location)["error"]);
    }

    [Fact]
    public async Task A_refresh_token_is_good_once_and_a_second_use_ends_everything()
    {
        await using var sandbox = await StartAsync();
        var first = await TokensAsync(sandbox, Redemption((await ConsentAsync(sandbox, "allow"))["code"]));
        var second = await TokensAsync(sandbox, Renewal(first.Refresh!));
        Assert.NotEqual(first.Refresh, second.Refresh);
        Assert.Equal(200, await StatusAsync(sandbox, second.Access));

        Assert.Equal("invalid_grant", await ErrorAsync(sandbox, Renewal(first.Refresh!)));
        Assert.Equal("invalid_grant", await ErrorAsync(sandbox, Renewal(second.Refresh!)));
        Assert.Equal(401, await StatusAsync(sandbox, second.Access));
    }

    [Fact]
    public async Task Without_offline_access_there_is_no_refresh_token()
    {
        await using var sandbox = await StartAsync();
        var answer = await ConsentAsync(sandbox, "allow", ClrScope.CredentialReadonly);
        Assert.Null((await TokensAsync(sandbox, Redemption(answer["code"]))).Refresh);
    }

    [Fact]
    public async Task Revoking_a_refresh_token_ends_what_its_consent_gave()
    {
        await using var sandbox = await StartAsync();
        var tokens = await TokensAsync(sandbox, Redemption((await ConsentAsync(sandbox, "allow"))["code"]));
        using var revoked = await sandbox.PostFormAsync("/oauth2/revoke", new Dictionary<string, string> { ["token"] = tokens.Refresh!, ["token_type_hint"] = "refresh_token" }, SandboxCaller.Basic("registrar", "s"));
        Assert.Equal(HttpStatusCode.OK, revoked.StatusCode);
        Assert.Equal(401, await StatusAsync(sandbox, tokens.Access));
        Assert.Equal("invalid_grant", await ErrorAsync(sandbox, Renewal(tokens.Refresh!)));
    }

    [Fact]
    public async Task Tokens_end_on_request_and_refresh_tokens_do_not()
    {
        await using var sandbox = await StartAsync();
        var tokens = await TokensAsync(sandbox, Redemption((await ConsentAsync(sandbox, "allow"))["code"]));
        sandbox.Platform.ExpireTokens();
        Assert.Equal(401, await StatusAsync(sandbox, tokens.Access));
        Assert.Equal(200, await StatusAsync(sandbox, (await TokensAsync(sandbox, Renewal(tokens.Refresh!))).Access));
    }

    [Theory]
    [InlineData(null, null, null)]
    [InlineData("client_name", null, "invalid_client_metadata")]
    [InlineData("software_id", null, "invalid_client_metadata")]
    [InlineData("tos_uri", "http://river.example/terms", "invalid_client_metadata")]
    [InlineData("logo_uri", "https://elsewhere.example/logo", "invalid_client_metadata")]
    [InlineData("scope", "everything", "invalid_client_metadata")]
    [InlineData("token_endpoint_auth_method", "none", "invalid_client_metadata")]
    [InlineData("redirect_uris", "[]", "invalid_redirect_uri")]
    [InlineData("redirect_uris", "[\"http://river.example/callback\"]", "invalid_redirect_uri")]
    [InlineData("redirect_uris", "[\"https://river.example/callback#x\"]", "invalid_redirect_uri")]
    public async Task Registration_asks_for_what_the_standard_asks(string? field, string? value, string? error)
    {
        await using var sandbox = await StartAsync();
        var metadata = new JsonObject
        {
            ["client_name"] = "River", ["client_uri"] = "https://river.example", ["logo_uri"] = "https://river.example/l", ["tos_uri"] = "https://river.example/t", ["policy_uri"] = "https://river.example/p",
            ["software_id"] = "conferral", ["software_version"] = "1", ["redirect_uris"] = new JsonArray(Back), ["scope"] = ClrScope.CredentialUpsert,
        };
        if (field is not null) metadata.Remove(field);
        if (value is not null) metadata[field!] = value.StartsWith('[') ? JsonNode.Parse(value) : value;
        using var body = SandboxCaller.Content(Encoding.UTF8.GetBytes(metadata.ToJsonString()), "application/json");
        using var answer = await sandbox.SendAsync("POST", "/oauth2/register", null, body);
        var json = await SandboxCaller.JsonOf(answer);
        if (error is not null)
        {
            Assert.Equal((HttpStatusCode.BadRequest, error), (answer.StatusCode, json["error"]!.GetValue<string>()));
            return;
        }

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.All(metadata, member => Assert.Equal(member.Value!.ToJsonString(), json[member.Key]!.ToJsonString()));
        Assert.Equal(0, json["client_secret_expires_at"]!.GetValue<long>());
        Assert.True(json["client_id_issued_at"]!.GetValue<long>() > 0);
        var (id, secret) = (json["client_id"]!.GetValue<string>(), json["client_secret"]!.GetValue<string>());
        Assert.Equal("unauthorized_client", await ErrorAsync(sandbox, new() { ["grant_type"] = "client_credentials" }, id, secret));
    }

    [Theory]
    [InlineData("good", null)]
    [InlineData("twice", "invalid_client")]
    [InlineData("ended", "invalid_client")]
    [InlineData("too long", "invalid_client")]
    [InlineData("audience", "invalid_client")]
    [InlineData("issuer", "invalid_client")]
    [InlineData("no jti", "invalid_client")]
    [InlineData("signature", "invalid_client")]
    [InlineData("algorithm", "invalid_client")]
    [InlineData("secret too", "invalid_request")]
    [InlineData("garbled", "invalid_client")]
    public async Task An_assertion_proves_the_client(string fault, string? error)
    {
        using var key = SigningKey.Generate(KeyAlgorithm.P256);
        using var stranger = SigningKey.Generate(KeyAlgorithm.P256);
        await using var sandbox = await SandboxCaller.StartAsync(new SandboxOptions { Clients = [new("key-client", "") { AssertionKey = key.VerificationKey }] });
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var claims = new JsonObject { ["iss"] = "key-client", ["sub"] = "key-client", ["aud"] = sandbox.Platform.BaseUrl, ["jti"] = "1", ["exp"] = now + 60 };
        if (fault == "ended") claims["exp"] = now - 1;
        if (fault == "too long") claims["exp"] = now + 3600;
        if (fault == "audience") claims["aud"] = "https://elsewhere.example";
        if (fault == "issuer") claims["iss"] = "somebody";
        if (fault == "no jti") claims.Remove("jti");
        var algorithm = fault == "algorithm" ? "EdDSA" : "ES256";
        var signed = $"{Part($$"""{"alg":"{{algorithm}}"}""")}.{Part(claims.ToJsonString())}";
        var assertion = $"{signed}.{Base64Url.EncodeToString((fault == "signature" ? stranger : key).Sign(Encoding.ASCII.GetBytes(signed)))}";
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            ["client_assertion"] = fault == "garbled" ? "a.b.c" : assertion,
        };
        if (fault == "secret too") form["client_secret"] = "x";
        using var answer = await sandbox.PostFormAsync("/oauth2/token", form);
        using var second = fault == "twice" ? await sandbox.PostFormAsync("/oauth2/token", form) : null;
        var json = await SandboxCaller.JsonOf(second ?? answer);
        Assert.Equal(error, json["error"]?.GetValue<string>());
        if (error is null) Assert.Equal(200, await StatusAsync(sandbox, json["access_token"]!.GetValue<string>()));
    }

    private static string Part(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));

    private static Task<SandboxCaller> StartAsync(TimeProvider? clock = null)
        => SandboxCaller.StartAsync(new SandboxOptions { Clients = [new("registrar", "s") { RedirectUris = [Back] }, new("other", "o")] }, clock);

    private static string Question(string? field = null, string? value = null, string? scope = null)
    {
        var query = new Dictionary<string, string>
        {
            ["response_type"] = "code", ["client_id"] = "registrar", ["redirect_uri"] = Back, ["state"] = "st", ["code_challenge"] = Challenge, ["code_challenge_method"] = "S256",
            ["scope"] = scope ?? $"{ClrScope.CredentialReadonly} {ClrScope.OfflineAccess}",
        };
        if (field is not null) query[field] = value!;
        return "/oauth2/authorize?" + string.Join('&', query.Select(entry => $"{entry.Key}={Uri.EscapeDataString(entry.Value)}"));
    }

    private static async Task<Dictionary<string, string>> ConsentAsync(SandboxCaller sandbox, string decision, string? scope = null)
    {
        using var page = await sandbox.SendAsync("GET", Question(scope: scope));
        var ticket = Ticket().Match(await page.Content.ReadAsStringAsync()).Groups["ticket"].Value;
        using var answer = await sandbox.PostFormAsync("/oauth2/authorize", new Dictionary<string, string> { ["ticket"] = ticket, ["decision"] = decision });
        Assert.StartsWith(Back + "?", answer.Headers.Location!.AbsoluteUri, StringComparison.Ordinal);
        return QueryOf(answer.Headers.Location);
    }

    private static Dictionary<string, string> QueryOf(Uri url)
        => url.Query.TrimStart('?').Split('&').Select(field => field.Split('=', 2)).ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1]));

    private static Dictionary<string, string> Redemption(string code) => new() { ["grant_type"] = "authorization_code", ["code"] = code, ["redirect_uri"] = Back, ["code_verifier"] = Verifier };

    private static Dictionary<string, string> Renewal(string token) => new() { ["grant_type"] = "refresh_token", ["refresh_token"] = token };

    private static async Task<(string Access, string? Refresh)> TokensAsync(SandboxCaller sandbox, Dictionary<string, string> form)
    {
        using var answer = await sandbox.PostFormAsync("/oauth2/token", form, SandboxCaller.Basic("registrar", "s"));
        var json = await SandboxCaller.JsonOf(answer);
        Assert.True(answer.IsSuccessStatusCode, json.ToJsonString());
        return (json["access_token"]!.GetValue<string>(), json["refresh_token"]?.GetValue<string>());
    }

    private static async Task<string?> ErrorAsync(SandboxCaller sandbox, Dictionary<string, string> form, string id = "registrar", string? secret = null)
    {
        using var answer = await sandbox.PostFormAsync("/oauth2/token", form, SandboxCaller.Basic(id, secret ?? id[..1].Replace('r', 's')));
        return (await SandboxCaller.JsonOf(answer))["error"]?.GetValue<string>();
    }

    private static async Task<int> StatusAsync(SandboxCaller sandbox, string token)
    {
        using var answer = await sandbox.GetAsync(token, SandboxCaller.Credentials);
        return (int)answer.StatusCode;
    }
}
