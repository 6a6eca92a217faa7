// The SQLite file under the ledger: opening, migrating, owning, and saying clearly what is wrong with it.
using System.Data;
using System.Reflection;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Conferral.Issuance.Ledger;

/// <summary>
/// One open ledger file. A writer holds the workspace's lock file and a fresh owner epoch; every write transaction checks
/// the epoch first, so a process that was paused and replaced cannot write late.
/// Durability: WAL with synchronous=FULL; a committed transaction MUST survive a crash of the process and of the machine.
/// Errors: <see cref="LedgerException"/>.
/// </summary>
public sealed class LedgerFile : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly FileStream? _lock;
    private readonly Lock _gate = new();
    private readonly long _epoch;

    private LedgerFile(SqliteConnection connection, FileStream? @lock, TimeProvider time)
    {
        _connection = connection;
        _lock = @lock;
        Time = time;
        try
        {
            if (_lock is null) RequireKnownSchema();
            else _epoch = TakeOver();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    internal TimeProvider Time { get; }

    /// <summary>Opens for writing, creating the file when absent. Only one process at a time: a second one gets <see cref="LedgerCode.Locked"/>.</summary>
    public static LedgerFile OpenForWriting(string path, TimeProvider time)
    {
        var @lock = TakeLock(path + ".lock");
        SqliteConnection connection;
        try
        {
            connection = Connect(path, SqliteOpenMode.ReadWriteCreate);
        }
        catch
        {
            @lock.Dispose();
            throw;
        }

        return new LedgerFile(connection, @lock, time);
    }

    /// <summary>Opens for reading only; null when there is no ledger yet.</summary>
    public static LedgerFile? OpenForReading(string path, TimeProvider time)
        => File.Exists(path) ? new LedgerFile(Connect(path, SqliteOpenMode.ReadWrite), null, time) : null;

    public void Dispose()
    {
        _connection.Dispose();
        _lock?.Dispose();
    }

    /// <summary>Runs one write transaction: all of it is on disk when this returns, or none of it.</summary>
    internal T Write<T>(Func<LedgerTransaction, T> work)
    {
        lock (_gate)
        {
            return Guard(() =>
            {
                using var transaction = _connection.BeginTransaction(IsolationLevel.Serializable);
                var current = _connection.ExecuteScalar<long>("SELECT value FROM ledger_meta WHERE name = 'owner_epoch'", transaction: transaction);
                if (_lock is null || current != _epoch)
                    throw new LedgerException(LedgerCode.LostOwnership, "Another process took over this ledger. This one stops without writing; look at `conferral status` before starting again.");
                using var write = new LedgerTransaction(_connection, transaction, _epoch, Time);
                var result = work(write);
                transaction.Commit();
                return result;
            });
        }
    }

    internal void Write(Action<LedgerTransaction> work) => Write(transaction =>
    {
        work(transaction);
        return true;
    });

    /// <summary>Runs reads on the same connection as the writes, so they see everything committed.</summary>
    internal T Read<T>(Func<SqliteConnection, T> work)
    {
        lock (_gate)
        {
            return Guard(() => work(_connection));
        }
    }

    private static FileStream TakeLock(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e is not FileNotFoundException and not DirectoryNotFoundException)
        {
            throw new LedgerException(LedgerCode.Locked, $"Another conferral is working in this workspace (it holds {Path.GetFileName(path)}). Wait until it has ended, or stop it; nothing was changed.", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new LedgerException(LedgerCode.ReadOnly, $"The workspace cannot be written to ({e.Message}). Check the folder's permissions; nothing was changed.", e);
        }
    }

    private static SqliteConnection Connect(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = 30,
        }.ToString());
        try
        {
            connection.Open();
            connection.Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;");
            return connection;
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw Explain(e);
        }
    }

    // Reading needs the schema as it is now; `issue` brings an older one up to date.
    private void RequireKnownSchema()
    {
        if (SchemaVersion(Migrations().Count) is var version && version < Migrations().Count)
            throw new LedgerException(LedgerCode.Damaged, $"This ledger has schema {version}, which is older than this conferral's or no ledger at all. Run `conferral issue` once to bring it up to date.");
    }

    private long SchemaVersion(int known)
    {
        var version = Guard(() => _connection.ExecuteScalar<long>("PRAGMA user_version"));
        return version <= known
            ? version
            : throw new LedgerException(LedgerCode.NewerSchema, $"This ledger was written by a newer conferral (schema {version}; this one knows {known}). Use the newer version; nothing was changed.");
    }

    /// <summary>Brings the schema up to date and begins a new owner epoch: from here on nobody who opened it earlier can write.</summary>
    private long TakeOver()
    {
        Migrate();
        return Guard(() => _connection.ExecuteScalar<long>("UPDATE ledger_meta SET value = value + 1 WHERE name = 'owner_epoch' RETURNING value"));
    }

    private void Migrate() => Guard(() =>
    {
        var migrations = Migrations();
        var version = SchemaVersion(migrations.Count);
        for (var next = (int)version; next < migrations.Count; next++)
        {
            using var transaction = _connection.BeginTransaction();
            _connection.Execute(migrations[next], transaction: transaction);
            _connection.Execute($"PRAGMA user_version = {next + 1}", transaction: transaction);
            transaction.Commit();
        }

        return true;
    });

    private static List<string> Migrations()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(".sql", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name =>
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                return reader.ReadToEnd();
            })];
    }

    private static T Guard<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException e)
        {
            throw Explain(e);
        }
    }

    // Primary result codes: https://www.sqlite.org/rescode.html
    private static LedgerException Explain(SqliteException e) => e.SqliteErrorCode switch
    {
        5 or 6 => new(LedgerCode.Locked, "The ledger is locked by another program. Close it and run the command again; nothing was lost.", e),
        8 or 14 => new(LedgerCode.ReadOnly, $"The ledger cannot be written to or opened ({e.Message}). Check the folder's permissions; nothing was changed.", e),
        10 or 13 => new(LedgerCode.Full, $"The ledger could not be written: the disk is full or failing ({e.Message}). Free space and run the same command again; it goes on where it stopped.", e),
        11 or 26 => new(LedgerCode.Damaged, $"The ledger file is damaged or is not a ledger ({e.Message}). Restore it from its last copy; do not issue from an empty one, or learners may get a second id.", e),
        _ => new(LedgerCode.Damaged, $"The ledger answered with an error ({e.Message}). Nothing was changed; run `conferral audit`.", e),
    };
}
