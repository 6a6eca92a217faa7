// The table: what is written, left, repaired and reported. The same tests run on SQLite and on PostgreSQL.
using System.Data.Common;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.WriteBack;
using Conferral.TestKit;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace Conferral.Issuance.Tests.WriteBack;

public sealed class CrosswalkSqliteTests : CrosswalkSqlTests
{
    private readonly string folder = Directory.CreateTempSubdirectory("conferral-sql-").FullName;

    protected override string Provider => "sqlite";

    protected override string ConnectionString => $"Data Source={Path.Combine(folder, "sis.db")};Pooling=False";

    protected override DbConnection Open() => new SqliteConnection(ConnectionString);

    public override ValueTask DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_by_code()
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "sis.db"), new string('x', 4096));
        var fault = await Assert.ThrowsAsync<WriteBackException>(() => Write([SampleDelivery.Of("1")]));
        Assert.Equal(WriteBackCode.Database, fault.Code);
        Assert.DoesNotContain(folder, fault.Message, StringComparison.Ordinal);
    }
}

public sealed class CrosswalkPostgresTests(PostgresDatabases server) : CrosswalkSqlTests
{
    private string connectionString = "";

    protected override string Provider => "postgres";

    protected override string ConnectionString => connectionString;

    protected override DbConnection Open() => new NpgsqlConnection(ConnectionString);

    public override async ValueTask InitializeAsync() => connectionString = await server.NewAsync();

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task The_schema_in_the_table_name_is_used_and_a_narrow_column_is_drift()
    {
        await Run("CREATE SCHEMA sis");
        var options = Options() with { Table = "sis.clr" };
        await Write([SampleDelivery.Of("1")], options);
        await Run("CREATE FUNCTION sis.cut() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.platform_resource_url := left(NEW.platform_resource_url, 10); RETURN NEW; END $$");
        await Run("CREATE TRIGGER cut BEFORE INSERT OR UPDATE ON sis.clr FOR EACH ROW EXECUTE FUNCTION sis.cut()");
        var report = await Write([SampleDelivery.Of("1"), SampleDelivery.Of("2")], options);
        Assert.Equal(["platform_resource_url"], Assert.Single(report.Drifts).Columns);
        Assert.Equal("2", report.Drifts[0].Key.SisStudentId);
        Assert.Equal(["1"], await Column("SELECT sis_student_id FROM sis.clr WHERE confirmed_at IS NOT NULL"));
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_worth_another_try()
    {
        var fault = await Assert.ThrowsAsync<WriteBackException>(() => new CrosswalkSql(new CrosswalkSqlOptions { Provider = Provider, ConnectionString = "Host=127.0.0.1;Port=1;Username=nobody" }, TimeProvider.System).WriteAsync(SampleDelivery.Rows(), new MemoryOutbox(), default));
        Assert.Equal((WriteBackCode.Database, true), (fault.Code, fault.Retryable));
    }
}

public abstract partial class CrosswalkSqlTests : IAsyncLifetime
{
    private readonly FakeTimeProvider time = new(SampleDelivery.Signed.AddDays(3));
    private readonly MemoryOutbox outbox = new();

    protected abstract string Provider { get; }

    protected abstract string ConnectionString { get; }

    protected abstract DbConnection Open();

    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public abstract ValueTask DisposeAsync();

    [Fact]
    public async Task Rows_are_added_confirmed_and_then_left_alone()
    {
        var deliveries = Enumerable.Range(0, 450).Select(i => SampleDelivery.Of($"L{i:000}", i % 3 == 0 ? DeliveryState.Failed : DeliveryState.Delivered)).ToArray();
        Assert.Equal((450, 0, 0, 0), Counts(await Write(deliveries)));
        Assert.Equal(["2026-05-19T09:00:00.123456Z"], await Column("SELECT DISTINCT written_at FROM conferral_crosswalk WHERE confirmed_at = written_at"));
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal((0, 0, 450, 0), Counts(await Write(deliveries)));
        Assert.Equal(["2026-05-19T09:00:00.123456Z"], await Column("SELECT DISTINCT confirmed_at FROM conferral_crosswalk"));
        Assert.Equal(["450"], await Column("SELECT count(*) FROM conferral_crosswalk"));
    }

    [Fact]
    public async Task Every_fact_is_in_its_column()
    {
        var delivery = SampleDelivery.Of("007");
        await Write([delivery]);
        var row = CrosswalkRow.From(delivery) with { WrittenAt = time.GetUtcNow(), ConfirmedAt = time.GetUtcNow() };
        foreach (var column in CrosswalkColumn.All) Assert.Equal([column.Of(row)], await Column($"SELECT {column.Name} FROM conferral_crosswalk"));
    }

    [Fact]
    public async Task A_new_version_replaces_the_row_and_is_confirmed_anew()
    {
        await Write([SampleDelivery.Of("1")]);
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal((0, 1, 0, 0), Counts(await Write([SampleDelivery.Of("1", version: 2)])));
        Assert.Equal(["2|2026-05-19T10:00:00.123456Z"], await Column("SELECT credential_version || '|' || confirmed_at FROM conferral_crosswalk"));
    }

    [Fact]
    public async Task What_somebody_changed_is_reported_and_left()
    {
        await Write([SampleDelivery.Of("1"), SampleDelivery.Of("2")]);
        await Run("UPDATE conferral_crosswalk SET status = 'checked by hand', http_status = 0 WHERE sis_student_id = '2'");
        var report = await Write([SampleDelivery.Of("1"), SampleDelivery.Of("2")]);
        Assert.Equal((0, 0, 1, 1), Counts(report));
        Assert.Equal(["status", "http_status"], report.Drifts[0].Columns);
        Assert.Equal((new CrosswalkKey("2", "wallet", "2"), false), (report.Drifts[0].Key, report.Drifts[0].Overwritten));
        Assert.Equal(["checked by hand"], await Column("SELECT status FROM conferral_crosswalk WHERE sis_student_id = '2'"));
    }

    [Fact]
    public async Task Drift_is_overwritten_when_asked_for_and_still_reported()
    {
        await Write([SampleDelivery.Of("1")]);
        await Run("UPDATE conferral_crosswalk SET status = 'x'");
        var report = await Write([SampleDelivery.Of("1")], Options() with { OverwriteDrift = true });
        Assert.True(Assert.Single(report.Drifts).Overwritten);
        Assert.Equal(["active"], await Column("SELECT status FROM conferral_crosswalk WHERE confirmed_at IS NOT NULL"));
    }

    [Fact]
    public async Task A_deleted_row_is_written_anew_and_a_row_of_equal_facts_is_no_drift()
    {
        await Write([SampleDelivery.Of("1"), SampleDelivery.Of("2")]);
        await Run("DELETE FROM conferral_crosswalk WHERE sis_student_id = '1'");
        await Run("UPDATE conferral_crosswalk SET row_sha256 = 'made by hand'");
        Assert.Equal((1, 1, 0, 0), Counts(await Write([SampleDelivery.Of("1"), SampleDelivery.Of("2")])));
    }

    [Fact]
    public async Task An_unconfirmed_row_is_confirmed_by_the_next_run()
    {
        await Write([SampleDelivery.Of("1")]);
        await Run("UPDATE conferral_crosswalk SET confirmed_at = NULL");
        Assert.Equal((0, 0, 1, 0), Counts(await Write([SampleDelivery.Of("1")])));
        Assert.Equal(["1"], await Column("SELECT count(*) FROM conferral_crosswalk WHERE confirmed_at IS NOT NULL"));
    }

    [Fact]
    public async Task Keys_are_told_apart_exactly_and_never_read_as_SQL()
    {
        string[] learners = ["7", "07", "a", "A", "x'; DROP TABLE conferral_crosswalk; --", "Zoë"];
        Assert.Equal((6, 0, 0, 0), Counts(await Write([.. learners.Select(learner => SampleDelivery.Of(learner))])));
        Assert.Equal(learners.Order(StringComparer.Ordinal), (await Column("SELECT sis_student_id FROM conferral_crosswalk")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_table_that_is_not_there_is_not_made_unasked_and_its_owner_is_told_how()
    {
        var fault = await Assert.ThrowsAsync<WriteBackException>(() => Write([SampleDelivery.Of("1")], Options() with { CreateTable = false }));
        Assert.Equal((WriteBackCode.Table, false), (fault.Code, fault.Retryable));
        Assert.Contains("CREATE TABLE IF NOT EXISTS \"conferral_crosswalk\" (\"sis_student_id\" text NOT NULL", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_that_lacks_a_column_is_refused()
    {
        await Run("CREATE TABLE conferral_crosswalk (sis_student_id text)");
        Assert.Equal(WriteBackCode.Table, (await Assert.ThrowsAsync<WriteBackException>(() => Write([SampleDelivery.Of("1")]))).Code);
    }

    [Fact]
    public async Task The_outbox_knows_of_every_row_whether_it_was_read_back()
    {
        await Write([SampleDelivery.Of("1"), SampleDelivery.Of("2")]);
        Assert.Equal([("1", WriteBackState.Written), ("2", WriteBackState.Written), ("1", WriteBackState.Confirmed), ("2", WriteBackState.Confirmed)], outbox.Moves);
        await Run("UPDATE conferral_crosswalk SET status = 'x' WHERE sis_student_id = '2'");
        await Write([SampleDelivery.Of("1"), SampleDelivery.Of("2")]);
        Assert.Equal((WriteBackState.Confirmed, WriteBackState.Drifted), (outbox["sql", "1"], outbox["sql", "2"]));
    }

    [Fact]
    public async Task A_check_names_what_was_changed_deleted_or_waits_and_writes_nothing()
    {
        await Write([SampleDelivery.Of("1"), SampleDelivery.Of("2"), SampleDelivery.Of("3"), SampleDelivery.Of("4")]);
        await Run("UPDATE conferral_crosswalk SET status = 'x' WHERE sis_student_id = '2'");
        await Run("DELETE FROM conferral_crosswalk WHERE sis_student_id = '3'");
        var report = await Check([SampleDelivery.Of("1"), SampleDelivery.Of("2"), SampleDelivery.Of("3"), SampleDelivery.Of("4", version: 2), SampleDelivery.Of("5")]);
        Assert.Equal([("2", DriftReason.Changed), ("3", DriftReason.Missing), ("4", DriftReason.Waiting), ("5", DriftReason.Waiting)], report.Drifts.Select(drift => (drift.Key.SisStudentId, drift.Reason)));
        Assert.Equal((1, false), (report.Unchanged, report.IsInStep));
        Assert.Equal(["1", "2", "4"], (await Column("SELECT sis_student_id FROM conferral_crosswalk")).Order());
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("a\"b")]
    [InlineData("a;b")]
    [InlineData("a.b.c")]
    [InlineData("1a")]
    [InlineData("a\n")]
    [InlineData("")]
    public void Names_that_are_no_plain_identifiers_are_refused(string table)
        => Assert.Throws<ArgumentException>(() => new CrosswalkSql(new CrosswalkSqlOptions { Provider = "sqlite", ConnectionString = "", Table = table }, time));

    [Fact]
    public void An_unknown_provider_is_refused()
        => Assert.Throws<ArgumentException>(() => new CrosswalkSql(new CrosswalkSqlOptions { Provider = "oracle", ConnectionString = "" }, time));

    protected CrosswalkSqlOptions Options() => new() { Provider = Provider, ConnectionString = ConnectionString, CreateTable = true };

    protected Task<TargetReport> Write(LedgerDelivery[] deliveries, CrosswalkSqlOptions? options = null)
        => CrosswalkSql.Open(options ?? Options(), time).WriteAsync(SampleDelivery.Rows(outbox, "sql", deliveries), outbox, default);

    protected Task<TargetReport> Check(LedgerDelivery[] deliveries, CrosswalkSqlOptions? options = null)
        => CrosswalkSql.Open(options ?? Options(), time).CheckAsync(SampleDelivery.Rows(outbox, "sql", deliveries), outbox, default);

    protected async Task Run(string sql)
    {
        await using var connection = Open();
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    protected async Task<List<string?>> Column(string sql)
    {
        await using var connection = Open();
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var values = new List<string?>();
        while (await reader.ReadAsync()) values.Add(reader.IsDBNull(0) ? null : Convert.ToString(reader.GetValue(0), System.Globalization.CultureInfo.InvariantCulture));
        return values;
    }

    private static (int Added, int Changed, int Unchanged, int Drifted) Counts(TargetReport report)
        => (report.Added, report.Changed, report.Unchanged, report.Drifts.Count);
}
