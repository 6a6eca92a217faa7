// Requests in the ledger: how many left for a platform and when, for limits that outlast a run.
namespace Conferral.Issuance.Ledger;

/// <summary>So many requests left by <see cref="Until"/>, or may have.</summary>
public sealed record RequestLease(long Number, DateTimeOffset Until, int Requests);

/// <summary>The ledger as a rate limiter sees it. Shape: a counter is the platform's host and the client it counts by.</summary>
public sealed class RequestLedger(LedgerStore store)
{
    /// <summary>Leases that end after <paramref name="since"/>, oldest first.</summary>
    public IReadOnlyList<RequestLease> Leases(string counter, DateTimeOffset since) => store.Read(read => read.All(
        "SELECT lease, until_at, requests FROM request_lease WHERE counter = $0 AND until_at > $1 ORDER BY until_at, lease",
        row => new RequestLease(row.GetInt64(0), LedgerTime.From(row.GetInt64(1)), row.GetInt32(2)),
        counter, LedgerTime.Of(since)));

    /// <summary>
    /// Corrects the lease that ended, forgets those over before <paramref name="forgetBefore"/>, and opens the next.
    /// Durability: the new lease MUST be on disk when this returns.
    /// </summary>
    public RequestLease Lease(string counter, RequestLease? ended, RequestLease next, DateTimeOffset forgetBefore) => store.Write(write =>
    {
        if (ended is not null) Correct(write, ended);
        write.Execute("DELETE FROM request_lease WHERE counter = $0 AND until_at <= $1", counter, LedgerTime.Of(forgetBefore));
        var number = (long)write.Scalar("INSERT INTO request_lease (counter, until_at, requests) VALUES ($0, $1, $2) RETURNING lease", counter, LedgerTime.Of(next.Until), next.Requests)!;
        return next with { Number = number };
    });

    /// <summary>The last lease of a run, corrected to what was used of it.</summary>
    public void Correct(RequestLease used) => store.Write(write => Correct(write, used));

    private static void Correct(LedgerTransaction write, RequestLease lease)
        => write.Execute("UPDATE request_lease SET until_at = $0, requests = $1 WHERE lease = $2", LedgerTime.Of(lease.Until), lease.Requests, lease.Number);
}
