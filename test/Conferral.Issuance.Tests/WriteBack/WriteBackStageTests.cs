// The stage: one row per learner and platform, marks only what every target confirmed, and changes nothing when run again.
using Conferral.Issuance.Ledger;
using Conferral.Issuance.WriteBack;

namespace Conferral.Issuance.Tests.WriteBack;

public sealed class WriteBackStageTests
{
    [Fact]
    public async Task Delivered_credentials_are_marked_once_all_targets_confirmed_them()
    {
        var ledger = new MemoryLedger(SampleDelivery.Of("1"), SampleDelivery.Of("2"), SampleDelivery.Of("3", DeliveryState.Failed), SampleDelivery.Of("4", DeliveryState.InDoubt));
        var summary = await new WriteBackStage(ledger, [new MemoryTarget("one"), new MemoryTarget("two")]).RunAsync(default);
        Assert.Equal((2, 0, 2), (summary.Confirmed, summary.Withheld, summary.Targets.Count));
        Assert.Equal(["1", "2"], ledger.Marked.Select(delivery => delivery.LearnerKey));
        Assert.All(summary.Targets, report => Assert.Equal(4, report.Rows));
    }

    [Fact]
    public async Task A_second_run_marks_nothing_more()
    {
        var ledger = new MemoryLedger(SampleDelivery.Of("1"));
        var stage = new WriteBackStage(ledger, [new MemoryTarget("t")]);
        await stage.RunAsync(default);
        Assert.Equal(0, (await stage.RunAsync(default)).Confirmed);
        Assert.Single(ledger.Marked);
    }

    [Fact]
    public async Task A_row_that_drifted_at_one_target_is_withheld()
    {
        var ledger = new MemoryLedger(SampleDelivery.Of("1"), SampleDelivery.Of("2"));
        var summary = await new WriteBackStage(ledger, [new MemoryTarget("a"), new MemoryTarget("b") { Drifting = "2" }]).RunAsync(default);
        Assert.Equal((1, 1), (summary.Confirmed, summary.Withheld));
        Assert.Equal(["1"], ledger.Marked.Select(delivery => delivery.LearnerKey));
    }

    [Fact]
    public async Task A_target_that_fails_leaves_everything_unmarked()
    {
        var ledger = new MemoryLedger(SampleDelivery.Of("1"));
        await Assert.ThrowsAsync<WriteBackException>(() => new WriteBackStage(ledger, [new MemoryTarget("a"), new MemoryTarget("b") { Fails = true }]).RunAsync(default));
        Assert.Empty(ledger.Marked);
    }

    [Fact]
    public async Task What_is_delivered_while_writing_waits_for_the_next_run()
    {
        var ledger = new MemoryLedger(SampleDelivery.Of("1"));
        var target = new MemoryTarget("t") { OnWrite = () => ledger.Deliveries.Add(SampleDelivery.Of("0")) };
        await new WriteBackStage(ledger, [target]).RunAsync(default);
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
        await new WriteBackStage(ledger, [target]).RunAsync(default);
        Assert.Equal([("archive", 3, "pending"), ("wallet", 2, "superseded")], target.Rows.Select(row => (row.PlatformId, row.CredentialVersion, row.Status)));
    }

    [Fact]
    public async Task File_and_table_and_ledger_agree_at_the_end()
    {
        var folder = Directory.CreateTempSubdirectory("conferral-writeback-").FullName;
        try
        {
            var ledger = new MemoryLedger([.. Enumerable.Range(0, 1200).Select(i => SampleDelivery.Of($"L{i:0000}"))]);
            var csv = new CrosswalkCsv(new CrosswalkCsvOptions { Path = Path.Combine(folder, "crosswalk.csv") });
            var sql = new CrosswalkSql(new CrosswalkSqlOptions { Provider = "sqlite", ConnectionString = $"Data Source={Path.Combine(folder, "sis.db")};Pooling=False", CreateTable = true }, TimeProvider.System);
            var first = await new WriteBackStage(ledger, [csv, sql]).RunAsync(default);
            Assert.Equal((1200, 0), (first.Confirmed, first.Withheld));
            await new WriteBackStage(ledger, [csv, sql]).RunAsync(default);
            var bytes = await File.ReadAllBytesAsync(Path.Combine(folder, "crosswalk.csv"));
            var again = await new WriteBackStage(ledger, [csv, sql]).RunAsync(default);
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
        => Assert.Throws<ArgumentException>(() => new WriteBackStage(new MemoryLedger(), []));

    private sealed class MemoryTarget(string name) : ICrosswalkTarget
    {
        public List<CrosswalkRow> Rows { get; } = [];

        public string? Drifting { get; init; }

        public bool Fails { get; init; }

        public Action? OnWrite { get; init; }

        public string Description => name;

        public async Task<TargetReport> WriteAsync(IAsyncEnumerable<CrosswalkRow> rows, CancellationToken cancellationToken)
        {
            if (Fails) throw new WriteBackException(WriteBackCode.Database, "down", retryable: true);
            OnWrite?.Invoke();
            await foreach (var row in rows.WithCancellation(cancellationToken)) Rows.Add(row);
            var drifts = Rows.Where(row => row.SisStudentId == Drifting).Select(row => new CrosswalkDrift(row.Key, ["status"], Overwritten: false)).ToList();
            return new TargetReport(name) { Added = Rows.Count - drifts.Count, Drifts = drifts };
        }
    }
}
