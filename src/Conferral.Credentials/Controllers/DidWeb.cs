// did:web: where the controller document of such an id is published.
namespace Conferral.Credentials.Controllers;

/// <summary>Spec: https://w3c-ccg.github.io/did-method-web/#read-resolve.</summary>
public static class DidWeb
{
    public const string Prefix = "did:web:";

    /// <summary>
    /// The address of the controller document. Shape: https; colons become slashes, a percent-encoded colon is a port,
    /// and an id without a path is looked up under <c>/.well-known</c>.
    /// Errors: <see cref="FormatException"/> when it is no did:web.
    /// </summary>
    public static Uri DocumentUrl(string did)
    {
        if (!did.StartsWith(Prefix, StringComparison.Ordinal)) throw new FormatException($"'{did}' is not a did:web.");
        var parts = did[Prefix.Length..].Split(':').Select(Uri.UnescapeDataString).ToArray();
        var path = parts.Length == 1 ? ".well-known" : string.Join('/', parts[1..]);
        return Uri.TryCreate($"https://{parts[0]}/{path}/did.json", UriKind.Absolute, out var url) ? url : throw new FormatException($"'{did}' names no web address.");
    }
}
