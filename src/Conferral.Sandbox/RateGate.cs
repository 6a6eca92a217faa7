// A sliding-window rate limit: no span of one window ever holds more admitted requests than the limit.
namespace Conferral.Sandbox;

/// <summary>What the gate decided. <see cref="Reset"/>: when the oldest counted request leaves the window.</summary>
internal readonly record struct RateDecision(bool Admitted, int Remaining, TimeSpan Reset);

internal sealed class RateGate(int limit, TimeSpan window)
{
    private readonly Lock _gate = new();
    private readonly Queue<DateTimeOffset> _admitted = new();

    /// <summary>Counts the request if it is within the limit; refused requests cost nothing.</summary>
    public RateDecision Enter(DateTimeOffset now)
    {
        lock (_gate)
        {
            while (_admitted.TryPeek(out var oldest) && now - oldest >= window) _admitted.Dequeue();
            var free = _admitted.Count < limit;
            if (free) _admitted.Enqueue(now);
            return new(free, limit - _admitted.Count, _admitted.Peek() + window - now);
        }
    }
}
