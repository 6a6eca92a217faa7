// A platform on Kestrel with TLS, which stores what it gets and keeps how it came.
using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Conferral.Issuance.Tests.Deliver;

/// <summary>One credential as it came: over which protocol, in which coding, from whose certificate; the body decoded.</summary>
internal sealed record Arrival(string Protocol, string Coding, string? Client, byte[] Body);

internal sealed class TlsPlatform : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TlsPlatform(WebApplication app) => _app = app;

    public ConcurrentQueue<Arrival> Arrivals { get; } = new();

    public int Port { get; private set; }

    public Uri BaseUrl => new($"https://127.0.0.1:{Port}");

    /// <summary>Answers in place of storing; null stores.</summary>
    public Func<HttpContext, Task<bool>>? Instead { get; set; }

    public static async Task<TlsPlatform> StartAsync(X509Certificate2 certificate, X509Certificate2? clientRoot = null, HttpProtocols protocols = HttpProtocols.Http1AndHttp2, SslProtocols tls = SslProtocols.None)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = protocols;
            listen.UseHttps(certificate, https =>
            {
                https.SslProtocols = tls;
                if (clientRoot is null) return;
                https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
                https.ClientCertificateValidation = (shown, _, _) => IsIssuedBy(shown, clientRoot);
            });
        }));
        var platform = new TlsPlatform(builder.Build());
        platform._app.Run(platform.ServeAsync);
        await platform._app.StartAsync();
        platform.Port = new Uri(platform._app.Urls.Single()).Port;
        return platform;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task ServeAsync(HttpContext context)
    {
        if (context.Request.Path == ScriptedPlatform.TokenPath)
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("""{"access_token":"t","token_type":"Bearer","expires_in":3600}""");
            return;
        }

        if (context.Request.Method != "POST")
        {
            context.Response.StatusCode = 404;
            return;
        }

        if (Instead is { } instead && await instead(context)) return;
        var coding = context.Request.Headers.ContentEncoding.ToString();
        using var body = new MemoryStream();
        await using (var plain = coding == "gzip" ? new GZipStream(context.Request.Body, CompressionMode.Decompress) : context.Request.Body) await plain.CopyToAsync(body);
        Arrivals.Enqueue(new Arrival(context.Request.Protocol, coding, context.Connection.ClientCertificate?.GetNameInfo(X509NameType.SimpleName, forIssuer: false), body.ToArray()));
        context.Response.StatusCode = 201;
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(body.ToArray());
    }

    private static bool IsIssuedBy(X509Certificate2 shown, X509Certificate2 root)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(shown);
    }
}
