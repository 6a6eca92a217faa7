// The data URL that an enveloped credential is.
namespace Conferral.Credentials.Jwt;

/// <summary>Spec: https://www.w3.org/TR/vc-data-model-2.0/#enveloped-verifiable-credentials, https://www.rfc-editor.org/rfc/rfc2397</summary>
internal static class DataUrl
{
    private const string Scheme = "data:";

    /// <summary>The last two are what drafts called the first.</summary>
    private static readonly string[] TokenTypes = ["application/vc+jwt", "application/vc-ld+jwt", "application/vc+ld+json+jwt"];

    /// <summary>The token in the URL, or null where it holds something else or is encoded once more.</summary>
    public static string? TokenOf(string? url)
    {
        if (url is null || !url.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return null;
        var comma = url.IndexOf(',', StringComparison.Ordinal);
        if (comma < 0) return null;
        var parameters = url[Scheme.Length..comma].Split(';');
        var isToken = TokenTypes.Contains(parameters[0].Trim(), StringComparer.OrdinalIgnoreCase) && !parameters.Contains("base64", StringComparer.OrdinalIgnoreCase);
        return isToken ? url[(comma + 1)..] : null;
    }
}
