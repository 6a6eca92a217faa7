// The crosswalk as a table the institution owns.
using System.Data;
using System.Data.Common;
using Conferral.Issuance.Ledger;

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

    /// <summary><c>sqlite</c>, <c>postgresql</c>, or the full name of another provider's factory class.</summary>
    public required string Provider { get; init; }

    /// <summary>The file that holds another provider's factory class.</summary>
    public string? ProviderAssembly { get; init; }

    /// <summary>The institution's own statements; null: ours, for our table.</summary>
    public string? StatementsPath { get; init; }

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
    private readonly SisDatabase database;
    private readonly CrosswalkTable table;

    public CrosswalkSql(CrosswalkSqlOptions options, TimeProvider time)
    {
        this.options = options;
        this.time = time;
        table = new CrosswalkTable(options.Table);
        database = new SisDatabase(options);
    }

    public string Id => "sql";

    public string Description => $"table {table.Name}";

    public bool IsWhole => false;

    /// <summary>
    /// The target these options ask for: our statements, or those of the institution's file.
    /// Errors: <see cref="ArgumentException"/>, <see cref="IOException"/> for a file that cannot be read.
    /// </summary>
    public static ICrosswalkTarget Open(CrosswalkSqlOptions options, TimeProvider time) => options.StatementsPath is { } path
        ? new CrosswalkMerge(options, SqlStatements.Parse(File.ReadAllText(path), Path.GetFileName(path)), time)
        : new CrosswalkSql(options, time);

    /// <summary>Our statements for one row, as a file to begin from.</summary>
    public static string StatementsFor(string table) => SqlStatements.Template(table);

    public async Task<TargetReport> WriteAsync(IAsyncEnumerable<OutboxRow> rows, IWriteBackOutbox outbox, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await database.ConnectAsync(cancellationToken);
            await Prepare(connection, cancellationToken);
            var report = new TargetReport(Description);
            await foreach (var batch in rows.Chunk(RowsAtOnce).WithCancellation(cancellationToken))
                report = report.And(await WriteBatch(connection, batch, outbox, cancellationToken));
            return report;
        }
        catch (DbException fault)
        {
            throw SisDatabase.Explain(fault, Description);
        }
    }

    public async Task<TargetReport> CheckAsync(IAsyncEnumerable<OutboxRow> rows, IWriteBackOutbox outbox, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await database.ConnectAsync(cancellationToken);
            var (equal, drifts) = (0, new List<CrosswalkDrift>());
            await foreach (var batch in rows.Chunk(RowsAtOnce).WithCancellation(cancellationToken))
            {
                var wanted = batch.Select(row => StoredRow.ToWrite(row.Row, time.GetUtcNow())).ToList();
                var stored = await Read(connection, null, wanted, cancellationToken);
                for (var i = 0; i < batch.Length; i++)
                {
                    var waits = batch[i].State == WriteBackState.Pending;
                    if (!stored.TryGetValue(wanted[i].Key, out var found)) drifts.Add(new CrosswalkDrift(wanted[i].Key, [], Overwritten: false, waits ? DriftReason.Waiting : DriftReason.Missing));
                    else if (found.DifferencesFrom(wanted[i]) is { Count: > 0 } columns) drifts.Add(new CrosswalkDrift(wanted[i].Key, columns, Overwritten: false, waits && found.IsAsWritten ? DriftReason.Waiting : DriftReason.Changed));
                    else equal++;
                }
            }

            return new TargetReport(Description) { Unchanged = equal, Drifts = drifts };
        }
        catch (DbException fault)
        {
            throw SisDatabase.Explain(fault, Description);
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

    private async Task<TargetReport> WriteBatch(DbConnection connection, IReadOnlyList<OutboxRow> batch, IWriteBackOutbox outbox, CancellationToken cancellationToken)
    {
        var rows = batch.ToDictionary(row => row.Row.Key);
        var wanted = batch.Select(row => StoredRow.ToWrite(row.Row, time.GetUtcNow())).ToList();
        BatchPlan plan;
        await using (var transaction = await connection.BeginTransactionAsync(IsolationLevel.Serializable, cancellationToken))
        {
            plan = BatchPlan.Of(wanted, await Read(connection, transaction, wanted, cancellationToken), options.OverwriteDrift);
            if (plan.ToWrite.Count > 0) await Execute(connection, transaction, table.Upsert(plan.ToWrite.Count), Values(plan.ToWrite), cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        outbox.Record(Id, [.. plan.ToWrite.Select(row => rows[row.Key].Became(WriteBackState.Written))]);
        IReadOnlyList<CrosswalkDrift> drifts = [.. plan.Report.Drifts, .. await Confirm(connection, plan, cancellationToken)];
        var drifted = drifts.Where(drift => !drift.Overwritten).ToDictionary(drift => drift.Key);
        outbox.Record(Id, [.. batch.Select(row => drifted.TryGetValue(row.Row.Key, out var drift) ? row.Became(WriteBackState.Drifted, drift.Reason.ToString()) : row.Became(WriteBackState.Confirmed))]);
        return plan.Report with { Drifts = drifts };
    }

    // What was committed is read anew: a trigger or a narrow column may have stored something else.
    private async Task<List<CrosswalkDrift>> Confirm(DbConnection connection, BatchPlan plan, CancellationToken cancellationToken)
    {
        var stored = await Read(connection, null, plan.Expected, cancellationToken);
        var drifts = new List<CrosswalkDrift>();
        var confirmed = new List<string?> { DateTimeText(time.GetUtcNow()) };
        foreach (var expected in plan.Expected)
        {
            if (!stored.TryGetValue(expected.Key, out var found)) drifts.Add(new CrosswalkDrift(expected.Key, [], Overwritten: false, DriftReason.Missing));
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

    private static DbCommand Command(DbConnection connection, DbTransaction? transaction, string sql, IEnumerable<(string? Text, bool IsNumber)> values)
        => SisDatabase.Command(connection, transaction, sql, values.Select((value, i) => ("@p" + i.ToString(System.Globalization.CultureInfo.InvariantCulture), value.Text, value.IsNumber)));

    private static IEnumerable<(string? Text, bool IsNumber)> Values(IReadOnlyList<StoredRow> rows)
        => rows.SelectMany(row => row.Texts.Select((text, i) => (text, CrosswalkColumn.All[i].IsNumber)).Append((row.Sha256, false)));

    private static string DateTimeText(DateTimeOffset time) => Credentials.Model.DateTimeStamp.Format(time.ToUniversalTime());
}
