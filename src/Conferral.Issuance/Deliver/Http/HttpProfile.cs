// How a platform is reached: through which proxy, trusting whom, shown which certificate.
namespace Conferral.Issuance.Deliver;

/// <summary>The way over HTTP to one platform, its authorization server included.</summary>
public sealed record HttpProfile
{
    /// <summary>Bodies go out compressed with gzip; for platforms that say they take it. One that answers 415 is not sent another.</summary>
    public bool CompressRequests { get; init; }

    /// <summary>An http proxy for this platform; null: as the environment says (HTTPS_PROXY, NO_PROXY). This machine itself is reached without any.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>No proxy, whatever the environment says.</summary>
    public bool IgnoreProxies { get; init; }

    /// <summary>A PEM file of certification authorities trusted for this platform, beside the system's.</summary>
    public string? AuthoritiesPath { get; init; }

    /// <summary>The certificate this client shows: PEM (its issuers after it), or PKCS #12.</summary>
    public string? ClientCertificatePath { get; init; }

    /// <summary>The certificate's private key in PEM, where it is not in the same file.</summary>
    public string? ClientCertificateKeyPath { get; init; }

    /// <summary>Opens an encrypted key or PKCS #12 file.</summary>
    public string? ClientCertificatePassphrase { get; init; }

    /// <summary>Never shows the passphrase.</summary>
    public override string ToString() => $"proxy {(IgnoreProxies ? "none" : Proxy?.Authority ?? "as the environment says")}, certificate {ClientCertificatePath ?? "none"}";

    internal IEnumerable<string> Problems()
    {
        if (Proxy is { } proxy && proxy.Scheme is not ("http" or "https")) yield return $"Proxy {proxy.GetLeftPart(UriPartial.Authority)} is not an http proxy: write http://HOST:PORT, or none.";
        if (ClientCertificateKeyPath is not null && ClientCertificatePath is null) yield return "ClientKey is set without ClientCertificate: a key shows nothing by itself.";
    }
}
