// A folder that the institution's own job empties by SFTP: whole files, each followed by a marker that says it is whole.
using System.Globalization;
using Conferral.Issuance.Ledger;

namespace Conferral.Issuance.WriteBack;

/// <summary>
/// Drops the complete crosswalk as a new file whenever a row is not confirmed, and its marker after it.
/// Shape: <c>NAME-20261128T031900Z-1a2b3c4d.csv</c> (time of writing in UTC, start of the content's SHA-256), and beside it the same
/// name with <c>.done</c>: a line as sha256sum writes it, and <c>rows N</c>. A file without marker is not for reading.
/// Durability: an earlier drop is never changed or removed. File, then marker, are flushed and renamed into place; the file is read
/// back between. A drop that a crash left without marker is taken up again.
/// Errors: <see cref="WriteBackException"/> (<see cref="WriteBackCode.File"/>, <see cref="WriteBackCode.FileChanged"/>).
/// </summary>
public sealed class DropFolder(CrosswalkFileOptions options, TimeProvider time) : ICrosswalkTarget
{
    internal const string Marker = ".done";

    /// <summary>A tail of the name that tells drops of one second apart. Units: characters of hex.</summary>
    private const int HashInName = 8;

    public string Id => options.Id;

    public string Description => $"drop folder {Path.GetFileName(Path.TrimEndingDirectorySeparator(options.Path))}";

    public bool IsWhole => true;

    public async Task<TargetReport> WriteAsync(IAsyncEnumerable<OutboxRow> rows, IWriteBackOutbox outbox, CancellationToken cancellationToken)
    {
        var making = Path.Combine(options.Path, $".{options.Id}.making");
        try
        {
            Directory.CreateDirectory(options.Path);
            var (written, content) = (default(RenderedFile), "");
            await DurableFile.ReplaceDurably(making, async file =>
            {
                await using var hashed = new HashedStream(file);
                written = await FileRendering.WriteAsync(options, rows, hashed, cancellationToken);
                content = hashed.Sha256();
            });
            outbox.Record(Id, written!.UnfitOutcomes);
            if (written.NotConfirmed == 0) return new TargetReport(Description) { Unchanged = written.Rows, Drifts = written.Unfit };
            await Drop(making, content, written.Rows, outbox, cancellationToken);
            outbox.Record(Id, written.UnfitOutcomes);
            return new TargetReport(Description) { Added = written.Rows, Drifts = written.Unfit };
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new WriteBackException(WriteBackCode.File, $"Nothing could be dropped into {options.Path}: {fault.Message} Check the folder's rights and free space, and run again.", retryable: true, fault);
        }
        finally
        {
            if (File.Exists(making)) File.Delete(making);
        }
    }

    /// <summary>Looks at the drops that are still there: their marker, their hash; and which rows wait.</summary>
    public async Task<TargetReport> CheckAsync(IAsyncEnumerable<OutboxRow> rows, IWriteBackOutbox outbox, CancellationToken cancellationToken)
    {
        var (confirmed, drifts) = await WaitingRows.CountAsync(rows, cancellationToken);
        var damaged = new List<string>();
        if (Directory.Exists(options.Path))
        {
            foreach (var marker in Directory.EnumerateFiles(options.Path, $"{options.Id}-*{Marker}").Order(StringComparer.Ordinal))
            {
                var file = marker[..^Marker.Length];
                var said = (await File.ReadAllTextAsync(marker, cancellationToken)).Split(' ')[0];
                if (File.Exists(file) && await CrosswalkFile.Hash(file, cancellationToken) != said) damaged.Add(Path.GetFileName(file));
            }
        }

        return new TargetReport(Description) { Unchanged = confirmed, Drifts = drifts, Remark = damaged.Count == 0 ? null : $"Not as it was dropped: {string.Join(", ", damaged)}. Do not load it; delete it, and its marker, and have it dropped again." };
    }

    private async Task Drop(string making, string content, int rows, IWriteBackOutbox outbox, CancellationToken cancellationToken)
    {
        var tail = $"-{content[..HashInName]}.{options.Extension}";
        string? path = null;
        foreach (var candidate in Directory.EnumerateFiles(options.Path, $"{options.Id}-*{tail}"))
        {
            if (await CrosswalkFile.Hash(candidate, cancellationToken) == content) path = candidate;
        }

        if (path is null)
        {
            path = Path.Combine(options.Path, string.Create(CultureInfo.InvariantCulture, $"{options.Id}-{time.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}{tail}"));
            File.Move(making, path, overwrite: false);
        }

        outbox.RecordWhole(Id, WriteBackState.Written, content);
        if (await CrosswalkFile.Hash(path, cancellationToken) != content)
            throw new WriteBackException(WriteBackCode.FileChanged, $"The drop {path} does not read back as it was written. See whether another program writes there, then run again.", retryable: true);
        var marker = System.Text.Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{content}  {Path.GetFileName(path)}\nrows {rows}\n"));
        await DurableFile.ReplaceDurably(path + Marker, file => file.WriteAsync(marker, cancellationToken).AsTask());
        outbox.RecordWhole(Id, WriteBackState.Confirmed, content);
    }
}
