// The sandbox's table of contents: what is started, what is mapped where, and what a test may look at.
using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Conferral.Sandbox;

/// <summary>
/// A running receiving platform: the CLR 2.0 API with OAuth 2.0 client credentials, on 127.0.0.1 only.
/// Durability: everything is in memory and gone once it is disposed.
/// Spec: CLR 2.0 service model; docs/sandbox.md states the extensions.
/// </summary>
public sealed class SandboxPlatform : IAsyncDisposable
{
    private const string DefaultClientId = "conferral-sandbox";
    private const int SecretBytes = 24;

    private readonly WebApplication app;
    private readonly CredentialStore store;
    private readonly FaultGate faults;
    private readonly ClientRegistry clients;

    private SandboxPlatform(SandboxOptions options, TimeProvider clock)
    {
        clients = new(options.Clients.Count > 0 ? options.Clients : [new(DefaultClientId, RandomNumberGenerator.GetHexString(2 * SecretBytes, lowercase: true))]);
        store = new(clock);
        faults = new(clock) { Faults = options.Faults };
        Requests = new(options.RequestLogCapacity);
        app = Build(options.Port);
        app.Use(next => context => new RequestRecorder(Requests, clock, options.OnRequest).InvokeAsync(context, next));
        app.Use(next => context => faults.InvokeAsync(context, next));
        Map(options, clock);
    }

    /// <summary>Shape: <c>http://127.0.0.1:port</c>, no slash at the end.</summary>
    public string BaseUrl { get; private set; } = "";

    /// <summary>The first client's id.</summary>
    public string ClientId => clients.Clients[0].ClientId;

    /// <summary>The first client's secret; made at start unless the options gave one.</summary>
    public string ClientSecret => clients.Clients[0].ClientSecret;

    /// <summary>What is stored at this moment, in order of first arrival.</summary>
    public IReadOnlyList<StoredCredential> Credentials => store.Snapshot();

    /// <summary>Every request that arrived, faulted or not.</summary>
    public RequestLog Requests { get; }

    /// <summary>The faults being played; setting starts their counters anew.</summary>
    public SandboxFaults Faults
    {
        get => faults.Faults;
        set => faults.Faults = value;
    }

    /// <summary>Starts a platform. Errors: <see cref="ArgumentException"/> for options that make no sense; <see cref="IOException"/> when the port is taken.</summary>
    public static async Task<SandboxPlatform> StartAsync(SandboxOptions options, TimeProvider? timeProvider = null, CancellationToken cancellationToken = default)
    {
        options.Validate();
        var platform = new SandboxPlatform(options, timeProvider ?? TimeProvider.System);
        try
        {
            await platform.app.StartAsync(cancellationToken);
            platform.BaseUrl = platform.app.Urls.Single();
            return platform;
        }
        catch
        {
            await platform.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

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
        var tokens = new AccessTokens(clock, faults);
        var intake = new CredentialIntake(EnvelopeCheck.Check, store, faults, Url);
        var batch = new BatchEndpoint(intake, options.Batch, faults);
        var credentials = new CredentialsEndpoint(intake, batch, store, tokens, new(Url, options.PageSize, options.MaxPageSize), options.MaxCredentialBytes);
        var profile = new ProfileEndpoint(tokens, Url);
        var token = new TokenEndpoint(clients, tokens, options.TokenLifetime);
        var discovery = new Discovery(Url, options.Batch);
        var pages = new OperatorPages(clients, store, Requests, faults, Url);

        app.MapGet(ClrPath.Discovery, discovery.DescribeServiceAsync);
        app.MapGet(ClrPath.AuthorizationServer, discovery.DescribeServerAsync);
        app.MapGet(ClrPath.OpenIdConfiguration, discovery.DescribeServerAsync);
        app.MapPost(ClrPath.Credentials, credentials.PostAsync);
        app.MapGet(ClrPath.Credentials, credentials.GetPageAsync);
        app.MapGet(ClrPath.Credentials + "/{hostId}", credentials.GetOneAsync);
        app.MapGet(ClrPath.Profile, profile.GetAsync);
        app.MapPut(ClrPath.Profile, profile.PutAsync);
        app.MapPost(ClrPath.Token, token.IssueAsync);
        app.MapPost(ClrPath.Revoke, token.RevokeAsync);
        app.MapGet(ClrPath.Authorize, TokenEndpoint.RefusePeopleAsync);
        app.MapPost(ClrPath.Register, TokenEndpoint.RefusePeopleAsync);
        app.MapGet("/", pages.ShowHomeAsync);
        app.MapGet(ClrPath.Terms, OperatorPages.ShowTermsAsync);
        app.MapGet(ClrPath.Privacy, OperatorPages.ShowPrivacyAsync);
        app.MapGet(ClrPath.Faults, pages.GetFaultsAsync);
        app.MapPut(ClrPath.Faults, pages.PutFaultsAsync);
    }

    private string Url() => BaseUrl;
}
