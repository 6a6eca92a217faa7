// Where a platform's authorization server is found, and what of its documents is believed.
using Conferral.Issuance.Deliver;

namespace Conferral.Issuance.Tests.Deliver;

public sealed class DiscoveryTests
{
    private const string Description = "/ims/clr/v2p0/discovery";
    private const string OAuth = "/.well-known/oauth-authorization-server";
    private const string OpenId = "/.well-known/openid-configuration";

    [Theory]
    [InlineData("", OAuth)]
    [InlineData("", OpenId)]
    [InlineData("/tenant/7", OAuth + "/tenant/7")]
    [InlineData("/tenant/7", "/tenant/7" + OAuth)]
    [InlineData("/tenant/7", "/tenant/7" + OpenId)]
    [InlineData("/tenant/7", OpenId + "/tenant/7")]
    public async Task Metadata_is_found_before_and_after_the_path(string path, string address)
    {
        var (server, remarks) = await DiscoverAsync(path, (address, $$"""{"issuer":"#{{path}}","token_endpoint":"#/t","authorization_endpoint":"#/a","registration_endpoint":"#/r","revocation_endpoint":"#/x","scopes_supported":["s"],"token_endpoint_auth_methods_supported":["client_secret_post"],"code_challenge_methods_supported":["S256"],"authorization_response_iss_parameter_supported":true}"""));
        Assert.Equal(["/t", "/a", "/r", "/x"], ((Uri?[])[server.TokenEndpoint, server.AuthorizationEndpoint, server.RegistrationEndpoint, server.RevocationEndpoint]).Select(url => url?.AbsolutePath));
        Assert.Equal(("s", "client_secret_post", "S256", true), (Assert.Single(server.Scopes), Assert.Single(server.AuthMethods), Assert.Single(server.CodeChallengeMethods), server.AnswersWithIssuer));
        Assert.Empty(remarks);
    }

    [Fact]
    public async Task The_service_description_comes_first_and_metadata_completes_it()
    {
        var (server, _) = await DiscoverAsync(
            "",
            (Description, """{"components":{"securitySchemes":{"OAuth2ACG":{"x-imssf-registrationUrl":"#/r","flows":{"authorizationCode":{"authorizationUrl":"#/a","tokenUrl":"#/t","scopes":{"one":""}}}}}}}"""),
            (OAuth, """{"issuer":"#","token_endpoint":"#/t","authorization_endpoint":"#/other","revocation_endpoint":"#/x","scopes_supported":["two"]}"""));
        Assert.Equal(("/t", "/a", "/r", "/x"), (server.TokenEndpoint!.AbsolutePath, server.AuthorizationEndpoint!.AbsolutePath, server.RegistrationEndpoint!.AbsolutePath, server.RevocationEndpoint!.AbsolutePath));
        Assert.Equal(["one", "offline_access", "two"], server.Scopes);
    }

    [Fact]
    public async Task Two_token_endpoints_are_two_servers()
    {
        var (server, _) = await DiscoverAsync("", (Description, """{"tokenUrl":"#/t"}"""), (OAuth, """{"issuer":"#","token_endpoint":"#/other","revocation_endpoint":"#/x"}"""));
        Assert.Equal("/t", server.TokenEndpoint!.AbsolutePath);
        Assert.Null(server.RevocationEndpoint);
    }

    [Fact]
    public async Task A_document_of_another_issuer_is_passed_over_and_said()
    {
        var (server, remarks) = await DiscoverAsync("", (OAuth, """{"issuer":"https://evil.example","token_endpoint":"#/stolen"}"""), (OpenId, """{"issuer":"#","token_endpoint":"#/t"}"""));
        Assert.Equal("/t", server.TokenEndpoint!.AbsolutePath);
        Assert.Contains("describes https://evil.example", Assert.Single(remarks), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_endpoint_on_another_host_is_said()
    {
        var (server, remarks) = await DiscoverAsync("", (Description, """{"tokenUrl":"idp.example/token"}"""), everything: false);
        Assert.Equal("https://idp.example/token", server.TokenEndpoint!.AbsoluteUri);
        Assert.Contains("on another host, idp.example", Assert.Single(remarks), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("@/t", "http")] // as samples of the standard write it, without a scheme
    [InlineData("/t", "http")]
    [InlineData("idp.example/t", "https")]
    public async Task An_address_without_a_scheme_is_completed(string written, string scheme)
    {
        var (server, _) = await DiscoverAsync("", (Description, $$"""{"tokenUrl":"{{written}}"}"""), everything: false);
        Assert.Equal((scheme, "/t"), (server.TokenEndpoint!.Scheme, server.TokenEndpoint.AbsolutePath));
    }

    [Theory]
    [InlineData("http://idp.example/x")]
    [InlineData("javascript:alert(1)")]
    [InlineData("https://user:password@idp.example/x")]
    public async Task An_unsafe_address_is_no_address(string address)
    {
        var (server, _) = await DiscoverAsync("", (OAuth, $$"""{"issuer":"#","token_endpoint":"#/t","authorization_endpoint":"{{address}}","registration_endpoint":"{{address}}","revocation_endpoint":"{{address}}"}"""));
        Assert.Equal((null, null, null), (server.AuthorizationEndpoint, server.RegistrationEndpoint, server.RevocationEndpoint));
    }

    [Fact]
    public async Task A_server_without_S256_is_refused_before_anybody_is_asked()
    {
        using var folder = new SignInFolder();
        await using var platform = Serving("", [(OAuth, """{"issuer":"#","token_endpoint":"#/t","authorization_endpoint":"#/a","code_challenge_methods_supported":["plain"]}""")]);
        var profile = SignInFolder.Account(platform.BaseUrl, new AuthorizationProfile { ClientId = "c" });
        var refusal = await Assert.ThrowsAsync<DeliveryException>(() => folder.ConnectAsync(profile));
        Assert.Contains("S256", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_port_that_is_taken_is_said()
    {
        using var first = new LoopbackRedirect(0, TimeProvider.System);
        var refusal = Assert.Throws<DeliveryException>(() => new LoopbackRedirect(first.Url.Port, TimeProvider.System));
        Assert.Contains("RedirectPort", refusal.Message, StringComparison.Ordinal);
    }

    private static async Task<(AuthorizationServer Server, IReadOnlyList<string> Remarks)> DiscoverAsync(string path, params (string Path, string Body)[] documents)
        => await DiscoverAsync(path, documents, everything: true);

    private static Task<(AuthorizationServer Server, IReadOnlyList<string> Remarks)> DiscoverAsync(string path, (string Path, string Body) document, bool everything)
        => DiscoverAsync(path, [document], everything);

    private static async Task<(AuthorizationServer Server, IReadOnlyList<string> Remarks)> DiscoverAsync(string path, (string Path, string Body)[] documents, bool everything)
    {
        await using var platform = Serving(path, documents);
        var profile = Line.ProfileFor(new Uri(platform.BaseUrl, path)) with { Authorization = Line.Client };
        using var http = new PlatformHttp(profile, TimeProvider.System);
        var remarks = new ConnectionRemarks();
        var found = await new ServiceDiscovery(profile, http, remarks, TimeProvider.System).ReadAsync(everything, TestContext.Current.CancellationToken);
        return (found.Server, remarks.All);
    }

    /// <summary># stands for the platform's address, @ for the same without its scheme.</summary>
    private static ScriptedPlatform Serving(string path, (string Path, string Body)[] documents) => new(request =>
    {
        var body = documents.FirstOrDefault(document => document.Path == request.Target || path + document.Path == request.Target).Body;
        return body is null ? new(404) : new(200, body.Replace("#", $"http://{request.Headers["Host"]}", StringComparison.Ordinal).Replace("@/", request.Headers["Host"] + "/", StringComparison.Ordinal));
    });
}
