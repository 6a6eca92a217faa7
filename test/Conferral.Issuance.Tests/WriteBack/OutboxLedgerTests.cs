// The outbox in the ledger, on both databases: what waits, what was read back, and a run that is killed in between.
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Tests.Ledger;
using Conferral.Issuance.WriteBack;
using Conferral.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace Conferral.Issuance.Tests.WriteBack;

public sealed class OutboxSqliteTests : OutboxLedgerTests
{
    protected override Task<LedgerSettings> NewLedgerAsync() => Task.FromResult(LedgerSettings.Sqlite(Path.Combine(Folder, "ledger.db")));
}

public sealed class OutboxPostgresTests(PostgresDatabases server) : OutboxLedgerTests
{
    protected override async Task<LedgerSettings> NewLedgerAsync() => new(LedgerProvider.Postgresql, await server.NewAsync());
}

public abstract class OutboxLedgerTests : IDisposable
{
    private static readonly OutboxEntry One = new(new CrosswalkKey("1", "wallet", "1"), "a");
    private static readonly OutboxEntry Two = new(new CrosswalkKey("2", "", "2"), "b");

    protected string Folder { get; } = Directory.CreateTempSubdirectory("conferral-outbox-").FullName;

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected abstract Task<LedgerSettings> NewLedgerAsync();

    [Fact]
    public async Task Each_target_stands_alone_and_new_facts_wait_again()
    {
        using var store = LedgerStore.OpenForWriting(await NewLedgerAsync(), new FakeTimeProvider(Scene.Day));
        var outbox = new OutboxLedger(store);
        Assert.Equal([WriteBackState.Pending, WriteBackState.Pending], outbox.Enqueue("sql", [One, Two]));
        outbox.Enqueue("webhook", [One]);
        outbox.Record("sql", [new OutboxOutcome(One, WriteBackState.Written)]);
        outbox.Record("sql", [new OutboxOutcome(One, WriteBackState.Confirmed), new OutboxOutcome(Two, WriteBackState.Drifted, "Changed")]);
        Assert.Equal([WriteBackState.Confirmed, WriteBackState.Drifted], outbox.Enqueue("sql", [One, Two]));
        Assert.Equal([Two.Key], outbox.Unconfirmed("sql"));
        Assert.Equal([One.Key], outbox.Unconfirmed("webhook"));
        Assert.Equal([Two.Key], outbox.WithoutPlatform("sql"));

        Assert.Equal([WriteBackState.Pending], outbox.Enqueue("sql", [One with { RowSha256 = "new" }]));
        outbox.Record("sql", [new OutboxOutcome(One, WriteBackState.Confirmed)]);
        Assert.Equal([WriteBackState.Pending], outbox.States("sql", [One with { RowSha256 = "new" }]));
        outbox.Forget("sql", [One.Key, Two.Key]);
        Assert.Empty(outbox.Unconfirmed("sql"));
    }

    [Fact]
    public async Task A_whole_target_remembers_what_it_was_left_as()
    {
        using var store = LedgerStore.OpenForWriting(await NewLedgerAsync(), new FakeTimeProvider(Scene.Day));
        var outbox = new OutboxLedger(store);
        Assert.Null(outbox.WholeContent("crosswalk"));
        outbox.Enqueue("crosswalk", [One, Two]);
        outbox.RecordWhole("crosswalk", WriteBackState.Written, "x");
        outbox.RecordWhole("crosswalk", WriteBackState.Confirmed, "y");
        Assert.Equal("y", outbox.WholeContent("crosswalk"));
        Assert.Empty(outbox.Unconfirmed("crosswalk"));
    }

    [Fact]
    public async Task Without_a_platform_every_signed_credential_has_its_row_and_delivering_takes_it_over()
    {
        using var store = LedgerStore.OpenForWriting(await NewLedgerAsync(), new FakeTimeProvider(Scene.Day));
        var batch = Scene.Open(store);
        foreach (var intent in Scene.Intend(store, batch, ("l0000", 1), ("l0001", 1))) Scene.Sign(store, batch, intent);
        foreach (var intent in Scene.Intend(store, batch, ("l0001", 1))) Scene.Sign(store, batch, intent);
        Assert.Equal(["l0000 v1 issued", "l0001 v2 issued"], await Lines(store));
        Assert.Equal([("l0001", 2)], new CrosswalkLookup(store).Find("l0001").Select(found => (found.LearnerKey, found.Id.Version)));

        var deliveries = new DeliveryLedger(store);
        await deliveries.EnqueueAsync(Scene.Platform, CancellationToken.None);
        var claimed = await deliveries.ClaimAsync(Scene.Platform, 1, CancellationToken.None);
        await deliveries.RecordOutcomesAsync([Scene.Outcome(claimed[0], DeliveryState.Delivered) with { ResourceUrl = "https://river.example/7", HostId = "H7" }], CancellationToken.None);
        Assert.Equal(["l0000 v1 active", "l0001 v2 pending"], await Lines(store));
        foreach (var name in (string[])["https://river.example/7", "H7", "urn:l0000", "l0000"])
            Assert.Equal("l0000", Assert.Single(new CrosswalkLookup(store).Find(name)).LearnerKey);
        Assert.Empty(new CrosswalkLookup(store).Find("https://river.example/8"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(20)]
    public async Task A_run_that_is_killed_goes_on_and_every_row_is_there_once(int rowsBefore)
    {
        var settings = await NewLedgerAsync();
        var time = new FakeTimeProvider(Scene.Day);
        var target = new Table();
        using (var store = LedgerStore.OpenForWriting(settings, time))
        {
            await Scene.IssueAsync(store, 20);
            var deliveries = new DeliveryLedger(store);
            var claimed = await deliveries.ClaimAsync(Scene.Platform, 20, CancellationToken.None);
            await deliveries.RecordOutcomesAsync([.. claimed.Select(delivery => Scene.Outcome(delivery, DeliveryState.Delivered))], CancellationToken.None);
            target.DiesAfter = rowsBefore;
            await Assert.ThrowsAsync<InvalidOperationException>(() => new WriteBackStage(deliveries, new OutboxLedger(store), [target]).RunAsync(CancellationToken.None));
        }

        target.DiesAfter = null;
        using (var store = LedgerStore.OpenForWriting(settings, time))
        {
            var deliveries = new DeliveryLedger(store);
            var summary = await new WriteBackStage(deliveries, new OutboxLedger(store), [target]).RunAsync(CancellationToken.None);
            Assert.Equal((20, 0), (summary.Confirmed, summary.Withheld));
            Assert.Equal(rowsBefore, summary.Targets[0].Unchanged);
            Assert.Equal(20, target.Holds.Count);
            Assert.True(await deliveries.ReadDeliveriesAsync(CancellationToken.None).AllAsync(delivery => delivery.State == DeliveryState.WrittenBack));
            Assert.Equal(WriteBackState.Confirmed, Assert.Single(new CrosswalkLookup(store).Written("l0003")).State);
            Assert.Empty(new LedgerAudit(store, _ => null).Run(null, CancellationToken.None).Problems);
        }
    }

    private static async Task<List<string>> Lines(LedgerStore store)
    {
        var lines = new List<string>();
        await foreach (var rows in CrosswalkRows.ReadAsync(new DeliveryLedger(store), CancellationToken.None)) lines.AddRange(rows.Select(row => $"{row.SisStudentId} v{row.CredentialVersion} {row.Status}"));
        return lines;
    }

    /// <summary>A target that records row by row and can die between two.</summary>
    private sealed class Table : ICrosswalkTarget
    {
        public HashSet<CrosswalkKey> Holds { get; } = [];

        public int? DiesAfter { get; set; }

        public string Id => "table";

        public string Description => "table";

        public bool IsWhole => false;

        public async Task<TargetReport> WriteAsync(IAsyncEnumerable<OutboxRow> rows, IWriteBackOutbox outbox, CancellationToken cancellationToken)
        {
            var (written, there) = (0, 0);
            await foreach (var row in rows.WithCancellation(cancellationToken))
            {
                if (written == DiesAfter) break;
                if (row.State == WriteBackState.Confirmed)
                {
                    there++;
                    continue;
                }

                Holds.Add(row.Row.Key);
                outbox.Record(Id, [row.Became(WriteBackState.Confirmed)]);
                written++;
            }

            if (DiesAfter is not null) throw new InvalidOperationException("killed");
            return new TargetReport(Description) { Added = written, Unchanged = there };
        }

        public Task<TargetReport> CheckAsync(IAsyncEnumerable<OutboxRow> rows, IWriteBackOutbox outbox, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
