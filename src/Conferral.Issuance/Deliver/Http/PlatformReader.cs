// Reads back what a platform holds: page by page, or one address.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Conferral.Issuance.Deliver;

/// <summary>
/// Reads a platform under the same limit and token as sending.
/// Errors: <see cref="DeliveryException"/> when the platform cannot be read, or shows less than it says it has.
/// Bounds: one page in memory; at most <see cref="MaxPages"/> pages; never another host.
/// Spec: CLR 2.0 §7.2 getCredentials.
/// </summary>
public sealed class PlatformReader(PlatformConnection connection)
{
    /// <summary>Ten million credentials at a hundred a page: beyond it the platform turns in a circle.</summary>
    public const int MaxPages = 100_000;

    private const int PageSize = 100;
    private const int MaxPageBytes = 128 * 1024 * 1024;

    private static readonly string[] CredentialNames = ["credential", "credentials"];
    private static readonly string[] JwsNames = ["compactJwsString", "compactJwsStrings"];

    /// <summary>Everything the token's owner has at the platform, in the platform's order.</summary>
    public async IAsyncEnumerable<PlatformCredential> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var page in ReadPagesAsync(null, 0, cancellationToken))
        {
            foreach (var credential in page.Credentials) yield return credential;
        }
    }

    /// <summary>
    /// The pages, from the first, or from <paramref name="from"/> where an earlier reading that had shown <paramref name="shown"/>
    /// credentials ended.
    /// </summary>
    public async IAsyncEnumerable<PlatformPage> ReadPagesAsync(Uri? from, long shown, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var url = from ?? new Uri($"{connection.Profile.CredentialsUrl}?limit={PageSize}&offset=0");
        if (!SameOrigin(url)) throw new DeliveryException(DeliveryCode.WrongAddress, $"{url.Host} is not the platform {connection.Profile.Id}; nothing was sent there.", retryable: false);
        var visited = new HashSet<string>(StringComparer.Ordinal);
        while (url is not null)
        {
            if (visited.Count >= MaxPages || !visited.Add(url.AbsoluteUri))
                throw new DeliveryException(DeliveryCode.Unreadable, $"The platform's pages lead in a circle at {url.AbsolutePath}: tell its administrator.", retryable: false);
            var answer = await GetAsync(url, cancellationToken);
            var page = new PlatformPage([.. CredentialsIn(answer)], NextOf(answer), TotalOf(answer));
            shown += page.Credentials.Count;
            yield return page;
            if (page.Next is null && page.Total > shown)
                throw new DeliveryException(DeliveryCode.Unreadable, $"The platform says it has {page.Total} credentials, showed {shown} and names no next page: tell its administrator.", retryable: false);
            url = page.Next;
        }
    }

    /// <summary>The credential at <paramref name="resourceUrl"/>, or null when the platform has none there. Errors: an address on another host is refused.</summary>
    public async Task<PlatformCredential?> ReadAsync(Uri resourceUrl, CancellationToken cancellationToken)
    {
        if (!SameOrigin(resourceUrl)) throw new DeliveryException(DeliveryCode.WrongAddress, $"{resourceUrl.Host} is not the platform {connection.Profile.Id}; nothing was sent there.", retryable: false);
        var answer = await AskAsync(resourceUrl, cancellationToken);
        if (answer.Status is 404 or 410) return null;
        RequireOk(answer);
        return new PlatformCredential(answer.Body, answer.Body.Span is not [(byte)'{', ..]);
    }

    private async Task<PlatformAnswer> GetAsync(Uri url, CancellationToken cancellationToken)
    {
        return await connection.WithRetriesAsync(
            async () =>
            {
                var answer = await AskAsync(url, cancellationToken);
                RequireOk(answer);
                return answer;
            },
            cancellationToken);
    }

    private Task<PlatformAnswer> AskAsync(Uri url, CancellationToken cancellationToken)
    {
        return connection.ExchangeAsync(Create, MaxPageBytes, cancellationToken, cancellationToken);

        HttpRequestMessage Create()
        {
            var request = new HttpRequestMessage(HttpMethod.Get, url);
            request.Headers.Accept.ParseAdd("application/json");
            return request;
        }
    }

    private void RequireOk(PlatformAnswer answer)
    {
        if (answer.Status == 200 && !answer.Overlong && !AnswerText.IsWebPage(answer)) return;
        if (answer.Status == 200) throw new DeliveryException(DeliveryCode.Unreadable, "The platform's page of credentials is a web page or far too long: check BaseUrl and CredentialsPath.", retryable: false);
        var verdict = AnswerReader.ReadRefusal(answer);
        var retryable = verdict.Kind is VerdictKind.TryAgain || answer.Status >= 500;
        var advice = answer.Status == 403 ? " Reading back needs the scope …/credential.readonly." : "";
        throw new DeliveryException(verdict.Code ?? DeliveryCode.Unreadable, $"Reading back: the platform answered {answer.Status}.{advice}", retryable) { RetryAfter = PauseHeaders.RetryAfter(answer, connection.Time.GetUtcNow()) };
    }

    private static IEnumerable<PlatformCredential> CredentialsIn(PlatformAnswer answer)
    {
        using var document = ParsePage(answer);
        var root = document.RootElement;
        if (root.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in root.EnumerateArray()) yield return Raw(item);
            yield break;
        }

        foreach (var list in ListsOf(root, CredentialNames))
        {
            foreach (var item in list.EnumerateArray()) yield return Raw(item);
        }

        foreach (var list in ListsOf(root, JwsNames))
        {
            foreach (var item in list.EnumerateArray()) yield return new PlatformCredential(Encoding.ASCII.GetBytes(item.GetString() ?? ""), IsCompactJws: true);
        }
    }

    private static JsonDocument ParsePage(PlatformAnswer answer)
    {
        try
        {
            return answer.ParseBody();
        }
        catch (JsonException fault)
        {
            throw new DeliveryException(DeliveryCode.Unreadable, "The platform's page of credentials is not JSON: tell its administrator.", retryable: false, fault);
        }
    }

    private static long? TotalOf(PlatformAnswer answer)
        => long.TryParse(answer.Header("X-Total-Count"), System.Globalization.CultureInfo.InvariantCulture, out var total) ? total : null;

    private static IEnumerable<JsonElement> ListsOf(JsonElement root, string[] names)
    {
        foreach (var name in names)
        {
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array) yield return list;
        }
    }

    private static PlatformCredential Raw(JsonElement item) => new(JsonMarshal.GetRawUtf8Value(item).ToArray(), IsCompactJws: false);

    /// <summary>The rel=next of the Link header. Errors: a next page on another host is refused.</summary>
    private Uri? NextOf(PlatformAnswer answer)
    {
        if (!answer.Headers.NonValidated.TryGetValues("Link", out var values)) return null;
        foreach (var (target, parameters) in values.SelectMany(LinkHeader.Parse))
        {
            if (!LinkHeader.HasRelation(parameters, "next")) continue;
            if (Uri.TryCreate(answer.RequestUrl, target, out var next) && SameOrigin(next)) return next;
            throw new DeliveryException(DeliveryCode.Unreadable, "The platform's next page is on another host, which is not visited: tell its administrator.", retryable: false);
        }

        return null;
    }

    /// <summary>Whether the address is one of this platform.</summary>
    internal bool IsThere(Uri url) => SameOrigin(url);

    private bool SameOrigin(Uri url)
        => url.IsAbsoluteUri && Uri.Compare(url, connection.Profile.BaseUrl, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0;
}
