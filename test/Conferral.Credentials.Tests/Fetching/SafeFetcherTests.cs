// What a hostile or broken server can answer, and that it is bounded.
using System.IO.Compression;
using System.Net;
using System.Net.Http;
using Conferral.Credentials.Fetching;

namespace Conferral.Credentials.Tests.Fetching;

public sealed class SafeFetcherTests : IDisposable
{
    private const string Url = "https://college.example/status/1";
    private readonly ScriptedNetwork _network = new();

    public void Dispose() => _network.Dispose();

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/vc")]
    [InlineData("application/vc+ld+json")]
    [InlineData("application/did+json")]
    [InlineData("APPLICATION/JSON")]
    [InlineData("text/plain")]
    public async Task A_document_of_a_fitting_type_is_fetched_as_it_is(string mediaType)
        => Assert.Equal([1, 2, 3], await _network.Serve(Url, [1, 2, 3], mediaType).Fetcher().GetAsync(Url + "#fragment", CancellationToken.None));

    [Theory]
    [InlineData("text/html")]
    [InlineData("image/png")]
    [InlineData("application/octet-stream")]
    [InlineData("")]
    public async Task Another_type_is_refused(string mediaType)
        => Assert.Contains("neither JSON nor a token", await RefusalAsync(_network.Serve(Url, "{}"u8.ToArray(), mediaType)), StringComparison.Ordinal);

    [Theory]
    [InlineData("http://college.example/status/1")]
    [InlineData("ftp://college.example/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("data:application/json,{}")]
    [InlineData("https://user@college.example/")]
    [InlineData("https://user:secret@college.example/")]
    [InlineData("status/1")]
    [InlineData("")]
    public async Task An_address_of_another_kind_is_refused_first_and_as_a_redirect(string url)
    {
        await RefusalAsync(_network, url);
        Assert.Empty(_network.Asked);
        if (url is "" or "status/1") return; // as a redirect these are relative, which is allowed
        await RefusalAsync(_network.Redirect(Url, url));
        Assert.Equal([Url], _network.Asked);
    }

    [Theory]
    [InlineData(HttpStatusCode.MovedPermanently)]
    [InlineData(HttpStatusCode.Found)]
    [InlineData(HttpStatusCode.SeeOther)]
    [InlineData(HttpStatusCode.TemporaryRedirect)]
    [InlineData(HttpStatusCode.PermanentRedirect)]
    public async Task A_redirect_is_followed_within_its_bound(HttpStatusCode code)
    {
        _network.Redirect(Url, "/status/2", code).Redirect("https://college.example/status/2", "https://lists.example/2", code).Serve("https://lists.example/2", [7]);
        Assert.Equal([7], await _network.Fetcher().GetAsync(Url, CancellationToken.None));
        Assert.Contains("more than 1 times", await RefusalAsync(_network, limits: new FetchLimits { MaxRedirects = 1 }), StringComparison.Ordinal);
        await RefusalAsync(_network.Redirect(Url, Url, code));
        await RefusalAsync(_network.Redirect(Url, null, code));
    }

    /// <summary>The redirect is met by the same connection guard as the first address; here without a script in between.</summary>
    [Fact]
    public async Task A_redirect_to_this_machine_is_not_followed()
    {
        var mixed = new RedirectThenReal(new Uri("https://127.0.0.1:1/"));
        using var fetcher = new SafeFetcher(mixed, new FetchLimits(), TimeProvider.System);
        var refusal = await Assert.ThrowsAsync<FetchException>(() => fetcher.GetAsync(Url, CancellationToken.None));
        Assert.Contains("127.0.0.1", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.NoContent)]
    [InlineData(HttpStatusCode.NotModified)]
    public async Task Another_status_is_named(HttpStatusCode code)
        => Assert.Contains($"{(int)code}", await RefusalAsync(_network.Serve(Url, () => new HttpResponseMessage(code))), StringComparison.Ordinal);

    [Fact]
    public async Task A_huge_answer_is_left_off_at_its_bound_however_it_is_sent()
    {
        var limits = new FetchLimits { MaxBytes = 100_000 };
        Assert.Equal(100_000, (await _network.Serve(Url, new byte[100_000]).Fetcher(limits).GetAsync(Url, CancellationToken.None)).Length);
        await RefusalAsync(_network.Serve(Url, new byte[100_001]), limits: limits);
        await RefusalAsync(_network.Serve(Url, Zipped(new byte[100_001]), encoding: "gzip"), limits: limits);
        var endless = new EndlessStream();
        await RefusalAsync(_network.Serve(Url, () => Json(endless)), limits: limits);
        Assert.InRange(endless.Given, 100_000, 200_000);
    }

    [Fact]
    public async Task A_packed_answer_is_unpacked_and_other_packing_refused()
    {
        Assert.Equal([1, 2], await _network.Serve(Url, Zipped([1, 2]), encoding: "gzip").Fetcher().GetAsync(Url, CancellationToken.None));
        await RefusalAsync(_network.Serve(Url, [1, 2], encoding: "br"));
        await RefusalAsync(_network.Serve(Url, [1, 2], encoding: "gzip"));
    }

    [Fact]
    public async Task A_slow_answer_is_given_up_and_a_caller_who_stops_is_obeyed()
    {
        _network.Serve(Url, () => Json(new SilentStream()));
        var fetch = _network.Fetcher().GetAsync(Url, CancellationToken.None);
        _network.Clock.Advance(new FetchLimits().Timeout);
        Assert.Contains("longer than 15 seconds", (await Assert.ThrowsAsync<FetchException>(() => fetch)).Message, StringComparison.Ordinal);

        using var stop = new CancellationTokenSource();
        var stopped = _network.Fetcher().GetAsync(Url, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopped);
    }

    [Fact]
    public async Task Nothing_of_ours_is_sent_along()
    {
        await _network.Serve(Url, [1]).Fetcher().GetAsync(Url, CancellationToken.None);
        var request = Assert.Single(_network.Requests);
        Assert.Equal(["Accept", "Accept-Encoding"], request.Headers.Select(header => header.Key));
        Assert.Null(request.Content);
    }

    private static async Task<string> RefusalAsync(ScriptedNetwork network, string url = Url, FetchLimits? limits = null)
        => (await Assert.ThrowsAsync<FetchException>(() => network.Fetcher(limits).GetAsync(url, CancellationToken.None))).Message;

    private static HttpResponseMessage Json(Stream body)
        => new(HttpStatusCode.OK) { Content = new StreamContent(body) { Headers = { ContentType = new("application/json") } } };

    private static byte[] Zipped(byte[] bytes)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionMode.Compress, leaveOpen: true)) gzip.Write(bytes);
        return buffer.ToArray();
    }

    /// <summary>Redirects the first request and hands the next to the handler that is used in earnest.</summary>
    private sealed class RedirectThenReal(Uri target) : DelegatingHandler(SafeFetcher.NewHandler(new FetchLimits()))
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            => request.RequestUri == target
                ? base.SendAsync(request, cancellationToken)
                : Task.FromResult(new HttpResponseMessage(HttpStatusCode.Found) { Headers = { Location = target } });
    }

    private abstract class ReadOnlyStream : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush() => throw new NotSupportedException();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }

    private sealed class EndlessStream : ReadOnlyStream
    {
        public long Given { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Given += buffer.Length;
            return ValueTask.FromResult(buffer.Length);
        }
    }

    private sealed class SilentStream : ReadOnlyStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 0;
        }
    }
}
