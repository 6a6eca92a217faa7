// Words of a document inside a sentence of a report.
namespace Conferral.Credentials.Verification;

/// <summary>Somebody else's words as they may stand in a message: on one line, without control characters, of bearable length.</summary>
internal static class PlainText
{
    private const int MaxLength = 200;

    public static string Of(string text)
    {
        var plain = string.Concat(text.Select(character => char.IsControl(character) || character is '\u2028' or '\u2029' ? ' ' : character)).Trim().TrimEnd('.');
        return plain.Length <= MaxLength ? plain : plain[..(char.IsHighSurrogate(plain[MaxLength - 1]) ? MaxLength - 1 : MaxLength)] + "…";
    }
}
