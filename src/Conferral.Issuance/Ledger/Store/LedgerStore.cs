// An open ledger: its connection, its owner epoch, and the transactions everything goes through.
using System.Data;
using System.Data.Common;

namespace Conferral.Issuance.Ledger;

/// <summary>
/// One open ledger. A writer holds an owner epoch of its own; every write transaction checks it first, so a process that was
/// paused and replaced cannot write late. A reader sees the ledger as it was when it was opened.
/// Durability: a committed transaction MUST survive a crash of the process and of the machine.
/// Errors: <see cref="LedgerException"/>.
/// </summary>
public sealed class LedgerStore : IDisposable
{
    /// <summary>How often an opening looks whether the owner before it has ended.</summary>
    private const int OpeningAttempts = 20;

    private readonly LedgerDialect _dialect;
    private readonly DbConnection _connection;
    private readonly LedgerStatements _statements;
    private readonly Lock _gate = new();
    private readonly IDisposable? _occupied;
    private ITimer? _heartbeat;
    private long? _epoch;

    private readonly LedgerCrash? _crash;

    private LedgerStore(LedgerDialect dialect, DbConnection connection, IDisposable? occupied, TimeProvider time, LedgerCrash? crash = null)
    {
        _crash = crash;
        _dialect = dialect;
        _connection = connection;
        _occupied = occupied;
        _statements = new LedgerStatements(connection, dialect) { Crash = crash };
        Time = time;
    }

    internal TimeProvider Time { get; }

    /// <summary>
    /// Opens for writing; creates the ledger when absent and brings an older one up to date.
    /// Errors: <see cref="LedgerCode.Locked"/> when another owner is at work (on SQLite: any other process that writes).
    /// </summary>
    public static LedgerStore OpenForWriting(LedgerSettings settings, TimeProvider time, LedgerRole role = LedgerRole.Owner)
    {
        var dialect = LedgerDialect.Of(settings);
        var occupied = dialect.Occupy();
        LedgerStore? store = null;
        try
        {
            store = new LedgerStore(dialect, dialect.Connect(create: true), occupied, time, settings.Crash);
            store.TakeOver(role);
            return store;
        }
        catch
        {
            store?.Dispose();
            occupied?.Dispose();
            throw;
        }
    }

    /// <summary>Opens for reading only; null when there is no ledger yet.</summary>
    public static LedgerStore? OpenForReading(LedgerSettings settings, TimeProvider time)
    {
        var dialect = LedgerDialect.Of(settings);
        if (!dialect.Exists()) return null;
        var store = new LedgerStore(dialect, dialect.Connect(create: false), null, time);
        try
        {
            if (store.BeginReading()) return store;
            store.Dispose();
            return null;
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _heartbeat?.Dispose();
        lock (_gate)
        {
            if (_epoch is { } epoch && _connection.State == ConnectionState.Open) Resign(epoch);
            _epoch = null;
            _statements.Transaction?.Dispose();
            _statements.Dispose();
            _connection.Dispose();
            _occupied?.Dispose();
        }
    }

    /// <summary>Runs one write transaction: all of it is on disk when this returns, or none of it.</summary>
    internal T Write<T>(Func<LedgerTransaction, T> work) => InTransaction(() =>
    {
        if (_epoch is not { } epoch) throw new InvalidOperationException("This ledger was opened for reading.");
        LedgerLease.Hold(_statements, _dialect, epoch);
        var write = new LedgerTransaction(_statements, _dialect, epoch, Time.GetUtcNow());
        var result = work(write);
        write.Complete();
        return result;
    });

    internal void Write(Action<LedgerTransaction> work) => Write(transaction =>
    {
        work(transaction);
        return true;
    });

    /// <summary>Runs reads on the same connection as the writes, so they see everything committed.</summary>
    internal T Read<T>(Func<LedgerStatements, T> work)
    {
        lock (_gate)
        {
            return Guard(() => work(_statements));
        }
    }

    /// <summary>From now on what is deleted is overwritten where it stood, where the database can.</summary>
    internal void PrepareErasing() => Read(statements =>
    {
        _dialect.PrepareErasing(statements);
        return true;
    });

    /// <summary>Takes what was erased out of the database's own working files too, as far as the database can.</summary>
    public void FinishErasing() => Read(statements =>
    {
        _dialect.FinishErasing(statements);
        return true;
    });

    /// <summary>What the database itself finds wrong with what it stores.</summary>
    internal IReadOnlyList<string> StorageProblems() => Read(_dialect.StorageProblems);

    private T InTransaction<T>(Func<T> work)
    {
        lock (_gate)
        {
            return Guard(() =>
            {
                _crash?.Begin();
                using var transaction = _connection.BeginTransaction(_dialect.WriteIsolation);
                _statements.Transaction = transaction;
                try
                {
                    var result = work();
                    _crash?.Commit();
                    transaction.Commit();
                    _crash?.Committed();
                    return result;
                }
                finally
                {
                    _statements.Transaction = null;
                }
            });
        }
    }

    /// <summary>Brings the schema up to date and begins a new epoch, once no other owner lives.</summary>
    private void TakeOver(LedgerRole role)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                _epoch = InTransaction(() =>
                {
                    _dialect.EnterOpening(_statements);
                    LedgerSchema.Migrate(_statements, _dialect);
                    return LedgerLease.Take(_statements, _dialect, role, Time.GetUtcNow());
                });
                if (_dialect.Heartbeat is { } every) _heartbeat = Time.CreateTimer(_ => Beat(), null, every, every);
                return;
            }
            catch (LedgerException e) when (e.Code == LedgerCode.Locked && attempt < OpeningAttempts && _dialect.Patience > TimeSpan.Zero)
            {
                Thread.Sleep(_dialect.Patience / OpeningAttempts);
            }
        }
    }

    // Reading needs the schema as it is now; `issue` brings an older one up to date.
    private bool BeginReading() => Guard(() =>
    {
        _statements.Transaction = _dialect.BeginSnapshot(_connection);
        return LedgerSchema.Version(_statements, _dialect) switch
        {
            0 => false,
            var version when version < LedgerSchema.Newest => throw new LedgerException(LedgerCode.OlderSchema, $"This ledger has schema {version}, which is older than this conferral's. Run `conferral issue` once to bring it up to date."),
            _ => true,
        };
    });

    /// <summary>An idle writer shows that it lives. What goes wrong here goes wrong again, and is told, at the next write.</summary>
    private void Beat()
    {
        lock (_gate)
        {
            if (_epoch is not { } epoch) return; // the timer's last call may come after the end
            try
            {
                InTransaction(() =>
                {
                    LedgerLease.Hold(_statements, _dialect, epoch);
                    return true;
                });
            }
            catch (LedgerException)
            {
                _heartbeat?.Dispose();
            }
        }
    }

    /// <summary>Frees the ledger for the next one at once. Where that fails, the end of the process does it.</summary>
    private void Resign(long epoch)
    {
        try
        {
            InTransaction(() =>
            {
                LedgerLease.End(_statements, epoch, Time.GetUtcNow());
                return true;
            });
        }
        catch (LedgerException)
        {
            // The ledger cannot be written to; the exception that ended the work has said so.
        }
    }

    private T Guard<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (DbException e)
        {
            throw _dialect.Explain(e);
        }
    }
}
