// Which addresses out of a document may become a link or a picture on a page.
namespace Conferral.Rendering.Html;

/// <summary>Only what cannot run anything: links to the web and to mailboxes, pictures that are in the document itself.</summary>
internal static class WebAddress
{
    private static readonly string[] Pictures = ["data:image/png;base64,", "data:image/jpeg;base64,", "data:image/gif;base64,", "data:image/webp;base64,", "data:image/svg+xml;base64,"];

    /// <summary>An absolute http, https or mailto address without spaces or controls, which browsers would drop before reading the scheme.</summary>
    public static bool MayBeFollowed(string? address)
        => address is not null
            && !address.AsSpan().ContainsAnyInRange('\0', ' ')
            && Uri.TryCreate(address, UriKind.Absolute, out var uri)
            && uri.Scheme is "http" or "https" or "mailto";

    /// <summary>A picture that needs no network. A picture shown by <c>img</c> runs no scripts and loads nothing, SVG included.</summary>
    public static bool IsPicture(string? address)
        => address is not null
            && Pictures.FirstOrDefault(start => address.StartsWith(start, StringComparison.OrdinalIgnoreCase)) is { } found
            && !address.AsSpan(found.Length).ContainsAnyExcept(Base64Characters);

    private static readonly System.Buffers.SearchValues<char> Base64Characters = System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=");
}
