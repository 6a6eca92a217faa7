// What a platform answered for one credential it accepted.
using Conferral.Issuance.Ledger;

namespace Conferral.Issuance.Deliver;

/// <summary>Proof that one platform accepted one credential. Made only by delivering, or read back from the ledger.</summary>
public sealed class DeliveryReceipt
{
    internal DeliveryReceipt(LedgerDelivery delivery) => Delivery = delivery;

    /// <summary>The ledger's row: ids, hashes, times and the platform's own id and address for the credential.</summary>
    public LedgerDelivery Delivery { get; }
}
