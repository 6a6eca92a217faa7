// Which network addresses belong to the public internet.
using System.Net;
using System.Net.Sockets;

namespace Conferral.Credentials.Fetching;

/// <summary>
/// A document that names an address must not make us speak to our own network: everything that the registries of IANA
/// do not give to the public at large is refused, the metadata services of clouds (169.254.169.254, fd00:ec2::254) with it.
/// Spec: https://www.iana.org/assignments/iana-ipv4-special-registry, https://www.iana.org/assignments/iana-ipv6-special-registry
/// </summary>
internal static class PublicAddress
{
    private static readonly IPNetwork[] RefusedV4 = Networks(
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
        "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "168.63.129.16/32"); // a cloud's own service behind a public-looking address

    /// <summary>Outside of it there is nothing public in IPv6: loopback, link-local, unique local, multicast all are.</summary>
    private static readonly IPNetwork GlobalUnicastV6 = IPNetwork.Parse("2000::/3");

    /// <summary>Assignments for protocols, tunnels that carry an IPv4 address inside (Teredo, 6to4), and documentation.</summary>
    private static readonly IPNetwork[] RefusedV6 = Networks("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

    /// <summary>Translation of IPv4 on networks that have IPv6 alone: as public as the address inside.</summary>
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    public static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) return IsPublic(address.MapToIPv4());
        if (address.AddressFamily == AddressFamily.InterNetwork) return !RefusedV4.Any(network => network.Contains(address));
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return false;
        if (Nat64.Contains(address)) return IsPublic(new IPAddress(address.GetAddressBytes().AsSpan(12)));
        return GlobalUnicastV6.Contains(address) && !RefusedV6.Any(network => network.Contains(address));
    }

    private static IPNetwork[] Networks(params string[] texts) => [.. texts.Select(IPNetwork.Parse)];
}
