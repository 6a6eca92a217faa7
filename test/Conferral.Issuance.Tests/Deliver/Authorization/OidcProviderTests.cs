// Every sign-in against an authorization server nobody here wrote.
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Conferral.Credentials.Keys;
using Conferral.Issuance.Deliver;

namespace Conferral.Issuance.Tests.Deliver;

public sealed class OidcProviderTests
{
    private const string Secret = "a-secret-with-spaces +&= and-more";

    [Theory]
    [InlineData(TokenAuthentication.Basic, "client_secret_basic")]
    [InlineData(TokenAuthentication.Post, "client_secret_post")]
    [InlineData(null, "client_secret_basic")]
    public async Task Client_credentials_by_secret(TokenAuthentication? method, string registered)
    {
        await using var server = await OidcProvider.StartAsync(Client("secret-client", registered, Secret));
        var report = await ConnectAsync(server, new AuthorizationProfile { ClientId = "secret-client", ClientSecret = Secret, TokenAuth = method });
        Assert.Equal("credential.upsert, credential.readonly", report.Granted);
        Assert.Equal((server.Issuer.AbsoluteUri.TrimEnd('/'), ""), (report.Server, report.Missing));
    }

    [Fact]
    public async Task A_wrong_secret_is_refused_with_advice()
    {
        await using var server = await OidcProvider.StartAsync(Client("secret-client", "client_secret_basic", Secret));
        var refusal = await Assert.ThrowsAsync<DeliveryException>(() => ConnectAsync(server, new AuthorizationProfile { ClientId = "secret-client", ClientSecret = "wrong" }));
        Assert.Equal(DeliveryCode.TokenRefused, refusal.Code);
        Assert.Contains("invalid_client", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("EdDSA", "token-endpoint")]
    [InlineData("ES256", "token-endpoint")]
    [InlineData("RS256", "token-endpoint")]
    [InlineData("ES256", "issuer")]
    public async Task Client_credentials_by_private_key(string algorithm, string audience)
    {
        using var folder = new SignInFolder();
        var (path, passphrase, jwk) = MakeKey(folder, algorithm);
        var client = Client("key-client", "private_key_jwt", null);
        client["token_endpoint_auth_signing_alg"] = algorithm;
        client["jwks"] = new JsonObject { ["keys"] = new JsonArray(jwk) };
        await using var server = await OidcProvider.StartAsync(client);
        var profile = new AuthorizationProfile { ClientId = "key-client", PrivateKeyPath = path, PrivateKeyPassphrase = passphrase, KeyId = "k1", AssertionAudience = audience };
        Assert.Equal("credential.upsert, credential.readonly", (await ConnectAsync(server, profile)).Granted);
    }

    [Fact]
    public async Task A_registered_client_connects_renews_and_disconnects()
    {
        using var folder = new SignInFolder();
        await using var server = await OidcProvider.StartAsync(Client("watcher", "client_secret_basic", "watching"));
        var profile = SignInFolder.Account(server.Issuer, new AuthorizationProfile { Registration = SignInFolder.About });
        var report = await folder.ConnectAsync(profile, register: true);
        Assert.True(report.Registered);
        Assert.True(report.Renewable);
        Assert.Equal("", report.Missing);

        var first = folder.Stored(profile);
        Assert.True(await IsActiveAsync(server, first.Tokens!.AccessToken));
        await folder.Cache().WriteAsync(profile.Id, first with { Tokens = first.Tokens with { GrantedAt = first.Tokens.GrantedAt - TimeSpan.FromHours(1) } });
        await RenewAsync(profile, folder);
        var second = folder.Stored(profile);
        Assert.NotEqual(first.Tokens.RefreshToken, second.Tokens!.RefreshToken);
        Assert.True(await IsActiveAsync(server, second.Tokens.AccessToken));

        using var signIn = new PlatformSignIn(profile, folder.Cache(), TimeProvider.System);
        Assert.True((await signIn.DisconnectAsync(TestContext.Current.CancellationToken)).Revoked);
        Assert.False(await IsActiveAsync(server, second.Tokens.AccessToken));
        Assert.False(await IsActiveAsync(server, second.Tokens.RefreshToken!));
    }

    [Fact]
    public async Task A_public_client_connects_by_PKCE_alone()
    {
        using var folder = new SignInFolder();
        var client = Client("public-client", "none", null);
        client["application_type"] = "native";
        client["redirect_uris"] = new JsonArray("http://127.0.0.1/callback");
        client["grant_types"] = new JsonArray("authorization_code", "refresh_token");
        client["response_types"] = new JsonArray("code");
        await using var server = await OidcProvider.StartAsync(client);
        var profile = SignInFolder.Account(server.Issuer, new AuthorizationProfile { ClientId = "public-client" });
        var report = await folder.ConnectAsync(profile);
        Assert.Equal(("public-client", true), (report.ClientId, report.Renewable));
    }

    [Fact]
    public async Task The_whole_way_with_the_platform_on_one_host_and_its_server_on_another()
    {
        using var folder = new SignInFolder();
        await using var server = await OidcProvider.StartAsync(Client("secret-client", "client_secret_basic", Secret));
        await using var platform = new ScriptedPlatform(request => request.Method == "GET" ? new(404) : new(201, request.Text));
        var profile = Line.ProfileFor(platform.BaseUrl) with { Authorization = new AuthorizationProfile { ClientId = "secret-client", ClientSecret = Secret, Issuer = server.Issuer } };
        var summary = await Line.RunAsync(profile, new MemoryLedger(3));
        Assert.Equal(3, summary.Delivered);
        Assert.Equal(0, platform.TokensGiven);
    }

    private static async Task<ConnectionReport> ConnectAsync(OidcProvider server, AuthorizationProfile authorization)
    {
        using var folder = new SignInFolder();
        return await folder.ConnectAsync(Line.ProfileFor(server.Issuer) with { Authorization = authorization });
    }

    /// <summary>Any request renews a token that has ended; this server has no CLR service, so the request itself finds nothing.</summary>
    private static async Task RenewAsync(PlatformProfile profile, SignInFolder folder)
    {
        using var connection = new PlatformConnection(profile, TimeProvider.System, new Random(1), folder.Cache());
        var summary = await new PlatformDelivery(connection, new MemoryLedger(1)).RunAsync(null, TestContext.Current.CancellationToken);
        Assert.Equal(DeliveryCode.WrongAddress, summary.StopCode);
    }

    private static async Task<bool> IsActiveAsync(OidcProvider server, string token) => (await server.IntrospectAsync(token, "watcher", "watching"))["active"]!.GetValue<bool>();

    private static JsonObject Client(string id, string method, string? secret)
    {
        var client = new JsonObject
        {
            ["client_id"] = id,
            ["token_endpoint_auth_method"] = method,
            ["grant_types"] = new JsonArray("client_credentials"),
            ["response_types"] = new JsonArray(),
            ["redirect_uris"] = new JsonArray(),
        };
        if (secret is not null) client["client_secret"] = secret;
        return client;
    }

    private static (string Path, string? Passphrase, JsonObject Jwk) MakeKey(SignInFolder folder, string algorithm)
    {
        if (algorithm == "RS256")
        {
            using var rsa = RSA.Create(2048);
            var parameters = rsa.ExportParameters(includePrivateParameters: false);
            return (folder.WriteKey(rsa), null, Jwk("RSA", algorithm, ("n", parameters.Modulus!), ("e", parameters.Exponent!)));
        }

        if (algorithm == "ES256")
        {
            using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var point = ecdsa.ExportParameters(includePrivateParameters: false).Q;
            var jwk = Jwk("EC", algorithm, ("x", point.X!), ("y", point.Y!));
            jwk["crv"] = "P-256";
            return (folder.WriteKey(ecdsa), null, jwk);
        }

        using var key = SigningKey.Generate();
        var raw = RawKeyIn(key.PublicKeyMultibase);
        var okp = Jwk("OKP", algorithm, ("x", raw));
        okp["crv"] = "Ed25519";
        return (folder.WriteKey(key), SignInFolder.Passphrase, okp);
    }

    private static JsonObject Jwk(string type, string algorithm, params (string Name, byte[] Value)[] members)
    {
        var jwk = new JsonObject { ["kty"] = type, ["alg"] = algorithm, ["use"] = "sig", ["kid"] = "k1" };
        foreach (var (name, value) in members) jwk[name] = Base64Url.EncodeToString(value);
        return jwk;
    }

    /// <summary>The 32 bytes of an Ed25519 Multikey, behind its two bytes of prefix.</summary>
    private static byte[] RawKeyIn(string multibase)
    {
        const string alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
        var number = multibase[1..].Aggregate(System.Numerics.BigInteger.Zero, (sum, digit) => (sum * 58) + alphabet.IndexOf(digit, StringComparison.Ordinal));
        return number.ToByteArray(isUnsigned: true, isBigEndian: true)[2..];
    }
}
