// Which requests go through a proxy, and which one.
using System.Net;

namespace Conferral.Issuance.Deliver;

/// <summary>The proxy of the settings, else the environment's; never between this machine and itself.</summary>
internal sealed class ProxyChoice : IWebProxy
{
    private readonly IWebProxy _inner;

    public ProxyChoice(HttpProfile profile)
    {
        _inner = profile.Proxy is { } given ? new WebProxy(given.GetLeftPart(UriPartial.Authority).Replace(given.UserInfo + "@", "", StringComparison.Ordinal)) : HttpClient.DefaultProxy;
        Credentials = profile.Proxy is { UserInfo.Length: > 0 } named ? CredentialIn(named.UserInfo) : _inner.Credentials;
    }

    public ICredentials? Credentials { get; set; }

    public Uri? GetProxy(Uri destination) => _inner.GetProxy(destination);

    public bool IsBypassed(Uri host) => host.IsLoopback || _inner.IsBypassed(host);

    private static NetworkCredential CredentialIn(string userInfo)
    {
        var parts = userInfo.Split(':', 2);
        return new NetworkCredential(Uri.UnescapeDataString(parts[0]), parts.Length == 2 ? Uri.UnescapeDataString(parts[1]) : "");
    }
}
