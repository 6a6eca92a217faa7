// How an image names the credential baked into it.
namespace Conferral.Credentials.Baking;

/// <summary>Spec: Open Badges 3.0, Baked Badges; CLR 2.0, Baked CLRs.</summary>
internal sealed record BakedKind(string PngKeyword, string SvgPrefix, string SvgNamespace)
{
    public static readonly BakedKind OpenBadge = new("openbadgecredential", "openbadges", "https://purl.imsglobal.org/ob/v3p0");

    public static readonly BakedKind Clr = new("clrcredential", "clr", "https://purl.imsglobal.org/clr/v2p0");

    public static readonly IReadOnlyList<BakedKind> All = [OpenBadge, Clr];
}
