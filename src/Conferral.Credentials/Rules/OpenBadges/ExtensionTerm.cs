// A term that extends one of the extensible enumerations.
using System.Buffers;

namespace Conferral.Credentials.Rules.OpenBadges;

/// <summary>
/// <c>ext:</c> and a name of letters, digits, dot, hyphen and underscore. The published pattern is not anchored and
/// lets more through; the first letter of the name may not be a hyphen, which it refuses. Spec: OB 3.0, extensible enumerations.
/// </summary>
internal static class ExtensionTerm
{
    private static readonly SearchValues<byte> NameBytes = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_"u8);

    public static bool Is(ReadOnlySpan<byte> text)
        => text.StartsWith("ext:"u8) && text.Length > 4 && text[4] != '-' && !text[4..].ContainsAnyExcept(NameBytes);
}
