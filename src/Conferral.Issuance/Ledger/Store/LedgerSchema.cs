// The ledger's schema: numbered migrations, forward only.
using System.Globalization;
using System.Reflection;

namespace Conferral.Issuance.Ledger;

/// <summary>
/// The migrations are <c>Migrations/NNN-name.sql</c>; the schema's version is the number of the newest one that ran. Each runs in the
/// transaction that opens the ledger, so an interrupted one leaves no trace.
/// </summary>
internal static class LedgerSchema
{
    private static readonly SortedList<long, string> Migrations = Load();

    public static IReadOnlyList<long> Versions => [.. Migrations.Keys];

    public static long Newest => Migrations.Keys[^1];

    /// <summary>Errors: <see cref="LedgerCode.NewerSchema"/>.</summary>
    public static long Version(LedgerStatements statements, LedgerDialect dialect)
    {
        var version = dialect.SchemaVersion(statements);
        return version <= Newest
            ? version
            : throw new LedgerException(LedgerCode.NewerSchema, $"This ledger was written by a newer conferral (schema {version}; this one knows {Newest}). Use the newer version; nothing was changed.");
    }

    public static void Migrate(LedgerStatements statements, LedgerDialect dialect)
    {
        var version = Version(statements, dialect);
        foreach (var (next, sql) in Migrations.Where(migration => migration.Key > version))
        {
            statements.Script(dialect.Migration(sql));
            dialect.SetSchemaVersion(statements, next);
        }
    }

    private static SortedList<long, string> Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var migrations = new SortedList<long, string>();
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.EndsWith(".sql", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            migrations.Add(long.Parse(name.AsSpan(0, name.IndexOf('-', StringComparison.Ordinal)), CultureInfo.InvariantCulture), reader.ReadToEnd());
        }

        return migrations;
    }
}
