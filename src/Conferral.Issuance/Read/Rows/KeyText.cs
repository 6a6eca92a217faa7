// Keys as they are compared: without what spreadsheets and copying put into them, accents in one form.
using System.Buffers;
using System.Text;

namespace Conferral.Issuance.Read;

/// <summary>
/// The form of a key in which two files can be compared. An apostrophe that a spreadsheet put before digits (or around them),
/// and characters nobody can see, are taken away; a letter and its accent written as two characters become one (NFC).
/// </summary>
internal static class KeyText
{
    private const string Invisible = "\u00AD\u200B\u200C\u200D\u200E\u200F\u2060\uFEFF";
    private static readonly SearchValues<char> Unseen = SearchValues.Create(Invisible);
    private static readonly SearchValues<char> Suspicious = SearchValues.Create(Invisible + string.Concat(Enumerable.Range(0x300, 0x70).Select(code => (char)code)));

    /// <summary>The key to compare. Most keys are through here after one look, and are given back as they are.</summary>
    public static ReadOnlySpan<char> Clean(ReadOnlySpan<char> value)
    {
        if (value.Length > 1 && value[0] == '\'' && char.IsAsciiDigit(value[1])) value = value[^1] == '\'' ? value[1..^1] : value[1..];
        return value.IndexOfAny(Suspicious) < 0 ? value : Compose(value);
    }

    public static bool HasInvisible(ReadOnlySpan<char> value) => value.IndexOfAny(Unseen) >= 0;

    /// <summary>The text with its accents in one form, and without invisible characters.</summary>
    private static string Compose(ReadOnlySpan<char> value)
    {
        var text = new StringBuilder(value.Length);
        foreach (var letter in value)
        {
            if (Unseen.Contains(letter)) continue;
            if (text.Length > 0 && ComposedLetters.TryCompose(text[^1], letter, out var composed)) text[^1] = composed;
            else text.Append(letter);
        }

        return text.ToString();
    }
}
