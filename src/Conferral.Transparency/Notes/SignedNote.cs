// A text with signatures under it, made to be read by people and moved as a file.
using System.Text;

namespace Conferral.Transparency.Notes;

/// <summary>What is known of a note's signatures. It holds when at least one known key signed and none of theirs is wrong.</summary>
public sealed record NoteVerdict(IReadOnlyList<VerifiedSignature> Verified, string? Problem)
{
    public bool Holds => Problem is null;
}

/// <summary>
/// Shape: <see cref="Text"/> ends in a newline; then an empty line and one line per signature. Valid UTF-8, no control characters
/// but newline. Nothing in the text may be believed before <see cref="Verify"/> says so.
/// Spec: https://c2sp.org/signed-note
/// </summary>
public sealed class SignedNote
{
    /// <summary>The specification asks for at least 16.</summary>
    private const int MaxSignatures = 100;

    /// <summary>A checkpoint is some hundred bytes, a manifest some thousand.</summary>
    private const int MaxBytes = 1 << 20;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Errors: <see cref="TransparencyException"/> when the text cannot be a note's.</summary>
    public SignedNote(string text, IReadOnlyList<NoteSignature> signatures)
    {
        if (!text.EndsWith('\n') || text.Any(c => c < ' ' && c != '\n')) throw Malformed("its text must end in a newline and hold no other control characters");
        Text = text;
        Signatures = signatures;
    }

    public string Text { get; }

    public IReadOnlyList<NoteSignature> Signatures { get; }

    /// <summary>Errors: <see cref="TransparencyException"/>.</summary>
    public static SignedNote Parse(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > MaxBytes) throw Malformed("it is too long");
        try
        {
            return Parse(StrictUtf8.GetString(utf8));
        }
        catch (DecoderFallbackException e)
        {
            throw new TransparencyException("The signed note is not UTF-8 text. Fetch it again, as a file and not by copying what a screen shows.", e);
        }
    }

    /// <summary>Errors: <see cref="TransparencyException"/>.</summary>
    public static SignedNote Parse(string note)
    {
        var split = note.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (split < 0 || split + 2 >= note.Length || !note.EndsWith('\n')) throw Malformed("it has no signatures below an empty line");
        var lines = note[(split + 2)..^1].Split('\n');
        if (lines.Length > MaxSignatures) throw Malformed("it has too many signatures");
        return new SignedNote(note[..(split + 1)], [.. lines.Select(ReadSignature)]);
    }

    public SignedNote With(NoteSignature signature) => new(Text, [.. Signatures, signature]);

    /// <summary>
    /// Holds the signatures against the keys that are known. One of an unknown key says nothing; one that names a known key and
    /// does not hold spoils the note.
    /// </summary>
    public NoteVerdict Verify(params IReadOnlyList<NoteKey> known)
    {
        var verified = new List<VerifiedSignature>();
        foreach (var signature in Signatures)
        {
            if (known.FirstOrDefault(signature.IsBy) is not { } key) continue;
            if (signature.Check(Text, key) is not { } holds) return new NoteVerdict([], $"The signature of {key.Name} does not fit the text: the note was changed after it was signed.");
            if (!verified.Exists(earlier => earlier.Key.Equals(key))) verified.Add(holds);
        }

        return verified.Count > 0 ? new NoteVerdict(verified, null) : new NoteVerdict([], $"The note is signed by {string.Join(", ", Signatures.Select(signature => signature.Name).Distinct())}, and not with the key of {string.Join(", ", known.Select(key => key.Name))} that is known here.");
    }

    public override string ToString() => $"{Text}\n{string.Concat(Signatures.Select(signature => $"{signature}\n"))}";

    private static NoteSignature ReadSignature(string line)
    {
        if (!line.StartsWith(NoteSignature.LineStart, StringComparison.Ordinal)) throw Malformed("a line below the empty line is no signature");
        var parts = line[NoteSignature.LineStart.Length..].Split(' ');
        if (parts.Length != 2 || !NoteKey.IsName(parts[0]) || !NoteKey.TrySplit(parts[1], out var id, out var bytes)) throw Malformed("a signature line is not: em dash, name, base64");
        return new NoteSignature(parts[0], id, bytes);
    }

    private static TransparencyException Malformed(string what)
        => new($"That is no signed note: {what}. Fetch it again, as a file and not by copying what a screen shows.");
}
