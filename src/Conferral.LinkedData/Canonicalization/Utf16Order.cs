// Whether a canonical form would come out otherwise where text is sorted by UTF-16 code unit.
namespace Conferral.LinkedData.Canonicalization;

/// <summary>
/// RDFC-1.0 sorts by code point. Languages whose strings are UTF-16 sort by code unit unless told otherwise, and widely used
/// libraries do. The orders differ between a character beyond U+FFFF (in UTF-16 a pair that starts with D800 to DBFF) and one of
/// U+E000 to U+FFFF, nowhere else. Spec: https://www.w3.org/TR/rdf-canon/#dfn-code-point-order
/// </summary>
public enum Utf16Order
{
    /// <summary>Both orders give the same canonical form.</summary>
    Agrees,

    /// <summary>Sorted by UTF-16 code unit, the document gives another canonical form, so another hash.</summary>
    Differs,
}

internal static class Utf16OrderCheck
{
    /// <summary>First byte, in UTF-8, of U+E000 and of U+10000; what lies between are the characters whose place the orders dispute.</summary>
    private const byte PrivateUse = 0xEE, Supplementary = 0xF0;

    private const byte Last = 0xF4;

    /// <summary>Whether both kinds of character occur at all: one vectorised pass, and false for almost every document.</summary>
    public static bool MayDiffer(ReadOnlySpan<byte> utf8)
        => utf8.ContainsAnyInRange(PrivateUse, (byte)(Supplementary - 1)) && utf8.ContainsAnyInRange(Supplementary, Last);

    /// <summary>The same of JSON text, where an escape may stand for any character.</summary>
    public static bool MayDifferIn(ReadOnlySpan<byte> json) => json.IndexOf("\\u"u8) >= 0 || MayDiffer(json);

    /// <summary>
    /// Compares the orders over lines that are in code point order. Where the lines keep the other order too, so do the lines
    /// of every first degree hash, because a pair of them is decided by the same terms; only a predicate, or the name of a graph
    /// after two blank nodes, could decide there and not here, so a disputed character in one of these counts as a difference.
    /// </summary>
    public static Utf16Order Of(ReadOnlySpan<byte> canonicalNQuads)
    {
        if (!MayDiffer(canonicalNQuads)) return Utf16Order.Agrees;
        ReadOnlySpan<byte> previous = default;
        foreach (var range in canonicalNQuads.Split((byte)'\n'))
        {
            var line = canonicalNQuads[range];
            if (line.IsEmpty) break;
            if (Compare(previous, line) > 0 || DecidesUnseen(line)) return Utf16Order.Differs;
            previous = line;
        }

        return Utf16Order.Agrees;
    }

    /// <summary>The order of two UTF-8 texts by UTF-16 code unit: past the common start, only two first bytes can be disputed.</summary>
    private static int Compare(ReadOnlySpan<byte> x, ReadOnlySpan<byte> y)
    {
        var at = x.CommonPrefixLength(y);
        return at == x.Length || at == y.Length ? x.Length.CompareTo(y.Length) : Rank(x[at]).CompareTo(Rank(y[at]));
    }

    private static int Rank(byte first) => first is PrivateUse or Supplementary - 1 ? first + Last : first;

    private static bool DecidesUnseen(ReadOnlySpan<byte> line)
    {
        var predicate = line[(line.IndexOf((byte)' ') + 1)..];
        var end = predicate.IndexOf((byte)' ');
        var rest = predicate[(end + 1)..];
        return predicate[..end].ContainsAnyInRange(PrivateUse, Last) || (rest.StartsWith("_:"u8) && rest.ContainsAnyInRange(PrivateUse, Last));
    }
}
