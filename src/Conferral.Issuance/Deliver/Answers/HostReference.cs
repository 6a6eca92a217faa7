// The platform's own address and id for a credential, as far as they can be kept.
using System.Text.Json;
using Conferral.Issuance.Sign;

namespace Conferral.Issuance.Deliver;

/// <summary>Reads Location and host ids. Bounds: nothing longer than the limits here is kept; an address is text and never visited unless it is the platform's own.</summary>
internal static class HostReference
{
    private const int MaxIdLength = 512;
    private const int MaxUrlLength = 2048;

    /// <summary>The web address made absolute, or null; never one that carries a sign-in.</summary>
    public static Uri? Target(string? location, Uri requestUrl)
        => location is { Length: > 0 and <= MaxUrlLength } && !location.Any(char.IsControl) && Uri.TryCreate(requestUrl, location, out var target)
        && (target.Scheme == Uri.UriSchemeHttps || target.Scheme == Uri.UriSchemeHttp) && target.UserInfo.Length == 0 ? target : null;

    /// <summary>The Location to keep, and what is to be said of it.</summary>
    public static (string? Url, string? Remark) Locate(string? location, Uri requestUrl)
    {
        if (string.IsNullOrEmpty(location)) return (null, null);
        if (Target(location, requestUrl) is { } target) return (target.AbsoluteUri, SameOrigin(target, requestUrl) ? null : "The Location is on another host; it was not visited.");
        if (location.Length > MaxUrlLength) return (null, $"The Location is {location.Length} characters long and was not kept.");
        if (Uri.TryCreate(requestUrl, location, out var url) && url.UserInfo.Length > 0) return (null, "The Location carries a sign-in and was not kept.");
        var text = Clean(location.Length > 200 ? location[..200] : location) ?? "unprintable";
        return (null, $"The Location is no web address and was not visited: {text}");
    }

    public static bool SameOrigin(Uri a, Uri b) => Uri.Compare(a, b, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0;

    /// <summary>The id the platform gave in the body; the credential's own id is none.</summary>
    public static string? IdIn(JsonElement root, SignedClr sent, AnswerProfile profile)
    {
        foreach (var pointer in profile.HostIdPointers)
        {
            if (AnswerPointer.Find(root, pointer) is { } value && Clean(IdText(value)) is { } id && id != sent.Id.CredentialId) return id;
        }

        return null;
    }

    public static string? IdIn(PlatformAnswer answer, AnswerProfile profile)
        => profile.HostIdHeaders.Select(answer.Header).Select(Clean).FirstOrDefault(id => id is not null);

    /// <summary>Many platforms number what they store.</summary>
    private static string? IdText(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };

    private static string? Clean(string? id) => id is { Length: > 0 and <= MaxIdLength } && !id.Any(char.IsControl) ? id : null;
}
