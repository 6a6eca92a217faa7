// The stage: one row per learner and platform, marks only what every target confirmed, and changes nothing when run again.
using Conferral.Issuance.Ledger;
using Conferral.Issuance.WriteBack;

namespace Conferral.Issuance.Tests.WriteBack;

public sealed class WriteBackStageTests
{
    private readonly MemoryOutbox outbox = new();

    [Fact]
    public async Task Delivered_credentials_are_marked_once_all_targets_confirmed_them()
    {
        var ledger = new MemoryLedger(SampleDelivery.Of("1"), SampleDelivery.Of("2"), SampleDelivery.Of("3", DeliveryState.Failed), SampleDelivery.Of("4", DeliveryState.InDoubt));
        var summary = await new WriteBackStage(ledger, outbox, [new MemoryTarget("one"), new MemoryTarget("two")]).RunAsync(default);
        Assert.Equal((2, 0, 2), (summary.Confirmed, summary.Withheld, summary.Targets.Count));
        Assert.Equal(["1", "2"], ledger.Marked.Select(delivery => delivery.LearnerKey));
        Assert.All(summary.Targets, report => Assert.Equal(4, report.Rows));
    }

    [Fact]
    public async Task A_second_run_marks_nothing_more()
    {
        var ledger = new MemoryLedger(SampleDelivery.Of("1"));
        var stage = new WriteBackStage(ledger, outbox, [new MemoryTarget("t")]);
        await stage.RunAsync(default);
        Assert.Equal(0, (await stage.RunAsync(default)).Confirmed);
        Assert.Single(ledger.Marked);
    }

    [Fact]
    public async Task A_row_that_drifted_at_one_target_is_withheld()
    {
        var ledger = new MemoryLedger(SampleDelivery.Of("1"), SampleDelivery.Of("2"));
        var summary = await new WriteBackStage(ledger, outbox, [new MemoryTarget("a"), new MemoryTarget("b") { Drifting = "2" }]).RunAsync(default);
        Assert.Equal((1, 1), (summary.Confirmed, summary.Withheld));
        Assert.Equal(["1"], ledger.Marked.Select(delivery => delivery.LearnerKey));
    }

    [Fact]
    public async Task A_target_that_is_down_holds_up_no_other_and_only_the_marking()
    {
        var ledger = new MemoryLedger(SampleDelivery.Of("1"));
        var (up, down) = (new MemoryTarget("a"), new MemoryTarget("b") { Fails = true });
        var summary = await new WriteBackStage(ledger, outbox, [down, up]).RunAsync(default);
        Assert.Empty(ledger.Marked);
        Assert.Equal((0, 1), (summary.Confirmed, summary.Withheld));
        Assert.Equal(WriteBackCode.Database, summary.Targets[0].Fault!.Code);
        Assert.Equal((WriteBackState.Pending, WriteBackState.Confirmed), (outbox["b", "1"], outbox["a", "1"]));

        var again = await new WriteBackStage(ledger, outbox, [new MemoryTarget("b"), up]).RunAsync(default, only: "b");
        Assert.Equal((1, "b"), (again.Confirmed, Assert.Single(again.Targets).Target));
        Assert.Single(up.Rows);
    }

    [Fact]
    public async Task What_was_sent_nowhere_has_a_row_and_where_rows_stay_it_tells_when_that_is_over()
    {
        var ledger = new MemoryLedger(SampleDelivery.Of("1", DeliveryState.Pending, platform: ""));
        var (table, file) = (new MemoryTarget("table"), new MemoryTarget("file") { IsWhole = true });
        Assert.Equal(0, (await new WriteBackStage(ledger, outbox, [table, file]).RunAsync(default)).Confirmed);
        Assert.Equal([("", "issued")], table.Rows.Select(row => (row.PlatformId, row.Status)));

        ledger.Deliveries[0] = SampleDelivery.Of("1");
        table.Rows.Clear();
        file.Rows.Clear();
        Assert.Equal(1, (await new WriteBackStage(ledger, outbox, [table, file]).RunAsync(default)).Confirmed);
        Assert.Equal([("", "sent"), ("wallet", "active")], table.Rows.Select(row => (row.PlatformId, row.Status)).Order());
        Assert.Equal([("wallet", "active")], file.Rows.Select(row => (row.PlatformId, row.Status)));
        Assert.Empty(outbox.WithoutPlatform("file"));
    }

    [Fact]
    public async Task What_is_delivered_while_writing_waits_for_the_next_run()
    {
        var ledger = new MemoryLedger(SampleDelivery.Of("1"));
        var target = new MemoryTarget("t") { OnWrite = () => ledger.Deliveries.Add(SampleDelivery.Of("0")) };
        await new WriteBackStage(ledger, outbox, [target]).RunAsync(default);
        Assert.Equal(["1"], ledger.Marked.Select(delivery => delivery.LearnerKey));
    }

    [Fact]
    public async Task The_newest_accepted_version_stands_for_the_learner_at_each_platform()
    {
        var target = new MemoryTarget("t");
        var ledger = new MemoryLedger(
            SampleDelivery.Of("1", DeliveryState.WrittenBack, version: 1) with { Superseded = true },
            SampleDelivery.Of("1", DeliveryState.Delivered, version: 2) with { Superseded = true },
            SampleDelivery.Of("1", DeliveryState.Failed, version: 3),
            SampleDelivery.Of("1", DeliveryState.Pending, version: 3, platform: "archive"),
            SampleDelivery.Of("1", DeliveryState.Failed, version: 2, platform: "archive"));
        await new WriteBackStage(ledger, outbox, [target]).RunAsync(default);
        Assert.Equal([("archive", 3, "pending"), ("wallet", 2, "superseded")], target.Rows.Select(row => (row.PlatformId, row.CredentialVersion, row.Status)));
    }

    [Fact]
    public async Task File_and_table_and_ledger_agree_at_the_end()
    {
        var folder = Directory.CreateTempSubdirectory("conferral-writeback-").FullName;
        try
        {
            var ledger = new MemoryLedger([.. Enumerable.Range(0, 1200).Select(i => SampleDelivery.Of($"L{i:0000}"))]);
            var csv = new CrosswalkFile(new CrosswalkFileOptions { Path = Path.Combine(folder, "crosswalk.csv") });
            var sql = new CrosswalkSql(new CrosswalkSqlOptions { Provider = "sqlite", ConnectionString = $"Data Source={Path.Combine(folder, "sis.db")};Pooling=False", CreateTable = true }, TimeProvider.System);
            var first = await new WriteBackStage(ledger, outbox, [csv, sql]).RunAsync(default);
            Assert.Equal((1200, 0), (first.Confirmed, first.Withheld));
            await new WriteBackStage(ledger, outbox, [csv, sql]).RunAsync(default);
            var bytes = await File.ReadAllBytesAsync(Path.Combine(folder, "crosswalk.csv"));
            var again = await new WriteBackStage(ledger, outbox, [csv, sql]).RunAsync(default);
            Assert.Equal(bytes, await File.ReadAllBytesAsync(Path.Combine(folder, "crosswalk.csv")));
            Assert.Equal(1200, again.Targets[1].Unchanged);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Without_a_target_there_is_nothing_to_run()
        => Assert.Throws<ArgumentException>(() => new WriteBackStage(new MemoryLedger(), outbox, []));

    private sealed class MemoryTarget(string name) : ICrosswalkTarget
    {
        public List<CrosswalkRow> Rows { get; } = [];

        public string? Drifting { get; init; }

        public bool Fails { get; init; }

        public Action? OnWrite { get; init; }

        public string Id => name;

        public string Description => name;

        public bool IsWhole { get; init; }

        public async Task<TargetReport> WriteAsync(IAsyncEnumerable<OutboxRow> rows, IWriteBackOutbox outbox, CancellationToken cancellationToken)
        {
            if (Fails) throw new WriteBackException(WriteBackCode.Database, "down", retryable: true);
            OnWrite?.Invoke();
            var drifts = new List<CrosswalkDrift>();
            await foreach (var row in rows.WithCancellation(cancellationToken))
            {
                Rows.Add(row.Row);
                var drifted = row.Row.SisStudentId == Drifting;
                if (drifted) drifts.Add(new CrosswalkDrift(row.Row.Key, ["status"], Overwritten: false));
                outbox.Record(name, [row.Became(drifted ? WriteBackState.Drifted : WriteBackState.Confirmed)]);
            }

            return new TargetReport(name) { Added = Rows.Count - drifts.Count, Drifts = drifts };
        }

        public Task<TargetReport> CheckAsync(IAsyncEnumerable<OutboxRow> rows, IWriteBackOutbox outbox, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
