// Replacing in every database: promised as one, never without a credential in force, finished by whichever run comes next.
using Conferral.Issuance.Ledger;

namespace Conferral.Issuance.Tests.Ledger;

public abstract partial class LedgerTests
{
    [Fact]
    public async Task The_old_one_stands_until_the_new_one_is_accepted_and_both_are_settled_at_once()
    {
        using var store = OpenLedger();
        var batch = await DeliveredAsync(store);
        var replacements = new ReplacementLedger(store);
        var old = new CredentialVersion("urn:l0000", 1);
        var intent = Scene.IntendInPlaceOf(store, batch, Old(old), "l0000-2");
        Assert.Equal((ReplacementState.Promised, "urn:l0000-2"), Seen(replacements));
        Assert.Equal(new RecordCredential("urn:l0000", "urn:l0000-2", 1), replacements.Current("urn:l0000") with { By = null });
        Assert.Equal(0, replacements.Complete([Platform]));

        Scene.Sign(store, batch, intent);
        Assert.Equal(0, replacements.Complete([Platform]));
        Assert.Empty(Audit(store).Problems);
        Assert.Single(Audit(store).OpenReplacements);
        await SendAsync(store, DeliveryState.Pending);
        Assert.Equal(0, replacements.Complete([Platform]));
        await SendAsync(store, DeliveryState.Delivered);
        Assert.Equal(StatusState.Active, new StatusLedger(store).StandingOf("urn:l0000").State);

        Assert.Equal(1, replacements.Complete([Platform]));
        Assert.Equal((StatusState.Revoked, "replaced by urn:l0000-2"), new StatusLedger(store).StandingOf("urn:l0000") is var (state, _, reason) ? (state, reason) : default);
        Assert.Equal((ReplacementState.Done, "urn:l0000-2"), Seen(replacements));
        Assert.Equal(0, replacements.Complete([Platform]));
        Assert.Empty(Audit(store).Problems);
        Assert.Equal(["urn:l0000-2"], await Standing(store).Where(delivery => delivery.Status == StatusState.Active && !delivery.Superseded).Select(delivery => delivery.Id.CredentialId).ToListAsync());
    }

    [Fact]
    public async Task One_that_is_down_keeps_the_old_one_and_one_the_settings_no_longer_name_does_not()
    {
        using var store = OpenLedger();
        var batch = await DeliveredAsync(store);
        await new DeliveryLedger(store).EnqueueAsync("hub", CancellationToken.None);
        await SendAsync(store, DeliveryState.Delivered, "hub");
        Scene.Sign(store, batch, Scene.IntendInPlaceOf(store, batch, Old(new CredentialVersion("urn:l0000", 1)), "l0000-2"));
        await SendAsync(store, DeliveryState.Delivered);
        var replacements = new ReplacementLedger(store);
        Assert.Equal(0, replacements.Complete([Platform, "hub"]));
        Assert.Equal(1, replacements.Complete([Platform]));
    }

    [Fact]
    public async Task What_was_replaced_before_it_left_the_house_is_not_sent()
    {
        using var store = OpenLedger();
        var batch = await Scene.IssueAsync(store, 1);
        Scene.Sign(store, batch, Scene.IntendInPlaceOf(store, batch, Old(new CredentialVersion("urn:l0000", 1)), "l0000-2"));
        await new DeliveryLedger(store).EnqueueAsync(Platform, CancellationToken.None);
        Assert.Equal(["urn:l0000-2"], (await new DeliveryLedger(store).ClaimAsync(Platform, 10, CancellationToken.None)).Select(claim => claim.Id.CredentialId));
    }

    [Fact]
    public async Task A_successor_that_is_replaced_itself_leaves_one_credential_in_force()
    {
        using var store = OpenLedger();
        var batch = await DeliveredAsync(store);
        Scene.Sign(store, batch, Scene.IntendInPlaceOf(store, batch, Old(new CredentialVersion("urn:l0000", 1)), "l0000-2"));
        await SendAsync(store, DeliveryState.InDoubt);
        Scene.Sign(store, batch, Scene.IntendInPlaceOf(store, batch, new ReplacedCredential(new CredentialVersion("urn:l0000-2", 1), "urn:l0000", 2, "again"), "l0000-3"));
        await SendAsync(store, DeliveryState.Delivered);
        Assert.Equal(2, new ReplacementLedger(store).Complete([Platform]));
        Assert.Equal([StatusState.Revoked, StatusState.Revoked, StatusState.Active], new[] { "urn:l0000", "urn:l0000-2", "urn:l0000-3" }.Select(id => new StatusLedger(store).StandingOf(id).State));
        Assert.Equal("urn:l0000-3", new ReplacementLedger(store).Current("urn:l0000").CredentialId);
        Assert.Empty(Audit(store).Problems);
    }

    [Fact]
    public async Task Nothing_is_asked_for_in_place_of_what_is_in_force_or_twice()
    {
        using var store = OpenLedger();
        await DeliveredAsync(store);
        var (replacements, status) = (new ReplacementLedger(store), new StatusLedger(store));
        Assert.Throws<LedgerException>(() => replacements.Ask(status.Find(StatusQuery.All), "why not"));
        status.Revoke(status.Find(StatusQuery.All), "not earned");
        replacements.Ask(status.Find(StatusQuery.All), "earned after all");
        Assert.Throws<LedgerException>(() => replacements.Ask(status.Find(StatusQuery.All), "twice"));
        Assert.Equal("urn:l0000", replacements.Current("urn:l0000").CredentialId);
        Assert.NotNull(replacements.Current("urn:l0000").Asked);
        replacements.TakeBack(status.Find(StatusQuery.All), "a slip");
        Assert.Null(replacements.Current("urn:l0000").Asked);
        Assert.Throws<LedgerException>(() => replacements.TakeBack(status.Find(StatusQuery.All), "twice"));
        Assert.Empty(Audit(store).Problems);
    }

    [Theory]
    [InlineData("UPDATE replacement SET replaced_by = 'urn:else'", "the replacement of urn:l0000: the row was changed")]
    [InlineData("DELETE FROM replacement", "the replacement of urn:l0000: events tell of this replacement, but its row is gone")]
    [InlineData("UPDATE status SET state = 'Active'", "1 credentials were replaced and are not revoked")]
    public async Task Edits_of_a_replacement_are_named(string edit, string finding)
    {
        using var store = OpenLedger();
        var batch = await DeliveredAsync(store);
        Scene.Sign(store, batch, Scene.IntendInPlaceOf(store, batch, Old(new CredentialVersion("urn:l0000", 1)), "l0000-2"));
        await SendAsync(store, DeliveryState.Delivered);
        new ReplacementLedger(store).Complete([Platform]);
        store.Write(write => write.Execute(edit));
        Assert.Contains(finding, string.Join('\n', Audit(store).Problems), StringComparison.Ordinal);
    }

    private static ReplacedCredential Old(CredentialVersion old) => new(old, old.CredentialId, 1, "the facts changed");

    private static (ReplacementState, string?) Seen(ReplacementLedger replacements) => replacements.Of("urn:l0000").By is { } by ? (by.State, by.NewId) : default;

    private static IAsyncEnumerable<LedgerDelivery> Standing(LedgerStore store) => new DeliveryLedger(store).ReadDeliveriesAsync(CancellationToken.None);

    private static async Task<Batch> DeliveredAsync(LedgerStore store)
    {
        var batch = await Scene.IssueAsync(store, 1);
        await SendAsync(store, DeliveryState.Delivered);
        return batch;
    }

    private static async Task SendAsync(LedgerStore store, DeliveryState outcome, string platform = Platform)
    {
        var deliveries = new DeliveryLedger(store);
        await deliveries.EnqueueAsync(platform, CancellationToken.None);
        var claimed = await deliveries.ClaimAsync(platform, 10, CancellationToken.None);
        await deliveries.RecordOutcomesAsync([.. claimed.Select(claim => Scene.Outcome(claim, outcome) with { PlatformId = platform })], CancellationToken.None);
    }
}
