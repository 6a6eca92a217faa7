// The log's one sealer: takes new events into the tree, signs a checkpoint, publishes both.
using System.Text;
using Conferral.Issuance.Ledger;
using Conferral.Transparency.Merkle;
using Conferral.Transparency.Notes;
using Conferral.Transparency.Tiles;

namespace Conferral.Issuance.Log;

/// <summary>The log as it stands after sealing.</summary>
public sealed record SealedLog(Checkpoint Head, string Note, long Added);

/// <summary>
/// Seals the log. The ledger's lock makes it the only one. In this order: places for the new events, tiles, the signed checkpoint
/// into the ledger, the checkpoint file; each may be the last before a crash, and the next run goes on with the same tree.
/// Errors: <see cref="LedgerException"/> with <see cref="LedgerCode.LogBroken"/> when signing would contradict what was signed before.
/// </summary>
public sealed class LogSealer(LedgerStore ledger, LogKey key, ILogStore store)
{
    private const int Page = 4096;

    private readonly LogLedger _ledger = new(ledger);
    private readonly LedgerReader _reader = new(ledger);

    public NoteKey Name => key.Name;

    /// <summary>Whether everything is sealed, and the newest checkpoint is the published one: a run may have died between the two.</summary>
    public static bool IsDone(LedgerStore ledger, ILogStore store)
    {
        var entries = new LogLedger(ledger);
        return entries.CountUnsealed() == 0 && (entries.LastCheckpoint() is not { } last || IsPublished(last, store));
    }

    /// <summary>
    /// Refuses a ledger that knows less than the published checkpoint: an older copy was put in place, and issuing from it would
    /// tell a second story. So it does a key that was replaced. Cheap; asked before anything is signed.
    /// </summary>
    public void RequireLedgerNotBehind()
    {
        var keys = LogKeys.Of(key.Name, _ledger);
        if (keys.Changes.FirstOrDefault(change => change.From.Equals(key.Name)) is { } replaced) throw Broken($"The log's key {key.Name} was replaced by {replaced.To} and signs no more. Put the newer keys/log.pem and issuer/log.vkey back; nothing was done.");
        if (store.Read(Tile.CheckpointPath) is not { } bytes) return;
        var published = SignedNote.Parse(bytes);
        if (keys.Verify(published).Problem is { } problem) throw Broken($"The published checkpoint is not this workspace's: {problem} Move out/log away if it belongs to another log.");
        var head = Checkpoint.In(published);
        var recorded = _ledger.CheckpointAt(head.Size);
        if (recorded is null) throw Broken($"The published log has {head.Size} entries under a signature that this ledger does not know: the ledger is an older copy, or its newest rows were deleted. Restore the newest copy; nothing was done.");
        if (Checkpoint.In(SignedNote.Parse(recorded.Note)) != head) throw Broken($"The published checkpoint over {head.Size} entries has another root than the ledger's: the log was forked. Run `conferral audit`; nothing was done.");
    }

    /// <summary>
    /// Seals everything committed so far, closes finished batches with a manifest, and seals those too.
    /// <paramref name="rewrite"/> also writes every published file that is missing.
    /// </summary>
    public async Task<SealedLog> SealAsync(CancellationToken cancellationToken, bool rewrite = false)
    {
        RequireLedgerNotBehind();
        var events = await SealEntriesAsync(rewrite, cancellationToken);
        var finished = _ledger.BatchesWithoutManifest();
        if (finished.Count == 0) return events;
        foreach (var batch in finished)
        {
            var note = BatchManifest.Make(_reader.Account(batch), key, events.Note).ToString();
            _ledger.RecordManifest(batch.BatchId, note, BatchManifest.Sha256Of(note));
        }

        var manifests = await SealEntriesAsync(rewrite: false, cancellationToken);
        return manifests with { Added = events.Added + manifests.Added };
    }

    /// <summary>
    /// Lets another key sign from now on. Everything is sealed under the old one first; then the change itself is an entry, and the
    /// checkpoint over it names both keys and is signed by both. Done already, it only publishes what is recorded.
    /// </summary>
    public async Task<KeyChange> ChangeKeyAsync(LogKey next, CancellationToken cancellationToken)
    {
        if (LogKeys.Of(key.Name, _ledger).Changes.FirstOrDefault(change => change.To.Equals(next.Name)) is { } done)
        {
            await PublishAsync(_ledger.LastCheckpoint()!, cancellationToken);
            return done;
        }

        await SealAsync(cancellationToken);
        _ledger.RecordNextKey(next.Name.ToString());
        await SealEntriesAsync(rewrite: false, cancellationToken, next);
        return KeyChange.Read(SignedNote.Parse(_ledger.LastCheckpoint()!.Note));
    }

    private async Task<SealedLog> SealEntriesAsync(bool rewrite, CancellationToken cancellationToken, LogKey? next = null)
    {
        var size = _ledger.NumberEntries();
        var last = _ledger.LastCheckpoint();
        var edge = await EdgeAtAsync(last, rewrite, cancellationToken);
        var before = edge.Size;
        await AppendAsync(edge, size, cancellationToken);
        var recorded = last is not null && last.Size == size ? last : _ledger.RecordCheckpoint(size, Sign(new Checkpoint(key.Name.Name, size, edge.Root), next));
        await PublishAsync(recorded, cancellationToken);
        return new SealedLog(Checkpoint.In(SignedNote.Parse(recorded.Note)), recorded.Note, size - before);
    }

    /// <summary>Publishes a recorded checkpoint, if it is not the published one already.</summary>
    public async Task PublishAsync(RecordedCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        if (!IsPublished(checkpoint, store)) await store.ReplaceCheckpointAsync(Encoding.UTF8.GetBytes(checkpoint.Note), cancellationToken);
    }

    private static bool IsPublished(RecordedCheckpoint checkpoint, ILogStore store)
        => store.Read(Tile.CheckpointPath) is { } published && published.AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(checkpoint.Note));

    /// <summary>The right edge under the last checkpoint: from the published tiles when they give its root, else from the ledger's entries.</summary>
    private async Task<TileEdge> EdgeAtAsync(RecordedCheckpoint? last, bool rewrite, CancellationToken cancellationToken)
    {
        if (last is null) return new TileEdge();
        var head = Checkpoint.In(SignedNote.Parse(last.Note));
        if (head.Origin != key.Name.Name) throw Broken($"This ledger's log is {head.Origin}, and the key is of {key.Name.Name}. Put keys/log.pem and issuer/log.vkey of {head.Origin} back.");
        if (!rewrite && TileEdge.Load(head.Size, store.Read) is { } published && published.Root == head.Root) return published;
        var edge = new TileEdge();
        foreach (var checkpoint in _ledger.Checkpoints()) await AppendAsync(edge, checkpoint.Size, cancellationToken); // each one's partial tiles too
        return edge.Root == head.Root ? edge : throw Broken($"The ledger's entries no longer give the root that was signed over the first {head.Size}: one of them was edited. Nothing was sealed; `conferral audit` says which.");
    }

    private async Task AppendAsync(TileEdge edge, long size, CancellationToken cancellationToken)
    {
        while (edge.Size < size)
        {
            foreach (var entry in _ledger.Entries(edge.Size, (int)Math.Min(Page, size - edge.Size)))
            {
                if (entry.Index != edge.Size || entry.Commitment is null) throw Broken($"The log's entry {edge.Size} is missing in the ledger. Nothing was sealed; run `conferral audit` and restore the newest copy of the ledger.");
                foreach (var full in edge.Append(entry.Commitment)) await store.AppendOnceAsync(full, cancellationToken);
            }
        }

        foreach (var partial in edge.Partials()) await store.AppendOnceAsync(partial, cancellationToken);
    }

    private string Sign(Checkpoint head, LogKey? next) => (next is null ? new SignedNote(head.Text, [key.Sign(head.Text)]) : KeyChange.Make(head, key, next)).ToString();

    private static LedgerException Broken(string message) => new(LedgerCode.LogBroken, message);
}
