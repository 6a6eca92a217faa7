// One limiter for each host and client, however many platforms of the settings lead there.
using Conferral.Issuance.Ledger;

namespace Conferral.Issuance.Deliver;

/// <summary>
/// Opens connections that share their limits as the platforms count them: by host and client. Where two platforms of the settings
/// are the same host and client, the stricter of each limit holds for both together.
/// Durability: what was sent is booked in the ledger, so a limit also holds over the end of one process and the start of the next.
/// Two workspaces with one client do not know of each other: give each a share of the limit.
/// </summary>
public sealed class RateLimiters(IReadOnlyList<PlatformProfile> platforms, RequestLedger? ledger, TimeProvider time, Random random, TokenCache? tokens = null) : IDisposable
{
    private readonly Dictionary<string, (RateLimiter Limiter, RequestBook? Book)> _open = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lock _lock = new();

    /// <summary>Opens the way to one of the platforms; nothing is sent yet. Errors: <see cref="DeliveryException"/> for a contradictory profile.</summary>
    public PlatformConnection Connect(PlatformProfile profile)
    {
        PlatformConnection.RequireUsable(profile);
        return new PlatformConnection(profile, time, random, LimiterOf(profile), tokens);
    }

    /// <summary>Books what was used of the last leases. The connections are closed before.</summary>
    public void Dispose()
    {
        foreach (var (limiter, book) in _open.Values)
        {
            book?.Dispose();
            limiter.Dispose();
        }

        _open.Clear();
    }

    private RateLimiter LimiterOf(PlatformProfile profile)
    {
        lock (_lock)
        {
            var counter = CounterOf(profile);
            if (_open.TryGetValue(counter, out var known)) return known.Limiter;
            var sharing = platforms.Where(platform => string.Equals(CounterOf(platform), counter, StringComparison.OrdinalIgnoreCase)).Append(profile).ToList();
            var limits = RequestLimit.Strictest(sharing.SelectMany(platform => platform.Limits));
            var book = ledger is null || limits.Count == 0 ? null : new RequestBook(ledger, counter, limits, time);
            var limiter = new RateLimiter(limits, sharing.Min(platform => platform.MaxConcurrency), time, book);
            _open.Add(counter, (limiter, book));
            return limiter;
        }
    }

    private static string CounterOf(PlatformProfile profile) => $"{profile.BaseUrl.Authority} {profile.Authorization.ClientId}";
}
