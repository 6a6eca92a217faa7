// Which encoding a file that is not UTF-8 most likely has, for a person to confirm; reading itself never guesses.
using System.Text;

namespace Conferral.Issuance.Read;

/// <summary>Tried are the code pages that spreadsheets and older systems write. Bounds: the first <see cref="LookBytes"/> bytes.</summary>
internal static class EncodingGuess
{
    private const int LookBytes = 4 << 20;

    /// <summary>The likeliest first: of two that read a file equally well it is taken.</summary>
    private static readonly string[] Candidates = ["windows-1252", "ibm850", "macintosh"];

    /// <summary>The candidate under which most characters beyond ASCII are letters in their place.</summary>
    public static string Of(InputFiles files, string name)
    {
        var bytes = new byte[LookBytes];
        using var stream = files.Open(name);
        var read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return Candidates.MaxBy(candidate => Score(TextEncodings.Named(candidate)!, bytes.AsSpan(0, read)))!;
    }

    private static long Score(Encoding encoding, ReadOnlySpan<byte> bytes)
    {
        string text;
        try
        {
            text = encoding.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return long.MinValue;
        }

        var score = 0L;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] > '\u007F') score += IsInPlace(text[i], i > 0 ? text[i - 1] : ' ', i + 1 < text.Length ? text[i + 1] : ' ') ? 1 : -1;
        }

        return score;
    }

    /// <summary>A letter, and no capital within a word of small ones.</summary>
    private static bool IsInPlace(char letter, char before, char after)
        => char.IsLetter(letter) && (!char.IsUpper(letter) || (!char.IsLower(before) && (!char.IsLower(after) || !char.IsLetter(before))));
}
