// Where the log is published from: a folder that any static host can serve as it is.
using Conferral.Issuance.Ledger;
using Conferral.Transparency.Tiles;

namespace Conferral.Issuance.Log;

/// <summary>The log's files, by their path below its prefix. Tiles and bundles are written once; only the checkpoint is replaced.</summary>
public interface ILogStore
{
    /// <summary>A file's bytes, or null when there is none.</summary>
    byte[]? Read(string path);

    /// <summary>Durability: MUST be on disk on return, and MUST NOT change a file that is there with other content: <see cref="LedgerCode.LogBroken"/>.</summary>
    Task AppendOnceAsync(TileFile file, CancellationToken cancellationToken);

    /// <summary>Durability: a reader finds the old checkpoint or the new one, whole.</summary>
    Task ReplaceCheckpointAsync(ReadOnlyMemory<byte> note, CancellationToken cancellationToken);
}

/// <summary>A log in a folder on disk.</summary>
public sealed class LogFolder(string folder) : ILogStore
{
    public string Path { get; } = System.IO.Path.GetFullPath(folder);

    public byte[]? Read(string path) => File.Exists(On(path)) ? File.ReadAllBytes(On(path)) : null;

    public async Task AppendOnceAsync(TileFile file, CancellationToken cancellationToken)
    {
        if (!await DurableFile.AppendOnce(On(file.Path), file.Bytes, cancellationToken))
            throw new LedgerException(LedgerCode.LogBroken, $"{On(file.Path)} is not what the ledger's entries give, and published files of a log never change. Run `conferral audit`: if the ledger is whole, the file was tampered with or damaged; move it away and run `conferral log seal --rewrite`.");
    }

    public Task ReplaceCheckpointAsync(ReadOnlyMemory<byte> note, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path);
        return DurableFile.ReplaceDurably(On(Tile.CheckpointPath), file => file.WriteAsync(note, cancellationToken).AsTask());
    }

    private string On(string path) => System.IO.Path.Combine(Path, path);
}
