// The outbox in the ledger: per target and row, what waits, what was written, what was read back.
using System.Data.Common;
using System.Text;

namespace Conferral.Issuance.Ledger;

/// <summary>
/// The outbox's table. It leaves no events: it is a work list, made anew from the deliveries where it is lost, and what counts as
/// history, that a credential was written back, is the delivery's own event. docs/decisions/outbox-per-target.md
/// </summary>
public sealed class OutboxLedger(LedgerStore store) : IWriteBackOutbox
{
    private const string Row = "target = $0 AND learner_key = $1 AND platform_id = $2 AND record_key = $3";

    public IReadOnlyList<WriteBackState> States(string target, IReadOnlyList<OutboxEntry> entries) => States(entries, store.Read(read => Known(read, target, entries)));

    public IReadOnlyList<WriteBackState> Enqueue(string target, IReadOnlyList<OutboxEntry> entries)
    {
        // Most runs find nothing new, and a transaction costs a sync.
        var known = store.Read(read => Known(read, target, entries));
        var fresh = entries.Where(entry => !known.TryGetValue(entry.Key, out var row) || row.RowSha256 != entry.RowSha256).ToList();
        if (fresh.Count > 0)
        {
            store.Write(write =>
            {
                foreach (var entry in fresh)
                {
                    write.Execute(
                        """
                        INSERT INTO write_back (target, learner_key, platform_id, record_key, row_sha256, state, changed_at) VALUES ($0, $1, $2, $3, $4, 'Pending', $5)
                        ON CONFLICT (target, learner_key, platform_id, record_key) DO UPDATE SET row_sha256 = excluded.row_sha256, state = 'Pending', changed_at = excluded.changed_at, reason = NULL
                        """,
                        target, entry.Key.SisStudentId, entry.Key.PlatformId, entry.Key.SisRecordKey, entry.RowSha256, write.Now);
                }
            });
        }

        return States(entries, known);
    }

    public void Record(string target, IReadOnlyList<OutboxOutcome> outcomes)
    {
        if (outcomes.Count == 0) return;
        var known = States(target, [.. outcomes.Select(outcome => outcome.Entry)]);
        var moved = outcomes.Where((outcome, i) => known[i] != outcome.State).ToList();
        if (moved.Count == 0) return;
        store.Write(write =>
        {
            foreach (var (entry, state, reason) in moved)
            {
                write.Execute(
                    $"UPDATE write_back SET state = $4, changed_at = $5, reason = $6 WHERE {Row} AND row_sha256 = $7",
                    target, entry.Key.SisStudentId, entry.Key.PlatformId, entry.Key.SisRecordKey, state.ToString(), write.Now, reason, entry.RowSha256);
            }
        });
    }

    public void RecordWhole(string target, WriteBackState state, string contentSha256) => store.Write(write =>
    {
        write.Execute("UPDATE write_back SET state = $1, changed_at = $2, reason = NULL WHERE target = $0 AND state <> $1", target, state.ToString(), write.Now);
        write.Execute(
            "INSERT INTO write_back_target (target, content_sha256, written_at) VALUES ($0, $1, $2) ON CONFLICT (target) DO UPDATE SET content_sha256 = excluded.content_sha256, written_at = excluded.written_at",
            target, contentSha256, write.Now);
    });

    public string? WholeContent(string target) => store.Read(read => read.Scalar("SELECT content_sha256 FROM write_back_target WHERE target = $0", target) as string);

    public void Forget(string target, IReadOnlyList<CrosswalkKey> keys)
    {
        if (keys.Count == 0) return;
        store.Write(write =>
        {
            foreach (var key in keys) write.Execute($"DELETE FROM write_back WHERE {Row}", Values(target, key));
        });
    }

    public IReadOnlySet<CrosswalkKey> Unconfirmed(string target)
        => store.Read(read => read.All("SELECT learner_key, platform_id, record_key FROM write_back WHERE target = $0 AND state <> 'Confirmed'", ReadKey, target).ToHashSet());

    public IReadOnlySet<CrosswalkKey> WithoutPlatform(string target)
        => store.Read(read => read.All("SELECT learner_key, platform_id, record_key FROM write_back WHERE target = $0 AND platform_id = ''", ReadKey, target).ToHashSet());

    private static List<WriteBackState> States(IReadOnlyList<OutboxEntry> entries, Dictionary<CrosswalkKey, (string RowSha256, WriteBackState State)> known)
        => [.. entries.Select(entry => known.TryGetValue(entry.Key, out var row) && row.RowSha256 == entry.RowSha256 ? row.State : WriteBackState.Pending)];

    // Rows come in learner order, a few hundred at a time: one question for all of them.
    private static Dictionary<CrosswalkKey, (string RowSha256, WriteBackState State)> Known(LedgerStatements read, string target, IReadOnlyList<OutboxEntry> entries)
    {
        if (entries.Count == 0) return [];
        var learners = entries.Select(entry => entry.Key.SisStudentId).ToList();
        return read.All(
            "SELECT learner_key, platform_id, record_key, row_sha256, state FROM write_back WHERE target = $0 AND learner_key >= $1 AND learner_key <= $2",
            row => (Key: ReadKey(row), Value: (row.GetString(3), Enum.Parse<WriteBackState>(row.GetString(4)))),
            target, learners.Min(ByteOrder), learners.Max(ByteOrder)).ToDictionary(row => row.Key, row => row.Value);
    }

    /// <summary>How both databases order text.</summary>
    private static readonly Comparer<string> ByteOrder = Comparer<string>.Create((one, other) => Encoding.UTF8.GetBytes(one).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(other)));

    private static object?[] Values(string target, CrosswalkKey key) => [target, key.SisStudentId, key.PlatformId, key.SisRecordKey];

    private static CrosswalkKey ReadKey(DbDataReader row) => new(row.GetString(0), row.GetString(1), row.GetString(2));
}
