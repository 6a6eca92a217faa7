// Refuses terms that could break out of their own spelling in an N-Quads line.
using System.Buffers;
using System.Text;

namespace Conferral.LinkedData.Rdf;

/// <summary>
/// Checks the parts of a spelling that the dataset keeps literally: IRIs, datatypes and language tags.
/// Spec: https://www.w3.org/TR/n-quads/#sec-grammar (IRIREF, LANGTAG)
/// </summary>
internal static class WellFormedTerms
{
    private static readonly SearchValues<byte> NotInIri = SearchValues.Create(
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, .. " <>\"{}|^`\\"u8]);

    private static readonly SearchValues<byte> InLanguageTag = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-"u8);

    /// <summary>Errors: <see cref="IllFormedTermException"/>.</summary>
    public static void Check(TermKind kind, ReadOnlySpan<byte> spelling)
    {
        var wellFormed = kind switch
        {
            TermKind.Iri => IsIri(spelling),
            TermKind.Literal => IsLiteralEnd(AfterClosingQuote(spelling)),
            _ => true,
        };
        if (!wellFormed) throw new IllFormedTermException(Encoding.UTF8.GetString(spelling));
    }

    public static bool IsIriBody(ReadOnlySpan<byte> iri) => !iri.ContainsAny(NotInIri);

    public static bool IsLanguageTag(ReadOnlySpan<byte> tag)
    {
        if (tag.ContainsAnyExcept(InLanguageTag)) return false;
        var primary = tag.IndexOf((byte)'-') is var dash and >= 0 ? tag[..dash] : tag;
        return !primary.IsEmpty && !primary.ContainsAnyInRange((byte)'0', (byte)'9') && tag[^1] != '-' && tag.IndexOf("--"u8) < 0;
    }

    private static bool IsIri(ReadOnlySpan<byte> spelling) => IsIriBody(spelling[1..^1]);

    /// <summary>What follows the first quote that is not escaped; the dataset has escaped every quote of the text itself.</summary>
    private static ReadOnlySpan<byte> AfterClosingQuote(ReadOnlySpan<byte> spelling)
    {
        var at = 1;
        while (true)
        {
            at += spelling[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (spelling[at] == '"') return spelling[(at + 1)..];
            at += 2;
        }
    }

    private static bool IsLiteralEnd(ReadOnlySpan<byte> afterQuote)
    {
        if (afterQuote.IsEmpty) return true;
        if (afterQuote[0] == '@') return IsLanguageTag(afterQuote[1..]);
        return afterQuote.StartsWith("^^<"u8) && afterQuote[^1] == '>' && IsIriBody(afterQuote[3..^1]);
    }
}
