// Takes the signatures of witnesses into a checkpoint that was sent to them.
using System.Text;
using Conferral.Issuance.Ledger;
using Conferral.Transparency;
using Conferral.Transparency.Notes;

namespace Conferral.Issuance.Log;

/// <summary>A witness signs a checkpoint it found consistent with all it saw before; the note goes there and comes back as a file.</summary>
public sealed class Cosigning(LedgerStore store, LogKeys log, ILogStore published)
{
    private readonly LogLedger _ledger = new(store);

    /// <summary>
    /// Adds the signatures of these witnesses to the recorded checkpoint, and publishes it if it is the newest. What the note says
    /// otherwise, and signatures of others, are left aside.
    /// Errors: <see cref="TransparencyException"/> when it is no checkpoint of this log, or a witness's signature is absent or wrong.
    /// </summary>
    public async Task<IReadOnlyList<VerifiedSignature>> TakeAsync(SignedNote given, IReadOnlyList<NoteKey> witnesses, CancellationToken cancellationToken)
    {
        var size = Checkpoint.In(given).Size;
        var recorded = _ledger.CheckpointAt(size) ?? throw new TransparencyException($"This log has no checkpoint over {size} entries. Send witnesses the file out/log/checkpoint as it is.");
        var ours = SignedNote.Parse(recorded.Note);
        if (ours.Text != given.Text || log.Verify(ours).Problem is not null) throw new TransparencyException($"The note is not the checkpoint that this log signed over {size} entries. Send witnesses the file out/log/checkpoint as it is.");

        var taken = new List<VerifiedSignature>();
        foreach (var witness in witnesses)
        {
            var verdict = given.Verify(witness);
            if (verdict.Problem is { } problem) throw new TransparencyException($"No signature of {witness.Name} was taken in: {problem}");
            taken.AddRange(verdict.Verified);
            var line = given.Signatures.First(signature => signature.Name == witness.Name && signature.KeyId == witness.Id);
            if (!ours.Signatures.Any(signature => signature.Name == witness.Name && signature.KeyId == witness.Id)) ours = ours.With(line);
        }

        _ledger.ReplaceNote(size, ours.ToString());
        if (_ledger.LastCheckpoint()!.Size == size) await published.ReplaceCheckpointAsync(Encoding.UTF8.GetBytes(ours.ToString()), cancellationToken);
        return taken;
    }
}
