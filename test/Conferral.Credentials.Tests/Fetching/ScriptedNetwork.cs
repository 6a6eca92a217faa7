// A network that answers from a script and remembers what it was asked.
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using Conferral.Credentials.Fetching;
using Microsoft.Extensions.Time.Testing;

namespace Conferral.Credentials.Tests.Fetching;

/// <summary>What is not in the script is answered with 404.</summary>
internal sealed class ScriptedNetwork : HttpMessageHandler
{
    private readonly Dictionary<string, Func<HttpResponseMessage>> _answers = [];
    private readonly Lock _lock = new();

    public List<string> Asked { get; } = [];

    public List<HttpRequestMessage> Requests { get; } = [];

    public FakeTimeProvider Clock { get; } = new(Status.StatusSamples.Now);

    public SafeFetcher Fetcher(FetchLimits? limits = null) => new(this, limits ?? new FetchLimits(), Clock);

    public ScriptedNetwork Serve(string url, byte[] body, string mediaType = "application/json", string? encoding = null)
        => Serve(url, () =>
        {
            var content = new ByteArrayContent(body);
            if (mediaType.Length > 0) content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
            if (encoding is not null) content.Headers.ContentEncoding.Add(encoding);
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = content };
        });

    public ScriptedNetwork Redirect(string url, string? to, HttpStatusCode code = HttpStatusCode.Found)
        => Serve(url, () =>
        {
            var answer = new HttpResponseMessage(code);
            if (to is not null) answer.Headers.TryAddWithoutValidation("Location", to);
            return answer;
        });

    public ScriptedNetwork Serve(string url, Func<HttpResponseMessage> answer)
    {
        _answers[url] = answer;
        return this;
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var url = request.RequestUri!.AbsoluteUri;
            Asked.Add(url);
            Requests.Add(request);
            return Task.FromResult(_answers.TryGetValue(url, out var answer) ? answer() : new HttpResponseMessage(HttpStatusCode.NotFound));
        }
    }
}
