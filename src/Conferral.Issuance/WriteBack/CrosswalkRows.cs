// The crosswalk's rows as the ledger stands: one per learner's record and platform.
using System.Runtime.CompilerServices;
using Conferral.Issuance.Ledger;

namespace Conferral.Issuance.WriteBack;

/// <summary>
/// A row stands for one learner's record at one platform: the newest version the platform accepted or, where it accepted none, the
/// newest. A version that was sent nowhere has a row without platform. Bounds: one learner's deliveries in memory.
/// </summary>
internal static class CrosswalkRows
{
    /// <summary>The rows of one learner after the other, by learner key.</summary>
    public static async IAsyncEnumerable<IReadOnlyList<CrosswalkRow>> ReadAsync(IWriteBackLedger ledger, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var ofLearner = new List<LedgerDelivery>();
        await foreach (var delivery in ledger.ReadDeliveriesAsync(cancellationToken))
        {
            if (ofLearner.Count > 0 && !string.Equals(ofLearner[0].LearnerKey, delivery.LearnerKey, StringComparison.Ordinal))
            {
                yield return RowsOf(ofLearner);
                ofLearner.Clear();
            }

            ofLearner.Add(delivery);
        }

        if (ofLearner.Count > 0) yield return RowsOf(ofLearner);
    }

    private static IReadOnlyList<CrosswalkRow> RowsOf(List<LedgerDelivery> deliveries) =>
    [
        .. deliveries
            .GroupBy(delivery => (delivery.PlatformId, delivery.RecordKey))
            .OrderBy(record => record.Key.PlatformId, StringComparer.Ordinal)
            .ThenBy(record => record.Key.RecordKey, StringComparer.Ordinal)
            .Select(record => CrosswalkRow.From(record.OrderBy(IsAccepted).ThenBy(delivery => delivery.SignedAt).ThenBy(delivery => delivery.Id.Version).Last())),
    ];

    private static bool IsAccepted(LedgerDelivery delivery) => delivery.State is DeliveryState.Delivered or DeliveryState.WrittenBack;
}
