// Questions people ask of the ledger: batches and their accounts, one learner's credentials, histories, stored documents.
using System.Data.Common;
using System.Text.Json;
using Conferral.Credentials;

namespace Conferral.Issuance.Ledger;

/// <summary>Read-only views for <c>status</c>, <c>show</c> and <c>audit</c>.</summary>
public sealed class LedgerReader(LedgerStore store)
{
    /// <summary>All batches, newest first.</summary>
    public IReadOnlyList<Batch> Batches() => store.Read(read =>
        read.All($"SELECT {BatchLedger.BatchColumns} FROM batch ORDER BY opened_at DESC", BatchLedger.ReadBatch));

    public BatchAccount Account(Batch batch) => store.Read(read =>
    {
        var dispositions = Counts(read, "SELECT disposition, COUNT(*) FROM batch_learner WHERE batch_id = $0 AND disposition <> 'Blocked' GROUP BY disposition", batch.BatchId);
        return new BatchAccount
        {
            Batch = batch,
            New = dispositions.GetValueOrDefault(nameof(Disposition.New)),
            Amended = dispositions.GetValueOrDefault(nameof(Disposition.Amended)),
            Unchanged = dispositions.GetValueOrDefault(nameof(Disposition.Unchanged)),
            Unsigned = (int)read.Count($"SELECT COUNT(*) {IssuedInBatch} WHERE b.batch_id = $0 AND c.state = 'Intended'", batch.BatchId),
            BlockedByReason = Counts(read, "SELECT reason_code, COUNT(*) FROM batch_learner WHERE batch_id = $0 AND disposition = 'Blocked' GROUP BY reason_code ORDER BY 2 DESC, 1", batch.BatchId),
            Platforms = Platforms(read, batch.BatchId),
        };
    });

    /// <summary>The batch's blocked learners with their findings, in learner order.</summary>
    public IReadOnlyList<BlockedLearner> Blocked(string batchId) => store.Read(read => read.All(
        "SELECT learner_key, reason_code, source, findings FROM batch_learner WHERE batch_id = $0 AND disposition = 'Blocked' ORDER BY learner_key",
        row => new BlockedLearner(row.GetString(0), Text(row, 1) ?? "unknown", row.GetString(2), ReadFindings(row, 3)),
        batchId));

    /// <summary>Credentials of a learner key or a SIS record key, or the one with this credential id; every version, oldest first.</summary>
    public IReadOnlyList<IssuedCredential> Find(string key) => store.Read(read => read.All(
        $"SELECT {SigningLedger.CredentialColumns} FROM credential WHERE learner_key = $0 OR record_key = $0 OR credential_id = $0 ORDER BY credential_id, version",
        SigningLedger.ReadCredential,
        key));

    /// <summary>What batches decided about a learner, oldest batch first.</summary>
    public IReadOnlyList<BatchLine> Lines(string learnerKey) => store.Read(read => read.All(
        "SELECT l.batch_id, b.opened_at, l.disposition, l.credential_id, l.version, l.source, l.reason_code, l.findings FROM batch_learner l JOIN batch b ON b.batch_id = l.batch_id WHERE l.learner_key = $0 ORDER BY b.opened_at",
        row => new BatchLine(
            row.GetString(0), LedgerTime.From(row.GetInt64(1)), Enum.Parse<Disposition>(row.GetString(2)),
            row.IsDBNull(3) ? null : new CredentialVersion(row.GetString(3), row.GetInt32(4)), row.GetString(5), Text(row, 6), ReadFindings(row, 7)),
        learnerKey));

    /// <summary>Every credential version, in the order of their intents.</summary>
    public IReadOnlyList<IssuedCredential> Credentials() => store.Read(read => read.All(
        $"SELECT {SigningLedger.CredentialColumns} FROM credential ORDER BY first_created, version", SigningLedger.ReadCredential));

    /// <summary>The newest of <see cref="LedgerTransitions.DecisionEvents"/>, which by the chain stands for all before it; null where nobody decided anything yet.</summary>
    public LedgerHead? NewestDecision() => store.Read(read => read.All<LedgerHead?>(
        $"SELECT seq, hash FROM event WHERE kind IN ({string.Join(", ", LedgerTransitions.DecisionEvents.Select((_, i) => $"${i}"))}) ORDER BY seq DESC LIMIT 1",
        row => new LedgerHead(row.GetInt64(0), row.IsDBNull(1) ? "" : row.GetString(1)),
        [.. LedgerTransitions.DecisionEvents])).SingleOrDefault();

    /// <summary>What platforms answered in place of what they were sent, oldest version first.</summary>
    public IReadOnlyList<HostDocument> HostDocuments(string credentialId) => store.Read(read => Ledger.HostDocuments.Of(read, credentialId));

    internal IReadOnlyList<string> HostDocumentProblems() => store.Read(Ledger.HostDocuments.Problems);

    public IReadOnlyList<LedgerDelivery> Deliveries(string credentialId) => store.Read(read => DeliveryLedger.ReadDeliveriesOf(read, credentialId));

    public IReadOnlyList<LedgerEvent> History(string credentialId) => store.Read(read => read.All(
        "SELECT seq, at, kind, batch_id, credential_id, version, platform_id, detail FROM event WHERE credential_id = $0 ORDER BY seq",
        row => new LedgerEvent(
            row.GetInt64(0), LedgerTime.From(row.GetInt64(1)), row.GetString(2), Text(row, 3),
            row.IsDBNull(4) ? null : new CredentialVersion(row.GetString(4), row.GetInt32(5)), Text(row, 6), Text(row, 7)),
        credentialId));

    /// <summary>The signed bytes of a version, exactly as they were stored; null when it has none.</summary>
    public byte[]? Document(CredentialVersion id) => store.Read(read => read.All(
        "SELECT codec, body FROM document WHERE credential_id = $0 AND version = $1",
        row => DocumentCodec.Unpack(id, row.GetString(0), (byte[])row[1]),
        id.CredentialId, id.Version).SingleOrDefault());

    /// <summary>Signed and not revoked credentials whose record is not among a batch's learners: issued before and no longer in the export.</summary>
    public int CountNotInBatch(string batchId) => store.Read(read => (int)read.Count(
        """
        SELECT COUNT(DISTINCT credential_id) FROM credential c
        WHERE c.state = 'Signed' AND NOT EXISTS (SELECT 1 FROM batch_learner b WHERE b.batch_id = $0 AND b.record_key = c.record_key)
          AND NOT EXISTS (SELECT 1 FROM status r WHERE r.credential_id = c.credential_id AND r.state = 'Revoked')
        """,
        batchId));

    /// <summary>The record key of every credential that was ever signed and is not revoked.</summary>
    public IReadOnlyList<string> RecordKeys() => Texts(
        "SELECT DISTINCT record_key FROM credential c WHERE state = 'Signed' AND NOT EXISTS (SELECT 1 FROM status r WHERE r.credential_id = c.credential_id AND r.state = 'Revoked')");

    internal IReadOnlyList<string> AuditHistory() => store.Read(read => new HistoryAudit(read).Run());

    /// <summary>Where the history ends.</summary>
    public LedgerHead Head() => store.Read(EventChain.Head);

    /// <summary>Runs one counting question of the audit.</summary>
    internal long Count(string sql) => store.Read(read => read.Count(sql));

    internal IReadOnlyList<string> Texts(string sql) => store.Read(read => read.All(sql, row => row.GetString(0)));

    // The credentials a batch issued: the versions its own lines name as new or amended.
    private const string IssuedInBatch =
        "FROM batch_learner b JOIN credential c ON c.credential_id = b.credential_id AND c.version = b.version AND b.disposition IN ('New', 'Amended')";

    private static List<PlatformAccount> Platforms(LedgerStatements read, string batchId)
    {
        var rows = read.All(
            $"SELECT d.platform_id, d.state, d.reason_code, COUNT(*) {IssuedInBatch} JOIN delivery d ON d.credential_id = c.credential_id AND d.version = c.version WHERE b.batch_id = $0 GROUP BY 1, 2, 3",
            row => (Platform: row.GetString(0), State: Enum.Parse<DeliveryState>(row.GetString(1)), Reason: Text(row, 2), Count: row.GetInt32(3)),
            batchId);
        return [.. rows.GroupBy(row => row.Platform).Select(group => new PlatformAccount(
            group.Key,
            group.GroupBy(row => row.State).ToDictionary(states => states.Key, states => states.Sum(row => row.Count)),
            group.Where(row => row.State == DeliveryState.Failed).GroupBy(row => row.Reason ?? "unknown").ToDictionary(reasons => reasons.Key, reasons => reasons.Sum(row => row.Count)))
        {
            Missing = Ungiven(group.Key, $"c.state = 'Signed' AND {NewestVersion.OfItsRecord}"),
            NeverDue = Ungiven(group.Key, $"(c.state = 'Purged' OR (c.state = 'Signed' AND NOT ({NewestVersion.OfItsRecord})))"),
        })];

        int Ungiven(string platformId, string which) => (int)read.Count(
            $"SELECT COUNT(*) {IssuedInBatch} WHERE b.batch_id = $0 AND {which} AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.credential_id = c.credential_id AND d.version = c.version AND d.platform_id = $1)",
            batchId,
            platformId);
    }

    private static Dictionary<string, int> Counts(LedgerStatements read, string sql, string batchId)
        => read.All(sql, row => (Key: Text(row, 0) ?? "unknown", Count: row.GetInt32(1)), batchId).ToDictionary(pair => pair.Key, pair => pair.Count);

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static IReadOnlyList<Finding> ReadFindings(DbDataReader row, int column)
        => Text(row, column) is { } json ? JsonSerializer.Deserialize(json, LedgerJson.Default.IReadOnlyListFinding) ?? [] : [];
}

/// <summary>What one batch decided about a learner.</summary>
public sealed record BatchLine(string BatchId, DateTimeOffset OpenedAt, Disposition Disposition, CredentialVersion? Credential, string Source, string? ReasonCode, IReadOnlyList<Finding> Findings);

/// <summary>A learner who was not issued, and why.</summary>
public sealed record BlockedLearner(string LearnerKey, string ReasonCode, string Source, IReadOnlyList<Finding> Findings)
{
    internal static BlockedLearner Of(BatchLearner learner) => new(learner.LearnerKey, learner.ReasonCode ?? "unknown", learner.Source.ToString(), learner.Findings);
}
