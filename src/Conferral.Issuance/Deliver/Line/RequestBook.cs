// Remembers in the ledger how many requests have left, so that a limit of a day or a minute survives a restart.
using Conferral.Issuance.Ledger;

namespace Conferral.Issuance.Deliver;

/// <summary>
/// Books requests in leases: a lease says on disk "so many may leave by then" before the first of them does, and is corrected to what
/// left when the next begins. Durability: a crash counts a whole lease, never less than what was sent.
/// Bounds: a lease is a twentieth of the tightest limit that is longer than <see cref="Short"/>, and 5 s at most. Called by one sender at a time.
/// </summary>
internal sealed class RequestBook(RequestLedger ledger, string counter, IReadOnlyList<RequestLimit> limits, TimeProvider time) : IDisposable
{
    /// <summary>No process ends and begins anew within so short a window.</summary>
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(5);

    /// <summary>Null where only short windows are kept: nothing worth remembering.</summary>
    private readonly int? _leaseSize = limits.Any(limit => limit.Window > Short) ? Math.Max(1, limits.Where(limit => limit.Window > Short).Min(limit => limit.Requests) / 20) : null;
    private RequestLease? _open;
    private int _used;

    /// <summary>Requests of earlier runs that may still count, oldest first, and how long ago they were over.</summary>
    public IReadOnlyList<(int Requests, TimeSpan Ago)> Earlier()
    {
        var now = time.GetUtcNow();
        var longest = limits.Select(limit => limit.Window).DefaultIfEmpty(TimeSpan.Zero).Max();
        return [.. ledger.Leases(counter, now - longest).Select(lease => (lease.Requests, lease.Until < now ? now - lease.Until : TimeSpan.Zero))];
    }

    /// <summary>One more request is about to leave. Errors: <see cref="LedgerException"/>; then it must not.</summary>
    public void Count()
    {
        if (_leaseSize is not { } size) return;
        var now = time.GetUtcNow();
        if (_open is null || _used == _open.Requests || now >= _open.Until)
        {
            var longest = limits.Max(limit => limit.Window);
            _open = ledger.Lease(counter, Corrected(now), new RequestLease(0, now + LeaseTime, size), now - longest);
            _used = 0;
        }

        _used++;
    }

    /// <summary>Corrects the open lease to what left.</summary>
    public void Dispose()
    {
        if (Corrected(time.GetUtcNow()) is { } used) ledger.Correct(used);
        _open = null;
    }

    private RequestLease? Corrected(DateTimeOffset now)
        => _open is null ? null : _open with { Requests = _used, Until = now < _open.Until ? now : _open.Until };
}
