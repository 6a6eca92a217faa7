// Asks a platform about the credentials that are in doubt there, and writes down what it shows.
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Sign;

namespace Conferral.Issuance.Deliver;

/// <summary>What became of one doubt. <see cref="State"/>: Delivered, Pending (not there: it goes again), or still InDoubt.</summary>
public sealed record DoubtAnswer(LedgerDelivery Delivery, DeliveryState State, string Detail);

/// <summary>Looks up deliveries in doubt. Durability: each answer is in the ledger, with the person's reason, when it is given back.</summary>
public sealed class DoubtInquiry(PlatformConnection connection, LedgerStore ledger)
{
    /// <summary>Documents held in memory for one reading of the platform.</summary>
    private const int GroupSize = 500;

    private readonly LedgerReader _reader = new(ledger);
    private readonly DecisionLedger _decisions = new(ledger);

    public async IAsyncEnumerable<DoubtAnswer> RunAsync(IReadOnlyList<LedgerDelivery> doubtful, string reason, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var lookUp = new PlatformLookUp(new PlatformReader(connection));
        foreach (var group in doubtful.Chunk(GroupSize))
        {
            var found = await lookUp.FindAsync([.. group.Select(Stored)], cancellationToken);
            foreach (var (delivery, answer) in group.Zip(found)) yield return Decide(delivery, answer, reason);
        }
    }

    private DoubtAnswer Decide(LedgerDelivery delivery, LookedUp answer, string reason)
    {
        var why = $"{reason}: {answer.Detail}";
        if (answer.State == DeliveryState.Delivered) _decisions.SetDelivered(delivery, DeliveryCode.FoundThere, null, why);
        else if (answer.State == DeliveryState.Pending) _decisions.SetPending(delivery, why);
        return new DoubtAnswer(delivery, answer.State, answer.Detail);
    }

    private SignedClr Stored(LedgerDelivery delivery)
    {
        var bytes = _reader.Document(delivery.Id) ?? throw new LedgerException(LedgerCode.Damaged, $"The signed document of {delivery.Id} is missing. Run `conferral audit`.");
        return SignedClr.FromLedger(new ClaimedDelivery(delivery.Id, delivery.LearnerKey, delivery.PlatformId, bytes, delivery.DocumentSha256, delivery.Attempts, MayHaveBeenSent: true));
    }
}
