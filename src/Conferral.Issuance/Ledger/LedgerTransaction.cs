// One write transaction of the ledger: commands, prepared once per statement, and the events they leave.
using Microsoft.Data.Sqlite;

namespace Conferral.Issuance.Ledger;

/// <summary>A write in progress. Everything done through it is committed together.</summary>
internal sealed class LedgerTransaction(SqliteConnection connection, SqliteTransaction transaction, long epoch, TimeProvider time) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _prepared = [];

    public long Now { get; } = LedgerTime.Of(time.GetUtcNow());

    /// <summary>Runs a statement; its parameters are <c>$0</c>, <c>$1</c>, … in order.</summary>
    public int Execute(string sql, params ReadOnlySpan<object?> values) => Bind(sql, values).ExecuteNonQuery();

    /// <summary>The first column of the first row, or null.</summary>
    public object? Scalar(string sql, params ReadOnlySpan<object?> values) => Bind(sql, values).ExecuteScalar() is var value and not DBNull ? value : null;

    public SqliteDataReader Query(string sql, params ReadOnlySpan<object?> values) => Bind(sql, values).ExecuteReader();

    /// <summary>Leaves one line of history, and with it the transparency log's commitment to it.</summary>
    public void Event(string kind, string? batchId, CredentialVersion? credential, string? platformId = null, string? detail = null)
    {
        var salt = LoggedEvent.NewSalt();
        var commitment = LoggedEvent.Commit(salt, new LoggedEvent(LedgerTime.From(Now), kind, batchId, credential, platformId, detail).ToUtf8());
        Execute(
            "INSERT INTO event (at, owner_epoch, batch_id, credential_id, version, platform_id, kind, detail, salt, commitment) VALUES ($0, $1, $2, $3, $4, $5, $6, $7, $8, $9)",
            Now, epoch, batchId, credential?.CredentialId, credential?.Version, platformId, kind, detail, salt, commitment);
    }

    public void Dispose()
    {
        foreach (var command in _prepared.Values) command.Dispose();
    }

    private SqliteCommand Bind(string sql, ReadOnlySpan<object?> values)
    {
        if (!_prepared.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = sql;
            command.Transaction = transaction;
            for (var i = 0; i < values.Length; i++) command.Parameters.Add(new SqliteParameter { ParameterName = $"${i}" });
            _prepared[sql] = command;
        }

        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i] ?? DBNull.Value;
        return command;
    }
}
