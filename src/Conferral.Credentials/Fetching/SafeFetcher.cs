// Fetches documents that credentials name, without being led astray by them.
using System.IO.Compression;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;

namespace Conferral.Credentials.Fetching;

/// <summary>
/// GET over https from public addresses: no user info, no cookies, no credentials, no proxy (it would connect where we
/// cannot look), every redirect judged like the first address. Safe for concurrent use.
/// Errors: <see cref="FetchException"/>. Bounds: <see cref="FetchLimits"/>.
/// </summary>
public sealed class SafeFetcher : IDisposable
{
    /// <summary>JSON in its many names, tokens, and plain text, which is what static hosts call a file without extension. Never a web page.</summary>
    private static readonly string[] AcceptedMediaTypes = ["application/json", "application/vc", "application/did", "application/cid", "application/vc+jwt", "application/jwt", "text/plain"];

    private static readonly HttpStatusCode[] Redirects = [HttpStatusCode.MovedPermanently, HttpStatusCode.Found, HttpStatusCode.SeeOther, HttpStatusCode.TemporaryRedirect, HttpStatusCode.PermanentRedirect];
    private readonly HttpClient _client;
    private readonly TimeProvider _clock;

    public SafeFetcher(FetchLimits limits, TimeProvider clock)
        : this(NewHandler(limits), limits, clock)
    {
    }

    /// <summary>The handler stands for the network; what it answers is bounded and judged all the same.</summary>
    internal SafeFetcher(HttpMessageHandler network, FetchLimits limits, TimeProvider clock)
    {
        (Limits, _clock) = (limits, clock);
        _client = new HttpClient(network, disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public FetchLimits Limits { get; }

    /// <summary>The bytes at this address; a fragment is left out. Errors: <see cref="FetchException"/>; <see cref="OperationCanceledException"/> only when the caller stops.</summary>
    public async Task<byte[]> GetAsync(string url, CancellationToken token)
    {
        using var time = new CancellationTokenSource(Limits.Timeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(token, time.Token);
        try
        {
            return await FollowAsync(url, either.Token);
        }
        catch (OperationCanceledException) when (!token.IsCancellationRequested)
        {
            throw new FetchException($"The answer took longer than {Limits.Timeout.TotalSeconds:0} seconds.");
        }
        catch (HttpRequestException refusal) when (refusal.InnerException is FetchException reason)
        {
            throw new FetchException(reason.Message, refusal);
        }
        catch (Exception refusal) when (refusal is HttpRequestException or IOException or InvalidDataException)
        {
            throw new FetchException($"The server could not be reached or did not answer as it must: {refusal.Message}", refusal);
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<byte[]> FollowAsync(string url, CancellationToken token)
    {
        var address = Judged(Uri.TryCreate(url, UriKind.Absolute, out var first) ? first : null);
        for (var hop = 0; hop <= Limits.MaxRedirects; hop++)
        {
            using var request = NewRequest(address);
            using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token);
            if (!Redirects.Contains(answer.StatusCode)) return await ReadAsync(answer, token);
            address = Judged(answer.Headers.Location is { } location ? new Uri(address, location) : null);
        }

        throw new FetchException($"The server redirects more than {Limits.MaxRedirects} times.");
    }

    private static Uri Judged(Uri? address)
    {
        if (address is null) throw new FetchException("The address, or the one it redirects to, is not a URL.");
        if (address.Scheme != Uri.UriSchemeHttps) throw new FetchException("The address, or the one it redirects to, is not https; others are not fetched.");
        if (address.UserInfo.Length > 0) throw new FetchException("The address, or the one it redirects to, carries a user name; such are not fetched.");
        return new UriBuilder(address) { Fragment = "" }.Uri;
    }

    private static HttpRequestMessage NewRequest(Uri address)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        foreach (var type in AcceptedMediaTypes.SkipLast(1)) request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(type));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("*/*", 0.1));
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
        return request;
    }

    private async Task<byte[]> ReadAsync(HttpResponseMessage answer, CancellationToken token)
    {
        if (answer.StatusCode != HttpStatusCode.OK) throw new FetchException($"The server answers {(int)answer.StatusCode}.");
        var type = answer.Content.Headers.ContentType?.MediaType ?? "";
        if (!AcceptedMediaTypes.Contains(type, StringComparer.OrdinalIgnoreCase) && !type.EndsWith("+json", StringComparison.OrdinalIgnoreCase))
            throw new FetchException("The server answers with something that is neither JSON nor a token; its Content-Type says so.");
        await using var sent = await answer.Content.ReadAsStreamAsync(token);
        switch (answer.Content.Headers.ContentEncoding.ToArray())
        {
            case []: return await ReadBoundedAsync(sent, token);
            case [var one] when one.Equals("gzip", StringComparison.OrdinalIgnoreCase):
                using (var whole = new MemoryStream(await ReadBoundedAsync(sent, token)))
                await using (var unpacked = new GZipStream(whole, CompressionMode.Decompress)) return await ReadBoundedAsync(unpacked, token);
            default: throw new FetchException("The server packs its answer in a way that was not asked for.");
        }
    }

    private async Task<byte[]> ReadBoundedAsync(Stream stream, CancellationToken token)
    {
        using var content = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await stream.ReadAsync(buffer, token) is > 0 and var read)
        {
            if (content.Length + read > Limits.MaxBytes) throw new FetchException($"The answer is larger than {Limits.MaxBytes} bytes.");
            content.Write(buffer, 0, read);
        }

        return content.ToArray();
    }

    internal static SocketsHttpHandler NewHandler(FetchLimits limits) => new()
    {
        ConnectCallback = new GuardedConnector(limits, Dns.GetHostAddressesAsync).ConnectAsync,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        UseProxy = false,
        Credentials = null,
        MaxResponseHeadersLength = 16, // kilobytes
        MaxResponseDrainSize = 0,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
    };
}
