// What delivering and writing back need of the ledger.
namespace Conferral.Issuance.Ledger;

/// <summary>
/// The ledger as the delivery stage sees it.
/// Durability: a claim MUST be on disk before this returns it, and an outcome before the next claim of the same credential.
/// </summary>
public interface IDeliveryLedger
{
    /// <summary>Sends of an earlier run that ended without an answer become claimable again, marked MayHaveBeenSent; returns how many.</summary>
    Task<int> ReleaseInterruptedAsync(string platformId, CancellationToken cancellationToken);

    /// <summary>How many newest versions wait for this platform.</summary>
    Task<int> CountPendingAsync(string platformId, CancellationToken cancellationToken);

    /// <summary>Moves up to <paramref name="max"/> pending newest versions to Sending and hands out their stored bytes, oldest intent first; empty when none is left.</summary>
    Task<IReadOnlyList<ClaimedDelivery>> ClaimAsync(string platformId, int max, CancellationToken cancellationToken);

    /// <summary>Records outcomes in one transaction, each with an event.</summary>
    Task RecordOutcomesAsync(IReadOnlyList<DeliveryOutcome> outcomes, CancellationToken cancellationToken);
}

/// <summary>The ledger as writing back sees it.</summary>
public interface IWriteBackLedger
{
    /// <summary>Every delivery row of every platform, and newest versions that wait for none (their platform is empty), by learner key, for the full crosswalk.</summary>
    IAsyncEnumerable<LedgerDelivery> ReadDeliveriesAsync(CancellationToken cancellationToken);

    /// <summary>Marks delivered credentials as written back and confirmed; already marked ones stay as they are.</summary>
    Task RecordWrittenBackAsync(IReadOnlyList<LedgerDelivery> deliveries, CancellationToken cancellationToken);
}
