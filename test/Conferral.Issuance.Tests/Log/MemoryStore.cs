// A published log in memory that keeps the rules of one, and can stop working at any write.
using Conferral.Issuance.Log;
using Conferral.Transparency.Tiles;

namespace Conferral.Issuance.Tests.Log;

internal sealed class MemoryStore : ILogStore
{
    public Dictionary<string, byte[]> Files { get; } = new(StringComparer.Ordinal);

    public int Writes { get; private set; }

    /// <summary>The write that fails; counted from 0.</summary>
    public int? FailAt { get; set; }

    /// <summary>Whether what fails was done before it failed.</summary>
    public bool FailAfter { get; set; }

    public byte[]? Read(string path) => Files.GetValueOrDefault(path);

    public Task AppendOnceAsync(TileFile file, CancellationToken cancellationToken)
    {
        if (Files.TryGetValue(file.Path, out var before) && !before.AsSpan().SequenceEqual(file.Bytes.Span)) Assert.Fail($"{file.Path} was written twice and differs.");
        return Put(file.Path, file.Bytes);
    }

    public Task ReplaceCheckpointAsync(ReadOnlyMemory<byte> note, CancellationToken cancellationToken) => Put(Tile.CheckpointPath, note);

    private Task Put(string path, ReadOnlyMemory<byte> bytes)
    {
        var fails = Writes++ == FailAt;
        if (fails && !FailAfter) throw new IOException("Stopped before a write.");
        Files[path] = bytes.ToArray();
        return fails ? throw new IOException("Stopped after a write.") : Task.CompletedTask;
    }
}
