// Where the crosswalk is written, and what came of it.
using Conferral.Issuance.Ledger;

namespace Conferral.Issuance.WriteBack;

/// <summary>A row on its way to one target, and how far it has come there.</summary>
public sealed record OutboxRow(CrosswalkRow Row, string Sha256, WriteBackState State)
{
    public OutboxEntry Entry => new(Row.Key, Sha256);

    internal OutboxOutcome Became(WriteBackState state, string? reason = null) => new(Entry, state, reason);
}

/// <summary>
/// A place the institution reads the crosswalk from. Writing the same rows twice changes nothing the second time.
/// Durability: what is recorded as confirmed MUST be on disk at the target and MUST have been read back and compared, or, where
/// nothing can be read back, the receiver MUST have said that it has it.
/// Errors: <see cref="WriteBackException"/> when the target as a whole cannot be written.
/// </summary>
public interface ICrosswalkTarget
{
    /// <summary>Stable and unique in a workspace: the outbox keeps rows under it.</summary>
    string Id { get; }

    /// <summary>For people, without secrets: "crosswalk.csv", "table sis.conferral_crosswalk".</summary>
    string Description { get; }

    /// <summary>Each writing replaces the one before as a whole; false: rows stay until they are written over.</summary>
    bool IsWhole { get; }

    /// <summary>Writes all rows, and records in the outbox how far each came; each key comes once. Bounds: memory does not grow with the number of rows.</summary>
    Task<TargetReport> WriteAsync(IAsyncEnumerable<OutboxRow> rows, IWriteBackOutbox outbox, CancellationToken cancellationToken);

    /// <summary>Compares only: writes nothing anywhere.</summary>
    Task<TargetReport> CheckAsync(IAsyncEnumerable<OutboxRow> rows, IWriteBackOutbox outbox, CancellationToken cancellationToken);
}

/// <summary>What a target did. Every row that is not among the drifts was confirmed, unless there is a fault.</summary>
public sealed record TargetReport(string Target)
{
    public int Added { get; init; }

    public int Changed { get; init; }

    public int Unchanged { get; init; }

    public IReadOnlyList<CrosswalkDrift> Drifts { get; init; } = [];

    /// <summary>What is to be said about the target as a whole; null when nothing is.</summary>
    public string? Remark { get; init; }

    /// <summary>Why the target could not be written or read; other targets are not touched by it.</summary>
    public WriteBackException? Fault { get; init; }

    public int Rows => Added + Changed + Unchanged + Drifts.Count;

    internal TargetReport And(TargetReport more) => this with
    {
        Added = Added + more.Added,
        Changed = Changed + more.Changed,
        Unchanged = Unchanged + more.Unchanged,
        Drifts = [.. Drifts, .. more.Drifts],
    };

    /// <summary>The target holds what the ledger says, as far as was looked.</summary>
    public bool IsInStep => Fault is null && Remark is null && Drifts.All(drift => drift.Overwritten);
}

/// <summary>Why a row is not at the target as it should be.</summary>
public enum DriftReason
{
    /// <summary>Somebody else changed it, or the database altered it.</summary>
    Changed,

    /// <summary>It is not there.</summary>
    Missing,

    /// <summary>A value is too long for its column, or has characters the file cannot hold.</summary>
    DoesNotFit,

    /// <summary>The receiver refused it.</summary>
    Refused,

    /// <summary>It waits to be written.</summary>
    Waiting,
}

/// <summary>A row at the target that does not say what the ledger says. Shape: <see cref="Columns"/> names what differs; values are left out of messages.</summary>
public sealed record CrosswalkDrift(CrosswalkKey Key, IReadOnlyList<string> Columns, bool Overwritten, DriftReason Reason = DriftReason.Changed);

/// <summary>Stable codes of write-back faults.</summary>
public static class WriteBackCode
{
    public const string File = "writeback-file";
    public const string FileChanged = "writeback-file-changed";
    public const string Table = "writeback-table";
    public const string Database = "writeback-database";
    public const string Statement = "writeback-statement";
    public const string Webhook = "writeback-webhook";
}

/// <summary>A target cannot be written. What it had confirmed stays confirmed; running again is safe.</summary>
public sealed class WriteBackException(string code, string message, bool retryable, Exception? inner = null) : Exception(message, inner)
{
    public string Code { get; } = code;

    public bool Retryable { get; } = retryable;
}
