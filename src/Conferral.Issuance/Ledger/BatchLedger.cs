// Batches in the ledger: opening or resuming one, what it decided for each learner, and closing it.
using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Conferral.Credentials;

namespace Conferral.Issuance.Ledger;

/// <summary>The ledger as a batch's beginning and end see it.</summary>
public sealed class BatchLedger(LedgerStore store)
{
    internal const string BatchColumns = "batch_id, source, input_sha256, rules_sha256, verification_method, opened_at, closed_at, learners_read";

    /// <summary>
    /// The batch for this input: the open one when input, rules and key are the same (a run that was interrupted), else a new one.
    /// An open batch over other input is closed first; what it signed is still delivered.
    /// </summary>
    public Batch OpenOrResume(string source, string inputSha256, string rulesSha256, string verificationMethod) => store.Write(write =>
    {
        var open = write.All($"SELECT {BatchColumns} FROM batch WHERE closed_at IS NULL ORDER BY opened_at DESC", ReadBatch).FirstOrDefault();
        if (open is not null && open.InputSha256 == inputSha256 && open.RulesSha256 == rulesSha256 && open.VerificationMethod == verificationMethod)
        {
            write.Event("batch-resumed", open.BatchId, null);
            return open;
        }

        if (open is not null)
        {
            write.Execute("UPDATE batch SET closed_at = $0 WHERE closed_at IS NULL", write.Now);
            write.Event("batch-interrupted", open.BatchId, null, detail: "another input, mapping, setting or key came before it was finished");
        }

        var batch = new Batch(NextBatchId(write), source, inputSha256, rulesSha256, verificationMethod, LedgerTime.From(write.Now), null, null);
        write.Execute(
            "INSERT INTO batch (batch_id, source, input_sha256, rules_sha256, verification_method, opened_at) VALUES ($0, $1, $2, $3, $4, $5)",
            batch.BatchId, source, inputSha256, rulesSha256, verificationMethod, write.Now);
        write.Event("batch-opened", batch.BatchId, null, detail: OpenedOver(inputSha256));
        return batch;
    });

    /// <summary>Records what the batch decided for learners that will not be signed now: unchanged or blocked.</summary>
    public void RecordLearners(string batchId, IReadOnlyList<BatchLearner> learners)
    {
        if (learners.Count == 0) return;
        store.Write(write =>
        {
            foreach (var learner in learners) PutLearner(write, batchId, learner);
        });
    }

    /// <summary>Records how many learners the reader counted once the input has been read to its end.</summary>
    public void RecordLearnersRead(string batchId, long learnersRead) => store.Write(write =>
    {
        write.Execute("UPDATE batch SET learners_read = $0 WHERE batch_id = $1", learnersRead, batchId);
        write.Event("read-to-end", batchId, null, detail: $"{learnersRead} learners");
    });

    /// <summary>
    /// Closes the batch after its account has been shown to add up. Its last event holds the account and the hash of its lines, and
    /// the batch that event's hash: a history cut off before it shows.
    /// </summary>
    public LedgerHead Close(BatchAccount account) => store.Write(write =>
    {
        var batchId = account.Batch.BatchId;
        var lines = LinesSha256(write.Query(LinesQuery, batchId));
        write.Event("batch-closed", batchId, null, detail: account.ToString(), facts: lines);
        var head = write.AppendEvents();
        write.Execute("UPDATE batch SET closed_at = $0, closed_event = $1, closed_hash = $2 WHERE batch_id = $3 AND closed_at IS NULL", write.Now, head.Sequence, head.Hash, batchId);
        return head;
    });

    internal static string OpenedOver(string inputSha256) => $"input sha256 {inputSha256}";

    internal const string LinesQuery =
        "SELECT record_key, learner_key, disposition, credential_id, version, source, reason_code, findings FROM batch_learner WHERE batch_id = $0 ORDER BY record_key";

    internal static string LinesSha256(DbDataReader lines)
    {
        using (lines)
        {
            var hash = "";
            while (lines.Read()) hash = LedgerFacts.After(hash, LedgerFacts.Of(lines, 0, lines.FieldCount));
            return hash;
        }
    }

    /// <summary>Writes one learner's line. A resumed batch finds the credentials it made itself and keeps calling them new or amended.</summary>
    internal static void PutLearner(LedgerTransaction write, string batchId, BatchLearner learner) => write.Execute(
        """
        INSERT INTO batch_learner (batch_id, record_key, learner_key, disposition, credential_id, version, source, reason_code, findings)
        VALUES ($0, $1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (batch_id, record_key) DO UPDATE SET
            disposition = CASE
                WHEN excluded.disposition = 'Unchanged' AND batch_learner.disposition IN ('New', 'Amended')
                     AND batch_learner.credential_id = excluded.credential_id AND batch_learner.version = excluded.version
                THEN batch_learner.disposition ELSE excluded.disposition END,
            credential_id = excluded.credential_id, version = excluded.version, source = excluded.source,
            reason_code = excluded.reason_code, findings = excluded.findings
        """,
        batchId, learner.RecordKey, learner.LearnerKey, learner.Disposition.ToString(), learner.Credential?.CredentialId, learner.Credential?.Version,
        learner.Source.ToString(), learner.ReasonCode, learner.Findings.Count == 0 ? null : JsonSerializer.Serialize(learner.Findings, LedgerJson.Default.IReadOnlyListFinding));

    internal static Batch ReadBatch(DbDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4),
        LedgerTime.From(row.GetInt64(5)), row.IsDBNull(6) ? null : LedgerTime.From(row.GetInt64(6)),
        row.IsDBNull(7) ? null : row.GetInt64(7));

    // Readable and ordered: the day, and a number that counts that day's batches.
    private static string NextBatchId(LedgerTransaction write)
    {
        var day = LedgerTime.From(write.Now).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var count = (long)write.Scalar("SELECT COUNT(*) FROM batch WHERE batch_id LIKE $0", day + "-%")!;
        return string.Create(CultureInfo.InvariantCulture, $"{day}-{count + 1:000}");
    }
}
