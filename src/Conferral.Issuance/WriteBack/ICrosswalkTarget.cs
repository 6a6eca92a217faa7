// Where the crosswalk is written, and what came of it.
namespace Conferral.Issuance.WriteBack;

/// <summary>
/// A place the institution reads the crosswalk from. Writing the same rows twice changes nothing the second time.
/// Durability: what a report counts as confirmed MUST be on disk at the target and MUST have been read back and compared.
/// Errors: <see cref="WriteBackException"/> when the target as a whole cannot be written.
/// </summary>
public interface ICrosswalkTarget
{
    /// <summary>For people, without secrets: "crosswalk.csv", "table sis.conferral_crosswalk".</summary>
    string Description { get; }

    /// <summary>Writes all rows; each key comes once. Bounds: memory does not grow with the number of rows.</summary>
    Task<TargetReport> WriteAsync(IAsyncEnumerable<CrosswalkRow> rows, CancellationToken cancellationToken);
}

/// <summary>What a target did. Every row that is not among the drifts was confirmed.</summary>
public sealed record TargetReport(string Target)
{
    public int Added { get; init; }

    public int Changed { get; init; }

    public int Unchanged { get; init; }

    public IReadOnlyList<CrosswalkDrift> Drifts { get; init; } = [];

    public int Rows => Added + Changed + Unchanged + Drifts.Count;
}

/// <summary>
/// A row at the target that does not say what was written there: somebody else changed it, or the database altered it.
/// Shape: <see cref="Columns"/> names what differs; values are left out of messages.
/// </summary>
public sealed record CrosswalkDrift(CrosswalkKey Key, IReadOnlyList<string> Columns, bool Overwritten);

/// <summary>Stable codes of write-back faults.</summary>
public static class WriteBackCode
{
    public const string File = "writeback-file";
    public const string FileChanged = "writeback-file-changed";
    public const string Table = "writeback-table";
    public const string Database = "writeback-database";
}

/// <summary>A target cannot be written. Nothing was marked as written back; running again is safe.</summary>
public sealed class WriteBackException(string code, string message, bool retryable, Exception? inner = null) : Exception(message, inner)
{
    public string Code { get; } = code;

    public bool Retryable { get; } = retryable;
}
