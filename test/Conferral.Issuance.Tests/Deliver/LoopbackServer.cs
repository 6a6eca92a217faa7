// A server of a test on a port of this machine: what is done with each connection is the test's.
using System.Net;
using System.Net.Sockets;

namespace Conferral.Issuance.Tests.Deliver;

/// <summary>Serves connections side by side until disposed, which waits for all of them.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _over = new();
    private readonly Task _accepting;

    public LoopbackServer(Func<TcpClient, CancellationToken, Task> serve)
    {
        _listener.Start();
        Url = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _accepting = AcceptAsync(serve);
    }

    public Uri Url { get; }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        _listener.Stop();
        await _accepting;
        _over.Dispose();
    }

    private async Task AcceptAsync(Func<TcpClient, CancellationToken, Task> serve)
    {
        var connections = new List<Task>();
        try
        {
            while (true) connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_over.Token), serve));
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or InvalidOperationException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient client, Func<TcpClient, CancellationToken, Task> serve)
    {
        using (client)
        {
            try
            {
                await serve(client, _over.Token);
            }
            catch (Exception end) when (end is IOException or SocketException or OperationCanceledException)
            {
                // The client went away, or the test is over.
            }
        }
    }
}
