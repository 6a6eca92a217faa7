// The crosswalk as a CSV file the SIS imports or a registrar opens.
using System.Security.Cryptography;
using System.Text;

namespace Conferral.Issuance.WriteBack;

/// <summary>How the file is written.</summary>
public sealed record CrosswalkCsvOptions
{
    /// <summary>Spreadsheets run cells that begin with these as formulas; a learner's key or a platform's id is under somebody else's control.</summary>
    public const bool DefaultGuardFormulas = true;

    /// <summary>Importing programs seldom expect the mark; set it for a file that is opened in Excel.</summary>
    public const bool DefaultByteOrderMark = false;

    public required string Path { get; init; }

    public bool ByteOrderMark { get; init; } = DefaultByteOrderMark;

    /// <summary>Puts an apostrophe before cells that begin with = + - @, tab or carriage return. An importer must take it off again.</summary>
    public bool GuardFormulas { get; init; } = DefaultGuardFormulas;
}

/// <summary>
/// Writes the complete crosswalk into one file, replacing the one before.
/// Shape: RFC 4180 (CRLF, quotes doubled), UTF-8, a header line, empty cells for absent values. The same rows give the same bytes.
/// Durability: the file is flushed and renamed into place, then read back and compared by its hash.
/// Errors: <see cref="WriteBackException"/> (<see cref="WriteBackCode.File"/>, <see cref="WriteBackCode.FileChanged"/>).
/// </summary>
public sealed class CrosswalkCsv(CrosswalkCsvOptions options) : ICrosswalkTarget
{
    public string Description => Path.GetFileName(options.Path);

    public async Task<TargetReport> WriteAsync(IAsyncEnumerable<CrosswalkRow> rows, CancellationToken cancellationToken)
    {
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var count = 0;
            await DurableFile.ReplaceDurably(options.Path, async file => count = await WriteLines(file, hash, rows, cancellationToken));
            await Confirm(hash.GetHashAndReset(), cancellationToken);
            return new TargetReport(Description) { Added = count };
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new WriteBackException(WriteBackCode.File, $"The crosswalk file {options.Path} could not be written: {fault.Message} Close it elsewhere, check the folder's rights and free space, and run again.", retryable: true, fault);
        }
    }

    private async Task<int> WriteLines(Stream file, IncrementalHash hash, IAsyncEnumerable<CrosswalkRow> rows, CancellationToken cancellationToken)
    {
        var count = 0;
        if (options.ByteOrderMark) Put("\uFEFF");
        Put(string.Join(',', CrosswalkColumn.All.Select(column => column.Name)) + CsvCells.LineEnd);
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            Put(Line(row));
            count++;
        }

        return count;

        void Put(string text)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            hash.AppendData(bytes);
            file.Write(bytes);
        }
    }

    private async Task Confirm(byte[] written, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(options.Path);
        var found = await SHA256.HashDataAsync(file, cancellationToken);
        if (!found.AsSpan().SequenceEqual(written))
            throw new WriteBackException(WriteBackCode.FileChanged, $"The crosswalk file {options.Path} does not read back as it was written. See whether another program writes it, then run again.", retryable: true);
    }

    private string Line(CrosswalkRow row) => CsvCells.Line(CrosswalkColumn.All.Select(column => column.Of(row)), options.GuardFormulas);
}
