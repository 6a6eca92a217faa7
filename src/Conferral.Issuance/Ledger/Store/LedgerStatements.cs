// Statements on one connection: prepared once, run many times, the same text for every database.
using System.Data.Common;
using System.Globalization;

namespace Conferral.Issuance.Ledger;

/// <summary>Runs statements whose parameters are <c>$0</c>, <c>$1</c>, … in order; values are text, whole numbers, bytes or null. Not safe for concurrent use; close a reader before the next statement.</summary>
internal sealed class LedgerStatements(DbConnection connection, LedgerDialect dialect) : IDisposable
{
    private readonly Dictionary<string, DbCommand> _prepared = [];

    /// <summary>The transaction that is open on the connection, if any.</summary>
    public DbTransaction? Transaction { get; set; }

    /// <summary>Where a test wants the process to end.</summary>
    public LedgerCrash? Crash { get; init; }

    /// <summary>How many rows one inserting statement takes best: one, or <see cref="LedgerDialect.ManyRows"/>.</summary>
    public int RowsAtOnce => dialect.RowsAtOnce;

    public int Execute(string sql, params ReadOnlySpan<object?> values)
    {
        var rows = Bind(sql, values).ExecuteNonQuery();
        Crash?.StatementRan();
        return rows;
    }

    /// <summary>The first column of the first row, or null.</summary>
    public object? Scalar(string sql, params ReadOnlySpan<object?> values) => Bind(sql, values).ExecuteScalar() is var value and not DBNull ? value : null;

    /// <summary>A number the statement always gives.</summary>
    public long Count(string sql, params ReadOnlySpan<object?> values) => Convert.ToInt64(Scalar(sql, values), CultureInfo.InvariantCulture);

    public DbDataReader Query(string sql, params ReadOnlySpan<object?> values) => Bind(sql, values).ExecuteReader();

    public List<T> All<T>(string sql, Func<DbDataReader, T> read, params ReadOnlySpan<object?> values)
    {
        using var rows = Query(sql, values);
        var all = new List<T>();
        while (rows.Read()) all.Add(read(rows));
        Crash?.StatementRan();
        return all;
    }

    /// <summary>Several statements without parameters, run once.</summary>
#pragma warning disable CA2100 // statements come from the program's own text only
    public void Script(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = Transaction;
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        foreach (var command in _prepared.Values) command.Dispose();
    }

    private DbCommand Bind(string sql, ReadOnlySpan<object?> values)
    {
        if (!_prepared.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = dialect.Statement(sql);
            for (var i = 0; i < values.Length; i++) command.Parameters.Add(dialect.Parameter(i));
            _prepared[sql] = command;
        }

        command.Transaction = Transaction;
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = Stored(values[i]);
        return command;
    }
#pragma warning restore CA2100

    // A prepared statement keeps the types it was prepared with, so every whole number goes in as the same one.
    private static object Stored(object? value) => value switch
    {
        null => DBNull.Value,
        int number => (long)number,
        string or long or byte[] => value,
        _ => throw new ArgumentException($"The ledger keeps text, whole numbers and bytes, no {value.GetType().Name}.", nameof(value)),
    };
}
