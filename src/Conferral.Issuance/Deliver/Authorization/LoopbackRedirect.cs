// Waits on this machine for the browser to come back from a platform.
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Conferral.Issuance.Deliver;

/// <summary>
/// A listener on 127.0.0.1 for one answer. What is not the awaited answer gets a page and is not looked at further.
/// Errors: <see cref="DeliveryException"/> when the port is taken. Bounds: 16 KB and ten seconds per request.
/// Spec: RFC 8252 §7.3, §8.3.
/// </summary>
internal sealed class LoopbackRedirect : IDisposable
{
    public const string Path = "/callback";

    private const int MaxHeadBytes = 16 * 1024;

    /// <summary>Browsers open connections they do not use.</summary>
    private static readonly TimeSpan LongestRequest = TimeSpan.FromSeconds(10);

    private readonly TcpListener _listener;
    private readonly TimeProvider _time;

    public LoopbackRedirect(int port, TimeProvider time)
    {
        _time = time;
        _listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            _listener.Start();
        }
        catch (SocketException taken)
        {
            throw new DeliveryException(DeliveryCode.NotConnected, $"Port {port} on 127.0.0.1, where the browser is to come back, is taken: close what uses it, or set RedirectPort to another that the platform knows.", retryable: false, taken);
        }

        Url = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}{Path}");
    }

    public Uri Url { get; }

    /// <summary>The query of the first answer that <paramref name="isMine"/> takes.</summary>
    public async Task<IReadOnlyDictionary<string, string>> WaitAsync(Predicate<IReadOnlyDictionary<string, string>> isMine, CancellationToken cancellationToken)
    {
        var found = new TaskCompletionSource<IReadOnlyDictionary<string, string>>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var serving = new List<Task>();
        var accepting = AcceptAsync();
        try
        {
            return await found.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            await over.CancelAsync();
            await accepting;
            await Task.WhenAll(serving);
        }

        async Task AcceptAsync()
        {
            try
            {
                while (true) serving.Add(ServeAsync(await _listener.AcceptTcpClientAsync(over.Token)));
            }
            catch (OperationCanceledException)
            {
                // The answer is there, or the person gave up.
            }
        }

        async Task ServeAsync(TcpClient client)
        {
            using (client)
            {
                using var patience = new CancellationTokenSource(LongestRequest, _time);
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(over.Token, patience.Token);
                try
                {
                    var stream = client.GetStream();
                    var answer = QueryOf(await ReadHeadAsync(stream, limit.Token));
                    var mine = answer is not null && isMine(answer);
                    await stream.WriteAsync(Page(mine), limit.Token);
                    if (mine) found.TrySetResult(answer!);
                }
                catch (Exception gone) when (gone is IOException or OperationCanceledException)
                {
                    // A browser that went away, or a connection it opened in advance: the answer comes on another.
                }
            }
        }
    }

    public void Dispose() => _listener.Dispose();

    private static async Task<string> ReadHeadAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxHeadBytes];
        var filled = 0;
        while (filled < buffer.Length)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(filled), cancellationToken);
            if (read == 0) break;
            filled += read;
            if (buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8) >= 0) break;
        }

        return Encoding.Latin1.GetString(buffer, 0, filled);
    }

    /// <summary>The fields of <c>GET /callback?…</c>, null for anything else and for a field given twice.</summary>
    private static Dictionary<string, string>? QueryOf(string head)
    {
        var line = head.Split("\r\n", 2)[0].Split(' ');
        if (line is not ["GET", var target, _] || !target.StartsWith(Path + "?", StringComparison.Ordinal)) return null;
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in target[(Path.Length + 1)..].Split('&'))
        {
            var pair = field.Split('=', 2);
            if (!fields.TryAdd(Decode(pair[0]), pair.Length == 2 ? Decode(pair[1]) : "")) return null;
        }

        return fields;

        static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
    }

    private static byte[] Page(bool mine)
    {
        var text = mine ? "Conferral has the platform's answer. You can close this window and go back to the terminal." : "This is not the answer Conferral is waiting for.";
        var body = $"<!doctype html><meta charset=\"utf-8\"><title>Conferral</title><p style=\"font:18px sans-serif;margin:4em\">{text}</p>";
        var status = mine ? "200 OK" : "404 Not Found";
        return Encoding.UTF8.GetBytes($"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nCache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nContent-Security-Policy: default-src 'none'; style-src 'unsafe-inline'\r\nConnection: close\r\n\r\n{body}");
    }
}
