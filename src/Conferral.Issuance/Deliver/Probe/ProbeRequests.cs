// The requests a probe makes: none of them holds a credential, or anything a platform could make one of.
using System.Net.Http.Headers;
using System.Text;

namespace Conferral.Issuance.Deliver;

/// <summary>
/// Sends and notes. Durability: nothing sent here MUST be storable: a body is either JSON that ends in the middle, which no
/// reader can complete, or an empty list.
/// </summary>
internal sealed class ProbeRequests(PlatformConnection connection, CancellationToken cancellationToken)
{
    /// <summary>Enough to see the shape of a refusal or of a page of one; what is longer is cut.</summary>
    private const int MaxAnswerBytes = 1024 * 1024;

    private static readonly byte[] CutOff = Encoding.UTF8.GetBytes("""{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiableCredential","ClrCredential"],"conferralProbe":"this is no credential; it ends in the mid""");

    private readonly List<ProbeStep> _steps = [];

    public IReadOnlyList<ProbeStep> Steps => _steps;

    /// <summary>Every answer so far, for what headers say.</summary>
    public List<PlatformAnswer> Answers { get; } = [];

    /// <summary>A document that cannot be read: what is answered shows the address, the content type and the words of refusal.</summary>
    public Task<PlatformAnswer?> PostCutOffAsync(Uri url, string contentType, bool signedIn = true)
        => AskAsync(HttpMethod.Post, url, signedIn, $" a document cut in the middle, {contentType}{(signedIn ? "" : ", without a token")}", CutOff, contentType);

    /// <summary>An array without credentials.</summary>
    public Task<PlatformAnswer?> PostEmptyArrayAsync(Uri url) => AskAsync(HttpMethod.Post, url, true, " an empty array", "[]"u8.ToArray(), "application/json");

    public Task<PlatformAnswer?> GetAsync(Uri url, bool signedIn) => AskAsync(HttpMethod.Get, url, signedIn, signedIn ? "" : " without a token");

    public Task<PlatformAnswer?> OptionsAsync(Uri url) => AskAsync(HttpMethod.Options, url, true, "");

    /// <summary>Says what the latest answer means.</summary>
    public void Explain(string meaning) => _steps[^1] = _steps[^1] with { Meaning = meaning };

    private async Task<PlatformAnswer?> AskAsync(HttpMethod method, Uri url, bool signedIn, string what, byte[]? body = null, string? contentType = null)
    {
        var name = $"{method} {url.PathAndQuery}{what}";
        try
        {
            var answer = signedIn
                ? await connection.ExchangeAsync(Create, MaxAnswerBytes, cancellationToken, cancellationToken)
                : await connection.ExchangeOpenlyAsync(Create, MaxAnswerBytes, cancellationToken);
            Answers.Add(answer);
            _steps.Add(new ProbeStep(name, $"{answer.Status}{(answer.Body.IsEmpty ? "" : $", {(answer.MediaType.Length == 0 ? "a body of no named type" : answer.MediaType)}")}", ""));
            return answer;
        }
        catch (DeliveryException fault)
        {
            _steps.Add(new ProbeStep(name, "no answer", fault.Message));
            return null;
        }

        HttpRequestMessage Create()
        {
            var request = new HttpRequestMessage(method, url);
            request.Headers.Accept.ParseAdd("application/json");
            if (body is null) return request;
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType!);
            return request;
        }
    }
}
