// Opens connections to public addresses only.
using System.Net;
using System.Net.Http;
using System.Net.Sockets;

namespace Conferral.Credentials.Fetching;

/// <summary>
/// Looks a name up once and connects to the very addresses it has checked, so a name that answers differently the next
/// time (DNS rebinding) gains nothing. One refused address among several refuses the name.
/// </summary>
internal sealed class GuardedConnector(FetchLimits limits, Func<string, CancellationToken, Task<IPAddress[]>> lookUp)
{
    /// <summary>Errors: <see cref="FetchException"/> for a refused or unknown name, <see cref="SocketException"/> when nobody answers.</summary>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken token)
        => await ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, token);

    public async Task<Stream> ConnectAsync(string host, int port, CancellationToken token)
    {
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await lookUp(host, token);
        if (addresses.Length == 0) throw new FetchException($"The name {host} has no address.");
        if (Array.Find(addresses, address => !MayConnect(address)) is { } refused)
            throw new FetchException($"{host} is at {refused}, which is not an address of the public internet; such are not fetched from.");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, token);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private bool MayConnect(IPAddress address)
        => PublicAddress.IsPublic(address) || (limits.AllowLoopback && IPAddress.IsLoopback(address));
}
