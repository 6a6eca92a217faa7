// A clock that goes back in the middle of a batch changes no order and loses nothing.
using Conferral.Issuance.Ledger;

namespace Conferral.Issuance.Tests.Ledger;

public abstract partial class LedgerTests
{
    [Fact]
    public async Task A_clock_that_goes_back_in_the_middle_of_a_batch_loses_nothing_and_the_ledger_still_adds_up()
    {
        using (var store = OpenLedger())
        {
            var batch = Scene.Open(store);
            var first = Scene.Intend(store, batch, ("a", 3), ("b", 3));
            Time.AdjustTime(Time.GetUtcNow().AddDays(-2));
            Scene.Sign(store, batch, first[0]);
            var second = Scene.Intend(store, batch, ("c", 3)).Single();
            Assert.True(second.FirstCreated > first[1].FirstCreated);
            Scene.Sign(store, batch, first[1]);
            Scene.Sign(store, batch, second);
        }

        Time.AdjustTime(Time.GetUtcNow().AddDays(-2));
        using var reopened = OpenLedger();
        var resumed = Scene.Open(reopened);
        var (batches, deliveries) = (new BatchLedger(reopened), new DeliveryLedger(reopened));
        await deliveries.EnqueueAsync(Platform, CancellationToken.None);
        var claimed = await deliveries.ClaimAsync(Platform, 10, CancellationToken.None);
        Assert.Equal(["urn:a", "urn:b", "urn:c"], claimed.Select(claim => claim.Id.CredentialId));
        await deliveries.RecordOutcomesAsync([.. claimed.Select(claim => Scene.Outcome(claim, DeliveryState.Delivered))], CancellationToken.None);
        batches.RecordLearnersRead(resumed.BatchId, 3);
        var reader = new LedgerReader(reopened);
        batches.Close(reader.Account(reader.Batches().Single()));
        Assert.Empty(Audit(reopened).Problems);
    }
}
