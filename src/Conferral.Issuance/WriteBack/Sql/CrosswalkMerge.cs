// The crosswalk through the institution's own statements: any table, any MERGE, any ADO.NET provider.
using System.Data;
using System.Data.Common;
using System.Globalization;
using Conferral.Credentials.Model;
using Conferral.Issuance.Ledger;

namespace Conferral.Issuance.WriteBack;

/// <summary>
/// Runs the statements of a file for each row: read, compare, write, commit; then read again and confirm.
/// What somebody changed is found by <c>row_sha256</c> where the statements read it; else a row that was confirmed with these very
/// facts and reads otherwise now counts as changed. Such a row is reported and left, unless overwriting is asked for.
/// Shape: what is read is compared as text, without spaces at the end; times that a column holds as times are compared to the second.
/// Durability: before the run the statements write one real row, read it back, and are rolled back. Rows are committed in batches.
/// Errors: <see cref="ArgumentException"/> at construction; <see cref="WriteBackException"/>.
/// </summary>
internal sealed class CrosswalkMerge(CrosswalkSqlOptions options, SqlStatements statements, TimeProvider time) : ICrosswalkTarget
{
    private const int RowsAtOnce = 200;

    private readonly SisDatabase _database = new(options);

    public string Id => "sql";

    public string Description => $"the tables of {Path.GetFileName(options.StatementsPath)}";

    public bool IsWhole => false;

    public async Task<TargetReport> WriteAsync(IAsyncEnumerable<OutboxRow> rows, IWriteBackOutbox outbox, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await _database.ConnectAsync(cancellationToken);
            var report = new TargetReport(Description);
            var first = true;
            await foreach (var batch in rows.Chunk(RowsAtOnce).WithCancellation(cancellationToken))
            {
                if (first) await Rehearse(connection, batch[0].Row, cancellationToken);
                first = false;
                report = report.And(await WriteBatch(connection, batch, outbox, cancellationToken));
            }

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
            await using var connection = await _database.ConnectAsync(cancellationToken);
            var (equal, drifts) = (0, new List<CrosswalkDrift>());
            await foreach (var row in rows.WithCancellation(cancellationToken))
            {
                var found = await Read(connection, null, row.Row, cancellationToken);
                if (found is null) drifts.Add(new CrosswalkDrift(row.Row.Key, [], Overwritten: false, row.State == WriteBackState.Pending ? DriftReason.Waiting : DriftReason.Missing));
                else if (Differences(found, row.Row) is { Count: > 0 } columns) drifts.Add(new CrosswalkDrift(row.Row.Key, columns, Overwritten: false, row.State == WriteBackState.Pending ? DriftReason.Waiting : DriftReason.Changed));
                else equal++;
            }

            return new TargetReport(Description) { Unchanged = equal, Drifts = drifts };
        }
        catch (DbException fault)
        {
            throw SisDatabase.Explain(fault, Description);
        }
    }

    /// <summary>Everything once, with a real row, and nothing of it stays.</summary>
    private async Task Rehearse(DbConnection connection, CrosswalkRow row, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        try
        {
            await Read(connection, transaction, row, cancellationToken);
            await Execute(connection, transaction, statements.Write, row, cancellationToken);
            var found = await Read(connection, transaction, row, cancellationToken) ?? throw Unfit("reads no row after writing one: see that both go by the same key");
            if (Differences(found, row) is { Count: > 0 } columns) throw Unfit($"reads other values than it wrote, in {string.Join(", ", columns)}: see that both name the same columns");
            if (statements.Confirm is { } confirm) await Execute(connection, transaction, confirm, row, cancellationToken);
        }
        catch (DbException fault) when (!fault.IsTransient)
        {
            throw new WriteBackException(WriteBackCode.Statement, $"{Path.GetFileName(options.StatementsPath)} does not run (code {fault.SqlState ?? fault.ErrorCode.ToString(CultureInfo.InvariantCulture)}). Try its statements in a client of the database; nothing was written.", retryable: false, fault);
        }
        finally
        {
            await transaction.RollbackAsync(CancellationToken.None);
        }

        WriteBackException Unfit(string what) => new(WriteBackCode.Statement, $"{Path.GetFileName(options.StatementsPath)} {what}. Nothing was written.", retryable: false);
    }

    private async Task<TargetReport> WriteBatch(DbConnection connection, IReadOnlyList<OutboxRow> batch, IWriteBackOutbox outbox, CancellationToken cancellationToken)
    {
        var report = new TargetReport(Description);
        var (written, drifts, expected) = (new List<OutboxOutcome>(), new List<(OutboxRow Row, CrosswalkDrift Drift)>(), new List<OutboxRow>());
        await using (var transaction = await connection.BeginTransactionAsync(IsolationLevel.Serializable, cancellationToken))
        {
            foreach (var row in batch)
            {
                var found = await Read(connection, transaction, row.Row, cancellationToken);
                var columns = found is null ? [] : Differences(found, row.Row);
                var isEqual = found is not null && columns.Count == 0;
                if (found is not null && !isEqual && SomebodyChanged(found, row))
                {
                    drifts.Add((row, new CrosswalkDrift(row.Row.Key, columns, options.OverwriteDrift)));
                    if (!options.OverwriteDrift) continue;
                }

                expected.Add(row);
                if (isEqual)
                {
                    report = report with { Unchanged = report.Unchanged + 1 };
                    continue;
                }

                await Execute(connection, transaction, statements.Write, row.Row with { WrittenAt = time.GetUtcNow() }, cancellationToken);
                written.Add(row.Became(WriteBackState.Written));
                if (drifts.Count > 0 && drifts[^1].Row == row) continue;
                report = found is null ? report with { Added = report.Added + 1 } : report with { Changed = report.Changed + 1 };
            }

            await transaction.CommitAsync(cancellationToken);
        }

        outbox.Record(Id, written);
        drifts.AddRange(await Confirm(connection, expected, outbox, cancellationToken));
        outbox.Record(Id, [.. drifts.Where(drift => !drift.Drift.Overwritten).Select(drift => drift.Row.Became(WriteBackState.Drifted, drift.Drift.Reason.ToString()))]);
        return report with { Drifts = [.. drifts.Select(drift => drift.Drift)] };
    }

    private static bool SomebodyChanged(Dictionary<string, string?> found, OutboxRow row)
    {
        if (!found.TryGetValue(CrosswalkTable.HashColumn, out var hash) || hash is null) return row.State == WriteBackState.Confirmed || row.State == WriteBackState.Drifted;
        if (CrosswalkColumn.Facts.Any(column => !found.ContainsKey(column.Name))) return hash == row.Sha256;
        return hash != StoredRow.HashOf([.. CrosswalkColumn.All.Select(column => found.GetValueOrDefault(column.Name))]);
    }

    private async Task<List<(OutboxRow Row, CrosswalkDrift Drift)>> Confirm(DbConnection connection, List<OutboxRow> expected, IWriteBackOutbox outbox, CancellationToken cancellationToken)
    {
        var drifts = new List<(OutboxRow, CrosswalkDrift)>();
        var confirmed = new List<OutboxRow>();
        foreach (var row in expected)
        {
            var found = await Read(connection, null, row.Row, cancellationToken);
            if (found is null) drifts.Add((row, new CrosswalkDrift(row.Row.Key, [], Overwritten: false, DriftReason.Missing)));
            else if (Differences(found, row.Row) is { Count: > 0 } columns) drifts.Add((row, new CrosswalkDrift(row.Row.Key, columns, Overwritten: false)));
            else confirmed.Add(row);
        }

        if (statements.Confirm is { } confirm)
        {
            foreach (var row in confirmed.Where(row => row.State != WriteBackState.Confirmed)) await Execute(connection, null, confirm, row.Row with { ConfirmedAt = time.GetUtcNow() }, cancellationToken);
        }

        outbox.Record(Id, [.. confirmed.Select(row => row.Became(WriteBackState.Confirmed))]);
        return drifts;
    }

    private async Task<Dictionary<string, string?>?> Read(DbConnection connection, DbTransaction? transaction, CrosswalkRow row, CancellationToken cancellationToken)
    {
        await using var command = SisDatabase.Command(connection, transaction, statements.Read.Text, Parameters(statements.Read, row));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken)) return null;
        var found = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < reader.FieldCount; i++) found[reader.GetName(i)] = reader.IsDBNull(i) ? null : Text(reader.GetValue(i));
        if (!CrosswalkColumn.Facts.Any(column => found.ContainsKey(column.Name)))
            throw new WriteBackException(WriteBackCode.Statement, $"{Path.GetFileName(options.StatementsPath)}: what the section 'read' selects is called like no column of the crosswalk, so nothing can be compared. Use AS: SELECT clr_id AS clr_credential_id ….", retryable: false);
        return found;
    }

    private static async Task Execute(DbConnection connection, DbTransaction? transaction, SqlStatement statement, CrosswalkRow row, CancellationToken cancellationToken)
    {
        await using var command = SisDatabase.Command(connection, transaction, statement.Text, Parameters(statement, row));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static IEnumerable<(string Name, string? Text, bool IsNumber)> Parameters(SqlStatement statement, CrosswalkRow row)
    {
        foreach (var name in statement.Parameters)
        {
            var column = CrosswalkColumn.All.FirstOrDefault(candidate => candidate.Name == name);
            yield return column is null ? (name, row.FactsSha256(), false) : (name, column.Of(row), column.IsNumber);
        }
    }

    private static List<string> Differences(Dictionary<string, string?> found, CrosswalkRow row) =>
        [.. CrosswalkColumn.Facts.Where(column => found.TryGetValue(column.Name, out var there) && !IsSame(there, column.Of(row))).Select(column => column.Name)];

    // A column of fixed width pads with spaces; Oracle keeps an empty text as NULL; a column of times may keep seconds only.
    private static bool IsSame(string? there, string? ours)
    {
        if (string.Equals((there ?? "").TrimEnd(' '), (ours ?? "").TrimEnd(' '), StringComparison.Ordinal)) return true;
        return there is not null && ours is not null && there.StartsWith(TimeMark)
            && Credentials.Proofs.XsdDateTime.TryRead(there[1..], out var one) && Credentials.Proofs.XsdDateTime.TryRead(ours, out var other) && (one - other).Duration() < TimeSpan.FromSeconds(1);
    }

    /// <summary>Stands before what the database gave as a time, not as text.</summary>
    private const char TimeMark = '\u0001';

    private static string? Text(object value) => value switch
    {
        DateTime time => TimeMark + DateTimeStamp.Format(new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc))),
        DateTimeOffset time => TimeMark + DateTimeStamp.Format(time.ToUniversalTime()),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}
