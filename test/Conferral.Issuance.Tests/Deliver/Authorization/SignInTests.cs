// Signing in to the sandbox with a person's consent: from registration to revocation.
using System.Text;
using Conferral.Issuance.Deliver;
using Conferral.Sandbox;

namespace Conferral.Issuance.Tests.Deliver;

public sealed class SignInTests
{
    private static readonly AuthorizationProfile Unregistered = new() { Registration = SignInFolder.About };

    [Fact]
    public async Task A_registered_client_connects_an_account_and_delivers()
    {
        using var folder = new SignInFolder();
        await using var sandbox = await SandboxPlatform.StartAsync(SandboxLine.Lenient);
        var profile = SignInFolder.Account(new Uri(sandbox.BaseUrl), Unregistered);
        var report = await folder.ConnectAsync(profile, register: true);

        Assert.True(report.Registered);
        Assert.True(report.Renewable);
        Assert.Equal((sandbox.BaseUrl, "", report.ClientId), (report.Server, report.Missing, report.Account));
        Assert.Equal("credential.upsert, credential.readonly, profile.readonly, offline_access", report.Granted);
        var ledger = new MemoryLedger(5);
        Assert.Equal(5, (await DeliverAsync(profile, folder.Cache(), ledger)).Delivered);
        SandboxLine.AssertAllThere(sandbox, ledger);
    }

    [Fact]
    public async Task An_ended_token_is_renewed_and_the_new_refresh_token_kept()
    {
        using var folder = new SignInFolder();
        await using var sandbox = await SandboxPlatform.StartAsync(SandboxLine.Lenient);
        var profile = SignInFolder.Account(new Uri(sandbox.BaseUrl), Unregistered);
        await folder.ConnectAsync(profile, register: true);
        for (var round = 1; round <= 3; round++)
        {
            var before = folder.Stored(profile).Tokens!;
            sandbox.ExpireTokens();
            Assert.Equal(4, (await DeliverAsync(profile, folder.Cache(), new MemoryLedger(4))).Delivered);
            var after = folder.Stored(profile).Tokens!;
            Assert.NotEqual(before.RefreshToken, after.RefreshToken);
            Assert.NotEqual(before.AccessToken, after.AccessToken);
        }
    }

    [Fact]
    public async Task Many_senders_and_processes_renew_once()
    {
        using var folder = new SignInFolder();
        await using var sandbox = await SandboxPlatform.StartAsync(SandboxLine.Lenient);
        var profile = SignInFolder.Account(new Uri(sandbox.BaseUrl), Unregistered) with { MaxConcurrency = 8 };
        await folder.ConnectAsync(profile, register: true);
        sandbox.ExpireTokens();
        var before = sandbox.Requests.Count(IsToken);

        // Each has a cache of its own, as each process would; they share the files. A rotated token used twice would end everything.
        var runs = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => DeliverAsync(profile, folder.Cache(), new MemoryLedger(20))));
        Assert.All(runs, run => Assert.Equal(20, run.Delivered));
        Assert.Equal(1, sandbox.Requests.Count(IsToken) - before);
    }

    [Fact]
    public async Task A_revoked_consent_is_a_sentence_that_says_what_to_do()
    {
        using var folder = new SignInFolder();
        await using var sandbox = await SandboxPlatform.StartAsync(SandboxLine.Lenient);
        var profile = SignInFolder.Account(new Uri(sandbox.BaseUrl), Unregistered);
        await folder.ConnectAsync(profile, register: true);
        var tokens = folder.Stored(profile).Tokens!;
        var copy = folder.Cache();
        await copy.WriteAsync(profile.Id, folder.Stored(profile) with { Tokens = tokens with { RefreshToken = "stolen-and-used" } });
        sandbox.ExpireTokens();

        var summary = await DeliverAsync(profile, folder.Cache(), new MemoryLedger(3));
        Assert.Equal((DeliveryCode.NotConnected, 3), (summary.StopCode, summary.Pending));
        Assert.Contains("run `conferral connect test`", summary.StoppedBecause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Disconnecting_revokes_and_forgets()
    {
        using var folder = new SignInFolder();
        await using var sandbox = await SandboxPlatform.StartAsync(SandboxLine.Lenient);
        var profile = SignInFolder.Account(new Uri(sandbox.BaseUrl), Unregistered);
        await folder.ConnectAsync(profile, register: true);
        var tokens = folder.Stored(profile).Tokens!;
        using (var signIn = new PlatformSignIn(profile, folder.Cache(), TimeProvider.System))
        {
            Assert.Equal(new DisconnectReport(WasConnected: true, Revoked: true), await signIn.DisconnectAsync(TestContext.Current.CancellationToken));
            Assert.Equal(new DisconnectReport(WasConnected: false, Revoked: false), await signIn.DisconnectAsync(TestContext.Current.CancellationToken));
        }

        Assert.False(folder.Cache().Knows(profile.Id));
        Assert.Equal(401, await StatusWithAsync(sandbox, tokens.AccessToken));
        var summary = await DeliverAsync(profile, folder.Cache(), new MemoryLedger(1));
        Assert.Contains("not connected", summary.StoppedBecause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_of_the_settings_comes_back_to_its_own_port()
    {
        using var folder = new SignInFolder();
        var port = FreePort();
        var client = new SandboxClient("wallet-client", "s3cret") { RedirectUris = [$"http://127.0.0.1:{port}/callback"] };
        await using var sandbox = await SandboxPlatform.StartAsync(SandboxLine.Lenient with { Clients = [client] });
        var profile = SignInFolder.Account(new Uri(sandbox.BaseUrl), new AuthorizationProfile { ClientId = "wallet-client", ClientSecret = "s3cret", RedirectPort = port });
        var report = await folder.ConnectAsync(profile);
        Assert.Equal(("wallet-client", false), (report.ClientId, report.Registered));
        Assert.Equal(2, (await DeliverAsync(profile, folder.Cache(), new MemoryLedger(2))).Delivered);
    }

    [Fact]
    public async Task Who_refuses_is_not_connected()
    {
        using var folder = new SignInFolder();
        await using var sandbox = await SandboxPlatform.StartAsync(SandboxLine.Lenient);
        var profile = SignInFolder.Account(new Uri(sandbox.BaseUrl), Unregistered);
        var refusal = await Assert.ThrowsAsync<DeliveryException>(() => folder.ConnectAsync(profile, register: true, decision: "deny"));
        Assert.Contains("Consent was refused", refusal.Message, StringComparison.Ordinal);
        Assert.Null(folder.Stored(profile).Tokens);
    }

    [Theory]
    [InlineData("state=wrong", false)]
    [InlineData("iss=https%3A%2F%2Fevil.example", true)]
    [InlineData("iss=", true)]
    public async Task An_answer_that_is_not_ours_gives_nothing(string change, bool ends)
    {
        using var folder = new SignInFolder();
        await using var sandbox = await SandboxPlatform.StartAsync(SandboxLine.Lenient);
        var profile = SignInFolder.Account(new Uri(sandbox.BaseUrl), Unregistered);
        using var signIn = new PlatformSignIn(profile, folder.Cache(), TimeProvider.System);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        Task? attack = null;
        var connecting = signIn.ConnectAsync(register: true, Show, patience.Token);
        if (ends)
        {
            var refusal = await Assert.ThrowsAsync<DeliveryException>(() => connecting);
            Assert.Contains("authorization server", refusal.Message, StringComparison.Ordinal);
        }
        else
        {
            // Somebody else's answer is passed over, and the true one still counts.
            Assert.True((await connecting).Renewable);
        }

        await attack!;

        Task Show(Uri address, CancellationToken cancellationToken)
        {
            attack = AttackAsync(address);
            return Task.CompletedTask;
        }

        async Task AttackAsync(Uri address)
        {
            using var http = new HttpClient(new SocketsHttpHandler());
            var answer = await ConsentRobot.DecideAsync(address);
            var name = change.Split('=')[0];
            var changed = string.Join('&', answer.Query.TrimStart('?').Split('&').Select(field => field.StartsWith(name + "=", StringComparison.Ordinal) ? change : field));
            using var page = await http.GetAsync(new UriBuilder(answer) { Query = changed }.Uri);
            if (ends) return;
            Assert.Equal(404, (int)page.StatusCode);
            using var again = await http.GetAsync(answer);
            Assert.Equal(200, (int)again.StatusCode);
        }
    }

    [Fact]
    public async Task A_platform_that_moved_gets_no_tokens_of_the_old_one()
    {
        using var folder = new SignInFolder();
        await using var sandbox = await SandboxPlatform.StartAsync(SandboxLine.Lenient);
        await using var other = await SandboxPlatform.StartAsync(SandboxLine.Lenient);
        var profile = SignInFolder.Account(new Uri(sandbox.BaseUrl), Unregistered);
        await folder.ConnectAsync(profile, register: true);
        var summary = await DeliverAsync(profile with { BaseUrl = new Uri(other.BaseUrl) }, folder.Cache(), new MemoryLedger(1));
        Assert.Contains("its tokens were not sent there", summary.StoppedBecause, StringComparison.Ordinal);
        Assert.DoesNotContain(other.Requests.Snapshot(), request => request.Path == "/oauth2/token" || request.IsCredentialPost);
    }

    [Fact]
    public async Task Registration_says_what_the_platform_asks_for()
    {
        using var folder = new SignInFolder();
        await using var sandbox = await SandboxPlatform.StartAsync(SandboxLine.Lenient);
        var profile = SignInFolder.Account(new Uri(sandbox.BaseUrl), new AuthorizationProfile());
        var refusal = await Assert.ThrowsAsync<DeliveryException>(() => folder.ConnectAsync(profile, register: true));
        Assert.Contains("clientUri, logoUri, tosUri, policyUri", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_for_client_credentials_can_be_registered_too()
    {
        using var folder = new SignInFolder();
        await using var sandbox = await SandboxPlatform.StartAsync(SandboxLine.Lenient);
        var profile = Line.ProfileFor(new Uri(sandbox.BaseUrl)) with { Authorization = Unregistered };
        var unconnected = await DeliverAsync(profile, folder.Cache(), new MemoryLedger(1));
        Assert.Equal(DeliveryCode.NotConnected, unconnected.StopCode);
        var report = await folder.ConnectAsync(profile, register: true);
        Assert.True(report.Registered);
        Assert.Equal(3, (await DeliverAsync(profile, folder.Cache(), new MemoryLedger(3))).Delivered);
    }

    [Fact]
    public async Task A_narrower_grant_is_said()
    {
        await using var platform = new ScriptedPlatform(request => new Reply(201, request.Text)) { Token = _ => new(200, $$"""{"access_token":"t","token_type":"bearer","scope":"{{ClrScope.Prefix}}credentials.upsert"}""") };
        using var connection = new PlatformConnection(Line.ProfileFor(platform.BaseUrl), TimeProvider.System, new Random(1));
        var summary = await new PlatformDelivery(connection, new MemoryLedger(1)).RunAsync(null, TestContext.Current.CancellationToken);
        Assert.Equal(1, summary.Delivered);
        Assert.Contains("credential.readonly is missing", Assert.Single(summary.Remarks), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_token_shows_in_what_is_said()
    {
        using var folder = new SignInFolder();
        await using var sandbox = await SandboxPlatform.StartAsync(SandboxLine.Lenient);
        var profile = SignInFolder.Account(new Uri(sandbox.BaseUrl), Unregistered);
        var report = await folder.ConnectAsync(profile, register: true);
        var stored = folder.Stored(profile);
        var said = $"{report} {stored} {stored.Tokens} {stored.Client} {stored.Tokens!.ToAccessToken()} {profile} {profile.Authorization}";
        string[] secrets = [stored.Tokens.AccessToken, stored.Tokens.RefreshToken!, stored.Client!.Secret!];
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, said, StringComparison.Ordinal));
        var files = Directory.GetFiles(folder.Path).Select(path => Encoding.Latin1.GetString(File.ReadAllBytes(path)));
        Assert.All(files, text => Assert.All(secrets, secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal)));
    }

    private static bool IsToken(ReceivedRequest request) => request.Path == "/oauth2/token";

    private static async Task<DeliverySummary> DeliverAsync(PlatformProfile profile, TokenCache cache, MemoryLedger ledger)
    {
        using var connection = new PlatformConnection(profile, TimeProvider.System, new Random(1), cache);
        return await new PlatformDelivery(connection, ledger).RunAsync(null, TestContext.Current.CancellationToken);
    }

    private static async Task<int> StatusWithAsync(SandboxPlatform sandbox, string token)
    {
        using var http = new HttpClient(new SocketsHttpHandler());
        using var request = new HttpRequestMessage(HttpMethod.Get, sandbox.BaseUrl + "/ims/clr/v2p0/credentials");
        request.Headers.Authorization = new("Bearer", token);
        using var answer = await http.SendAsync(request);
        return (int)answer.StatusCode;
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }
}
