// The institution's own statements: another table, other names, fewer columns; rehearsed, read back, and drift reported.
using Conferral.Issuance.WriteBack;

namespace Conferral.Issuance.Tests.WriteBack;

public abstract partial class CrosswalkSqlTests
{
    private const string OwnTable = "CREATE TABLE spriden_clr (student_no varchar(20) NOT NULL, platform varchar(20) NOT NULL, clr_id char(60), standing varchar(12), seen integer, PRIMARY KEY (student_no, platform))";

    private const string OwnStatements =
        """
        -- conferral: read
        SELECT clr_id AS clr_credential_id, standing AS status, seen AS credential_version FROM spriden_clr WHERE student_no = @sis_student_id AND platform = @platform_id;
        -- conferral: write
        INSERT INTO spriden_clr (student_no, platform, clr_id, standing, seen) /* :nothing */ VALUES (@sis_student_id, @platform_id, @clr_credential_id, @status, @credential_version)
        ON CONFLICT (student_no, platform) DO UPDATE SET clr_id = excluded.clr_id, standing = excluded.standing, seen = excluded.seen;
        """;

    [Fact]
    public async Task Statements_of_its_own_write_into_a_table_of_its_own()
    {
        await Run(OwnTable);
        using var file = new StatementFile(OwnStatements);
        var options = Options() with { StatementsPath = file.Path };
        Assert.Equal((2, 0, 0, 0), Counts(await Write([SampleDelivery.Of("007"), SampleDelivery.Of("8", Conferral.Issuance.Ledger.DeliveryState.Failed)], options)));
        Assert.Equal(["007 active 1", "8 failed 1"], await Column("SELECT student_no || ' ' || standing || ' ' || seen FROM spriden_clr ORDER BY 1"));
        Assert.Equal((0, 1, 1, 0), Counts(await Write([SampleDelivery.Of("007", version: 2), SampleDelivery.Of("8", Conferral.Issuance.Ledger.DeliveryState.Failed)], options)));
        Assert.True((await Check([SampleDelivery.Of("007", version: 2)], options)).IsInStep);
    }

    [Fact]
    public async Task What_somebody_changed_in_the_own_table_is_reported_and_left()
    {
        await Run(OwnTable);
        using var file = new StatementFile(OwnStatements);
        var options = Options() with { StatementsPath = file.Path };
        await Write([SampleDelivery.Of("1"), SampleDelivery.Of("2")], options);
        await Run("UPDATE spriden_clr SET standing = 'by hand' WHERE student_no = '2'");
        var drift = Assert.Single((await Write([SampleDelivery.Of("1"), SampleDelivery.Of("2")], options)).Drifts);
        Assert.Equal(("2", "status", false), (drift.Key.SisStudentId, Assert.Single(drift.Columns), drift.Overwritten));
        Assert.Equal(["by hand"], await Column("SELECT standing FROM spriden_clr WHERE student_no = '2'"));
        Assert.Equal(DriftReason.Changed, Assert.Single((await Check([SampleDelivery.Of("2")], options)).Drifts).Reason);
        Assert.True(Assert.Single((await Write([SampleDelivery.Of("2")], options with { OverwriteDrift = true })).Drifts).Overwritten);
        Assert.Equal(["active"], await Column("SELECT standing FROM spriden_clr WHERE student_no = '2'"));
    }

    [Fact]
    public async Task The_template_does_what_is_done_without_it()
    {
        await Run(new CrosswalkTable("conferral_crosswalk").Create);
        using var file = new StatementFile(CrosswalkSql.StatementsFor("conferral_crosswalk"));
        var options = Options() with { StatementsPath = file.Path };
        Assert.Equal((2, 0, 0, 0), Counts(await Write([SampleDelivery.Of("1"), SampleDelivery.Of("2")], options)));
        Assert.Equal((0, 0, 2, 0), Counts(await Write([SampleDelivery.Of("1"), SampleDelivery.Of("2")], Options())));
        Assert.Equal(["2"], await Column("SELECT count(*) FROM conferral_crosswalk WHERE confirmed_at IS NOT NULL AND written_at IS NOT NULL"));
        await Run("UPDATE conferral_crosswalk SET status = 'x' WHERE sis_student_id = '2'");
        Assert.Equal("2", Assert.Single((await Write([SampleDelivery.Of("2", version: 2)], options)).Drifts).Key.SisStudentId);
    }

    [Theory]
    [InlineData("seen = excluded.seen", "seen = excluded.nothing")]
    [InlineData("standing = excluded.standing", "standing = 'own'")]
    public async Task What_does_not_hold_in_rehearsal_writes_nothing(string good, string bad)
    {
        await Run(OwnTable);
        using (var file = new StatementFile(OwnStatements)) await Write([SampleDelivery.Of("1")], Options() with { StatementsPath = file.Path });
        using var changed = new StatementFile(OwnStatements.Replace(good, bad, StringComparison.Ordinal));
        var fault = await Assert.ThrowsAsync<WriteBackException>(() => Write([SampleDelivery.Of("1", Conferral.Issuance.Ledger.DeliveryState.Failed, version: 2), SampleDelivery.Of("2")], Options() with { StatementsPath = changed.Path }));
        Assert.Equal(WriteBackCode.Statement, fault.Code);
        Assert.Equal(["1 1 active"], await Column("SELECT student_no || ' ' || seen || ' ' || standing FROM spriden_clr"));
    }

    [Theory]
    [InlineData("-- conferral: write", "-- conferral: wite", "'wite' is not known")]
    [InlineData("-- conferral: read", "", "no section 'read'")]
    [InlineData("@platform_id;", "@platform;", "parameter 'platform'")]
    public void A_file_that_is_wrong_is_refused_before_anything_is_asked(string good, string bad, string message)
    {
        using var file = new StatementFile(OwnStatements.Replace(good, bad, StringComparison.Ordinal));
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => CrosswalkSql.Open(Options() with { StatementsPath = file.Path }, time)).Message, StringComparison.Ordinal);
    }

    private sealed class StatementFile : IDisposable
    {
        public StatementFile(string text) => File.WriteAllText(Path, text);

        public string Path { get; } = System.IO.Path.GetTempFileName();

        public void Dispose() => File.Delete(Path);
    }
}

public sealed class SqlStatementsTests
{
    [Fact]
    public void Parameters_are_found_and_text_comments_and_casts_are_not()
    {
        var read = SqlStatements.Parse(
            """
            -- conferral: read
            SELECT ':no' AS status, "a:no" FROM t WHERE k = :sis_student_id AND d = @signed_at::timestamp -- @no
            AND x = /* :no */ :sis_student_id
            -- conferral: write
            MERGE INTO t USING dual ON (t.k = :sis_student_id) WHEN MATCHED THEN UPDATE SET h = :row_sha256;
            """,
            "own.sql");
        Assert.Equal(["sis_student_id", "signed_at"], read.Read.Parameters);
        Assert.Equal(["sis_student_id", "row_sha256"], read.Write.Parameters);
        Assert.Null(read.Confirm);
    }

    [Theory]
    [InlineData("sqlserver.sql")]
    [InlineData("oracle.sql")]
    public void The_samples_for_other_databases_are_well_formed(string name)
        => Assert.NotNull(SqlStatements.Parse(File.ReadAllText(Path.Combine(TestKit.Checkout.Root, "samples", "write-back", name)), name).Confirm);

    [Fact]
    public void Another_provider_is_loaded_by_the_name_of_its_factory()
    {
        var options = new CrosswalkSqlOptions { Provider = "Microsoft.Data.Sqlite.SqliteFactory", ProviderAssembly = Path.Combine(AppContext.BaseDirectory, "Microsoft.Data.Sqlite.dll"), ConnectionString = "Data Source=:memory:", CreateTable = true };
        Assert.NotNull(new CrosswalkSql(options, TimeProvider.System));
        Assert.Contains("Nothing", Assert.Throws<ArgumentException>(() => new CrosswalkSql(options with { Provider = "Nothing.Factory" }, TimeProvider.System)).Message, StringComparison.Ordinal);
    }
}
