// The one HTTP client of a platform: how connections are made, and how an answer is read within bounds.
using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;
using System.Text.Json;
using Conferral.Credentials.Proofs;

namespace Conferral.Issuance.Deliver;

/// <summary>One whole answer. <see cref="Overlong"/>: the body went on past the bound and was cut there.</summary>
internal sealed record PlatformAnswer(Uri RequestUrl, int Status, string MediaType, ReadOnlyMemory<byte> Body, bool Overlong, HttpResponseHeaders Headers)
{
    /// <summary>Which HTTP the platform speaks.</summary>
    public Version HttpVersion { get; init; } = new(1, 1);

    /// <summary>The methods the address takes, where the answer names them.</summary>
    public IReadOnlyCollection<string> Allow { get; init; } = [];

    public IReadOnlyList<string> HeaderValues(string name) => Headers.NonValidated.TryGetValues(name, out var values) ? [.. values] : [];

    public string? Header(string name) => Headers.NonValidated.TryGetValues(name, out var values) && values.Count > 0 ? values.First() : null;

    /// <summary>The body as JSON. Errors: <see cref="JsonException"/> for anything else, also for JSON with text that is not Unicode.</summary>
    public JsonDocument ParseBody()
    {
        try
        {
            StrictJson.RequireReadableText(Body.Span);
            return JsonDocument.Parse(Body);
        }
        catch (StrictJsonException refusal)
        {
            throw new JsonException("The text is not Unicode.", refusal);
        }
    }
}

/// <summary>
/// Sends requests and reads answers. Errors: a fault of the network is a <see cref="DeliveryException"/> that says
/// whether the request may have arrived. Bounds: no answer is read further than the caller allows, also when it
/// arrives compressed. Redirects are never followed here.
/// </summary>
internal sealed class PlatformHttp : IDisposable
{
    /// <summary>Addresses behind a name change when a platform moves; connections live no longer than this.</summary>
    private static readonly TimeSpan PooledLifetime = TimeSpan.FromMinutes(5);

    /// <summary>Headers of an honest answer take a kilobyte or two. Units: kilobytes.</summary>
    private const int MaxHeaderKilobytes = 32;

    private readonly HttpClient _client;
    private readonly ServerTrust _trust;
    private readonly TimeoutProfile _timeouts;
    private readonly TimeProvider _time;
    private long _requests;

    public PlatformHttp(PlatformProfile profile, TimeProvider time)
        : this(profile.Http, profile.Timeouts, profile.MaxConcurrency, time)
    {
    }

    public PlatformHttp(HttpProfile profile, TimeoutProfile timeouts, int connections, TimeProvider time)
    {
        _timeouts = timeouts;
        _time = time;
        _trust = new ServerTrust(profile.AuthoritiesPath);
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = timeouts.Connect,
            MaxConnectionsPerServer = connections,
            PooledConnectionLifetime = PooledLifetime,
            UseCookies = false,
            MaxResponseHeadersLength = MaxHeaderKilobytes,
            UseProxy = !profile.IgnoreProxies,
            Proxy = profile.IgnoreProxies ? null : new ProxyChoice(profile),
            SslOptions =
            {
                EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                RemoteCertificateValidationCallback = _trust.Judge,
            },
        };
        if (ClientCertificate.Open(profile, time) is { } shown) handler.SslOptions.ClientCertificateContext = shown;
        else handler.SslOptions.LocalCertificateSelectionCallback = _trust.ShowNothing;
        _client = new HttpClient(handler, disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("Conferral", Version));
    }

    /// <summary>This software's version, as platforms are told it.</summary>
    public static string Version { get; } = typeof(PlatformHttp).Assembly.GetName().Version?.ToString(3) ?? "0";

    /// <summary>Requests made so far, tokens and discovery included.</summary>
    public long Requests => Interlocked.Read(ref _requests);

    public async Task<PlatformAnswer> SendAsync(HttpRequestMessage request, int maxAnswerBytes, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _requests);
        // Without TLS nobody offers more than 1.1; with it the platform is offered HTTP/2 and chooses. The client's own defaults do not reach a ready-made request.
        (request.Version, request.VersionPolicy) = (HttpVersion.Version11, HttpVersionPolicy.RequestVersionOrHigher);
        using var overtime = new CancellationTokenSource(_timeouts.Answer, _time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, overtime.Token);
        var host = request.RequestUri!.Authority;
        try
        {
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            overtime.CancelAfter(_timeouts.Body);
            var (body, overlong) = await ReadAsync(response.Content, maxAnswerBytes, limit.Token);
            var mediaType = response.Content.Headers.ContentType?.MediaType ?? "";
            if (body.Span.StartsWith("\uFEFF"u8)) body = body[3..];
            return new PlatformAnswer(request.RequestUri, (int)response.StatusCode, mediaType, body, overlong, response.Headers) { HttpVersion = response.Version, Allow = [.. response.Content.Headers.Allow] };
        }
        catch (HttpRequestException fault)
        {
            throw Explain(fault, request.RequestUri, host);
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException)
        {
            throw new DeliveryException(DeliveryCode.AnswerLost, $"The answer of {host} broke off before its end.{WantsCertificate(request.RequestUri)}", retryable: true, fault) { MayHaveArrived = true };
        }
        catch (OperationCanceledException fault) when (!cancellationToken.IsCancellationRequested)
        {
            throw overtime.IsCancellationRequested
                ? new DeliveryException(DeliveryCode.TimedOut, $"{host} gave no whole answer in time.", retryable: true, fault) { MayHaveArrived = true }
                : new DeliveryException(DeliveryCode.Unreachable, $"No connection to {host} within {_timeouts.Connect.TotalSeconds:0.#} s.", retryable: true, fault);
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        _trust.Dispose();
    }

    private DeliveryException Explain(HttpRequestException fault, Uri url, string host) => fault.HttpRequestError switch
    {
        HttpRequestError.SecureConnectionError when _trust.WhyRefused(url.IdnHost) is { } reason
            => new(DeliveryCode.TlsFailed, $"No TLS connection to {host}: {reason}", retryable: false, fault),
        HttpRequestError.ProxyTunnelError => new(DeliveryCode.Unreachable, $"The proxy does not lead to {host}{(fault.StatusCode is { } status ? $" (it answered {(int)status})" : "")}: check http.proxy, HTTPS_PROXY and NO_PROXY.", retryable: true, fault),
        HttpRequestError.NameResolutionError => new(DeliveryCode.Unreachable, $"The name {host} cannot be resolved.", retryable: true, fault),
        HttpRequestError.ConnectionError => new(DeliveryCode.Unreachable, $"No connection to {host}.", retryable: true, fault),
        HttpRequestError.SecureConnectionError => new(DeliveryCode.TlsFailed, $"No TLS connection to {host}: its protocol version is not accepted, or it does not accept this client.{WantsCertificate(url)}", retryable: true, fault),
        _ => new(DeliveryCode.AnswerLost, $"The connection to {host} broke before its answer was whole.{WantsCertificate(url)}", retryable: true, fault) { MayHaveArrived = true },
    };

    private string WantsCertificate(Uri url) => _trust.AskedForCertificate(url.IdnHost) ? " It asks for a client certificate and none is set: set http.clientCertificate." : "";

    private static async Task<(ReadOnlyMemory<byte> Body, bool Overlong)> ReadAsync(HttpContent content, int maxBytes, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var announced = content.Headers.ContentLength ?? 4096;
        var buffer = new byte[(int)Math.Min(announced + 1, maxBytes)];
        var filled = 0;
        while (true)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(filled), cancellationToken);
            if (read == 0) return (buffer.AsMemory(0, filled), false);
            filled += read;
            if (filled < buffer.Length) continue;
            if (buffer.Length == maxBytes) return (buffer, true);
            Array.Resize(ref buffer, (int)Math.Min(buffer.Length * 2L, maxBytes));
        }
    }
}
