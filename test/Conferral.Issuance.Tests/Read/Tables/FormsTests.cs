// The same three people in every form an export can have: the same records, and the same credentials to the byte.
using System.Text;
using System.Text.Unicode;
using Conferral.Issuance.Read;
using Conferral.Issuance.Tests.Compose;
using CsCheck;
using Microsoft.Data.Sqlite;

namespace Conferral.Issuance.Tests.Read;

public sealed class FormsTests
{
    private static readonly string[] Encodings = ["utf-8", "utf-8 with mark", "utf-16", "utf-16BE", "windows-1252"];

    [Theory]
    [InlineData("semicolons", "READ-FORM")]
    [InlineData("workbook", "READ-FORM")]
    [InlineData("database", "")]
    [InlineData("oneroster", "READ-FORM")]
    public async Task Every_form_of_the_sample_composes_the_same_credentials(string form, string told)
    {
        var plain = await Reading.Of(Repository.Sample("forms", "plain"));
        var reading = await Form(form);
        Assert.Empty(plain.AllFindings);
        Assert.Equal(told.Length == 0 ? [] : [told], reading.AllFindings.Select(finding => finding.RuleId).Distinct());
        Assert.Equal(3, reading.Items.Count);
        Assert.Equal(Documents(plain), Documents(reading));
        if (form != "oneroster") Assert.Equal(BundleReadingTests.Facts(plain), BundleReadingTests.Facts(reading));
    }

    [Theory]
    [InlineData("semicolons", "studierende.csv", "Its fields are separated by semicolons.")]
    [InlineData("semicolons", "studierende.csv", "It is read as windows-1252, as declared.")]
    [InlineData("semicolons", "studierende.csv", "Its header is row 4; what stands above is not read.")]
    [InlineData("semicolons", "abschluesse.csv", "Rows of nothing but separators are passed over: 1.")]
    [InlineData("workbook", "graduates.xlsx, sheet awards", "Its header is row 3; what stands above is not read.")]
    [InlineData("oneroster", "users.csv", "It is read as OneRoster 1.1; awards come from beside it.")]
    [InlineData("oneroster", "users.csv", "Rows that are to be deleted, or not active, produce nothing: 1.")]
    [InlineData("oneroster", "users.csv", "Students without an award are passed over, as a roster lists everybody: 1.")]
    public async Task What_was_decided_is_told(string form, string place, string sentence)
        => Assert.Contains((await Form(form)).SourceFindings, finding => finding.Source!.ToString() == place && finding.Message == sentence);

    [Theory]
    [InlineData("semicolons", "studierende.csv, row 5")]
    [InlineData("workbook", "graduates.xlsx, sheet learners, row 2")]
    [InlineData("database", "query learners, row 1")]
    [InlineData("oneroster", "users.csv, row 2")]
    public async Task Each_learner_knows_where_it_stands(string form, string place)
        => Assert.Equal(place, (await Form(form))["00001001"].Source.ToString());

    [Fact]
    public async Task No_password_of_a_roster_is_read()
    {
        var reading = await Form("oneroster");
        Assert.DoesNotContain("never-read-this", System.Text.Json.JsonSerializer.Serialize(reading), StringComparison.Ordinal);
    }

    [Fact]
    public void Written_as_any_text_and_read_again_a_file_is_the_same()
        => Gen.Select(
            Gen.Int[0, 4].Select(i => Encodings[i]),
            Gen.Int[0, 3].Select(i => ",;\t|"[i]),
            Gen.Bool.Select(windows => windows ? "\r\n" : "\n"),
            Gen.Bool,
            Gen.Char[" aäÖé,;\t|\"'\n0123€"].Array[0, 8].Select(letters => new string(letters)).Array[2].Array[1, 6])
            .Sample(
                (encoding, delimiter, end, lastEnd, rows) =>
                {
                    string[][] all = [["learner_key", "name"], .. rows];
                    var text = string.Join(end, all.Select(row => string.Join(delimiter, row.Select(cell => $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")))) + (lastEnd ? end : "");
                    var bytes = Encode(encoding, text);
                    if (encoding == "windows-1252" && text.Any(letter => letter > 127) && Utf8.IsValid(bytes)) return; // "Ö€" is a letter of UTF-8 too, and read as that, which is told
                    var expected = rows.Select(row => row.Select(cell => cell.Trim()).ToArray()).Where(row => row.Any(cell => cell.Length > 0));
                    Assert.Equal(expected, Rows(bytes, encoding));
                },
                iter: 200);

    [Fact]
    public void Written_to_a_database_and_read_again_a_table_is_the_same()
        => Gen.Char['\u0001', '\u2FFF'].Array[0, 8].Select(letters => new string(letters)).Array[2].Array[1, 6].Sample(
            rows =>
            {
                using var folder = new TemporaryFolder();
                var database = MakeDatabase(folder, connection =>
                {
                    Run(connection, "CREATE TABLE t (learner_key TEXT, name TEXT)");
                    foreach (var row in rows) Run(connection, "INSERT INTO t VALUES ($0, $1)", row[0], row[1]);
                });
                using var store = new QueryStore(database);
                using var records = store.Open(BundleLayout.Learners.File, new Feed("query t") { Sql = "SELECT * FROM t ORDER BY rowid" }, first: true);
                records.ReadHeader();
                var read = new List<string[]>();
                while (records.Read()) read.Add([records[0].ToString(), records[1].ToString()]);
                Assert.Equal(rows.Select(row => row.Select(cell => cell.Trim()).ToArray()), read);
            },
            iter: 20);

    internal static IntakeDatabase MakeDatabase(TemporaryFolder folder, Action<SqliteConnection> fill)
    {
        var source = new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder.Path, "sis.db"), Pooling = false }.ToString();
        using var connection = new SqliteConnection(source);
        connection.Open();
        fill(connection);
        return new IntakeDatabase("sqlite", source);
    }

    internal static void Run(SqliteConnection connection, string sql, params string[] values)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < values.Length; i++) command.Parameters.AddWithValue($"${i}", values[i]);
        command.ExecuteNonQuery();
    }

    private static async Task<Reading> Form(string form)
    {
        var mapping = Repository.Sample("forms", form, "mapping.yaml");
        if (form == "workbook") return await Reading.Of(Repository.Sample("forms", form, "graduates.xlsx"));
        if (form != "database") return await Reading.Of(Repository.Sample("forms", form), mapping);
        using var folder = new TemporaryFolder();
        var script = await File.ReadAllTextAsync(Repository.Sample("forms", form, "sis.sql"), TestContext.Current.CancellationToken);
        return await Reading.Of(null, mapping, new IntakeOptions { Database = MakeDatabase(folder, connection => Run(connection, script)) });
    }

    private static string[] Documents(Reading reading)
        => [.. reading.Items.Select(item => Encoding.UTF8.GetString(SampleLearner.Compose(item.Learner!).Utf8Json.Span))];

    private static byte[] Encode(string encoding, string text) => encoding switch
    {
        "utf-8" => Encoding.UTF8.GetBytes(text),
        "utf-8 with mark" => DirtCase.Marked(new UTF8Encoding(true), text),
        "utf-16" => DirtCase.Marked(Encoding.Unicode, text),
        "utf-16BE" => DirtCase.Marked(Encoding.BigEndianUnicode, text),
        _ => DirtCase.In(encoding, text),
    };

    private static List<string[]> Rows(byte[] bytes, string encoding)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(Path.Combine(folder.Path, "learners.csv"), bytes);
        using var store = new CsvStore(InputFiles.At(folder.Path), new IntakeOptions { Encoding = encoding == "windows-1252" ? encoding : null });
        using var records = store.Open(BundleLayout.Learners.File, new Feed("learners.csv"), first: true);
        records.ReadHeader();
        var read = new List<string[]>();
        while (records.Read()) read.Add([records[0].ToString(), records[1].ToString()]);
        records.Finish();
        return read;
    }
}
