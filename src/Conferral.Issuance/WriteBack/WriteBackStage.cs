// The write-back stage: from the ledger to the institution's own systems, and the confirmation back into the ledger.
using System.Runtime.CompilerServices;
using Conferral.Issuance.Ledger;

namespace Conferral.Issuance.WriteBack;

/// <summary>What one write-back did. <see cref="Confirmed"/> deliveries are now marked in the ledger; <see cref="Withheld"/> are not, because a target reported drift on their row.</summary>
public sealed record WriteBackSummary(int Confirmed, int Withheld, IReadOnlyList<TargetReport> Targets);

/// <summary>
/// Writes the whole crosswalk to every target and marks the deliveries that all of them confirmed.
/// A row stands for one learner's record at one platform: the newest version the platform accepted or, where it accepted none, the newest.
/// Durability: a delivery MUST NOT be marked before every target has confirmed its row. A crash in between leaves it unmarked, and
/// the next run writes the same rows again, which changes nothing.
/// Bounds: holds the deliveries that are not marked yet; everything else streams.
/// Errors: <see cref="WriteBackException"/> from a target (nothing is marked then), <see cref="LedgerException"/>.
/// </summary>
public sealed class WriteBackStage
{
    /// <summary>Deliveries marked per ledger transaction.</summary>
    private const int MarkAtOnce = 500;

    private readonly IWriteBackLedger ledger;
    private readonly IReadOnlyList<ICrosswalkTarget> targets;

    public WriteBackStage(IWriteBackLedger ledger, IReadOnlyList<ICrosswalkTarget> targets)
    {
        if (targets.Count == 0) throw new ArgumentException("There is no target to write back to; name a file or a table.", nameof(targets));
        this.ledger = ledger;
        this.targets = targets;
    }

    public async Task<WriteBackSummary> RunAsync(CancellationToken cancellationToken)
    {
        // Collected before any target reads: whatever is delivered meanwhile waits for the next run.
        var waiting = await ledger.ReadDeliveriesAsync(cancellationToken)
            .Where(delivery => delivery.State is DeliveryState.Delivered)
            .ToListAsync(cancellationToken);

        var reports = new List<TargetReport>(targets.Count);
        foreach (var target in targets) reports.Add(await target.WriteAsync(ReadRows(cancellationToken), cancellationToken));

        var drifted = reports.SelectMany(report => report.Drifts).Where(drift => !drift.Overwritten).Select(drift => drift.Key).ToHashSet();
        var confirmed = waiting.FindAll(delivery => !drifted.Contains(CrosswalkRow.From(delivery).Key));
        foreach (var some in confirmed.Chunk(MarkAtOnce)) await ledger.RecordWrittenBackAsync(some, cancellationToken);
        return new WriteBackSummary(confirmed.Count, waiting.Count - confirmed.Count, reports);
    }

    private async IAsyncEnumerable<CrosswalkRow> ReadRows([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var ofLearner = new List<LedgerDelivery>();
        await foreach (var delivery in ledger.ReadDeliveriesAsync(cancellationToken))
        {
            if (ofLearner.Count > 0 && !string.Equals(ofLearner[0].LearnerKey, delivery.LearnerKey, StringComparison.Ordinal))
            {
                foreach (var row in RowsOf(ofLearner)) yield return row;
                ofLearner.Clear();
            }

            ofLearner.Add(delivery);
        }

        foreach (var row in RowsOf(ofLearner)) yield return row;
    }

    private static IEnumerable<CrosswalkRow> RowsOf(List<LedgerDelivery> deliveries) => deliveries
        .GroupBy(delivery => (delivery.PlatformId, delivery.RecordKey))
        .OrderBy(record => record.Key.PlatformId, StringComparer.Ordinal)
        .ThenBy(record => record.Key.RecordKey, StringComparer.Ordinal)
        .Select(record => CrosswalkRow.From(record.OrderBy(IsAccepted).ThenBy(delivery => delivery.SignedAt).ThenBy(delivery => delivery.Id.Version).Last()));

    private static bool IsAccepted(LedgerDelivery delivery) => delivery.State is DeliveryState.Delivered or DeliveryState.WrittenBack;
}
