// An identifier or link must be an absolute URI, or it means something else wherever it is read.
using System.Buffers;

namespace Conferral.Credentials.Rules.House;

/// <summary>Spec: https://www.w3.org/TR/vc-data-model-2.0/#identifiers (a URL); relative references fall out of the signature.</summary>
internal sealed class AbsoluteUri : ValueForm
{
    public static readonly AbsoluteUri Form = new();

    private static readonly SearchValues<byte> SchemeBytes = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-."u8);

    // White space, controls and the ASCII characters RFC 3986 leaves out; letters beyond ASCII are left to the IRI.
    private static readonly SearchValues<byte> Forbidden = SearchValues.Create([.. Enumerable.Range(0, 0x21).Select(value => (byte)value), 0x7F, .. "<>\"{}|\\^`"u8]);

    private AbsoluteUri()
        : base(
            new RuleInfo("HOUSE-ABSOLUTE-URI", Severity.Error, "every id and link is an absolute URI", "VCDM 2.0, 4.4 Identifiers"),
            "is not an absolute URI; write one with its scheme, such as https: or urn:uuid:, and no spaces")
    {
    }

    public override bool Holds(ReadOnlySpan<byte> text)
    {
        var colon = text.IndexOf((byte)':');
        if (colon <= 0 || colon == text.Length - 1 || !char.IsAsciiLetter((char)text[0])) return false;
        var scheme = text[..colon];
        var rest = text[(colon + 1)..];
        if (scheme.ContainsAnyExcept(SchemeBytes) || rest.ContainsAny(Forbidden)) return false;
        return !IsWeb(scheme) || (rest.StartsWith("//"u8) && rest.Length > 2 && rest[2] is not ((byte)'/' or (byte)'?' or (byte)'#'));
    }

    private static bool IsWeb(ReadOnlySpan<byte> scheme)
        => System.Text.Ascii.EqualsIgnoreCase(scheme, "https"u8) || System.Text.Ascii.EqualsIgnoreCase(scheme, "http"u8);
}
