// The promises on PostgreSQL, and several workers on one ledger: nobody's work is done twice, a dead worker's returns.
using Conferral.Issuance.Ledger;
using Conferral.TestKit;

namespace Conferral.Issuance.Tests.Ledger;

public sealed class PostgresLedgerTests(PostgresDatabases databases) : LedgerTests
{
    private const int Learners = 200;

    protected override async Task<LedgerSettings> MakeAsync() => new(LedgerProvider.Postgresql, await databases.NewAsync());

    internal override void SetSchemaVersion(LedgerTransaction write, int version) => write.Execute("UPDATE ledger_schema SET version = $0", version);

    [Fact]
    public async Task Several_workers_share_what_waits_and_nobody_is_handed_out_twice()
    {
        using (var owner = LedgerStore.OpenForWriting(Settings, Time)) await Scene.IssueAsync(owner, Learners);

        const int workers = 4;
        using var allBegan = new Barrier(workers);
        var claims = await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Factory.StartNew(Work, TaskCreationOptions.LongRunning)));

        var all = claims.SelectMany(claim => claim).ToList();
        Assert.Equal(Learners, all.Count);
        Assert.Equal(Learners, all.Distinct().Count());
        Assert.All(claims, Assert.NotEmpty);
        using var reader = LedgerStore.OpenForReading(Settings, Time)!;
        Assert.Equal(Learners, new LedgerReader(reader).Account(new LedgerReader(reader).Batches()[0]).Platforms[0].Delivered);

        List<CredentialVersion> Work()
        {
            using var worker = LedgerStore.OpenForWriting(Settings, Time, LedgerRole.Worker);
            var deliveries = new DeliveryLedger(worker);
            var done = new List<CredentialVersion>();
            while (deliveries.ClaimAsync(Scene.Platform, 7, CancellationToken.None).GetAwaiter().GetResult() is { Count: > 0 } claimed)
            {
                if (done.Count == 0) allBegan.SignalAndWait();
                done.AddRange(claimed.Select(claim => claim.Id));
                deliveries.RecordOutcomesAsync([.. claimed.Select(claim => Scene.Outcome(claim, DeliveryState.Delivered))], CancellationToken.None).GetAwaiter().GetResult();
            }

            return done;
        }
    }

    [Fact]
    public async Task A_dead_workers_claims_return_and_a_living_ones_stay()
    {
        using var owner = LedgerStore.OpenForWriting(Settings, Time);
        await Scene.IssueAsync(owner, 9);
        using var living = LedgerStore.OpenForWriting(Settings, Time, LedgerRole.Worker);
        await new DeliveryLedger(living).ClaimAsync(Scene.Platform, 3, CancellationToken.None);
        using (var dying = LedgerStore.OpenForWriting(Settings, Time, LedgerRole.Worker))
            await new DeliveryLedger(dying).ClaimAsync(Scene.Platform, 4, CancellationToken.None);

        var deliveries = new DeliveryLedger(owner);
        Assert.Equal(4, await deliveries.ReleaseInterruptedAsync(Scene.Platform, CancellationToken.None));
        var again = await deliveries.ClaimAsync(Scene.Platform, 100, CancellationToken.None);
        Assert.Equal(6, again.Count);
        Assert.Equal(4, again.Count(claim => claim.MayHaveBeenSent));
    }

    [Fact]
    public async Task A_worker_that_was_silent_for_too_long_is_replaced_and_its_late_write_is_refused()
    {
        var lease = TimeSpan.FromMilliseconds(300);
        using var paused = LedgerStore.OpenForWriting(Settings with { Lease = lease }, Time);
        await Scene.IssueAsync(paused, 2);
        var claimed = await new DeliveryLedger(paused).ClaimAsync(Scene.Platform, 2, CancellationToken.None);

        // Its clock stands still, so it shows no sign of life.
        await Task.Delay(2 * lease);
        using var other = LedgerStore.OpenForWriting(Settings with { Lease = lease }, Time);
        Assert.Equal(2, await new DeliveryLedger(other).ReleaseInterruptedAsync(Scene.Platform, CancellationToken.None));
        var late = await Assert.ThrowsAsync<LedgerException>(() => new DeliveryLedger(paused).RecordOutcomesAsync([Scene.Outcome(claimed[0], DeliveryState.Delivered)], CancellationToken.None));
        Assert.Equal(LedgerCode.LostOwnership, late.Code);
        Assert.Equal(2, (await new DeliveryLedger(other).ClaimAsync(Scene.Platform, 10, CancellationToken.None)).Count);
    }

    [Fact]
    public async Task An_idle_worker_shows_that_it_lives()
    {
        var settings = Settings with { Lease = TimeSpan.FromSeconds(3) };
        using var idle = LedgerStore.OpenForWriting(settings, TimeProvider.System);
        var signs = new HashSet<long>();
        while (signs.Count < 4)
        {
            using (var watching = LedgerStore.OpenForReading(settings, TimeProvider.System)!)
                signs.Add(watching.Read(read => (long)read.Scalar("SELECT MAX(seen_at) FROM worker")!));
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        Assert.Equal(LedgerCode.Locked, Assert.Throws<LedgerException>(() => LedgerStore.OpenForWriting(settings, TimeProvider.System)).Code);
        Scene.Open(idle);
    }

    [Fact]
    public async Task An_owner_that_is_just_ending_is_waited_for()
    {
        var first = LedgerStore.OpenForWriting(Settings, Time);
        var next = Task.Run(() => LedgerStore.OpenForWriting(Settings, Time));
        await Task.Delay(400);
        Assert.False(next.IsCompleted);
        first.Dispose();
        (await next).Dispose();
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Port=9;Username=nobody;Database=none;Timeout=2", "does not answer")]
    [InlineData("Hoost=127.0.0.1", "not one for PostgreSQL")]
    public void A_database_that_is_not_there_is_said_in_a_sentence(string connection, string sentence)
    {
        var refusal = Assert.Throws<LedgerException>(() => LedgerStore.OpenForWriting(new LedgerSettings(LedgerProvider.Postgresql, connection), Time));
        Assert.Equal(LedgerCode.Unreachable, refusal.Code);
        Assert.Contains(sentence, refusal.Message, StringComparison.Ordinal);
    }
}
