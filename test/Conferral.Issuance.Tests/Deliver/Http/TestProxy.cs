// An http proxy that leads every tunnel to one port of this machine, and keeps where it was asked to lead.
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Conferral.Issuance.Tests.Deliver;

internal sealed class TestProxy : IAsyncDisposable
{
    private readonly LoopbackServer _server;
    private readonly string? _password;
    private readonly int _target;

    /// <summary>With a <paramref name="password"/> tunnels without Basic credentials that hold it are refused.</summary>
    public TestProxy(int target, string? password = null)
    {
        (_target, _password) = (target, password);
        _server = new LoopbackServer(TunnelAsync);
    }

    public Uri Url => _server.Url;

    public ConcurrentQueue<string> Tunnels { get; } = new();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task TunnelAsync(TcpClient client, CancellationToken over)
    {
        using var server = new TcpClient();
        var near = client.GetStream();
        while (true)
        {
            var head = await ReadHeadAsync(near, over);
            if (head.Length == 0) return;
            if (_password is null || head.Contains(Convert.ToBase64String(Encoding.UTF8.GetBytes($"sis:{_password}")), StringComparison.Ordinal))
            {
                Tunnels.Enqueue(head.Split(' ')[1]);
                break;
            }

            await near.WriteAsync("HTTP/1.1 407 Who are you\r\nProxy-Authenticate: Basic realm=\"test\"\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), over);
        }

        await server.ConnectAsync(IPAddress.Loopback, _target, over);
        await near.WriteAsync("HTTP/1.1 200 Connected\r\n\r\n"u8.ToArray(), over);
        var far = server.GetStream();
        await Task.WhenAny(near.CopyToAsync(far, over), far.CopyToAsync(near, over));
    }

    private async Task<string> ReadHeadAsync(NetworkStream stream, CancellationToken over)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one, over) == 0) return "";
            head.Append((char)one[0]);
        }

        return head.ToString();
    }
}
