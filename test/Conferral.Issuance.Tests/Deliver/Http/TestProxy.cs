// An http proxy that leads every tunnel to one port of this machine, and keeps where it was asked to lead.
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Conferral.Issuance.Tests.Deliver;

internal sealed class TestProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _over = new();
    private readonly string? _password;
    private readonly int _target;
    private readonly Task _accepting;

    /// <summary>With a <paramref name="password"/> tunnels without Basic credentials that hold it are refused.</summary>
    public TestProxy(int target, string? password = null)
    {
        (_target, _password) = (target, password);
        _listener.Start();
        Url = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _accepting = AcceptAsync();
    }

    public Uri Url { get; }

    public ConcurrentQueue<string> Tunnels { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        _listener.Stop();
        await _accepting;
        _over.Dispose();
    }

    private async Task AcceptAsync()
    {
        var tunnels = new List<Task>();
        try
        {
            while (true) tunnels.Add(TunnelAsync(await _listener.AcceptTcpClientAsync(_over.Token)));
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(tunnels);
        }
    }

    private async Task TunnelAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            try
            {
                var near = client.GetStream();
                while (true)
                {
                    var head = await ReadHeadAsync(near);
                    if (head.Length == 0) return;
                    if (_password is null || head.Contains(Convert.ToBase64String(Encoding.UTF8.GetBytes($"sis:{_password}")), StringComparison.Ordinal))
                    {
                        Tunnels.Enqueue(head.Split(' ')[1]);
                        break;
                    }

                    await near.WriteAsync("HTTP/1.1 407 Who are you\r\nProxy-Authenticate: Basic realm=\"test\"\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), _over.Token);
                }

                await server.ConnectAsync(IPAddress.Loopback, _target, _over.Token);
                await near.WriteAsync("HTTP/1.1 200 Connected\r\n\r\n"u8.ToArray(), _over.Token);
                var far = server.GetStream();
                await Task.WhenAny(near.CopyToAsync(far, _over.Token), far.CopyToAsync(near, _over.Token));
            }
            catch (Exception end) when (end is IOException or OperationCanceledException)
            {
                // One side went away, or the test is over.
            }
        }
    }

    private async Task<string> ReadHeadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one, _over.Token) == 0) return "";
            head.Append((char)one[0]);
        }

        return head.ToString();
    }
}
