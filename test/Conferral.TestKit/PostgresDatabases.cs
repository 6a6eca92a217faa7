// A PostgreSQL database of its own for every test that asks, on one server for all of them.
using Npgsql;

namespace Conferral.TestKit;

/// <summary>An assembly fixture, for tests that run side by side. The server is started by the first test that asks, so that a skip is that test's.</summary>
public sealed class PostgresDatabases : IAsyncDisposable
{
    private readonly SemaphoreSlim _starting = new(1);
    private PostgresServer? _server;
    private int _databases;

    /// <summary>The connection string of an empty database; its tables lie in <paramref name="folder"/> where one is given, which the server's user MUST own.</summary>
    public async Task<string> NewAsync(string? folder = null)
    {
        var server = await StartedAsync();
        var name = $"test{Interlocked.Increment(ref _databases)}";
        await using var connection = new NpgsqlConnection(server.ConnectionString());
        await connection.OpenAsync();
        if (folder is not null) await ExecuteAsync(connection, $"CREATE TABLESPACE {name} LOCATION '{folder}'");
        await ExecuteAsync(connection, $"CREATE DATABASE {name}{(folder is null ? "" : $" TABLESPACE {name}")}");
        return server.ConnectionString(name);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
#pragma warning disable CA2100 // names and folders of the test's own
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        _starting.Dispose();
    }

    private async Task<PostgresServer> StartedAsync()
    {
        await _starting.WaitAsync();
        try
        {
            return _server ??= await PostgresServer.StartAsync();
        }
        finally
        {
            _starting.Release();
        }
    }
}
