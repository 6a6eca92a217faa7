// Makes receipts from the ledger and the published tiles.
using Conferral.Issuance.Ledger;
using Conferral.Transparency;
using Conferral.Transparency.Merkle;
using Conferral.Transparency.Notes;
using Conferral.Transparency.Tiles;

namespace Conferral.Issuance.Log;

/// <summary>
/// Makes receipts under the newest checkpoint; tiles are read once for all of them. Every proof is checked before it is given out.
/// Errors: <see cref="TransparencyException"/> when nothing is sealed, or the tiles do not give the signed root.
/// </summary>
public sealed class ReceiptMaker
{
    private readonly LogLedger _ledger;
    private readonly NoteKey _key;
    private readonly RecordedCheckpoint _last;
    private readonly Checkpoint _head;
    private readonly TileNodes _nodes;
    private readonly IReadOnlyList<string> _changes;

    public ReceiptMaker(LogLedger ledger, NoteKey key, ILogStore published)
    {
        _ledger = ledger;
        _key = key;
        _last = ledger.LastCheckpoint() ?? throw new TransparencyException("The log is not sealed yet. Run `conferral log seal` first.");
        _changes = ledger.KeyChangeNotes();
        _head = Checkpoint.In(SignedNote.Parse(_last.Note));
        _nodes = new TileNodes(_head.Size, published.Read);
    }

    /// <summary>Whether the log holds an open entry about the signing of this version: sealed, its salt not erased.</summary>
    public bool Holds(CredentialVersion id) => _ledger.Openings(id, _head.Size).Any(opening => opening.Event.Kind == LoggedEvent.Signed);

    /// <summary>Everything the log holds of one version, and that the log grew from an older checkpoint if one is given.</summary>
    public Receipt Make(CredentialVersion id, SignedNote? older)
    {
        var openings = _ledger.Openings(id, _head.Size);
        if (!openings.Any(opening => opening.Event.Kind == LoggedEvent.Signed))
            throw new TransparencyException($"The log holds no open entry about the signing of {id}: it is not sealed yet (`conferral log seal`), or its salts were erased.");
        var tree = new MerkleTree(_nodes, _head.Size);
        return new Receipt
        {
            Type = Receipt.TypeName,
            CredentialId = id.CredentialId,
            Version = id.Version,
            LogKey = _key.ToString(),
            Entries = [.. openings.Select(opening => ReceiptEntry.Make(opening, tree, _head))],
            Checkpoint = _last.Note,
            KeyChanges = _changes.Count == 0 ? null : _changes,
            Consistency = older is null ? null : ProveGrowthFrom(older),
        };
    }

    /// <summary>That the log grew from an older checkpoint to its newest. Errors: <see cref="TransparencyException"/> when it did not.</summary>
    public ConsistencyProof ProveGrowthFrom(SignedNote older) => ConsistencyProof.Make(older, _last, _nodes);
}
