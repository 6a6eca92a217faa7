// The database a mapping's queries are asked of.
using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Conferral.Issuance.Read;

/// <summary>
/// Provider: <c>sqlite</c>, <c>postgresql</c>, a name registered with <see cref="DbProviderFactories"/>, or the factory's own type
/// ("Oracle.ManagedDataAccess.Client.OracleClientFactory, Oracle.ManagedDataAccess") whose assembly lies beside the program.
/// The connection string is never shown in messages.
/// </summary>
public sealed record IntakeDatabase(string Provider, string ConnectionString)
{
    /// <summary>A whole class's transcripts may be read by one query; nothing waits for it but the person who started it.</summary>
    internal static readonly TimeSpan QueryTime = TimeSpan.FromHours(1);

    /// <summary>For people: "PostgreSQL database", never where it is.</summary>
    internal string Description => Kind switch { "sqlite" => "SQLite database", "postgresql" => "PostgreSQL database", _ => $"database ({Provider.Split(',')[0]})" };

    private string Kind => Provider.ToUpperInvariant() switch { "SQLITE" => "sqlite", "POSTGRES" or "POSTGRESQL" => "postgresql", _ => "" };

    /// <summary>An open connection, for reading alone where the provider can say so. Errors: <see cref="IntakeException"/>.</summary>
    internal DbConnection Connect()
    {
        var connection = Factory().CreateConnection() ?? throw new IntakeException(IntakeCodes.Database, $"The provider {Provider} makes no connections. Name another.");
        try
        {
            connection.ConnectionString = Kind switch
            {
                "sqlite" => new SqliteConnectionStringBuilder(ConnectionString) { Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString(),
                "postgresql" => new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false, ApplicationName = "conferral intake", IncludeErrorDetail = false, CommandTimeout = (int)QueryTime.TotalSeconds }.ToString(),
                _ => ConnectionString,
            };
            connection.Open();
            return connection;
        }
        catch (Exception error) when (error is DbException or ArgumentException or InvalidOperationException or TimeoutException)
        {
            connection.Dispose();
            // The provider's own sentence may name host and login; its code says enough.
            throw new IntakeException(IntakeCodes.Database, $"The {Description} of the intake cannot be reached{CodeOf(error)}. Check intake.sql.connection, the server and the login.", inner: error);
        }
    }

    /// <summary>
    /// One snapshot for all queries where the database has snapshots, and no right to write where it can be told so.
    /// </summary>
    internal DbTransaction Begin(DbConnection connection)
    {
        if (connection is SqliteConnection sqlite) return sqlite.BeginTransaction(deferred: true);
        var transaction = BeginAtBest(connection);
        if (Kind != "postgresql") return transaction;
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "SET TRANSACTION READ ONLY";
        command.ExecuteNonQuery();
        return transaction;
    }

    internal static string CodeOf(Exception error) => error is DbException { SqlState: { Length: > 0 } state } ? $" (code {state})" : error is SqliteException sqlite ? FormattableString.Invariant($" (code {sqlite.SqliteErrorCode})") : "";

    private DbTransaction BeginAtBest(DbConnection connection)
    {
        if (Kind == "postgresql") return connection.BeginTransaction(IsolationLevel.RepeatableRead);
        foreach (var level in new[] { IsolationLevel.Snapshot, IsolationLevel.Serializable })
        {
            try
            {
                return connection.BeginTransaction(level);
            }
            catch (Exception error) when (error is DbException or ArgumentException or NotSupportedException or InvalidOperationException)
            {
                // This database does not know the level; the rows are compared at the second reading in any case.
            }
        }

        return connection.BeginTransaction();
    }

    private DbProviderFactory Factory()
    {
        if (Kind == "sqlite") return SqliteFactory.Instance;
        if (Kind == "postgresql") return NpgsqlFactory.Instance;
        if (Provider.Contains(',') && Type.GetType(Provider) is { } type) DbProviderFactories.RegisterFactory(Provider, type);
        return DbProviderFactories.TryGetFactory(Provider, out var factory)
            ? factory
            : throw new IntakeException(IntakeCodes.Database, $"The database provider {Provider} is not known. Write sqlite or postgresql, or put the provider's assembly beside the program and write its factory as \"Namespace.Factory, Assembly\".");
    }
}
