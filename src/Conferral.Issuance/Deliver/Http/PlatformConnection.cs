// One platform, opened: client, limiter, token and what discovery said, shared by sending and reading back.
namespace Conferral.Issuance.Deliver;

/// <summary>
/// The way to one platform. Open one per platform and process: the limit is kept per connection.
/// Errors: opening refuses a contradictory profile with <see cref="DeliveryException"/>; nothing is sent by opening.
/// </summary>
public sealed class PlatformConnection : IDisposable
{
    /// <summary>A token others used up while this request waited is no refusal of this client; so many in a row are.</summary>
    private const int MostRenewals = 5;

    private readonly PlatformHttp _http;
    private readonly AccessTokens _tokens;
    private readonly SemaphoreSlim _discovering = new(1);
    private ServiceDescription? _description;

    public PlatformConnection(PlatformProfile profile, TimeProvider time, Random random)
    {
        var problems = profile.Problems();
        if (problems.Count > 0) throw new DeliveryException(DeliveryCode.ProfileInvalid, string.Join(" ", problems), retryable: false);
        Profile = profile;
        Time = time;
        Random = random;
        Limiter = new RateLimiter(profile.RequestsPerMinute, time);
        _http = new PlatformHttp(profile, time);
        _tokens = new AccessTokens(profile, FindTokenUrlAsync, _http, time);
    }

    public PlatformProfile Profile { get; }

    /// <summary>Requests made so far, tokens and discovery included.</summary>
    public long Requests => _http.Requests;

    internal TimeProvider Time { get; }

    internal Random Random { get; }

    internal RateLimiter Limiter { get; }

    public void Dispose()
    {
        _tokens.Dispose();
        _http.Dispose();
        _discovering.Dispose();
        Limiter.Dispose();
    }

    /// <summary>
    /// One request under the limit and with a token; a refused token is replaced, unless its replacement never worked either. Pauses the platform asks for are
    /// set before this returns. <paramref name="waiting"/> ends the wait for a turn and a token, <paramref name="sending"/>
    /// a request under way.
    /// Errors: <see cref="DeliveryException"/> for the network and the token endpoint; every status is an answer.
    /// </summary>
    internal async Task<PlatformAnswer> ExchangeAsync(Func<HttpRequestMessage> create, int maxAnswerBytes, CancellationToken waiting, CancellationToken sending)
    {
        for (var renewals = 0; ; renewals++)
        {
            using var turn = await Limiter.EnterAsync(waiting);
            var token = await _tokens.GetAsync(waiting);
            using var request = create();
            request.Headers.Authorization = token.Header;
            var answer = await _http.SendAsync(request, maxAnswerBytes, sending);
            Obey(answer);
            if (answer.Status != 401) token.Worked = true;
            if (answer.Status != 401 || renewals == MostRenewals || (renewals > 0 && !token.Worked)) return answer;
            _tokens.Discard(token);
        }
    }

    /// <summary>What the platform says of itself; asked once, empty where it says nothing.</summary>
    internal async Task<ServiceDescription> DescribeAsync(CancellationToken cancellationToken)
    {
        await _discovering.WaitAsync(cancellationToken);
        try
        {
            return _description ??= await new ServiceDiscovery(Profile, _http, Time).ReadAsync(cancellationToken);
        }
        finally
        {
            _discovering.Release();
        }
    }

    /// <summary>Does <paramref name="work"/> again after retryable faults, with growing pauses, up to the attempt limit.</summary>
    internal async Task<T> WithRetriesAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await work();
            }
            catch (DeliveryException fault) when (fault.Retryable && attempt < Profile.Retry.AttemptLimit && !(fault.RetryAfter > Profile.Retry.LongestPause))
            {
                await Task.Delay(fault.RetryAfter ?? Profile.Retry.Backoff(attempt, Random), Time, cancellationToken);
            }
        }
    }

    private async Task<Uri> FindTokenUrlAsync(CancellationToken cancellationToken)
        => Profile.Authorization.TokenUrl ?? (await DescribeAsync(cancellationToken)).TokenUrl
        ?? throw new DeliveryException(DeliveryCode.NoTokenEndpoint, $"{Profile.BaseUrl} names no usable token endpoint in its discovery documents: set TokenUrl.", retryable: false);

    /// <summary>Pauses everybody as the answer asks; a pause beyond the longest is left to the line, which stops.</summary>
    private void Obey(PlatformAnswer answer)
    {
        var now = Time.GetUtcNow();
        var asked = answer.Status is 429 or 503 ? PauseHeaders.RetryAfter(answer, now) : null;
        asked ??= PauseHeaders.Exhausted(answer, now);
        if (asked > Profile.Retry.LongestPause) return;
        if (answer.Status == 429) Limiter.SlowDown(asked ?? Profile.Retry.Backoff(1, Random));
        else if (asked is { } pause) Limiter.Pause(pause);
        else if (answer.Status is >= 200 and < 300) Limiter.SpeedUp();
    }
}
