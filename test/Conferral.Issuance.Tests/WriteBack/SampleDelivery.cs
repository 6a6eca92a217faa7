// Deliveries, and a ledger in memory, for the write-back tests.
using Conferral.Issuance.Ledger;
using Conferral.Issuance.WriteBack;

namespace Conferral.Issuance.Tests.WriteBack;

internal static class SampleDelivery
{
    public static readonly DateTimeOffset Signed = new(2026, 5, 16, 9, 0, 0, 123, 456, TimeSpan.Zero);

    public static LedgerDelivery Of(string learner, DeliveryState state = DeliveryState.Delivered, int version = 1, string platform = "wallet") => new()
    {
        Id = new CredentialVersion("urn:uuid:" + learner, version),
        LearnerKey = learner,
        RecordKey = learner,
        BatchId = "2026-05-16-a",
        PlatformId = platform,
        State = state,
        DocumentSha256 = new string('a', 63) + version,
        SignedAt = Signed.AddHours(version),
        VerificationMethod = "did:web:college.example#z6Mk1",
        SubmittedAt = state is DeliveryState.Pending ? null : Signed.AddHours(version).AddMinutes(1),
        HttpStatus = state is DeliveryState.Delivered ? 201 : null,
        ResourceUrl = state is DeliveryState.Delivered ? $"https://wallet.example/clr/{learner}?a=1,2" : null,
        HostId = state is DeliveryState.Delivered ? "H-" + learner : null,
        ReasonCode = state is DeliveryState.Failed ? "refused" : null,
    };

    public static IAsyncEnumerable<OutboxRow> Rows(params IEnumerable<LedgerDelivery> deliveries) => Rows(new MemoryOutbox(), "crosswalk", deliveries);

    /// <summary>The deliveries' rows on their way to a target, waiting in its outbox.</summary>
    public static async IAsyncEnumerable<OutboxRow> Rows(IWriteBackOutbox outbox, string target, IEnumerable<LedgerDelivery> deliveries)
    {
        foreach (var delivery in deliveries)
        {
            await Task.Yield();
            var row = CrosswalkRow.From(delivery);
            var entry = new OutboxEntry(row.Key, row.FactsSha256());
            yield return new OutboxRow(row, entry.RowSha256, outbox.Enqueue(target, [entry])[0]);
        }
    }
}

/// <summary>Keeps what was marked; reads in learner order, as the ledger does.</summary>
internal sealed class MemoryLedger(params LedgerDelivery[] deliveries) : IWriteBackLedger
{
    public List<LedgerDelivery> Deliveries { get; } = [.. deliveries];

    public List<LedgerDelivery> Marked { get; } = [];

    public async IAsyncEnumerable<LedgerDelivery> ReadDeliveriesAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var delivery in Deliveries.OrderBy(delivery => delivery.LearnerKey, StringComparer.Ordinal).ToList())
        {
            await Task.Yield();
            yield return delivery;
        }
    }

    public Task RecordWrittenBackAsync(IReadOnlyList<LedgerDelivery> deliveries, CancellationToken cancellationToken)
    {
        Marked.AddRange(deliveries);
        foreach (var delivery in deliveries)
        {
            var at = Deliveries.FindIndex(candidate => candidate.Id == delivery.Id && candidate.PlatformId == delivery.PlatformId);
            Deliveries[at] = Deliveries[at] with { State = DeliveryState.WrittenBack, WrittenBackAt = SampleDelivery.Signed.AddDays(1) };
        }

        return Task.CompletedTask;
    }
}
