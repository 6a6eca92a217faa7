// The sealer stopped at every single write, before it and after it: the next run goes on with the same tree.
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Log;
using Conferral.Transparency.Merkle;
using Conferral.Transparency.Notes;
using Conferral.Transparency.Tiles;

namespace Conferral.Issuance.Tests.Log;

public sealed class SealerCrashTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("conferral-log-");

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Whoever finds a checkpoint finds every tile and entry under it.</summary>
    private static void RequireTilesBehindCheckpoint(MemoryStore published)
    {
        if (published.Read(Tile.CheckpointPath) is not { } bytes) return;
        var head = Checkpoint.In(SignedNote.Parse(bytes));
        Assert.Equal(head.Root, TileEdge.Load(head.Size, published.Read)?.Root);
        var tree = new MerkleTree(new TileNodes(head.Size, published.Read), head.Size);
        for (var index = 0L; index < head.Size; index += 37) Assert.NotEmpty(tree.InclusionProof(index));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Stopped_at_any_write_the_next_run_goes_on_with_the_same_tree(bool after)
    {
        for (var write = 0; ; write++)
        {
            var published = new MemoryStore();
            using var store = LedgerStore.OpenForWriting(LedgerSettings.Sqlite(Path.Combine(_folder.FullName, $"{after}{write}.db")), TimeProvider.System);
            LogScene.Grow(store, "a", 200);
            var first = await LogScene.SealAsync(store, published);
            LogScene.Grow(store, "b", 400); // past one full tile

            var firstWrites = published.Writes;
            (published.FailAt, published.FailAfter) = (firstWrites + write, after);
            var stopped = await Record.ExceptionAsync(() => LogScene.SealAsync(store, published));
            published.FailAt = null;
            RequireTilesBehindCheckpoint(published);
            var before = new LogLedger(store).Checkpoints();

            LogScene.Grow(store, "c", 3); // what comes after the crash, and before the next run
            var last = await LogScene.SealAsync(store, published);
            Assert.Equal(1 + 200 + 1 + 400 + 1 + 3, last.Head.Size);
            Assert.Empty(LogScene.Audit(store, published, [SignedNote.Parse(first.Note), .. before.Select(checkpoint => SignedNote.Parse(checkpoint.Note))]).Problems);
            if (stopped is not null) continue;
            Assert.Equal(8, write); // two full tiles with their entries, the new edge with its entries, the edge above it, the checkpoint
            return;
        }
    }
}
