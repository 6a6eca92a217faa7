// Reads back what a platform holds: page by page, or one address.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Sign;

namespace Conferral.Issuance.Deliver;

/// <summary>One credential as the platform shows it. Shape: <see cref="Utf8"/> is the JSON object exactly as sent by the platform, or a compact JWS in ASCII.</summary>
public sealed record PlatformCredential(ReadOnlyMemory<byte> Utf8, bool IsCompactJws);

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
        Uri? url = new($"{connection.Profile.CredentialsUrl}?limit={PageSize}&offset=0");
        var visited = new HashSet<string>(StringComparer.Ordinal);
        var shown = 0L;
        while (url is not null)
        {
            if (visited.Count >= MaxPages || !visited.Add(url.AbsoluteUri))
                throw new DeliveryException(DeliveryCode.Unreadable, $"The platform's pages lead in a circle at {url.AbsolutePath}: tell its administrator.", retryable: false);
            var answer = await GetAsync(url, cancellationToken);
            foreach (var stored in CredentialsIn(answer))
            {
                shown++;
                yield return stored;
            }

            url = NextOf(answer);
            if (url is null && long.TryParse(answer.Header("X-Total-Count"), System.Globalization.CultureInfo.InvariantCulture, out var said) && said > shown)
                throw new DeliveryException(DeliveryCode.Unreadable, $"The platform says it has {said} credentials, showed {shown} and names no next page: tell its administrator.", retryable: false);
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

    /// <summary>
    /// Whether the platform already has <paramref name="sent"/>: Delivered, Pending when it surely has not, InDoubt when
    /// that cannot be told. The sentence says why.
    /// </summary>
    internal async Task<(DeliveryState State, string Detail)> LookUpAsync(SignedClr sent, CancellationToken cancellationToken)
    {
        try
        {
            var names = NamesOf(sent.Utf8Json);
            await foreach (var stored in ReadAllAsync(cancellationToken))
            {
                if (stored.IsCompactJws) return (DeliveryState.InDoubt, "The platform shows its credentials as JWS, in which this one cannot be looked up; look there and decide.");
                if (NamesOf(stored.Utf8) != names) continue;
                return EchoComparison.Compare(sent.Utf8Json, stored.Utf8) switch
                {
                    Echo.Equal => (DeliveryState.Delivered, "Its answer was lost; reading back found it stored."),
                    Echo.ReSigned => (DeliveryState.Delivered, "Its answer was lost; reading back found it stored with another proof."),
                    _ => (DeliveryState.InDoubt, "The platform has another document under this id; compare the two and decide."),
                };
            }

            return (DeliveryState.Pending, "Reading back did not find it.");
        }
        catch (Exception fault) when (fault is DeliveryException or JsonException)
        {
            return (DeliveryState.InDoubt, $"Reading back failed: {fault.Message}");
        }
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
        var verdict = AnswerReader.ReadRefusal(answer, sent: null);
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

    private bool SameOrigin(Uri url)
        => url.IsAbsoluteUri && Uri.Compare(url, connection.Profile.BaseUrl, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0;

    /// <summary>Issuer and id as the standard compares them: percent-decoded, outer whitespace trimmed.</summary>
    private static (string? Issuer, string? Id) NamesOf(ReadOnlyMemory<byte> credential)
    {
        using var document = JsonDocument.Parse(credential);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object) return default;
        var issuer = root.TryGetProperty("issuer", out var member) ? member : default;
        if (issuer.ValueKind == JsonValueKind.Object && issuer.TryGetProperty("id", out var inner)) issuer = inner;
        return (Plain(issuer), root.TryGetProperty("id", out var id) ? Plain(id) : null);

        static string? Plain(JsonElement text) => text.ValueKind == JsonValueKind.String ? Uri.UnescapeDataString(text.GetString()!).Trim() : null;
    }
}
