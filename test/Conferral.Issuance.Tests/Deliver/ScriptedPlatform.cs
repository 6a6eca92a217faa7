// A platform on a real socket that answers as a test tells it to, byte for byte, and keeps what it received.
using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;

namespace Conferral.Issuance.Tests.Deliver;

/// <summary>One request as it arrived.</summary>
internal sealed record Received(int Number, string Method, string Target, IReadOnlyDictionary<string, string> Headers, byte[] Body, long At)
{
    public string Text => Encoding.UTF8.GetString(Body);
}

/// <summary>What the platform does with one request.</summary>
internal sealed record Reply(int Status, string Body = "", string? ContentType = "application/json")
{
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>Close the connection after this many bytes of the answer; 0: without a word.</summary>
    public int? CutAfter { get; init; }

    public TimeSpan Delay { get; init; }

    /// <summary>Bytes that are sent in place of everything else.</summary>
    public byte[]? Raw { get; init; }

    public Reply With(string name, string value) => this with { Headers = [.. Headers, (name, value)] };
}

internal sealed class ScriptedPlatform : IAsyncDisposable
{
    public const string TokenPath = "/token";

    private const byte TlsHandshake = 0x16;

    private readonly LoopbackServer _server;
    private readonly ConcurrentQueue<Received> _received = new();
    private readonly Func<Received, Reply> _answer;
    private int _posts;
    private int _tokens;

    /// <summary><paramref name="answer"/> is asked for everything but the token endpoint; requests to credentials are numbered from 0.</summary>
    public ScriptedPlatform(Func<Received, Reply> answer)
    {
        _answer = answer;
        _server = new LoopbackServer(ServeAsync);
    }

    public Uri BaseUrl => _server.Url;

    /// <summary>What the token endpoint answers, by the number of the fetch.</summary>
    public Func<int, Reply> Token { get; init; } = number => new Reply(200, $$"""{"access_token":"token-{{number}}","token_type":"Bearer","expires_in":3600}""");

    public IReadOnlyList<Received> Requests => [.. _received];

    public IReadOnlyList<Received> Posts => [.. _received.Where(request => request.Method == "POST" && request.Target != TokenPath)];

    public int TokensGiven => _tokens;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task ServeAsync(TcpClient client, CancellationToken over)
    {
        var stream = client.GetStream();
        while (await ReadRequestAsync(stream, over) is { } request)
        {
            if (!await WriteAsync(stream, request, over)) return;
        }
    }

    private async Task<Received?> ReadRequestAsync(NetworkStream stream, CancellationToken over)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (head.Count < 4 || Encoding.ASCII.GetString([.. head[^4..]]) != "\r\n\r\n")
        {
            if (await stream.ReadAsync(one, over) == 0) return null;
            head.Add(one[0]);
            if (head[0] == TlsHandshake) return null;
        }

        var lines = Encoding.Latin1.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var headers = lines.Skip(1).Select(line => line.Split(':', 2)).ToDictionary(pair => pair[0], pair => pair[1].Trim(), StringComparer.OrdinalIgnoreCase);
        var body = new byte[headers.TryGetValue("Content-Length", out var length) ? int.Parse(length) : 0];
        await stream.ReadExactlyAsync(body, over);
        var start = lines[0].Split(' ');
        var isPost = start[0] == "POST" && start[1] != TokenPath;
        var number = start[1] == TokenPath ? Interlocked.Increment(ref _tokens) - 1 : isPost ? Interlocked.Increment(ref _posts) - 1 : -1;
        var received = new Received(number, start[0], start[1], headers, body, TimeProvider.System.GetTimestamp());
        _received.Enqueue(received);
        return received;
    }

    private async Task<bool> WriteAsync(NetworkStream stream, Received request, CancellationToken over)
    {
        // On a thread of its own: a script that waits for other requests must not hold the pool they need.
        var reply = request.Target == TokenPath
            ? Token(request.Number)
            : await Task.Factory.StartNew(() => _answer(request), over, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        if (reply.Delay > TimeSpan.Zero) await Task.Delay(reply.Delay, over);
        var body = Encoding.UTF8.GetBytes(reply.Body);
        var head = new StringBuilder($"HTTP/1.1 {reply.Status} Scripted\r\nContent-Length: {body.Length}\r\n");
        if (reply.ContentType is not null && body.Length > 0) head.Append($"Content-Type: {reply.ContentType}\r\n");
        foreach (var (name, value) in reply.Headers) head.Append($"{name}: {value}\r\n");
        byte[] whole = reply.Raw ?? (reply.Status is 204 or 304
            ? Encoding.Latin1.GetBytes(head.ToString().Replace($"Content-Length: {body.Length}\r\n", "", StringComparison.Ordinal) + "\r\n")
            : [.. Encoding.Latin1.GetBytes(head + "\r\n"), .. body]);
        await stream.WriteAsync(whole.AsMemory(0, Math.Min(whole.Length, reply.CutAfter ?? whole.Length)), over);
        return reply.CutAfter is null && reply.Raw is null;
    }
}
