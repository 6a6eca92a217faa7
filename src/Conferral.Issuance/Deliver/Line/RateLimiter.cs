// Keeps one platform's limit over any 60 seconds, and makes all senders pause when it asks.
namespace Conferral.Issuance.Deliver;

/// <summary>
/// Hands out turns to send. Bounds: the platform never receives more than the limit in any 60 seconds, and a busy
/// sender uses at least 98 % of it.
/// How: turn i waits for 60 s after turn i − limit was surely counted: when its answer came, or <see cref="Travel"/>
/// after it was sent, whichever is first. Of any limit + 1 requests two share a slot, so they arrive 60 s apart.
/// </summary>
internal sealed class RateLimiter(int? requestsPerMinute, TimeProvider time) : IDisposable
{
    /// <summary>The window every documented limit is counted in.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    /// <summary>By then a request has arrived even if its answer is slow; 1 s in 61 is the 1.6 % never used.</summary>
    public static readonly TimeSpan Travel = TimeSpan.FromSeconds(1);

    /// <summary>A platform that refuses an eighth of its own limit is not helped by going slower; the line stops instead.</summary>
    private const int SlowestFactor = 8;

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _line = new(1);
    private readonly long[] _slots = CreateSlots(requestsPerMinute);
    private readonly long _window = (long)(Window.TotalSeconds * time.TimestampFrequency);
    private long _turns;
    private long _pausedUntil = long.MinValue;
    private long _nextSpaced = long.MinValue;
    private TimeSpan _pace;
    private TimeSpan _spacing;
    private long _countedSince = time.GetTimestamp();
    private long _turnsAtCount;

    /// <summary>When the line will move again, if it stands for longer than a second.</summary>
    public DateTimeOffset? WaitingUntil { get; private set; }

    /// <summary>Waits for a turn; turns are given in the order they are asked for.</summary>
    public async Task<Turn> EnterAsync(CancellationToken cancellationToken)
    {
        await _line.WaitAsync(cancellationToken);
        try
        {
            while (true)
            {
                if (TryEnter(out var wait) is { } turn) return turn;
                WaitingUntil = wait > TimeSpan.FromSeconds(1) ? time.GetUtcNow() + wait : null;
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), time, cancellationToken);
            }
        }
        finally
        {
            WaitingUntil = null;
            _line.Release();
        }
    }

    /// <summary>A turn now, or null and how long until it is worth asking again.</summary>
    public Turn? TryEnter(out TimeSpan wait)
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            var free = Math.Max(_pausedUntil, _nextSpaced);
            var slot = _slots.Length == 0 ? -1 : (int)(_turns % _slots.Length);
            if (slot >= 0 && _slots[slot] != long.MinValue) free = Math.Max(free, _slots[slot] + _window);
            wait = free > now ? time.GetElapsedTime(now, free) : TimeSpan.Zero;
            if (free > now) return null;
            _turns++;
            var counted = now + Ticks(Travel);
            if (slot >= 0) _slots[slot] = counted;
            if (_spacing > TimeSpan.Zero) _nextSpaced = now + Ticks(_spacing);
            return new Turn(this, slot, counted);
        }
    }

    /// <summary>Nobody sends for <paramref name="pause"/>; a pause under way is only ever made longer.</summary>
    public void Pause(TimeSpan pause)
    {
        lock (_lock) _pausedUntil = Math.Max(_pausedUntil, time.GetTimestamp() + Ticks(pause));
    }

    /// <summary>
    /// The platform said "too many" although its documented limit was kept: all pause, then go on evenly spaced and
    /// slower. Several refusals of one moment count once.
    /// </summary>
    public void SlowDown(TimeSpan pause)
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            if (now >= _pausedUntil)
            {
                var perTurn = time.GetElapsedTime(_countedSince, now) / Math.Max(1, _turns - _turnsAtCount);
                var even = requestsPerMinute is { } limit ? Window / limit : perTurn;
                _pace = _spacing == TimeSpan.Zero ? even : _pace;
                _spacing = _spacing == TimeSpan.Zero ? even : _spacing * 1.5;
                if (_spacing > _pace * SlowestFactor) _spacing = _pace * SlowestFactor;
                _countedSince = now;
                _turnsAtCount = _turns;
            }
        }

        Pause(pause);
    }

    /// <summary>The platform accepted: after a quiet minute the spacing shrinks by a tenth, never below the first even pace.</summary>
    public void SpeedUp()
    {
        lock (_lock)
        {
            if (_spacing == TimeSpan.Zero || time.GetElapsedTime(_countedSince) < Window) return;
            _spacing = _spacing * 0.9 > _pace ? _spacing * 0.9 : _pace;
            _countedSince = time.GetTimestamp();
            _turnsAtCount = _turns;
        }
    }

    public void Dispose() => _line.Dispose();

    private void Answered(int slot, long counted)
    {
        lock (_lock)
        {
            // A very late answer finds its slot taken by the next turn and leaves that one alone.
            if (slot >= 0 && _slots[slot] == counted) _slots[slot] = Math.Min(counted, time.GetTimestamp());
        }
    }

    private long Ticks(TimeSpan span) => (long)Math.Ceiling(span.TotalSeconds * time.TimestampFrequency);

    private static long[] CreateSlots(int? limit)
    {
        var slots = new long[limit ?? 0];
        Array.Fill(slots, long.MinValue);
        return slots;
    }

    /// <summary>One permission to send one request; disposed when its answer is here or will not come.</summary>
    internal sealed class Turn(RateLimiter limiter, int slot, long counted) : IDisposable
    {
        public void Dispose() => limiter.Answered(slot, counted);
    }
}
