// Where a ledger lives.
namespace Conferral.Issuance.Ledger;

/// <summary>The databases a ledger can live in.</summary>
public enum LedgerProvider
{
    /// <summary>One file in the workspace, one process at a time.</summary>
    Sqlite,

    /// <summary>PostgreSQL 15 or later; several processes, also on several machines.</summary>
    Postgresql,
}

/// <summary>
/// Where a ledger lives. Shape: <see cref="Connection"/> is a file's path, or a connection string for Npgsql; it may hold a
/// password and is never shown.
/// </summary>
public sealed record LedgerSettings(LedgerProvider Provider, string Connection)
{
    /// <summary>A machine that vanished is given up after so long; a process that died on a living machine at once.</summary>
    public static readonly TimeSpan DefaultLease = TimeSpan.FromMinutes(1);

    public TimeSpan Lease { get; init; } = DefaultLease;

    /// <summary>Where a test wants the process to end; null in a real run.</summary>
    public LedgerCrash? Crash { get; init; }

    public static LedgerSettings Sqlite(string path) => new(LedgerProvider.Sqlite, path);

    public override string ToString() => Provider == LedgerProvider.Sqlite ? Connection : "the PostgreSQL ledger";
}

/// <summary>What a process opens a ledger for writing as.</summary>
public enum LedgerRole
{
    /// <summary>Opens and closes batches: one at a time.</summary>
    Owner,

    /// <summary>Claims pieces of what waits, beside an owner and other workers. On SQLite there is room for one process only.</summary>
    Worker,
}
