// The sandbox's table of contents: what is started, what is mapped where, and what a test may look at.
using System.Net;
using System.Security.Cryptography;
using Conferral.Credentials.Controllers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Conferral.Sandbox;

/// <summary>
/// A running receiving platform: the CLR 2.0 API with an OAuth 2.0 authorization server, on 127.0.0.1 only.
/// Durability: everything is in memory and gone once it is disposed.
/// Spec: CLR 2.0 service model; docs/sandbox.md states the extensions.
/// </summary>
public sealed class SandboxPlatform : IAsyncDisposable
{
    private const string DefaultClientId = "conferral-sandbox";
    private const int SecretBytes = 24;

    /// <summary>Where the default client's browser comes back to.</summary>
    public const string DefaultRedirectUri = "http://127.0.0.1:8976/callback";

    private readonly WebApplication _app;
    private readonly CredentialStore _store;
    private readonly FaultGate _faults;
    private readonly ClientRegistry _clients;
    private readonly HostSigner _signer;
    private readonly AccessTokens _tokens;

    private SandboxPlatform(SandboxOptions options, TimeProvider clock)
    {
        var clients = options.Clients.Count > 0 ? options.Clients : [new SandboxClient(DefaultClientId, RandomNumberGenerator.GetHexString(2 * SecretBytes, lowercase: true)) { RedirectUris = [DefaultRedirectUri] }];
        _clients = new(clients, new ClientAssertionCheck(clock, Url));
        _store = new(clock);
        _signer = new(clock);
        _faults = new(clock) { Faults = options.Faults };
        _tokens = new(clock, _faults);
        Requests = new(options.RequestLogCapacity);
        _app = Build(options.Port);
        _app.Use(next => context => new RequestRecorder(Requests, clock, options.OnRequest).InvokeAsync(context, next));
        _app.Use(next => context => new FaceGate(options.Face).InvokeAsync(context, next));
        _app.Use(next => context => _faults.InvokeAsync(context, next));
        Map(options, clock);
    }

    /// <summary>Shape: <c>http://127.0.0.1:port</c>, no slash at the end.</summary>
    public string BaseUrl { get; private set; } = "";

    /// <summary>The first client's id.</summary>
    public string ClientId => _clients.Clients[0].ClientId;

    /// <summary>The first client's secret; made at start unless the options gave one.</summary>
    public string ClientSecret => _clients.Clients[0].ClientSecret;

    /// <summary>What is stored at this moment, in order of first arrival.</summary>
    public IReadOnlyList<StoredCredential> Credentials => _store.Snapshot();

    /// <summary>Ends every access token at this moment; refresh tokens stay.</summary>
    public void ExpireTokens() => _tokens.ExpireAll();

    /// <summary>Every request that arrived, faulted or not.</summary>
    public RequestLog Requests { get; }

    /// <summary>The sandbox's own account of what reached it.</summary>
    public SandboxAccount Account => SandboxAccount.Of(Requests, _store);

    /// <summary>The faults being played; setting starts their counters anew.</summary>
    public SandboxFaults Faults
    {
        get => _faults.Faults;
        set => _faults.Faults = value;
    }

    /// <summary>
    /// Starts a platform. Errors: <see cref="ArgumentException"/> for options that make no sense, <see cref="ControllerDocumentException"/>
    /// for a trusted controller that cannot be read, <see cref="IOException"/> when the port is taken.
    /// </summary>
    public static async Task<SandboxPlatform> StartAsync(SandboxOptions options, TimeProvider? timeProvider = null, CancellationToken cancellationToken = default)
    {
        options.Validate();
        var platform = new SandboxPlatform(options, timeProvider ?? TimeProvider.System);
        try
        {
            await platform._app.StartAsync(cancellationToken);
            platform.BaseUrl = platform._app.Urls.Single();
            return platform;
        }
        catch
        {
            await platform.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _signer.Dispose();
    }

    private static WebApplication Build(int port)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // bodies are limited where the answer can say so in the service's own words
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http1);
        });
        builder.Services.AddRoutingCore();
        return builder.Build();
    }

    private void Map(SandboxOptions options, TimeProvider clock)
    {
        var envelope = new EnvelopeCheck(options.AcceptBadges);
        ReceivedCredentialCheck check = options.Checks == ReceivedChecks.Everything ? new StrictCheck(envelope, options.TrustedControllers, clock).Check : envelope.Check;
        var intake = new CredentialIntake(check, _store, _faults, Url);
        var batch = new BatchEndpoint(intake, options.Batch, _faults);
        var credentials = new CredentialsEndpoint(intake, batch, _store, _signer, _tokens, new(Url, options.PageSize, options.MaxPageSize), options.MaxCredentialBytes);
        var profile = new ProfileEndpoint(_tokens, Url);
        var codes = new AuthorizationCodes(clock);
        var token = new TokenEndpoint(_clients, _tokens, codes, new RefreshTokens(), options.TokenLifetime);
        var authorization = new AuthorizationEndpoint(_clients, codes, Url);
        var registration = new RegistrationEndpoint(_clients, clock);
        var discovery = new Discovery(Url, options.Face is { TakesArrays: true, AdvertisesArrays: true } ? options.Batch : null);
        var pages = new OperatorPages(_clients, _store, Requests, _faults, Url);

        _app.MapGet(ClrPath.Discovery, discovery.DescribeServiceAsync);
        _app.MapGet(ClrPath.AuthorizationServer, discovery.DescribeServerAsync);
        _app.MapGet(ClrPath.OpenIdConfiguration, discovery.DescribeServerAsync);
        _app.MapPost(ClrPath.Credentials, credentials.PostAsync);
        _app.MapGet(ClrPath.Credentials, credentials.GetPageAsync);
        _app.MapGet(ClrPath.Credentials + "/{hostId}", credentials.GetOneAsync);
        _app.MapGet(ClrPath.Profile, profile.GetAsync);
        _app.MapPut(ClrPath.Profile, profile.PutAsync);
        _app.MapPost(ClrPath.Token, token.IssueAsync);
        _app.MapPost(ClrPath.Revoke, token.RevokeAsync);
        _app.MapGet(ClrPath.Authorize, authorization.AskAsync);
        _app.MapPost(ClrPath.Authorize, authorization.DecideAsync);
        _app.MapPost(ClrPath.Register, registration.RegisterAsync);
        _app.MapGet("/", pages.ShowHomeAsync);
        _app.MapGet(ClrPath.Terms, OperatorPages.ShowTermsAsync);
        _app.MapGet(ClrPath.Privacy, OperatorPages.ShowPrivacyAsync);
        _app.MapGet(ClrPath.Account, pages.GetAccountAsync);
        _app.MapGet(ClrPath.Faults, pages.GetFaultsAsync);
        _app.MapPut(ClrPath.Faults, pages.PutFaultsAsync);
    }

    private string Url() => BaseUrl;
}
