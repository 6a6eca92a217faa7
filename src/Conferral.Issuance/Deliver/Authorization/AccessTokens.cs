// The platform's access token: fetched with client credentials, kept, and renewed before it runs out.
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Conferral.Issuance.Deliver;

/// <summary>
/// Hands out the current token. One fetch at a time, however many ask; a token the platform refused is fetched anew
/// once, whoever noticed first.
/// Errors: a refusal is a <see cref="DeliveryException"/> that is not retryable; a failing endpoint is a retryable one.
/// Spec: RFC 6749 §4.4, §2.3.1, §5.
/// </summary>
internal sealed class AccessTokens(PlatformProfile profile, Func<CancellationToken, Task<Uri>> findTokenUrl, PlatformHttp http, TimeProvider time) : IDisposable
{
    /// <summary>A token answer is a few kilobytes at most.</summary>
    private const int MaxAnswerBytes = 256 * 1024;

    /// <summary>Renewed this long before it ends, so that no request starts with a token that ends on the way.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(60);

    private readonly SemaphoreSlim _oneAtATime = new(1);
    private volatile AccessToken? _current;

    public async Task<AccessToken> GetAsync(CancellationToken cancellationToken)
    {
        if (_current is { } known && !known.NearlyOver(time)) return known;
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            if (_current is { } meanwhile && !meanwhile.NearlyOver(time)) return meanwhile;
            return _current = await FetchAsync(cancellationToken);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <summary>The platform refused <paramref name="refused"/>; if it is still the current one, the next caller fetches another.</summary>
    public void Discard(AccessToken refused) => Interlocked.CompareExchange(ref _current, null, refused);

    public void Dispose() => _oneAtATime.Dispose();

    private async Task<AccessToken> FetchAsync(CancellationToken cancellationToken)
    {
        var url = await findTokenUrl(cancellationToken);
        using var request = CreateRequest(url);
        var started = time.GetTimestamp();
        var answer = await AskAsync(request, cancellationToken);
        if (answer.Status is 429 or 408 or >= 500)
            throw new DeliveryException(DeliveryCode.PlatformError, $"The token endpoint {Plain(url)} answered {answer.Status}.", retryable: true) { RetryAfter = PauseHeaders.RetryAfter(answer, time.GetUtcNow()) };
        if (answer.Status != 200) throw Refusal(url, answer);
        return Read(url, answer, started);
    }

    /// <summary>A lost token answer loses nothing: no credential was on its way.</summary>
    private async Task<PlatformAnswer> AskAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await http.SendAsync(request, MaxAnswerBytes, cancellationToken);
        }
        catch (DeliveryException fault) when (fault.MayHaveArrived)
        {
            throw new DeliveryException(fault.Code, $"No access token: {fault.Message}", retryable: true, fault);
        }
    }

    private HttpRequestMessage CreateRequest(Uri url)
    {
        var form = new List<KeyValuePair<string, string>> { new("grant_type", "client_credentials") };
        if (profile.Authorization.Scope.Length > 0) form.Add(new("scope", profile.Authorization.Scope));
        var request = new HttpRequestMessage(HttpMethod.Post, url);
        request.Headers.Accept.ParseAdd("application/json");
        if (profile.Authorization.TokenAuth == TokenAuthentication.Post)
        {
            form.Add(new("client_id", profile.Authorization.ClientId));
            form.Add(new("client_secret", profile.Authorization.ClientSecret));
        }
        else
        {
            var pair = $"{FormEncode(profile.Authorization.ClientId)}:{FormEncode(profile.Authorization.ClientSecret)}";
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));
        }

        request.Content = new FormUrlEncodedContent(form);
        return request;
    }

    private static AccessToken Read(Uri url, PlatformAnswer answer, long started)
    {
        try
        {
            using var document = answer.ParseBody();
            var root = document.RootElement;
            var value = Text(root, "access_token");
            var type = Text(root, "token_type") ?? "Bearer";
            if (!string.IsNullOrEmpty(value) && type.Equals("Bearer", StringComparison.OrdinalIgnoreCase))
                return new AccessToken(value, started, Lifetime(root));
        }
        catch (JsonException)
        {
            // Falls through to the refusal below: not a token, whatever it is.
        }

        throw new DeliveryException(DeliveryCode.TokenRefused, $"{Plain(url)} answered 200 without a Bearer token: is it the token endpoint? Check TokenUrl.", retryable: false);
    }

    private static TimeSpan? Lifetime(JsonElement root)
    {
        if (!root.TryGetProperty("expires_in", out var member)) return null;
        var written = member.ValueKind == JsonValueKind.String ? member.GetString() : member.GetRawText();
        return double.TryParse(written, System.Globalization.CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and < 1e9
            ? TimeSpan.FromSeconds(seconds)
            : null;
    }

    private static DeliveryException Refusal(Uri url, PlatformAnswer answer)
    {
        var error = AnswerText.OAuthError(answer);
        var advice = error switch
        {
            "invalid_client" or "unauthorized_client" => "check ClientId, ClientSecret and TokenAuth",
            "invalid_scope" => "the platform does not grant the scopes asked for: set Scope to what was agreed",
            "unsupported_grant_type" => "the platform does not offer client credentials: ask its administrator",
            _ when answer.Status is 404 or 405 => "check TokenUrl",
            _ => "check ClientId, ClientSecret, TokenAuth and Scope",
        };
        return new DeliveryException(DeliveryCode.TokenRefused, $"The token endpoint {Plain(url)} refused ({answer.Status}{(error is null ? "" : ", " + error)}): {advice}.", retryable: false);
    }

    private static string Plain(Uri url) => url.GetLeftPart(UriPartial.Path);

    private static string? Text(JsonElement root, string name)
        => root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;

    private static string FormEncode(string text) => System.Net.WebUtility.UrlEncode(text);

    /// <summary>One token. Its text never shows.</summary>
    internal sealed class AccessToken(string value, long fetched, TimeSpan? lifetime)
    {
        public AuthenticationHeaderValue Header { get; } = new("Bearer", value);

        /// <summary>The platform has answered a request that carried it with something other than 401.</summary>
        public bool Worked { get; set; }

        /// <summary>Less than a minute, or less than a tenth of a short life, is left.</summary>
        public bool NearlyOver(TimeProvider time)
            => lifetime is { } whole && time.GetElapsedTime(fetched) > whole - (whole * 0.1 < Ahead ? whole * 0.1 : Ahead);

        public override string ToString() => "Bearer …";
    }
}
