// The crosswalk as a file the SIS imports or a registrar opens.
using System.Security.Cryptography;
using Conferral.Issuance.Ledger;

namespace Conferral.Issuance.WriteBack;

/// <summary>
/// Writes the complete crosswalk into one file, replacing the one before.
/// Shape: <see cref="CrosswalkFileOptions"/>; by default every column as CSV, UTF-8, with a header line and empty cells for absent
/// values. The same rows give the same bytes.
/// Durability: the file is flushed and renamed into place, then read back and compared by its hash.
/// Errors: <see cref="WriteBackException"/> (<see cref="WriteBackCode.File"/>, <see cref="WriteBackCode.FileChanged"/>).
/// </summary>
public sealed class CrosswalkFile(CrosswalkFileOptions options) : ICrosswalkTarget
{
    public string Id => options.Id;

    public string Description => Path.GetFileName(options.Path);

    public bool IsWhole => true;

    public async Task<TargetReport> WriteAsync(IAsyncEnumerable<OutboxRow> rows, IWriteBackOutbox outbox, CancellationToken cancellationToken)
    {
        try
        {
            var before = File.Exists(options.Path) ? await Hash(options.Path, cancellationToken) : null;
            var (written, content) = (default(RenderedFile), "");
            await DurableFile.ReplaceDurably(options.Path, async file =>
            {
                await using var hashed = new HashedStream(file);
                written = await FileRendering.WriteAsync(options, rows, hashed, cancellationToken);
                content = hashed.Sha256();
            });
            outbox.RecordWhole(Id, WriteBackState.Written, content);
            if (await Hash(options.Path, cancellationToken) != content)
                throw new WriteBackException(WriteBackCode.FileChanged, $"The crosswalk file {options.Path} does not read back as it was written. See whether another program writes it, then run again.", retryable: true);
            outbox.RecordWhole(Id, WriteBackState.Confirmed, content);
            outbox.Record(Id, written!.UnfitOutcomes);
            var isAsBefore = before == content;
            return new TargetReport(Description) { Added = isAsBefore ? 0 : written.Rows, Unchanged = isAsBefore ? written.Rows : 0, Drifts = written.Unfit };
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new WriteBackException(WriteBackCode.File, $"The crosswalk file {options.Path} could not be written: {fault.Message} Close it elsewhere, check the folder's rights and free space, and run again.", retryable: true, fault);
        }
    }

    public async Task<TargetReport> CheckAsync(IAsyncEnumerable<OutboxRow> rows, IWriteBackOutbox outbox, CancellationToken cancellationToken)
    {
        var (confirmed, drifts) = await WaitingRows.CountAsync(rows, cancellationToken);
        return new TargetReport(Description) { Unchanged = confirmed, Drifts = drifts, Remark = await Remark(outbox.WholeContent(Id), cancellationToken) };
    }

    private async Task<string?> Remark(string? content, CancellationToken cancellationToken)
    {
        if (!File.Exists(options.Path)) return "The file is not there.";
        return content is null || await Hash(options.Path, cancellationToken) != content ? "The file is not as it was written: somebody changed it. It is replaced by the next write-back." : null;
    }

    internal static async Task<string> Hash(string path, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
    }
}

/// <summary>What a check of a target that cannot be compared row by row can say: which rows wait.</summary>
internal static class WaitingRows
{
    public static async Task<(int Confirmed, IReadOnlyList<CrosswalkDrift> Waiting)> CountAsync(IAsyncEnumerable<OutboxRow> rows, CancellationToken cancellationToken)
    {
        var (confirmed, waiting) = (0, new List<CrosswalkDrift>());
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            if (row.State == WriteBackState.Confirmed) confirmed++;
            else waiting.Add(new CrosswalkDrift(row.Row.Key, [], Overwritten: false, row.State == WriteBackState.Drifted ? DriftReason.Refused : DriftReason.Waiting));
        }

        return (confirmed, waiting);
    }
}

/// <summary>Hashes what is written through it. Seeking back is not possible, so that the hash is that of the file.</summary>
internal sealed class HashedStream(Stream inner) : Stream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _length;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _length;

    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException();
    }

    public string Sha256() => Convert.ToHexStringLower(_hash.GetCurrentHash());

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _hash.AppendData(buffer);
        _length += buffer.Length;
        inner.Write(buffer);
    }

    public override void Flush() => inner.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _hash.Dispose();
        base.Dispose(disposing);
    }
}
