// Where an issuer's documents stand on the web, from its id.
using Conferral.Credentials.Controllers;
using Conferral.Credentials.Keys;

namespace Conferral.Issuance.Workspaces;

/// <summary>
/// The site of a did:web or https issuer. <see cref="DocumentUrl"/> is where its controller document must be; everything else of ours
/// stands below <see cref="BaseUrl"/>. Shape: https; no slash at the end of the base.
/// Spec: https://w3c-ccg.github.io/did-method-web/#read-resolve
/// </summary>
public sealed record IssuerSite(Uri DocumentUrl, string BaseUrl)
{
    private const string WellKnown = "/.well-known/did.json";
    private const string DidDocument = "/did.json";

    public string StatusUrl => BaseUrl + "/status";

    public string LogUrl => BaseUrl + "/log";

    /// <summary>The id itself, where credentials can be issued under it: an https address or a DID, of the methods we know a right one. Errors: <see cref="WorkspaceException"/>.</summary>
    internal static string CheckId(string issuerId)
    {
        if (DidKey.IsDidKey(issuerId)) return CheckDidKey(issuerId);
        if (Of(issuerId) is not null || issuerId.StartsWith("did:", StringComparison.Ordinal)) return issuerId;
        throw new WorkspaceException($"The issuer's id is '{issuerId}', and verifiers look its key up there. Write a did:web as did:web:registrar.example.edu, or an https address.");
    }

    private static string CheckDidKey(string issuerId)
    {
        try
        {
            _ = DidKey.KeyOf(issuerId);
            return issuerId;
        }
        catch (KeyException e)
        {
            throw new WorkspaceException($"The issuer's id '{issuerId}' is no did:key. {e.Message}", e);
        }
    }

    /// <summary>Null for an issuer that is nowhere on the web, as a did:key. Errors: <see cref="WorkspaceException"/> for a did:web that names no address.</summary>
    public static IssuerSite? Of(string issuerId)
    {
        if (!issuerId.StartsWith(DidWeb.Prefix, StringComparison.Ordinal))
            return Uri.TryCreate(issuerId, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps ? new IssuerSite(url, url.GetLeftPart(UriPartial.Authority)) : null;
        try
        {
            var document = DidWeb.DocumentUrl(issuerId);
            var text = document.AbsoluteUri;
            return new IssuerSite(document, text[..^(text.EndsWith(WellKnown, StringComparison.Ordinal) ? WellKnown.Length : DidDocument.Length)]);
        }
        catch (FormatException e)
        {
            throw new WorkspaceException($"The issuer's id is no did:web that can be looked up: {e.Message} Write it as did:web:registrar.example.edu.", e);
        }
    }
}
