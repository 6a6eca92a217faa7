// The keys of one log over its life, each for the sizes it signed.
using System.Globalization;
using Conferral.Issuance.Ledger;
using Conferral.Transparency.Notes;

namespace Conferral.Issuance.Log;

/// <summary>
/// From one key that is known, and the changes that lead on from it and back: which key speaks for a log of which size. A key that was
/// replaced says nothing about sizes after its change, so that a stolen old one is worth nothing to those who know of the change.
/// </summary>
public sealed class LogKeys
{
    private sealed record Span(NoteKey Key, long From, long To);

    private readonly List<Span> _spans;

    private LogKeys(NoteKey known, IReadOnlyList<KeyChange> changes)
    {
        (Known, Changes) = (known, changes);
        _spans = [new Span(known, changes.FirstOrDefault(change => change.To.Equals(known))?.Size ?? 0, changes.FirstOrDefault(change => change.From.Equals(known))?.Size ?? long.MaxValue)];
        for (var at = _spans[0]; changes.FirstOrDefault(change => change.From.Equals(at.Key) && change.Size == at.To) is { } change && !Has(change.To); _spans.Add(at))
            at = new Span(change.To, change.Size, changes.FirstOrDefault(next => next.From.Equals(change.To))?.Size ?? long.MaxValue);
        for (var at = _spans[0]; changes.FirstOrDefault(change => change.To.Equals(at.Key) && change.Size == at.From) is { } change && !Has(change.From); _spans.Insert(0, at))
            at = new Span(change.From, changes.FirstOrDefault(before => before.To.Equals(change.From))?.Size ?? 0, change.Size);
    }

    public NoteKey Known { get; }

    /// <summary>Oldest first, those that lead nowhere from the known key too.</summary>
    public IReadOnlyList<KeyChange> Changes { get; }

    /// <summary>The log's name, the same under every key.</summary>
    public string Name => Known.Name;

    /// <summary>Errors: <see cref="Transparency.TransparencyException"/> for a change that is not signed by both its keys.</summary>
    public static LogKeys Of(NoteKey known, IEnumerable<SignedNote> changes)
        => new(known, [.. changes.Select(KeyChange.Read).Where(change => change.From.Name == known.Name).DistinctBy(change => (change.From, change.To)).OrderBy(change => change.Size)]);

    /// <summary>Those of a ledger's log.</summary>
    public static LogKeys Of(NoteKey known, LogLedger ledger) => Of(known, ledger.KeyChangeNotes().Select(SignedNote.Parse));

    /// <summary>Holds a checkpoint against the keys that may sign a log of its size.</summary>
    public NoteVerdict Verify(SignedNote checkpoint)
    {
        var size = Checkpoint.In(checkpoint).Size;
        var verdict = checkpoint.Verify([.. _spans.Where(span => span.From <= size && size <= span.To).Select(span => span.Key)]);
        return verdict.Problem is not null && checkpoint.Verify(All).Holds
            ? new NoteVerdict([], string.Create(CultureInfo.InvariantCulture, $"The checkpoint over {size:N0} entries is signed with a key of {Name} that does not sign logs of that size: it was replaced before, or came later."))
            : verdict;
    }

    /// <summary>Holds a note that has no size, such as a manifest, against every key.</summary>
    public NoteVerdict VerifyAnytime(SignedNote note) => note.Verify(All);

    private IReadOnlyList<NoteKey> All => [.. _spans.Select(span => span.Key)];

    private bool Has(NoteKey key) => _spans.Exists(span => span.Key.Equals(key));
}
