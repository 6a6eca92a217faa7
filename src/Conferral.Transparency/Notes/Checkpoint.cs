// A checkpoint: how many entries a log has, and the root over them.
using System.Globalization;
using Conferral.Transparency.Merkle;

namespace Conferral.Transparency.Notes;

/// <summary>
/// The head of a log. Shape: the text is three lines, origin, size and root in base64; further lines are kept and mean nothing here.
/// Spec: https://c2sp.org/tlog-checkpoint
/// </summary>
public sealed record Checkpoint(string Origin, long Size, TreeHash Root)
{
    public string Extensions { get; init; } = "";

    /// <summary>The text that is signed.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{Root}\n{Extensions}");

    /// <summary>Reads a note's text. Errors: <see cref="TransparencyException"/>.</summary>
    public static Checkpoint Parse(string text)
    {
        var lines = text.Split('\n');
        if (lines.Length < 4 || lines[^1].Length > 0 || lines[..^1].Any(line => line.Length == 0)) throw Malformed("it has fewer than three lines, or an empty one");
        if (!long.TryParse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture, out var size) || lines[1] != size.ToString(CultureInfo.InvariantCulture)) throw Malformed("its second line is not a size");
        if (!TreeHash.TryFromBase64(lines[2], out var root)) throw Malformed("its third line is not a hash");
        return new Checkpoint(lines[0], size, root) { Extensions = string.Concat(lines[3..^1].Select(line => line + "\n")) };
    }

    /// <summary>The checkpoint in a note, whatever its signatures are worth. Errors: <see cref="TransparencyException"/>.</summary>
    public static Checkpoint In(SignedNote note) => Parse(note.Text);

    private static TransparencyException Malformed(string what) => new($"That is no checkpoint of a log: {what}. Fetch it again from where the log is published.");
}
