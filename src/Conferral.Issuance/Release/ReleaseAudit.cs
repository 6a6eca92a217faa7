// Audits what was released: every approval's signature, and that each released batch had as many as were demanded.
using Conferral.Issuance.Ledger;

namespace Conferral.Issuance.Release;

/// <summary>Counts what was checked; <see cref="Problems"/> is empty where everything holds.</summary>
public sealed record ReleaseAuditReport(int Approvals, int Batches, IReadOnlyList<string> Problems);

/// <summary>Names no approver: a problem is found by event and batch.</summary>
public sealed class ReleaseAudit(LedgerStore store)
{
    public ReleaseAuditReport Run()
    {
        var ledger = new ReleaseLedger(store);
        var (approvals, batches) = (ledger.Approvals(), ledger.ReleasedBatches());
        var problems = new List<string>();
        foreach (var (index, approval) in approvals.Index())
        {
            if (!Release.Approvals.IsSigned(approval)) problems.Add($"approval {index + 1} (of plan {approval.Fingerprint[..12]}…): its signature does not hold");
        }

        foreach (var batch in batches)
        {
            var keys = approvals.Where(approval => approval.Fingerprint == batch.Fingerprint && Release.Approvals.IsSigned(approval)).Select(approval => approval.PublicKey).ToHashSet(StringComparer.Ordinal);
            var counted = batch.Approvers.Distinct().Count(keys.Contains);
            if (counted < batch.Demanded) problems.Add($"batch {batch.BatchId}: {batch.Demanded} approvals were demanded, and the ledger holds {counted} that count");
        }

        return new ReleaseAuditReport(approvals.Count, batches.Count, problems);
    }
}
