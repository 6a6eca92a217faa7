// A PostgreSQL database of its own for every test that asks, on one server per fixture.
using Npgsql;

namespace Conferral.TestKit;

/// <summary>A class fixture. The server is started by the first test that asks, so that a skip is that test's.</summary>
public sealed class PostgresDatabases : IAsyncDisposable
{
    private PostgresServer? _server;
    private int _databases;

    /// <summary>The connection string of an empty database.</summary>
    public async Task<string> NewAsync()
    {
        _server ??= await PostgresServer.StartAsync();
        var name = $"test{++_databases}";
        await using var connection = new NpgsqlConnection(_server.ConnectionString());
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await command.ExecuteNonQueryAsync();
        return _server.ConnectionString(name);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }
}
