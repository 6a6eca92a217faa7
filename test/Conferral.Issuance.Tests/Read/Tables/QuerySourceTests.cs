// Queries on a database: one snapshot, read-only, one hash whatever the order of rows, and refusals that say what to do.
using Conferral.Issuance.Read;
using Conferral.TestKit;
using Npgsql;

namespace Conferral.Issuance.Tests.Read;

public sealed class QuerySourceTests(PostgresDatabases databases)
{
    private const string Mapping = """
        files:
          learners:
            sql: SELECT id AS learner_key, name FROM student
          awards:
            sql: SELECT id, no, kind, title, day, hours FROM degree
            columns: { learner_key: id, award_key: no, achievement_type: kind, title: title, conferred_on: day, credits: hours }
        """;

    private const string Tables = """
        CREATE TABLE student (id TEXT, name TEXT);
        CREATE TABLE degree (id TEXT, no INTEGER, kind TEXT, title TEXT, day DATE, hours NUMERIC(6, 2));
        INSERT INTO student VALUES ('002', 'Bo'), ('001', 'Zoë');
        INSERT INTO degree VALUES ('001', 1, 'BachelorDegree', 'Bachelor', '2026-05-15', 120.5), ('002', 2, 'Certificate', 'Certificate', '2026-05-16', NULL);
        """;

    [Fact]
    public async Task Types_of_a_database_come_as_text_numbers_and_dates_with_the_query_and_row_they_stand_on()
    {
        using var folder = new TemporaryFolder();
        AssertRead(await Read(folder, Sqlite(folder, Tables)));
    }

    [Fact]
    public async Task PostgreSQL_gives_the_same_and_its_later_changes_are_not_seen()
    {
        using var folder = new TemporaryFolder();
        var connection = await databases.NewAsync();
        await Execute(connection, Tables);
        var database = new IntakeDatabase("postgresql", connection);
        AssertRead(await Read(folder, database));
        await using var source = Open(folder, database, Mapping);
        await Execute(connection, "INSERT INTO degree VALUES ('001', 3, 'Certificate', 'Later', '2026-06-01', 1); DELETE FROM student WHERE id = '002'");
        var items = await source.ReadAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["001", "002"], items.Select(item => item.LearnerKey));
        Assert.Single(items[0].Learner!.Awards);
    }

    [Fact]
    public async Task PostgreSQL_is_never_written_to()
    {
        using var folder = new TemporaryFolder();
        var connection = await databases.NewAsync();
        await Execute(connection, Tables);
        var writing = Mapping.Replace("SELECT id AS learner_key, name FROM student", "DELETE FROM student RETURNING id AS learner_key, name", StringComparison.Ordinal);
        var error = Assert.Throws<IntakeException>(() => Open(folder, new IntakeDatabase("postgres", connection), writing));
        Assert.Equal("READ-DATABASE", error.Code);
        Assert.Contains("The query learners was refused (code 25006)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SQLite_is_never_written_to()
    {
        using var folder = new TemporaryFolder();
        var database = Sqlite(folder, Tables);
        var writing = Mapping.Replace("SELECT id AS learner_key, name FROM student", "DELETE FROM student RETURNING id AS learner_key, name", StringComparison.Ordinal);
        Assert.Equal("READ-DATABASE", Assert.Throws<IntakeException>(() => Open(folder, database, writing)).Code);
        Assert.Equal(2, (await Read(folder, database)).Items.Count);
    }

    [Fact]
    public async Task The_hash_covers_the_rows_and_not_their_order()
    {
        using var folder = new TemporaryFolder();
        var database = Sqlite(folder, Tables);
        var hash = (await Read(folder, database)).Sha256;
        Assert.NotEqual(hash, (await Read(folder, database, Mapping.Replace("FROM student", "FROM student ORDER BY id", StringComparison.Ordinal))).Sha256); // the mapping's bytes belong to the input
        using var turned = new TemporaryFolder();
        Assert.Equal(hash, (await Read(turned, Sqlite(turned, Tables.Replace("('002', 'Bo'), ('001', 'Zoë')", "('001', 'Zoë'), ('002', 'Bo')", StringComparison.Ordinal)))).Sha256);
        using var other = new TemporaryFolder();
        Assert.NotEqual(hash, (await Read(other, Sqlite(other, Tables.Replace("120.5", "120", StringComparison.Ordinal)))).Sha256);
        using var twice = new TemporaryFolder();
        Assert.NotEqual(hash, (await Read(twice, Sqlite(twice, Tables + "INSERT INTO student VALUES ('003', NULL)"))).Sha256);
    }

    [Theory]
    [InlineData("name FROM student", "nam FROM student", "The query learners was refused")]
    [InlineData("name FROM student", "x'00' AS name FROM student", "gives a Byte[] in the column name, row 1")]
    [InlineData("SELECT id AS learner_key", "SELECT id AS key", "query learners: There is no column learner_key")]
    [InlineData("name FROM student", "name, name FROM student", "The column name stands twice. Rename one of them with AS.")]
    [InlineData("name FROM student", "name FROM student WHERE 1 = 0", "query learners has a header and no rows")]
    public void A_query_that_does_not_give_what_is_needed_is_refused(string from, string to, string says)
    {
        using var folder = new TemporaryFolder();
        var error = Assert.Throws<IntakeException>(() => Open(folder, Sqlite(folder, Tables), Mapping.Replace(from, to, StringComparison.Ordinal)));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mapping_that_asks_a_database_needs_one()
    {
        using var folder = new TemporaryFolder();
        var error = Assert.Throws<IntakeException>(() => Open(folder, null, Mapping));
        Assert.Equal("READ-DATABASE", error.Code);
        Assert.Contains("Write intake.sql with provider and connection", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("oracle", "x", "The database provider oracle is not known")]
    [InlineData("Nobody.Factory, Nobody", "x", "is not known")]
    [InlineData("sqlite", "Data Source=/nowhere/secret-place.db", "The SQLite database of the intake cannot be reached")]
    [InlineData("postgresql", "Host=127.0.0.1;Port=1;Username=u;Password=hunter2", "The PostgreSQL database of the intake cannot be reached")]
    public void A_database_that_cannot_be_reached_is_told_without_its_connection(string provider, string connection, string says)
    {
        using var folder = new TemporaryFolder();
        var error = Assert.Throws<IntakeException>(() => Open(folder, new IntakeDatabase(provider, connection), Mapping));
        Assert.Equal("READ-DATABASE", error.Code);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-place", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Any_provider_is_found_by_its_factory()
    {
        using var folder = new TemporaryFolder();
        var database = Sqlite(folder, Tables) with { Provider = "Microsoft.Data.Sqlite.SqliteFactory, Microsoft.Data.Sqlite" };
        AssertRead(await Read(folder, database));
    }

    [Fact]
    public async Task A_database_without_snapshots_that_changes_between_the_readings_is_noticed()
    {
        using var folder = new TemporaryFolder();
        var database = Sqlite(folder, Tables);
        using var store = new QueryStore(database);
        var feed = new Feed("query learners") { Sql = "SELECT id AS learner_key, random() AS name FROM student" };
        store.Open(BundleLayout.Learners.File, feed, first: true).Finish();
        var error = Assert.Throws<IntakeException>(() => store.Open(BundleLayout.Learners.File, feed, first: false).Finish());
        Assert.Equal("READ-CHANGED", error.Code);
        await Task.CompletedTask;
    }

    [Fact]
    public async Task Queries_and_files_go_together()
    {
        using var bundle = new TestBundle().Without("awards.csv");
        using var folder = new TemporaryFolder();
        var reading = await bundle.Read(new IntakeOptions { Database = Sqlite(folder, Tables) }, mapping: "files:\n  awards:\n" + Mapping[Mapping.IndexOf("    sql: SELECT id, no", StringComparison.Ordinal)..]);
        Assert.Equal(("query awards", "learners.csv"), (reading["001"].Learner!.Awards.Single().Source.File, reading["001"].Source.File));
        Assert.Contains(" and SQLite database (", reading.Description, StringComparison.Ordinal);
    }

    private static void AssertRead(Reading reading)
    {
        Assert.Empty(reading.AllFindings);
        var award = reading["001"].Learner!.Awards.Single();
        Assert.Equal(("1", "Bachelor", new DateOnly(2026, 5, 15), 120.5m), (award.AwardKey, award.Title, award.ConferredOn, award.Credits));
        Assert.Equal("query awards, row 1", award.Source.ToString());
        Assert.Equal(("Zoë", "query learners, row 2"), (reading["001"].Learner!.Name!.Display, reading["001"].Source.ToString()));
        Assert.Null(reading["002"].Learner!.Awards.Single().Credits);
        Assert.Matches("^[0-9a-f]{64}$", reading.Sha256);
    }

    private static IntakeDatabase Sqlite(TemporaryFolder folder, string script) => FormsTests.MakeDatabase(folder, connection => FormsTests.Run(connection, script));

    private static async Task Execute(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private static string Write(TemporaryFolder folder, string mapping)
    {
        var path = Path.Combine(folder.Path, "mapping.yaml");
        File.WriteAllText(path, mapping);
        return path;
    }

    private static IIntakeSource Open(TemporaryFolder folder, IntakeDatabase? database, string mapping)
        => IntakeSources.Open(null, Write(folder, mapping), new IntakeOptions { Database = database });

    private static Task<Reading> Read(TemporaryFolder folder, IntakeDatabase database, string mapping = Mapping)
        => Reading.Of(null, Write(folder, mapping), new IntakeOptions { Database = database });
}
