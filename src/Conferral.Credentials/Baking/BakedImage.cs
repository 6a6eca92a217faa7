// The front door of baking: a credential into an image, and out of one.
using System.Text.Json;
using Conferral.Credentials.Jwt;
using Conferral.Credentials.Proofs;

namespace Conferral.Credentials.Baking;

/// <summary>
/// Reads and writes baked PNG and SVG images. Pure functions. Shape: the credential is JSON with its proofs, or a compact
/// JWS. Says nothing about whether the credential is genuine.
/// Errors: <see cref="BakingException"/>.
/// Bounds: images and credentials of at most <see cref="MaxBytes"/>; nothing is decompressed, no entity is expanded.
/// Spec: Open Badges 3.0, Baked Badges; CLR 2.0, Baked CLRs
/// </summary>
public static class BakedImage
{
    /// <summary>Larger images are refused: badges are small, and what travels by mail and web must stay so. Units: bytes.</summary>
    public const int MaxBytes = 32 * 1024 * 1024;

    /// <summary>True for bytes that begin as PNG or as XML do; no credential does.</summary>
    public static bool IsImage(ReadOnlySpan<byte> bytes) => PngChunks.IsPng(bytes) || SvgBaking.LooksLikeXml(bytes);

    /// <summary>The credential in an image, as it was baked.</summary>
    public static byte[] Extract(ReadOnlyMemory<byte> image)
    {
        Accept(image);
        return PngChunks.IsPng(image.Span) ? PngBaking.Extract(image.Span) : SvgBaking.Extract(image);
    }

    /// <summary>The image with the credential in it. A credential that was there is replaced; the picture stays as it is.</summary>
    public static byte[] Bake(ReadOnlyMemory<byte> image, ReadOnlyMemory<byte> credential)
    {
        Accept(image);
        if (credential.Length > MaxBytes) throw new BakingException(BakingErrorCode.TooLarge, $"The credential has {credential.Length} bytes; more than {MaxBytes} are not baked.");
        var isToken = CompactToken.Begins(credential.Span);
        if (isToken) credential = credential.TrimEnd("\r\n"u8);
        var kind = KindOf(credential, isToken);
        return PngChunks.IsPng(image.Span) ? PngBaking.Bake(image.Span, kind, credential.Span) : SvgBaking.Bake(image, kind, credential.Span, isToken);
    }

    private static void Accept(ReadOnlyMemory<byte> image)
    {
        if (image.Length > MaxBytes) throw new BakingException(BakingErrorCode.TooLarge, $"The image has {image.Length} bytes; more than {MaxBytes} are not read. Take a smaller picture.");
        if (!IsImage(image.Span)) throw new BakingException(BakingErrorCode.NotAnImage, "The file is neither a PNG nor an SVG image; credentials are baked into those.");
    }

    private static BakedKind KindOf(ReadOnlyMemory<byte> credential, bool isToken)
    {
        try
        {
            if (!isToken)
            {
                using var json = StrictJson.ParseObject(credential);
                if (!json.RootElement.TryGetProperty("proof", out _)) throw new BakingException(BakingErrorCode.NotACredential, "The credential is not signed. Sign it, then bake it.");
                return KindOf(json.RootElement);
            }

            using var token = CompactToken.Read(credential);
            using var inside = TokenCredential.Read(token, out _);
            return KindOf(inside.RootElement);
        }
        catch (Exception refusal) when (refusal is StrictJsonException or MalformedTokenException)
        {
            throw new BakingException(BakingErrorCode.NotACredential, $"What is to be baked is no credential. {refusal.Message}", refusal);
        }
    }

    private static BakedKind KindOf(JsonElement credential)
    {
        var types = credential.TryGetProperty("type", out var value) ? CredentialParts.Items(value) : [];
        if (Has("ClrCredential"u8)) return BakedKind.Clr;
        return Has("OpenBadgeCredential"u8) || Has("AchievementCredential"u8)
            ? BakedKind.OpenBadge
            : throw new BakingException(BakingErrorCode.NotACredential, "Images carry a ClrCredential or an AchievementCredential (OpenBadgeCredential); this document is neither by its type.");

        bool Has(ReadOnlySpan<byte> type)
        {
            foreach (var item in types)
            {
                if (item.ValueKind == JsonValueKind.String && item.ValueEquals(type)) return true;
            }

            return false;
        }
    }
}
