// The crosswalk's table: its checked name and every SQL statement that touches it.
using System.Text.RegularExpressions;

namespace Conferral.Issuance.WriteBack;

/// <summary>
/// Builds the statements. Names are checked and quoted, values are always parameters. The dialect is what SQLite (3.24 and later) and
/// PostgreSQL share.
/// </summary>
internal sealed partial class CrosswalkTable
{
    /// <summary>The hash of a row's facts as they were written; where the facts no longer have it, somebody changed them.</summary>
    public const string HashColumn = "row_sha256";

    /// <summary>Statements take their values row by row in this order: the columns of <see cref="CrosswalkColumn.All"/>, then the hash.</summary>
    public static readonly IReadOnlyList<string> Columns = [.. CrosswalkColumn.All.Select(column => column.Name), HashColumn];

    private static readonly string[] KeyColumns = ["sis_student_id", "platform_id", "sis_record_key"];

    private readonly string table;

    /// <summary>Errors: <see cref="ArgumentException"/> for a name that is not one or two plain identifiers.</summary>
    public CrosswalkTable(string name)
    {
        if (!PlainName().IsMatch(name))
            throw new ArgumentException($"The table name \"{name}\" cannot be used. Give letters, digits and underscores, at most 63, with the schema and a dot before it where needed.", nameof(name));
        Name = name;
        table = string.Join('.', name.Split('.').Select(Quote));
    }

    public string Name { get; }

    public string Create => $"CREATE TABLE IF NOT EXISTS {table} ({string.Join(", ", Columns.Select(Definition))}, PRIMARY KEY ({List(KeyColumns)}))";

    public string Probe => $"SELECT {List(Columns)} FROM {table} WHERE 1 = 0";

    public string SelectByStudents(int students) => $"SELECT {List(Columns)} FROM {table} WHERE sis_student_id IN ({Parameters(0, students)})";

    public string Upsert(int rows) =>
        $"INSERT INTO {table} ({List(Columns)}) VALUES {string.Join(", ", Enumerable.Range(0, rows).Select(row => $"({Parameters(row * Columns.Count, Columns.Count)})"))} "
        + $"ON CONFLICT ({List(KeyColumns)}) DO UPDATE SET {string.Join(", ", Columns.Except(KeyColumns).Select(column => $"{Quote(column)} = excluded.{Quote(column)}"))}";

    /// <summary>The first parameter is the time, the others are row hashes.</summary>
    public string Confirm(int rows) => $"UPDATE {table} SET confirmed_at = @p0 WHERE confirmed_at IS NULL AND {HashColumn} IN ({Parameters(1, rows)})";

    /// <summary>The statements for one row with parameters called like its columns, for people to change.</summary>
    public string ReadOne => $"SELECT {List(Columns)} FROM {table}\nWHERE {string.Join(" AND ", KeyColumns.Select(column => $"{Quote(column)} = @{column}"))}";

    public string UpsertOne =>
        $"INSERT INTO {table} ({List(Columns)})\nVALUES ({string.Join(", ", Columns.Select(column => "@" + column))})\n"
        + $"ON CONFLICT ({List(KeyColumns)}) DO UPDATE SET {string.Join(", ", Columns.Except(KeyColumns).Select(column => $"{Quote(column)} = excluded.{Quote(column)}"))}";

    public string ConfirmOne => $"UPDATE {table} SET confirmed_at = @confirmed_at\nWHERE confirmed_at IS NULL AND {HashColumn} = @{HashColumn}";

    private static string Definition(string column)
    {
        var isNumber = CrosswalkColumn.All.Any(candidate => candidate.IsNumber && candidate.Name == column);
        var isRequired = KeyColumns.Contains(column) || column == HashColumn;
        return $"{Quote(column)} {(isNumber ? "integer" : "text")}{(isRequired ? " NOT NULL" : "")}";
    }

    private static string List(IEnumerable<string> columns) => string.Join(", ", columns.Select(Quote));

    private static string Parameters(int first, int count) => string.Join(", ", Enumerable.Range(first, count).Select(number => "@p" + number));

    private static string Quote(string name) => $"\"{name}\"";

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]{0,62}(\.[A-Za-z_][A-Za-z0-9_]{0,62})?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex PlainName();
}
