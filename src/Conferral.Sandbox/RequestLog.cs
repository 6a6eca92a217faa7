// An independent account of every request that reached the sandbox, for tests to judge a sender by.
using Microsoft.AspNetCore.Http;

namespace Conferral.Sandbox;

/// <summary>One request as it arrived and what became of it.</summary>
public sealed class ReceivedRequest
{
    internal ReceivedRequest(long number, DateTimeOffset at, string method, string path)
    {
        Number = number;
        At = at;
        Method = method;
        Path = path;
    }

    /// <summary>Counts from 1 in order of arrival.</summary>
    public long Number { get; }

    public DateTimeOffset At { get; }

    public string Method { get; }

    public string Path { get; }

    /// <summary>The client the bearer token or client secret belonged to.</summary>
    public string? ClientId { get; internal set; }

    /// <summary>How many credentials the body held; 0 where it was not read.</summary>
    public int CredentialCount { get; internal set; }

    /// <summary>The status sent, set before the first byte of the answer leaves; null until then and where no answer left.</summary>
    public int? Status { get; internal set; }

    /// <summary>The fault played on it, in the words of the fault script.</summary>
    public string? Fault { get; internal set; }

    /// <summary>What went wrong inside the sandbox, for a 500 that no fault asked for.</summary>
    public string? Error { get; internal set; }

    /// <summary>A request to the service itself, not for a token or to an operator's page.</summary>
    public bool IsApi => Path.StartsWith(ClrPath.Base, StringComparison.Ordinal) && Path.TrimEnd('/') != ClrPath.Discovery;

    internal bool IsDropped { get; set; }

    internal static ReceivedRequest Of(HttpContext context)
        => context.Features.Get<ReceivedRequest>() ?? throw new InvalidOperationException("The request was not entered in the log.");

    /// <summary>A POST of credentials, single or batch.</summary>
    public bool IsCredentialPost => Method == "POST" && Path.TrimEnd('/') == ClrPath.Credentials;
}

/// <summary>
/// Every request since the start, in order of arrival.
/// Bounds: the newest <see cref="SandboxOptions.RequestLogCapacity"/> are kept; <see cref="Total"/> counts all.
/// </summary>
public sealed class RequestLog
{
    private readonly Lock _gate = new();
    private readonly Queue<ReceivedRequest> _kept = new();
    private readonly int _capacity;
    private long _total;

    internal RequestLog(int capacity) => _capacity = capacity;

    public long Total
    {
        get { lock (_gate) return _total; }
    }

    /// <summary>The kept requests at this moment, oldest first.</summary>
    public IReadOnlyList<ReceivedRequest> Snapshot()
    {
        lock (_gate) return [.. _kept];
    }

    /// <summary>How many kept requests satisfy <paramref name="where"/>.</summary>
    public int Count(Func<ReceivedRequest, bool> where) => Snapshot().Count(where);

    /// <summary>The largest number of requests that arrived within any span of <paramref name="window"/>: what a rate limit is judged by.</summary>
    public int MostWithin(TimeSpan window, Func<ReceivedRequest, bool>? where = null)
    {
        var times = Snapshot().Where(request => where?.Invoke(request) ?? true).Select(request => request.At).Order().ToArray();
        var (most, oldest) = (0, 0);
        for (var newest = 0; newest < times.Length; newest++)
        {
            while (times[newest] - times[oldest] >= window) oldest++;
            most = Math.Max(most, newest - oldest + 1);
        }

        return most;
    }

    internal ReceivedRequest Add(DateTimeOffset at, string method, string path)
    {
        lock (_gate)
        {
            var request = new ReceivedRequest(++_total, at, method, path);
            _kept.Enqueue(request);
            if (_kept.Count > _capacity) _kept.Dequeue();
            return request;
        }
    }
}
