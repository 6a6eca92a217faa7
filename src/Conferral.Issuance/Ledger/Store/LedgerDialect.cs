// What differs between the databases a ledger can live in; everything else is SQL that both understand.
using System.Data;
using System.Data.Common;

namespace Conferral.Issuance.Ledger;

/// <summary>One database's ways. Statements are written once, with parameters <c>$0</c>, <c>$1</c>, …; a dialect changes single words.</summary>
internal abstract class LedgerDialect
{
    /// <summary>Enough rows per statement that a round trip to a server costs little.</summary>
    public const int ManyRows = 32;

    public static LedgerDialect Of(LedgerSettings settings) => settings.Provider switch
    {
        LedgerProvider.Sqlite => new SqliteDialect(settings.Connection),
        LedgerProvider.Postgresql => new PostgresDialect(settings),
        _ => throw new ArgumentOutOfRangeException(nameof(settings), settings.Provider, "No such database."),
    };

    /// <summary>How a write transaction is isolated so that conditional updates and row locks are enough.</summary>
    public abstract IsolationLevel WriteIsolation { get; }

    /// <summary>The database's time in microseconds, as an expression: one clock for all who share the ledger.</summary>
    public abstract string Clock { get; }

    /// <summary>Rows per inserting statement. One, where no round trip is saved: SQLite's parameters are looked up by name, one after the other, and many names take longer than many statements.</summary>
    public virtual int RowsAtOnce => 1;

    /// <summary>How often an idle writer shows that it lives; null where death shows by itself.</summary>
    public virtual TimeSpan? Heartbeat => null;

    /// <summary>How long opening waits for an owner that is just ending.</summary>
    public virtual TimeSpan Patience => TimeSpan.Zero;

    /// <summary>Whether there is anything to read.</summary>
    public abstract bool Exists();

    /// <summary>Keeps other processes out where the database itself cannot. Errors: <see cref="LedgerCode.Locked"/>.</summary>
    public virtual IDisposable? Occupy() => null;

    public abstract DbConnection Connect(bool create);

    /// <summary>A transaction that only reads and sees one moment.</summary>
    public abstract DbTransaction BeginSnapshot(DbConnection connection);

    /// <summary>A statement with its parameters as this database wants them.</summary>
    public virtual string Statement(string sql) => sql;

    public abstract DbParameter Parameter(int index);

    /// <summary>A migration with this database's types.</summary>
    public virtual string Migration(string sql) => sql;

    /// <summary>Lets claims pass by rows that another worker is claiming; empty where there is one writer.</summary>
    public virtual string SkipLocked(string alias) => "";

    public abstract long SchemaVersion(LedgerStatements statements);

    public abstract void SetSchemaVersion(LedgerStatements statements, long version);

    /// <summary>One opening at a time, until its transaction ends.</summary>
    public virtual void EnterOpening(LedgerStatements statements)
    {
    }

    /// <summary>Whether the process behind another epoch may still be writing.</summary>
    public virtual bool IsAlive(LedgerStatements statements, long epoch) => false;

    /// <summary>Shows that this epoch lives, for as long as its connection does.</summary>
    public virtual void ShowAlive(LedgerStatements statements, long epoch)
    {
    }

    /// <summary>Before deleting what must not be found again in freed space.</summary>
    public virtual void PrepareErasing(LedgerStatements statements)
    {
    }

    /// <summary>After it.</summary>
    public virtual void FinishErasing(LedgerStatements statements)
    {
    }

    /// <summary>What the database itself finds wrong with what it stores.</summary>
    public virtual IReadOnlyList<string> StorageProblems(LedgerStatements statements) => [];

    public abstract LedgerException Explain(DbException fault);
}
