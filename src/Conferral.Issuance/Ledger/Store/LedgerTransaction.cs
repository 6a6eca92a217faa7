// One write transaction of the ledger: statements, and the events they leave.
using System.Data.Common;

namespace Conferral.Issuance.Ledger;

/// <summary>A write in progress. Everything done through it is committed together.</summary>
internal sealed class LedgerTransaction(LedgerStatements statements, LedgerDialect dialect, long epoch, DateTimeOffset now)
{
    public long Now { get; } = LedgerTime.Of(now);

    /// <summary>Who writes: work claimed in this transaction is claimed under it.</summary>
    public long Epoch { get; } = epoch;

    /// <summary>Runs a statement; its parameters are <c>$0</c>, <c>$1</c>, … in order.</summary>
    public int Execute(string sql, params ReadOnlySpan<object?> values) => statements.Execute(sql, values);

    /// <summary>The first column of the first row, or null.</summary>
    public object? Scalar(string sql, params ReadOnlySpan<object?> values) => statements.Scalar(sql, values);

    public DbDataReader Query(string sql, params ReadOnlySpan<object?> values) => statements.Query(sql, values);

    public List<T> All<T>(string sql, Func<DbDataReader, T> read, params ReadOnlySpan<object?> values) => statements.All(sql, read, values);

    /// <summary>Ends a claiming SELECT: rows that another worker is claiming are passed by.</summary>
    public string SkipLocked(string alias) => dialect.SkipLocked(alias);

    /// <summary>Ends workers that died or vanished: what they had claimed may be claimed again.</summary>
    public void EndTheDead() => LedgerLease.EndTheDead(statements, dialect, Epoch, now);

    /// <summary>Leaves one line of history, and with it the transparency log's commitment to it.</summary>
    public void Event(string kind, string? batchId, CredentialVersion? credential, string? platformId = null, string? detail = null)
    {
        var salt = LoggedEvent.NewSalt();
        var commitment = LoggedEvent.Commit(salt, new LoggedEvent(LedgerTime.From(Now), kind, batchId, credential, platformId, detail).ToUtf8());
        Execute(
            "INSERT INTO event (at, owner_epoch, batch_id, credential_id, version, platform_id, kind, detail, salt, commitment) VALUES ($0, $1, $2, $3, $4, $5, $6, $7, $8, $9)",
            Now, Epoch, batchId, credential?.CredentialId, credential?.Version, platformId, kind, detail, salt, commitment);
    }
}
