// Language tags: the shape BCP 47 asks for, in lower case.
namespace Conferral.LinkedData.JsonLd;

internal static class LanguageTag
{
    /// <summary>Lower case, as the processors that verify our proofs write tags too; the specification leaves the choice open.</summary>
    public static byte[] Lowercase(ReadOnlySpan<byte> tag)
    {
        var result = tag.ToArray();
        foreach (ref var b in result.AsSpan())
        {
            if (char.IsAsciiLetterUpper((char)b)) b |= 0x20;
        }

        return result;
    }

    /// <summary>Subtags of one to eight letters or digits, the first of letters only.</summary>
    public static bool IsWellFormed(ReadOnlySpan<byte> tag)
    {
        var length = 0;
        var isFirst = true;
        foreach (var b in tag)
        {
            if (b == (byte)'-')
            {
                if (length == 0) return false;
                length = 0;
                isFirst = false;
                continue;
            }

            if (++length > 8 || !(isFirst ? char.IsAsciiLetter((char)b) : char.IsAsciiLetterOrDigit((char)b))) return false;
        }

        return length > 0;
    }
}
