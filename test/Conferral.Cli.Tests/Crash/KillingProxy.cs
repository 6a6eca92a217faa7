// Stands between the command and the platform, passes HTTP/1.1 on byte for byte, and kills the command at one moment of one exchange.
using System.Net;
using System.Net.Sockets;

namespace Conferral.Cli.Tests.Crash;

internal sealed class KillingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Uri _platform;
    private readonly Task _accepting;
    private AtRequest? _point;
    private Action _kill = () => { };
    private HeldRequests? _held;
    private int _requests;

    public KillingProxy(string platformUrl)
    {
        _platform = new Uri(platformUrl);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string BaseUrl => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>When to kill, counted from now; null lets everything pass.</summary>
    public void Arm(AtRequest? point, Action kill)
    {
        (_point, _kill) = (point, kill);
        Interlocked.Exchange(ref _requests, 0);
    }

    /// <summary>Keeps every request here until what is returned is disposed.</summary>
    public HeldRequests Hold() => _held = new HeldRequests();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true) connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient accepted)
    {
        using var client = accepted;
        using var platform = new TcpClient();
        try
        {
            await platform.ConnectAsync(IPAddress.Loopback, _platform.Port, _stop.Token);
            while (await ExchangeAsync(client.GetStream(), platform.GetStream()))
            {
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or SocketException)
        {
            // The command was killed, or the test is over: this connection ends with it.
        }
    }

    /// <summary>Passes one request and its answer on; false when the connection has ended or the command was killed.</summary>
    private async Task<bool> ExchangeAsync(NetworkStream near, NetworkStream far)
    {
        if (await HttpMessage.ReadAsync(near, _stop.Token) is not { } request) return false;
        if (_held is { } held) await held.WaitAsync();
        var moment = Interlocked.Increment(ref _requests) == _point?.Ordinal ? _point.Moment : (HttpMoment?)null;
        if (moment == HttpMoment.BeforeRequest) return Killed();
        if (moment == HttpMoment.HalfRequest)
        {
            await far.WriteAsync(request.AsMemory(0, request.Length / 2), _stop.Token);
            return Killed();
        }

        await far.WriteAsync(request, _stop.Token);
        if (await HttpMessage.ReadAsync(far, _stop.Token) is not { } answer) return false;
        if (moment == HttpMoment.BeforeAnswer) return Killed();
        if (moment == HttpMoment.HalfAnswer)
        {
            await near.WriteAsync(answer.AsMemory(0, answer.Length / 2), _stop.Token);
            return Killed();
        }

        await near.WriteAsync(answer, _stop.Token);
        return moment is null || Killed();
    }

    private bool Killed()
    {
        _kill();
        return false;
    }
}

/// <summary>Requests kept waiting: tells when the first one has come, and lets all go when disposed.</summary>
internal sealed class HeldRequests : IDisposable
{
    private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task FirstArrived => _arrived.Task;

    public Task WaitAsync()
    {
        _arrived.TrySetResult();
        return _released.Task;
    }

    public void Dispose() => _released.TrySetResult();
}
