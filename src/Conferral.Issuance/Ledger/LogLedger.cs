// The transparency log in the ledger: its entries in order, the checkpoints signed over them, the batches' manifests.
using System.Data.Common;
using System.Globalization;

namespace Conferral.Issuance.Ledger;

/// <summary>A checkpoint that was signed. It MUST be on disk here before anybody outside sees it.</summary>
public sealed record RecordedCheckpoint(long Size, DateTimeOffset RecordedAt, string Note);

/// <summary>An event of the log, opened: whoever has salt and event can compute the entry.</summary>
public sealed record LogOpening(long Index, byte[] Salt, LoggedEvent Event);

/// <summary>An entry as the ledger holds it. <see cref="Salt"/> is null once it was erased, <see cref="Commitment"/> null in a row that was tampered with.</summary>
public sealed record LogEntry(long Index, byte[]? Commitment, byte[]? Salt, LoggedEvent Event);

/// <summary>The ledger as the log's one sealer, its audit and its receipts see it.</summary>
public sealed class LogLedger(LedgerStore store)
{
    /// <summary>Kind of the event that says how many salts were erased.</summary>
    internal const string Anonymised = "anonymised";

    /// <summary>Kind of the event that says which manifest closed a batch.</summary>
    internal const string Manifest = "manifest";

    /// <summary>Kind of the event that names the log's next key.</summary>
    internal const string KeyRotated = "log-key-rotated";

    /// <summary>What a line of a checkpoint begins with at which the key changed.</summary>
    internal const string KeyChangeMark = "conferral-key-from ";

    private const string EventColumns = "at, kind, batch_id, credential_id, version, platform_id, detail";

    /// <summary>
    /// Gives every committed event its place in the log, in the order they were written, and answers how many entries there are.
    /// Events from before the log existed are committed to now. A place once given is never given again.
    /// Errors: <see cref="LedgerCode.LogBroken"/> when rows are missing that had a place.
    /// </summary>
    public long NumberEntries() => store.Write(write =>
    {
        CommitOlder(write);
        var (placed, next) = Places(write);
        var signed = (long)(write.Scalar("SELECT MAX(tree_size) FROM log_checkpoint") ?? 0L);
        if (placed != next || next < signed)
            throw new LedgerException(LedgerCode.LogBroken, $"The ledger holds {placed} of the log's {Math.Max(next, signed)} entries: rows of its history were deleted, or it is an older copy. Nothing was sealed; run `conferral audit` and restore the newest copy of the ledger.");
        return next + write.Execute(
            """
            UPDATE event SET leaf_index = numbered.place
            FROM (SELECT seq, ROW_NUMBER() OVER (ORDER BY seq) - 1 + (SELECT COALESCE(MAX(leaf_index) + 1, 0) FROM event) AS place FROM event WHERE leaf_index IS NULL) AS numbered
            WHERE event.seq = numbered.seq
            """);
    });

    /// <summary>How many events wait to be sealed.</summary>
    public long CountUnsealed() => store.Read(read => read.Count(
        "SELECT COUNT(*) FROM event WHERE leaf_index IS NULL OR leaf_index >= COALESCE((SELECT MAX(tree_size) FROM log_checkpoint), 0)"));

    /// <summary>Entries in order, from an index on.</summary>
    public IReadOnlyList<LogEntry> Entries(long from, int max) => Read(
        $"SELECT {EventColumns}, leaf_index, commitment, salt FROM event WHERE leaf_index >= $0 ORDER BY leaf_index LIMIT $1",
        row => new LogEntry(row.GetInt64(7), Bytes(row, 8), Bytes(row, 9), ReadEvent(row)),
        from, max);

    /// <summary>What the log holds of one version, below a size, as far as its salts are there.</summary>
    public IReadOnlyList<LogOpening> Openings(CredentialVersion id, long below) => Read(
        $"SELECT {EventColumns}, leaf_index, salt FROM event WHERE credential_id = $0 AND version = $1 AND leaf_index < $2 AND salt IS NOT NULL ORDER BY leaf_index",
        row => new LogOpening(row.GetInt64(7), (byte[])row[8], ReadEvent(row)),
        id.CredentialId, id.Version, below);

    /// <summary>Every checkpoint, oldest first.</summary>
    public IReadOnlyList<RecordedCheckpoint> Checkpoints() => Read("SELECT tree_size, recorded_at, note FROM log_checkpoint ORDER BY tree_size", ReadCheckpoint);

    public RecordedCheckpoint? LastCheckpoint() => Read("SELECT tree_size, recorded_at, note FROM log_checkpoint ORDER BY tree_size DESC LIMIT 1", ReadCheckpoint).SingleOrDefault();

    public RecordedCheckpoint? CheckpointAt(long size) => Read("SELECT tree_size, recorded_at, note FROM log_checkpoint WHERE tree_size = $0", ReadCheckpoint, size).SingleOrDefault();

    /// <summary>Records a signed checkpoint. Durability: it MUST be on disk when this returns. Errors: <see cref="LedgerCode.WrongState"/> when a later one is there.</summary>
    public RecordedCheckpoint RecordCheckpoint(long size, string note) => store.Write(write =>
    {
        if (write.Scalar("SELECT MAX(tree_size) FROM log_checkpoint") is long last && last >= size)
            throw new LedgerException(LedgerCode.WrongState, $"A checkpoint over {last} entries was recorded while one over {size} was made. Nothing was published; run `conferral log seal`.");
        write.Execute("INSERT INTO log_checkpoint (tree_size, recorded_at, note) VALUES ($0, $1, $2)", size, write.Now, note);
        return new RecordedCheckpoint(size, LedgerTime.From(write.Now), note);
    });

    /// <summary>The checkpoints at which the log's key changed, oldest first.</summary>
    public IReadOnlyList<string> KeyChangeNotes() => Read($"SELECT note FROM log_checkpoint WHERE note LIKE '%{KeyChangeMark}%' ORDER BY tree_size", row => row.GetString(0));

    /// <summary>Leaves the log's next key in the history; again where a change was broken off, so that there is an entry to sign over.</summary>
    public void RecordNextKey(string vkey) => store.Write(write => write.Event(KeyRotated, null, null, detail: vkey));

    /// <summary>Keeps a checkpoint's note with the signatures that witnesses added.</summary>
    public void ReplaceNote(long size, string note) => store.Write(write => write.Execute("UPDATE log_checkpoint SET note = $0 WHERE tree_size = $1", note, size));

    /// <summary>
    /// Erases the salts of a credential's events: what the log published about it can no longer be tied to it, unless somebody
    /// holds a receipt. The tree stays as it is. Answers how many.
    /// </summary>
    public int EraseSalts(string credentialId) => store.Write(write =>
    {
        var erased = EraseSalts(write, [credentialId]);
        if (erased > 0) write.Event(Anonymised, null, null, detail: erased.ToString(CultureInfo.InvariantCulture));
        return erased;
    });

    /// <summary>The same within a larger transaction, which MUST leave the event that says how many.</summary>
    internal static int EraseSalts(LedgerTransaction write, IReadOnlyList<string> credentialIds)
    {
        if (credentialIds.Count == 0) return 0;
        CommitOlder(write);
        return credentialIds.Sum(id => write.Execute("UPDATE event SET salt = NULL WHERE credential_id = $0 AND salt IS NOT NULL", id));
    }

    /// <summary>How many committed events have no salt, and how many salts were erased by <see cref="EraseSalts"/>.</summary>
    public (long Blank, long Erased) Erasures() => (
        Read("SELECT COUNT(*) FROM event WHERE salt IS NULL AND commitment IS NOT NULL", row => row.GetInt64(0)).Single(),
        Read("SELECT detail FROM event WHERE kind = $0", row => long.Parse(row.GetString(0), CultureInfo.InvariantCulture), Anonymised).Sum());

    /// <summary>Closed batches whose input was read to its end and that have no manifest yet.</summary>
    public IReadOnlyList<Batch> BatchesWithoutManifest() => Read(
        $"SELECT {BatchLedger.BatchColumns} FROM batch WHERE closed_at IS NOT NULL AND learners_read IS NOT NULL AND batch_id NOT IN (SELECT batch_id FROM batch_manifest) ORDER BY opened_at",
        BatchLedger.ReadBatch);

    /// <summary>Batch and manifest of every batch that has one.</summary>
    public IReadOnlyList<(string BatchId, string Note)> Manifests() => Read("SELECT batch_id, note FROM batch_manifest ORDER BY batch_id", row => (row.GetString(0), row.GetString(1)));

    /// <summary>Stores a batch's signed manifest and logs its hash, in one transaction.</summary>
    public void RecordManifest(string batchId, string note, string sha256) => store.Write(write =>
    {
        write.Execute("INSERT INTO batch_manifest (batch_id, note) VALUES ($0, $1)", batchId, note);
        write.Event(Manifest, batchId, null, detail: LoggedEvent.DetailOf(sha256));
    });

    // How many entries have a place, and the next free one.
    private static (long Placed, long Next) Places(LedgerTransaction write)
    {
        using var row = write.Query("SELECT COUNT(leaf_index), COALESCE(MAX(leaf_index) + 1, 0) FROM event");
        row.Read();
        return (row.GetInt64(0), row.GetInt64(1));
    }

    // A ledger from before the log, or an event written past it: committed to as soon as it is seen.
    private static void CommitOlder(LedgerTransaction write)
    {
        var older = write.All($"SELECT {EventColumns}, seq FROM event WHERE commitment IS NULL AND leaf_index IS NULL", row => (Seq: row.GetInt64(7), Event: ReadEvent(row)));
        foreach (var (seq, logged) in older)
        {
            var salt = LoggedEvent.NewSalt();
            write.Execute("UPDATE event SET salt = $0, commitment = $1 WHERE seq = $2", salt, LoggedEvent.Commit(salt, logged.ToUtf8()), seq);
        }
    }

    private static RecordedCheckpoint ReadCheckpoint(DbDataReader row) => new(row.GetInt64(0), LedgerTime.From(row.GetInt64(1)), row.GetString(2));

    private static LoggedEvent ReadEvent(DbDataReader row) => new(
        LedgerTime.From(row.GetInt64(0)), row.GetString(1), Text(row, 2),
        row.IsDBNull(3) ? null : new CredentialVersion(row.GetString(3), row.GetInt32(4)), Text(row, 5), Text(row, 6));

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static byte[]? Bytes(DbDataReader row, int column) => row.IsDBNull(column) ? null : (byte[])row[column];

    private List<T> Read<T>(string sql, Func<DbDataReader, T> row, params object[] values) => store.Read(read => read.All(sql, row, values));
}
