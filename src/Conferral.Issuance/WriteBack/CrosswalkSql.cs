// The crosswalk as a table the institution owns.
using System.Data;
using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Conferral.Issuance.WriteBack;

/// <summary>Which table, and what may be done to it.</summary>
public sealed record CrosswalkSqlOptions
{
    /// <summary>Says whose table it is.</summary>
    public const string DefaultTable = "conferral_crosswalk";

    /// <summary>Database owners make their tables themselves, and the login used here should not be able to.</summary>
    public const bool DefaultCreateTable = false;

    /// <summary>The table is the institution's: what somebody changed there may be a decision.</summary>
    public const bool DefaultOverwriteDrift = false;

    /// <summary><c>sqlite</c> or <c>postgres</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>Never shown in messages.</summary>
    public required string ConnectionString { get; init; }

    public string Table { get; init; } = DefaultTable;

    public bool CreateTable { get; init; } = DefaultCreateTable;

    public bool OverwriteDrift { get; init; } = DefaultOverwriteDrift;
}

/// <summary>
/// Upserts the crosswalk by (sis_student_id, platform_id, sis_record_key), reads every row back and compares it.
/// A row that no longer says what was written there is reported and left as it is, unless overwriting is asked for; a deleted row is
/// written anew. The login needs SELECT, INSERT and UPDATE on the one table.
/// Shape: text columns and two of type integer; times are text, UTC, ISO 8601. A row that is unchanged is not touched.
/// Durability: each batch is one serializable transaction; <c>confirmed_at</c> is set after it is committed and read back.
/// Errors: <see cref="ArgumentException"/> at construction for provider and table name; <see cref="WriteBackException"/>.
/// </summary>
public sealed class CrosswalkSql : ICrosswalkTarget
{
    /// <summary>Rows per transaction. 18 values a row keep the statement well below SQLite's 32,766 parameters.</summary>
    private const int RowsAtOnce = 200;

    private readonly CrosswalkSqlOptions options;
    private readonly TimeProvider time;
    private readonly DbProviderFactory factory;
    private readonly CrosswalkTable table;

    public CrosswalkSql(CrosswalkSqlOptions options, TimeProvider time)
    {
        this.options = options;
        this.time = time;
        table = new CrosswalkTable(options.Table);
        factory = options.Provider switch
        {
            "sqlite" => SqliteFactory.Instance,
            "postgres" or "postgresql" => NpgsqlFactory.Instance,
            _ => throw new ArgumentException($"The database provider \"{options.Provider}\" is not known; use sqlite or postgres.", nameof(options)),
        };
    }

    public string Description => $"table {table.Name}";

    public async Task<TargetReport> WriteAsync(IAsyncEnumerable<CrosswalkRow> rows, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await Connect(cancellationToken);
            await Prepare(connection, cancellationToken);
            var report = new TargetReport(Description);
            await foreach (var batch in rows.Chunk(RowsAtOnce).WithCancellation(cancellationToken))
                report = Add(report, await WriteBatch(connection, batch, cancellationToken));
            return report;
        }
        catch (DbException fault)
        {
            // The database's own words may repeat a value, so only its code is passed on.
            var state = fault.SqlState ?? fault.ErrorCode.ToString(CultureInfo.InvariantCulture);
            throw new WriteBackException(WriteBackCode.Database, $"The database refused the crosswalk for {Description} (code {state}). Check that it runs and that the login may select, insert and update there; then run again.", fault.IsTransient, fault);
        }
    }

    private async Task<DbConnection> Connect(CancellationToken cancellationToken)
    {
        var connection = factory.CreateConnection()!;
        try
        {
            connection.ConnectionString = options.ConnectionString;
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private async Task Prepare(DbConnection connection, CancellationToken cancellationToken)
    {
        if (options.CreateTable) await Execute(connection, null, table.Create, [], cancellationToken);
        try
        {
            await Execute(connection, null, table.Probe, [], cancellationToken);
        }
        catch (DbException fault) when (!fault.IsTransient)
        {
            throw new WriteBackException(WriteBackCode.Table, $"The {Description} cannot be read or lacks columns. Have its owner run: {table.Create}", retryable: false, fault);
        }
    }

    private async Task<TargetReport> WriteBatch(DbConnection connection, IReadOnlyList<CrosswalkRow> batch, CancellationToken cancellationToken)
    {
        var wanted = batch.Select(row => StoredRow.ToWrite(row, time.GetUtcNow())).ToList();
        BatchPlan plan;
        await using (var transaction = await connection.BeginTransactionAsync(IsolationLevel.Serializable, cancellationToken))
        {
            plan = BatchPlan.Of(wanted, await Read(connection, transaction, wanted, cancellationToken), options.OverwriteDrift);
            if (plan.ToWrite.Count > 0) await Execute(connection, transaction, table.Upsert(plan.ToWrite.Count), Values(plan.ToWrite), cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        var drifts = await Confirm(connection, plan, cancellationToken);
        return plan.Report with { Drifts = [.. plan.Report.Drifts, .. drifts] };
    }

    // What was committed is read anew: a trigger or a narrow column may have stored something else.
    private async Task<List<CrosswalkDrift>> Confirm(DbConnection connection, BatchPlan plan, CancellationToken cancellationToken)
    {
        var stored = await Read(connection, null, plan.Expected, cancellationToken);
        var drifts = new List<CrosswalkDrift>();
        var confirmed = new List<string?> { DateTimeText(time.GetUtcNow()) };
        foreach (var expected in plan.Expected)
        {
            if (!stored.TryGetValue(expected.Key, out var found)) drifts.Add(new CrosswalkDrift(expected.Key, [], Overwritten: false));
            else if (found.DifferencesFrom(expected) is { Count: > 0 } columns) drifts.Add(new CrosswalkDrift(expected.Key, columns, Overwritten: false));
            else if (!found.IsConfirmed) confirmed.Add(expected.Sha256);
        }

        if (confirmed.Count > 1) await Execute(connection, null, table.Confirm(confirmed.Count - 1), confirmed.Select(text => (text, false)), cancellationToken);
        return drifts;
    }

    private async Task<Dictionary<CrosswalkKey, StoredRow>> Read(DbConnection connection, DbTransaction? transaction, IReadOnlyList<StoredRow> rows, CancellationToken cancellationToken)
    {
        var found = new Dictionary<CrosswalkKey, StoredRow>();
        var students = rows.Select(row => row.Key.SisStudentId).Distinct(StringComparer.Ordinal).ToList();
        if (students.Count == 0) return found;
        await using var command = Command(connection, transaction, table.SelectByStudents(students.Count), students.Select(student => ((string?)student, false)));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var row = StoredRow.Read(reader);
            found[row.Key] = row;
        }

        return found;
    }

    private static async Task Execute(DbConnection connection, DbTransaction? transaction, string sql, IEnumerable<(string? Text, bool IsNumber)> values, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, transaction, sql, values);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

#pragma warning disable CA2100 // the statements are built of checked names and parameter places only
    private static DbCommand Command(DbConnection connection, DbTransaction? transaction, string sql, IEnumerable<(string? Text, bool IsNumber)> values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        foreach (var (text, isNumber) in values)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = "@p" + command.Parameters.Count;
            parameter.DbType = isNumber ? DbType.Int32 : DbType.String;
            parameter.Value = text is null ? DBNull.Value : isNumber ? int.Parse(text, CultureInfo.InvariantCulture) : text;
            command.Parameters.Add(parameter);
        }

        return command;
    }
#pragma warning restore CA2100

    private static IEnumerable<(string? Text, bool IsNumber)> Values(IReadOnlyList<StoredRow> rows)
        => rows.SelectMany(row => row.Texts.Select((text, i) => (text, CrosswalkColumn.All[i].IsNumber)).Append((row.Sha256, false)));

    private static string DateTimeText(DateTimeOffset time) => Credentials.Model.DateTimeStamp.Format(time.ToUniversalTime());

    private static TargetReport Add(TargetReport sum, TargetReport more) => sum with
    {
        Added = sum.Added + more.Added,
        Changed = sum.Changed + more.Changed,
        Unchanged = sum.Unchanged + more.Unchanged,
        Drifts = [.. sum.Drifts, .. more.Drifts],
    };
}
