// An endorsement as a compact JWS: three base64url parts with dots between.
using System.Buffers;

namespace Conferral.Credentials.Rules.OpenBadges;

/// <summary>Spec: https://www.rfc-editor.org/rfc/rfc7515#section-7.1 (the payload may be detached, that is empty).</summary>
internal sealed class CompactJws : ValueForm
{
    public static readonly CompactJws Form = new();

    private static readonly SearchValues<byte> Base64Url = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"u8);

    private CompactJws()
        : base(
            new RuleInfo("OB-COMPACT-JWS", Severity.Error, "every endorsementJwt is a compact JWS", "OB 3.0, derived type CompactJws; RFC 7515, 7.1"),
            "is no compact JWS; write header.payload.signature in base64url")
    {
    }

    public override bool Holds(ReadOnlySpan<byte> text)
    {
        var first = text.IndexOf((byte)'.');
        var last = text.LastIndexOf((byte)'.');
        return first > 0 && last > first && last < text.Length - 1
            && !text[..first].ContainsAnyExcept(Base64Url) && !text[(first + 1)..last].ContainsAnyExcept(Base64Url) && !text[(last + 1)..].ContainsAnyExcept(Base64Url);
    }
}
