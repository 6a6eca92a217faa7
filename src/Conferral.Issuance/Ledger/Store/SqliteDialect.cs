// SQLite: one file in WAL mode, one writing process, kept out by a lock file that the system frees with the process.
using System.Data;
using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Conferral.Issuance.Ledger;

internal sealed class SqliteDialect(string path) : LedgerDialect
{
    // Of a new ledger; an older one keeps the size it has. Each page is two calls to the system when it is written ahead, so that larger
    // ones cost less time; on pages of 16 KiB documents of 10 KB would waste 6 each (docs/ledger.md, "What it costs"). Units: bytes.
    private const string PageSize = "8192";

    // Takes the write lock at once, so that no transaction fails half way because another came first.
    public override IsolationLevel WriteIsolation => IsolationLevel.Serializable;

    public override string Clock => "CAST(unixepoch('subsec') * 1000000 AS INTEGER)";

    public override bool Exists() => File.Exists(path);

    public override IDisposable Occupy()
    {
        var name = path + ".lock";
        try
        {
            return new FileStream(name, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new LedgerException(LedgerCode.ReadOnly, $"The workspace cannot be written to ({e.Message}). Check the folder's permissions; nothing was changed.", e);
        }
        catch (IOException e) when (File.Exists(name) && !IsReadOnly(e))
        {
            throw new LedgerException(LedgerCode.Locked, $"Another conferral is working in this workspace (it holds {Path.GetFileName(name)}). Wait until it has ended, or stop it; nothing was changed.", e);
        }
        catch (IOException e)
        {
            throw new LedgerException(LedgerCode.ReadOnly, $"The workspace cannot be written to ({e.Message}). Check the disk and the folder's permissions; nothing was changed.", e);
        }
    }

    public override DbConnection Connect(bool create)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = create ? SqliteOpenMode.ReadWriteCreate : SqliteOpenMode.ReadWrite,
            Pooling = false,
            DefaultTimeout = 30,
        }.ToString());
        try
        {
            connection.Open();
            using var settings = connection.CreateCommand();
            settings.CommandText = $"PRAGMA page_size = {PageSize}; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;";
            settings.ExecuteNonQuery();
            return connection;
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw Explain(e);
        }
    }

    public override DbTransaction BeginSnapshot(DbConnection connection) => ((SqliteConnection)connection).BeginTransaction(deferred: true);

    public override DbParameter Parameter(int index) => new SqliteParameter { ParameterName = string.Create(CultureInfo.InvariantCulture, $"${index}") };

    public override long SchemaVersion(LedgerStatements statements) => statements.Count("PRAGMA user_version");

    public override void SetSchemaVersion(LedgerStatements statements, long version)
        => statements.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {version}"));

    // Deleted content is overwritten with zeros, and no older image of a page stays behind in the write-ahead log.
    public override void PrepareErasing(LedgerStatements statements) => statements.Scalar("PRAGMA secure_delete = ON");

    public override void FinishErasing(LedgerStatements statements) => statements.Scalar("PRAGMA wal_checkpoint(TRUNCATE)");

    public override IReadOnlyList<string> StorageProblems(LedgerStatements statements) =>
        [.. statements.All("PRAGMA integrity_check(1)", row => row.GetString(0))
            .Where(finding => finding != "ok")
            .Select(finding => $"the ledger file is damaged ({finding.ReplaceLineEndings(" ").Trim('*', ' ')}). Restore it from its last copy.")];

    // Primary result codes: https://www.sqlite.org/rescode.html
    public override LedgerException Explain(DbException fault) => ((fault as SqliteException)?.SqliteErrorCode ?? 0) switch
    {
        5 or 6 => new(LedgerCode.Locked, "The ledger is locked by another program. Close it and run the command again; nothing was lost.", fault),
        8 or 14 => new(LedgerCode.ReadOnly, $"The ledger cannot be written to or opened ({fault.Message}). Check the folder's permissions; nothing was changed.", fault),
        10 or 13 => new(LedgerCode.Full, $"The ledger could not be written: the disk is full or failing ({fault.Message}). Free space and run the same command again; it goes on where it stopped.", fault),
        11 or 26 => new(LedgerCode.Damaged, $"The ledger file is damaged or is not a ledger ({fault.Message}). Restore it from its last copy; do not issue from an empty one, or learners may get a second id.", fault),
        _ => new(LedgerCode.Damaged, $"The ledger answered with an error ({fault.Message}). Nothing was changed; run `conferral audit`.", fault),
    };

    // EROFS: the lock file is there, but the file system takes no writes.
    private static bool IsReadOnly(IOException e) => !OperatingSystem.IsWindows() && (e.HResult & 0xFFFF) == 30;
}
