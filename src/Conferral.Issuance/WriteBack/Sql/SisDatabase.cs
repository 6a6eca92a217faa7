// The institution's database: which provider, the connection, and its faults in our words.
using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Reflection;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Conferral.Issuance.WriteBack;

/// <summary>
/// Opens connections through any ADO.NET provider: <c>sqlite</c> and <c>postgresql</c> are built in, any other is named by its
/// factory's type, <c>Oracle.ManagedDataAccess.Client.OracleClientFactory</c>, and loaded from the assembly the settings name.
/// Errors: <see cref="ArgumentException"/> for a provider that cannot be had.
/// </summary>
internal sealed class SisDatabase(CrosswalkSqlOptions options)
{
    private readonly DbProviderFactory _factory = FactoryOf(options);

    public async Task<DbConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        var connection = _factory.CreateConnection() ?? throw new ArgumentException($"The provider {options.Provider} makes no connections.");
        try
        {
            connection.ConnectionString = options.ConnectionString;
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>The database's own words may repeat a value, so only its code is passed on.</summary>
    public static WriteBackException Explain(DbException fault, string description)
    {
        var state = fault.SqlState ?? fault.ErrorCode.ToString(CultureInfo.InvariantCulture);
        return new WriteBackException(WriteBackCode.Database, $"The database refused the crosswalk for {description} (code {state}). Check that it runs and that the login may select, insert and update there; then run again.", fault.IsTransient, fault);
    }

#pragma warning disable CA2100 // built of checked names and parameter places only, or the institution's own file
    /// <summary>A statement with named parameters; a parameter's value is text, a whole number or null.</summary>
    public static DbCommand Command(DbConnection connection, DbTransaction? transaction, string sql, IEnumerable<(string Name, string? Text, bool IsNumber)> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        // Oracle's commands bind by place unless told otherwise.
        command.GetType().GetProperty("BindByName", typeof(bool))?.SetValue(command, true);
        foreach (var (name, text, isNumber) in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.DbType = isNumber ? DbType.Int32 : DbType.String;
            parameter.Value = text is null ? DBNull.Value : isNumber ? int.Parse(text, CultureInfo.InvariantCulture) : text;
            command.Parameters.Add(parameter);
        }

        return command;
    }
#pragma warning restore CA2100

    private static DbProviderFactory FactoryOf(CrosswalkSqlOptions options) => options.Provider switch
    {
        "sqlite" => SqliteFactory.Instance,
        "postgres" or "postgresql" => NpgsqlFactory.Instance,
        _ when options.ProviderAssembly is { } assembly => Loaded(options.Provider, assembly),
        _ => throw new ArgumentException($"The database provider \"{options.Provider}\" is not known; use sqlite or postgresql, or name another's factory class and set providerAssembly to its file.", nameof(options)),
    };

    private static DbProviderFactory Loaded(string typeName, string assemblyPath)
    {
        try
        {
            var type = Assembly.LoadFrom(assemblyPath).GetType(typeName, throwOnError: true)!;
            return (DbProviderFactory?)type.GetField("Instance", BindingFlags.Public | BindingFlags.Static)?.GetValue(null)
                ?? throw new ArgumentException($"{typeName} has no static field Instance, so it is no provider factory. Name the class that derives from DbProviderFactory.");
        }
        catch (Exception fault) when (fault is IOException or BadImageFormatException or TypeLoadException or InvalidCastException)
        {
            throw new ArgumentException($"The provider {typeName} cannot be loaded from {assemblyPath}: {fault.Message}", fault);
        }
    }
}
