// Who may write: one row per opening, its epoch checked in every write, taken over only from the dead.
namespace Conferral.Issuance.Ledger;

/// <summary>
/// Every opening for writing gets the next epoch and a row in <c>worker</c>. Whoever opens later ends the rows of dead processes;
/// an ended epoch can write no more, so a process that was paused and replaced cannot write late.
/// </summary>
internal static class LedgerLease
{
    /// <summary>
    /// Takes the next epoch, in the opening's transaction.
    /// Errors: <see cref="LedgerCode.Locked"/> when an owner is asked for and another one lives.
    /// </summary>
    public static long Take(LedgerStatements statements, LedgerDialect dialect, LedgerRole role, DateTimeOffset now)
    {
        var others = statements.All(
            "SELECT epoch, role, name, opened_at FROM worker WHERE ended_at IS NULL ORDER BY epoch",
            row => (Epoch: row.GetInt64(0), Role: row.GetString(1), Name: row.GetString(2), Since: LedgerTime.From(row.GetInt64(3))));
        foreach (var other in others)
        {
            if (!dialect.IsAlive(statements, other.Epoch)) End(statements, other.Epoch, now);
            else if (role == LedgerRole.Owner && other.Role == nameof(LedgerRole.Owner))
                throw new LedgerException(LedgerCode.Locked, $"Another conferral is working with this ledger ({other.Name}, since {other.Since:yyyy-MM-dd HH:mm:ss} UTC). Wait until it has ended, or stop it; nothing was changed.");
        }

        var epoch = statements.Count("UPDATE ledger_meta SET value = value + 1 WHERE name = 'owner_epoch' RETURNING value");
        statements.Execute(
            $"INSERT INTO worker (epoch, role, name, opened_at, seen_at) VALUES ($0, $1, $2, $3, {dialect.Clock})",
            epoch, role.ToString(), $"process {Environment.ProcessId} on {Environment.MachineName}", LedgerTime.Of(now));
        dialect.ShowAlive(statements, epoch);
        return epoch;
    }

    /// <summary>
    /// Shows that the epoch lives and keeps it from being taken over until the transaction ends.
    /// Errors: <see cref="LedgerCode.LostOwnership"/> when it was taken over before.
    /// </summary>
    public static void Hold(LedgerStatements statements, LedgerDialect dialect, long epoch)
    {
        if (statements.Execute($"UPDATE worker SET seen_at = {dialect.Clock} WHERE epoch = $0 AND ended_at IS NULL", epoch) != 1)
            throw new LedgerException(LedgerCode.LostOwnership, "Another process took over this ledger. This one stops without writing; look at `conferral status` before starting again.");
    }

    public static void End(LedgerStatements statements, long epoch, DateTimeOffset now)
        => statements.Execute("UPDATE worker SET ended_at = $0 WHERE epoch = $1 AND ended_at IS NULL", LedgerTime.Of(now), epoch);

    /// <summary>Ends what dead processes left, so that their claims return.</summary>
    public static void EndTheDead(LedgerStatements statements, LedgerDialect dialect, long ownEpoch, DateTimeOffset now)
    {
        var others = statements.All("SELECT epoch FROM worker WHERE ended_at IS NULL AND epoch <> $0", row => row.GetInt64(0), ownEpoch);
        foreach (var epoch in others.Where(epoch => !dialect.IsAlive(statements, epoch))) End(statements, epoch, now);
    }
}
