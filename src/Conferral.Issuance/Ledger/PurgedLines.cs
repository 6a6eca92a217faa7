// The lines of batches whose learners are purged: the decision and its reason stay, who it was about goes.
namespace Conferral.Issuance.Ledger;

/// <summary>
/// Erases learners from the lines of batches, and gives each closed batch the hash of its lines as they are now; the one before is
/// checked first.
/// </summary>
internal sealed class PurgedLines(LedgerTransaction write)
{
    private readonly HashSet<string> _batches = new(StringComparer.Ordinal);

    public int Count { get; private set; }

    /// <summary>Up to <paramref name="atOnce"/> credentials: one statement, whatever their number.</summary>
    public void OfCredentials(IReadOnlyList<string> credentialIds, int atOnce)
    {
        var ids = Enumerable.Range(0, atOnce).Select(i => (object?)credentialIds[Math.Min(i, credentialIds.Count - 1)]).ToArray();
        var among = $"credential_id IN ({string.Join(", ", Enumerable.Range(0, atOnce).Select(i => $"${i}"))})";
        Check(write.All($"SELECT DISTINCT batch_id FROM batch_learner WHERE {among}", row => row.GetString(0), ids));
        Count += write.Execute($"UPDATE batch_learner SET record_key = 'purged ' || credential_id, learner_key = 'purged', source = 'purged', findings = NULL WHERE learner_key <> 'purged' AND {among}", ids);
    }

    /// <summary>Learners who were never issued: their lines have no credential to be named by.</summary>
    public void OfBlocked(IReadOnlyList<(string BatchId, string RecordKey)> lines)
    {
        Check(lines.Select(line => line.BatchId).Distinct(StringComparer.Ordinal));
        foreach (var batch in lines.GroupBy(line => line.BatchId, StringComparer.Ordinal))
        {
            var number = (long)write.Scalar("SELECT COUNT(*) FROM batch_learner WHERE batch_id = $0 AND record_key LIKE 'purged blocked %'", batch.Key)!;
            foreach (var (batchId, recordKey) in batch)
            {
                Count += write.Execute(
                    "UPDATE batch_learner SET record_key = 'purged blocked ' || $2, learner_key = 'purged', source = 'purged', findings = NULL WHERE batch_id = $0 AND record_key = $1",
                    batchId, recordKey, (++number).ToString(System.Globalization.CultureInfo.InvariantCulture));
            }
        }
    }

    /// <summary>Leaves an event for every batch whose lines were erased.</summary>
    public void Record(string rule)
    {
        foreach (var batchId in _batches) write.Event(RetentionLedger.LinesPurged, batchId, null, detail: rule, facts: LinesSha256(batchId));
    }

    private void Check(IEnumerable<string> batchIds)
    {
        foreach (var batchId in batchIds.Where(_batches.Add))
        {
            var recorded = write.Scalar("SELECT facts FROM event WHERE batch_id = $0 AND kind IN ('batch-closed', 'lines-purged') ORDER BY seq DESC LIMIT 1", batchId);
            if (recorded is string was && was != LinesSha256(batchId))
                throw new LedgerException(LedgerCode.WrongState, $"The lines of batch {batchId} were changed since it was closed, so they are not purged. Run `conferral audit`; nothing of this piece was purged.");
        }
    }

    private string LinesSha256(string batchId) => BatchLedger.LinesSha256(write.Query(BatchLedger.LinesQuery, batchId));
}
