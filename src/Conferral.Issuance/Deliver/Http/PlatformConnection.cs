// One platform, opened: client, limiter, token and what discovery said, shared by sending and reading back.
namespace Conferral.Issuance.Deliver;

/// <summary>
/// The way to one platform. Connections that <see cref="RateLimiters"/> opens share their limits by host and client; one opened alone has its own.
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

    private readonly RateLimiter? _ownLimiter;

    public PlatformConnection(PlatformProfile profile, TimeProvider time, Random random)
        : this(profile, time, random, null)
    {
    }

    internal PlatformConnection(PlatformProfile profile, TimeProvider time, Random random, RateLimiter? shared)
    {
        RequireUsable(profile);
        Profile = profile;
        Time = time;
        Random = random;
        _ownLimiter = shared is null ? new RateLimiter(profile.Limits, profile.MaxConcurrency, time) : null;
        Gate = new PlatformGate(profile, shared ?? _ownLimiter!, time, random);
        _http = new PlatformHttp(profile, time);
        _tokens = new AccessTokens(profile, FindTokenUrlAsync, _http, time);
    }

    public PlatformProfile Profile { get; }

    /// <summary>Requests made so far, tokens and discovery included.</summary>
    public long Requests => _http.Requests;

    internal TimeProvider Time { get; }

    internal Random Random { get; }

    internal PlatformGate Gate { get; }

    internal RateLimiter Limiter => Gate.Limiter;

    public void Dispose()
    {
        _tokens.Dispose();
        _http.Dispose();
        _discovering.Dispose();
        _ownLimiter?.Dispose();
    }

    internal static void RequireUsable(PlatformProfile profile)
    {
        var problems = profile.Problems();
        if (problems.Count > 0) throw new DeliveryException(DeliveryCode.ProfileInvalid, string.Join(" ", problems), retryable: false);
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
            using var turn = await Gate.EnterAsync(waiting);
            var token = await _tokens.GetAsync(waiting);
            using var request = create();
            request.Headers.Authorization = token.Header;
            var answer = await _http.SendAsync(request, maxAnswerBytes, sending);
            Gate.Obey(answer);
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
}
