// Audits the log: ledger, signed checkpoints, published files and manifests must all tell one story.
using Conferral.Issuance.Ledger;
using Conferral.Transparency;
using Conferral.Transparency.Merkle;
using Conferral.Transparency.Notes;
using Conferral.Transparency.Tiles;

namespace Conferral.Issuance.Log;

/// <summary>What the audit of the log found. <see cref="Unsealed"/> events are recorded and not yet under a checkpoint.</summary>
public sealed record LogAuditReport(long Size, int Checkpoints, long Unsealed, long Erased, IReadOnlyList<string> Problems);

/// <summary>
/// Recomputes the tree from the ledger's events and holds it against everything signed and published. Needs no private key.
/// <paramref name="held"/> are checkpoints kept elsewhere: they are what a person who can rewrite ledger and files cannot rewrite.
/// </summary>
public sealed class LogAudit(LedgerStore ledger, LogKeys keys, ILogStore store, IReadOnlyList<SignedNote> held)
{
    private const int Page = 4096;

    private readonly LogLedger _ledger = new(ledger);
    private readonly LedgerReader _reader = new(ledger);
    private readonly List<string> _problems = [];

    public LogAuditReport Run(CancellationToken cancellationToken)
    {
        var recorded = _ledger.Checkpoints();
        var heads = ReadHeads(recorded);
        var last = heads.LastOrDefault();
        var size = Walk(heads, cancellationToken);
        if (last is not null && size < last.Size) _problems.Add($"the log: the ledger holds {size} of the {last.Size} entries under its newest checkpoint; the newest rows of its history were deleted");
        CheckPublished(heads, size);
        foreach (var note in held) CheckHeld(note, heads, size);
        CheckManifests();
        return new LogAuditReport(last?.Size ?? 0, recorded.Count, _ledger.CountUnsealed(), CheckErasures(), _problems);
    }

    private List<Checkpoint> ReadHeads(IReadOnlyList<RecordedCheckpoint> recorded)
    {
        var heads = new List<Checkpoint>();
        foreach (var checkpoint in recorded)
        {
            if (Read(checkpoint.Note, $"the log's checkpoint over {checkpoint.Size} entries") is not { } head) continue;
            if (head.Size != checkpoint.Size) _problems.Add($"the log: the ledger files the checkpoint over {head.Size} entries under {checkpoint.Size}");
            heads.Add(head);
        }

        return heads;
    }

    /// <summary>Goes through the entries once: each commitment against its event, each signed root against the tree so far, each bundle against the published one.</summary>
    private long Walk(List<Checkpoint> heads, CancellationToken cancellationToken)
    {
        var (tree, next) = (new GrowingTree(), 0);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var page = _ledger.Entries(tree.Size, Page);
            foreach (var entry in page)
            {
                if (entry.Index != tree.Size || entry.Commitment is null)
                {
                    _problems.Add($"the log: entry {tree.Size} is missing in the ledger; a row of its history was deleted");
                    return tree.Size;
                }

                if (entry.Salt is not null && !LoggedEvent.Commit(entry.Salt, entry.Event.ToUtf8()).AsSpan().SequenceEqual(entry.Commitment)) _problems.Add($"the log: entry {entry.Index} ({entry.Event.Kind} {entry.Event.Credential}) was edited in the ledger after it was logged");
                tree.Append(TreeHasher.Leaf(entry.Commitment));
                for (; next < heads.Count && heads[next].Size <= tree.Size; next++) CheckRoot(heads[next], tree);
            }

            if (page.Count < Page) return tree.Size;
        }
    }

    private long CheckErasures()
    {
        var (blank, erased) = _ledger.Erasures();
        if (blank != erased) _problems.Add($"the log: {blank} entries have no salt, and the program erased {erased}; the others were blanked by hand");
        return blank;
    }

    private void CheckRoot(Checkpoint head, GrowingTree tree)
    {
        if (head.Size == tree.Size && head.Root != tree.Root) _problems.Add($"the log: the tree of the ledger's first {head.Size} entries has root {tree.Root}, and {head.Root} was signed; entries were exchanged");
    }

    private void CheckPublished(List<Checkpoint> heads, long size)
    {
        if (store.Read(Tile.CheckpointPath) is not { } bytes)
        {
            if (heads.Count > 0) _problems.Add("the log: no checkpoint is published; run `conferral log seal` to write it again");
            return;
        }

        if (ReadNote(bytes, "the published checkpoint") is not { } note || Read(note.ToString(), "the published checkpoint") is not { } published) return;
        if (heads.Find(head => head.Size == published.Size) is not { } same) _problems.Add($"the log: the published checkpoint counts {published.Size} entries under a signature the ledger does not know ({heads.Select(head => head.Size).DefaultIfEmpty(0).Last()} is its newest); the ledger is an older copy, or its newest rows were deleted");
        else if (same.Root != published.Root) _problems.Add($"the log: the published checkpoint over {published.Size} entries has another root than the ledger's; the log was forked");
        else if (same != heads[^1]) _problems.Add($"the log: the published checkpoint is an old one, over {published.Size} of {heads[^1].Size} entries; run `conferral log seal` to publish the newest");
        if (heads.Count > 0 && size >= heads[^1].Size) CheckTiles(heads[^1].Size);
    }

    /// <summary>Every tile and bundle of the newest checkpoint, against those the ledger's entries give.</summary>
    private void CheckTiles(long size)
    {
        var edge = new TileEdge();
        while (edge.Size < size)
        {
            foreach (var entry in _ledger.Entries(edge.Size, (int)Math.Min(Page, size - edge.Size)))
            {
                foreach (var file in edge.Append(entry.Commitment)) CheckFile(file);
            }
        }

        foreach (var file in edge.Partials()) CheckFile(file);
    }

    private void CheckFile(TileFile file)
    {
        if (store.Read(file.Path) is not { } published) _problems.Add($"the log: {file.Path} is not published; run `conferral log seal --rewrite`");
        else if (!published.AsSpan().SequenceEqual(file.Bytes.Span)) _problems.Add($"the log: the published {file.Path} is not what the ledger's entries give; move it away and run `conferral log seal --rewrite`");
    }

    private void CheckHeld(SignedNote note, List<Checkpoint> heads, long size)
    {
        if (Read(note.ToString(), "the checkpoint you gave") is not { } mine) return;
        if (heads.Find(head => head.Size == mine.Size) is { } same)
        {
            if (same.Root != mine.Root) _problems.Add($"the log: the checkpoint you gave and the ledger's, both over {mine.Size} entries, have different roots; the log was forked");
        }
        else if (mine.Size > size)
        {
            _problems.Add($"the log: the checkpoint you gave counts {mine.Size} entries and the ledger holds {size}; the ledger is an older copy, or its newest rows were deleted");
        }
        else if (RootAt(mine.Size) != mine.Root)
        {
            _problems.Add($"the log: the checkpoint you gave over {mine.Size} entries has another root than the ledger's entries; the log was forked");
        }
    }

    private TreeHash RootAt(long size)
    {
        var tree = new GrowingTree();
        while (tree.Size < size)
        {
            foreach (var entry in _ledger.Entries(tree.Size, (int)Math.Min(Page, size - tree.Size))) tree.Append(TreeHasher.Leaf(entry.Commitment));
        }

        return tree.Root;
    }

    private void CheckManifests()
    {
        var batches = _reader.Batches().ToDictionary(batch => batch.BatchId, StringComparer.Ordinal);
        foreach (var (batchId, note) in _ledger.Manifests())
        {
            if (!batches.TryGetValue(batchId, out var batch)) _problems.Add($"batch {batchId}: it has a manifest and is not in the ledger any more");
            else if (BatchManifest.Contradiction(note, keys, _reader.Account(batch)) is { } contradiction) _problems.Add($"batch {batchId}: {contradiction}");
        }
    }

    private SignedNote? ReadNote(byte[] bytes, string what)
    {
        try
        {
            return SignedNote.Parse(bytes);
        }
        catch (TransparencyException e)
        {
            _problems.Add($"the log: {what}: {e.Message}");
            return null;
        }
    }

    private Checkpoint? Read(string text, string what)
    {
        try
        {
            var note = SignedNote.Parse(text);
            var head = Checkpoint.In(note);
            if (head.Origin != keys.Name) _problems.Add($"the log: {what} is of the log {head.Origin}, not of {keys.Name}");
            else if (keys.Verify(note).Problem is { } problem) _problems.Add($"the log: {what}: {problem}");
            else return head;
        }
        catch (TransparencyException e)
        {
            _problems.Add($"the log: {what}: {e.Message}");
        }

        return null;
    }
}
