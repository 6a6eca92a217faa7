// One change of the log's key: a checkpoint that names both keys and is signed by both.
using Conferral.Issuance.Ledger;
using Conferral.Transparency;
using Conferral.Transparency.Notes;

namespace Conferral.Issuance.Log;

/// <summary>
/// From this checkpoint on <see cref="To"/> signs. Whoever knows one of the two keys learns of the other from it: the old one says who
/// comes after it, the new one whose work it goes on with.
/// Shape: a checkpoint with two extension lines, <c>conferral-key-from VKEY</c> and <c>conferral-key-to VKEY</c>.
/// Spec: https://c2sp.org/tlog-checkpoint leaves extension lines to the log.
/// </summary>
public sealed record KeyChange(SignedNote Note, long Size, NoteKey From, NoteKey To)
{
    private const string FromLine = LogLedger.KeyChangeMark;

    private const string ToLine = "conferral-key-to ";

    /// <summary>The change over this head, signed by both.</summary>
    internal static SignedNote Make(Checkpoint head, LogKey from, LogKey to)
    {
        var text = (head with { Extensions = $"{FromLine}{from.Name}\n{ToLine}{to.Name}\n" }).Text;
        return new SignedNote(text, [to.Sign(text), from.Sign(text)]);
    }

    /// <summary>Reads a change and holds both signatures against the keys it names. Errors: <see cref="TransparencyException"/>.</summary>
    public static KeyChange Read(SignedNote note)
    {
        var head = Checkpoint.In(note);
        if (head.Extensions.Split('\n') is not [var fromLine, var toLine, ""] || !fromLine.StartsWith(FromLine, StringComparison.Ordinal) || !toLine.StartsWith(ToLine, StringComparison.Ordinal))
            throw new TransparencyException("That is no change of a log's key: it is a checkpoint that names an old and a new key. Take the file from log-keys/ of the issuer's site.");
        var (from, to) = (NoteKey.Parse(fromLine[FromLine.Length..]), NoteKey.Parse(toLine[ToLine.Length..]));
        if (from.Name != head.Origin || to.Name != head.Origin) throw new TransparencyException($"The change of {head.Origin}'s key names keys of other logs.");
        foreach (var key in (NoteKey[])[from, to])
        {
            if (note.Verify(key).Problem is { } problem) throw new TransparencyException($"The change of {head.Origin}'s key is not signed by both keys: {problem}");
        }

        return new KeyChange(note, head.Size, from, to);
    }
}
