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
    private readonly ConnectionStore _store;
    private readonly ConnectionRemarks _remarks = new();
    private readonly ClientKey? _key;
    private readonly SemaphoreSlim _discovering = new(1);
    private ServiceDescription? _description;
    private readonly RateLimiter? _ownLimiter;
    private volatile bool _compress;

    /// <summary><paramref name="cache"/> holds connected accounts and registered clients; profiles whose sign-in needs neither do without.</summary>
    public PlatformConnection(PlatformProfile profile, TimeProvider time, Random random, TokenCache? cache = null)
        : this(profile, time, random, null, cache)
    {
    }

    internal PlatformConnection(PlatformProfile profile, TimeProvider time, Random random, RateLimiter? shared, TokenCache? cache)
    {
        RequireUsable(profile);
        Profile = profile;
        Time = time;
        Random = random;
        _ownLimiter = shared is null ? new RateLimiter(profile.Limits, profile.MaxConcurrency, time) : null;
        Gate = new PlatformGate(profile, shared ?? _ownLimiter!, time, random);
        _key = profile.Authorization.PrivateKeyPath is { } path ? ClientKey.Open(path, profile.Authorization.PrivateKeyPassphrase) : null;
        _http = new PlatformHttp(profile, time);
        _store = new ConnectionStore(profile, cache);
        _compress = profile.Http.CompressRequests;
        _tokens = new AccessTokens(TokenSource(), time);
    }

    public PlatformProfile Profile { get; }

    /// <summary>Requests made so far, tokens and discovery included.</summary>
    public long Requests => _http.Requests;

    /// <summary>What was learned on the way and a person should know, in sentences.</summary>
    public IReadOnlyList<string> Remarks => _remarks.All;

    internal TimeProvider Time { get; }

    internal Random Random { get; }

    internal PlatformGate Gate { get; }

    internal RateLimiter Limiter => Gate.Limiter;

    public void Dispose()
    {
        _tokens.Dispose();
        _key?.Dispose();
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
            var compressed = _compress && await CompressedBody.TryCompressAsync(request, sending);
            var answer = await _http.SendAsync(request, maxAnswerBytes, sending);
            Gate.Obey(answer);
            if (answer.Status == 415 && compressed)
            {
                _compress = false;
                _remarks.Add("The platform does not take compressed requests, although the settings say so: set http.compressRequests to false.");
                continue;
            }

            if (answer.Status != 401) token.Worked = true;
            if (answer.Status != 401 || renewals == MostRenewals || (renewals > 0 && !token.Worked)) return answer;
            _tokens.Discard(token);
        }
    }

    /// <summary>One request under the limit and without a token. Errors: as <see cref="ExchangeAsync"/>.</summary>
    internal async Task<PlatformAnswer> ExchangeOpenlyAsync(Func<HttpRequestMessage> create, int maxAnswerBytes, CancellationToken cancellationToken)
    {
        using var turn = await Gate.EnterAsync(cancellationToken);
        using var request = create();
        var answer = await _http.SendAsync(request, maxAnswerBytes, cancellationToken);
        Gate.Obey(answer);
        return answer;
    }

    /// <summary>What the platform says of itself; asked once, empty where it says nothing.</summary>
    internal async Task<ServiceDescription> DescribeAsync(CancellationToken cancellationToken)
    {
        await _discovering.WaitAsync(cancellationToken);
        try
        {
            return _description ??= await new ServiceDiscovery(Profile, _http, _remarks, Time).ReadAsync(everything: false, cancellationToken);
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

    private ITokenSource TokenSource() => Profile.Authorization.Grant == AuthorizationGrant.AuthorizationCode
        ? new ConnectedAccountSource(Profile, _store, stored => EndpointAt(stored.Server, stored), _remarks, Time)
        : new ClientCredentialsSource(Profile.Authorization.Scope, FindTokenEndpointAsync, _remarks, Time);

    private async Task<TokenEndpoint> FindTokenEndpointAsync(CancellationToken cancellationToken)
    {
        var stored = Profile.Authorization.NeedsTokenCache ? _store.Require() : null;
        if (stored is not null) return EndpointAt(stored.Server, stored);
        var server = Profile.Authorization is { TokenUrl: not null, AssertionAudience: not "issuer" } settled ? AuthorizationServer.FromSettings(settled) : (await DescribeAsync(cancellationToken)).Server;
        return server.TokenEndpoint is not null
            ? EndpointAt(server, null)
            : throw new DeliveryException(DeliveryCode.NoTokenEndpoint, $"{Profile.BaseUrl} names no usable token endpoint in its discovery documents: set TokenUrl.", retryable: false);
    }

    private TokenEndpoint EndpointAt(AuthorizationServer server, StoredConnection? stored)
        => new(server, new ClientAuthentication(_store.Client(stored), _key, Profile.Authorization, Time), _http, Time);
}
