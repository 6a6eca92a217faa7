// The host an issuer's id leads to.
namespace Conferral.Credentials.Controllers;

internal static class WebHost
{
    /// <summary>Host and port of an https address or did:web; null for ids that lead nowhere on the web.</summary>
    public static string? Of(string id)
    {
        try
        {
            var address = id.StartsWith(DidWeb.Prefix, StringComparison.Ordinal) ? DidWeb.DocumentUrl(id) : Uri.TryCreate(id, UriKind.Absolute, out var url) ? url : null;
            return address?.Scheme == Uri.UriSchemeHttps ? address.Authority : null;
        }
        catch (FormatException)
        {
            return null; // no address, so no host
        }
    }
}
