// Keeps every limit of one platform and client over any span, and makes all senders pause when the platform asks.
namespace Conferral.Issuance.Deliver;

/// <summary>Why the limiter stands, and for how long; <see cref="For"/> is infinite while only an answer can free a place.</summary>
internal readonly record struct Standing(TimeSpan For, RequestLimit? Limit);

/// <summary>
/// Hands out turns to send, one after another in the order they are asked for: nobody wakes a herd.
/// Bounds: whether the platform counts a request when it arrives or when it answers, no limit is exceeded in any span; at most
/// <paramref name="concurrency"/> requests are under way. A place is taken for one window and its own answer's time, so of a
/// limit a minute long 60 / (60 + mean seconds to an answer) is used: 98 % and more as long as answers take 1.2 s on average.
/// Durability: with a <paramref name="book"/>, requests are on disk before they leave, and the next run counts them too.
/// </summary>
internal sealed class RateLimiter : IDisposable
{
    /// <summary>Two clocks that are both kept by NTP run apart by up to 500 parts in a million each.</summary>
    private const double ClockSlack = 1.001;

    /// <summary>A platform that refuses an eighth of its own limit is not helped by going slower; the line stops instead.</summary>
    private const int SlowestFactor = 8;

    /// <summary>One refusal in more turns than this is a mood, not a limit.</summary>
    private const int SeldomRefused = 20;

    /// <summary>The pace after a refusal is judged over this long, or over so many turns.</summary>
    private static readonly TimeSpan QuietTime = TimeSpan.FromMinutes(1);

    private const int QuietTurns = 200;

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _line = new(1);
    private readonly TimeProvider _time;
    private readonly RequestBook? _book;
    private readonly int _concurrency;
    private (RequestLimit Limit, SlidingWindow Window)[] _windows;
    private TaskCompletionSource _answered = NewSignal();
    private int _underWay;
    private long _turns;
    private long _pausedUntil = long.MinValue;
    private long _nextSpaced = long.MinValue;
    private (int Left, long Until) _told = (int.MaxValue, long.MinValue);
    private TimeSpan _pace;
    private TimeSpan _spacing;
    private long _countedSince;
    private int _inARow;
    private long _turnsAtCount;

    public RateLimiter(IReadOnlyList<RequestLimit> limits, int concurrency, TimeProvider time, RequestBook? book = null)
    {
        (_time, _book, _concurrency, _countedSince) = (time, book, concurrency, time.GetTimestamp());
        _windows = [.. limits.Select(NewWindow)];
        foreach (var (requests, ago) in book?.Earlier() ?? [])
        {
            foreach (var (_, window) in _windows) window.Restore(requests, time.GetTimestamp() - Ticks(ago));
        }
    }

    /// <summary>When the line will move again, if it stands for longer than a second.</summary>
    public DateTimeOffset? WaitingUntil { get; private set; }

    /// <summary>Limits the platform told of that the settings do not know.</summary>
    public IReadOnlyList<RequestLimit> Learned { get; private set; } = [];

    /// <summary>
    /// Waits for a turn; turns are given in the order they are asked for.
    /// Errors: <see cref="DeliveryException"/> when the wait would be longer than <paramref name="patience"/>.
    /// </summary>
    public async Task<Turn> EnterAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        await _line.WaitAsync(cancellationToken);
        try
        {
            while (true)
            {
                var answered = Volatile.Read(ref _answered).Task;
                if (TryEnter(out var standing) is { } turn) return Entered(turn);
                if (standing.For > patience) throw TooLong(standing);
                WaitingUntil = standing.For > TimeSpan.FromSeconds(1) ? _time.GetUtcNow() + standing.For : null;
                await WaitAsync(answered, standing.For, cancellationToken);
            }
        }
        finally
        {
            WaitingUntil = null;
            _line.Release();
        }
    }

    /// <summary>A turn now, or null and why and how long until it is worth asking again.</summary>
    public Turn? TryEnter(out Standing standing)
    {
        lock (_lock)
        {
            var now = _time.GetTimestamp();
            standing = Stand(now);
            if (standing.For != TimeSpan.Zero) return null;
            _turns++;
            _underWay++;
            foreach (var (_, window) in _windows) window.Take();
            if (now < _told.Until) _told.Left--;
            if (_spacing > TimeSpan.Zero) _nextSpaced = now + Ticks(_spacing);
            return new Turn(this, _windows);
        }
    }

    /// <summary>Nobody sends for <paramref name="pause"/>; a pause under way is only ever made longer.</summary>
    public void Pause(TimeSpan pause)
    {
        lock (_lock) _pausedUntil = Math.Max(_pausedUntil, _time.GetTimestamp() + Ticks(pause));
    }

    /// <summary>
    /// The platform said "too many" although its documented limit was kept: all pause, then go on evenly spaced, and slower where
    /// it keeps saying so. Several refusals of one moment count once. <paramref name="pause"/> gives the pause after so many in a row.
    /// </summary>
    public void SlowDown(Func<int, TimeSpan> pause)
    {
        lock (_lock)
        {
            var now = _time.GetTimestamp();
            if (now >= _pausedUntil)
            {
                _inARow++;
                var seldom = _turns - _turnsAtCount > SeldomRefused;
                _pace = _spacing == TimeSpan.Zero ? EvenPace(now) : _pace;
                _spacing = _spacing == TimeSpan.Zero ? _pace : seldom ? _spacing : _spacing * 1.5;
                if (_spacing > _pace * SlowestFactor) _spacing = _pace * SlowestFactor;
                CountFrom(now);
            }

            _pausedUntil = Math.Max(_pausedUntil, now + Ticks(pause(Math.Max(1, _inARow))));
        }
    }

    /// <summary>The platform accepted: after a quiet minute, or many turns, the spacing shrinks by a tenth, never below the first even pace.</summary>
    public void SpeedUp()
    {
        lock (_lock)
        {
            _inARow = 0;
            if (_spacing == TimeSpan.Zero || (_time.GetElapsedTime(_countedSince) < QuietTime && _turns - _turnsAtCount < QuietTurns)) return;
            _spacing = _spacing * 0.9 > _pace ? _spacing * 0.9 : _pace;
            CountFrom(_time.GetTimestamp());
        }
    }

    /// <summary>
    /// The platform tells its limits and what it thinks is left of them. Limits that are unknown or lower are kept from now on;
    /// what is left counts only where it is less than our own count says, as when another sender shares the limit.
    /// </summary>
    public void Listen(RateStatement said)
    {
        lock (_lock)
        {
            var now = _time.GetTimestamp();
            foreach (var limit in said.Limits.Where(limit => !_windows.Any(known => known.Limit.Window == limit.Window && known.Limit.Requests <= limit.Requests)))
            {
                var learned = NewWindow(limit);
                learned.Window.Restore((int)Math.Min(_turns, limit.Requests), now);
                _windows = [.. _windows, learned];
                Learned = [.. Learned, limit];
            }

            var own = _windows.Length == 0 ? int.MaxValue : _windows.Min(known => known.Window.Free(now));
            foreach (var (left, reset) in said.Remainders.Where(remainder => remainder.Left < own && remainder.Reset > TimeSpan.Zero))
            {
                // Requests under way are not in what the platform counted when it answered this one.
                var allowed = (int)Math.Max(0, Math.Min(left, int.MaxValue) - _underWay);
                var until = now + Ticks(reset);
                _told = now < _told.Until ? (Math.Min(_told.Left, allowed), Math.Max(_told.Until, until)) : (allowed, until);
            }
        }
    }

    public void Dispose() => _line.Dispose();

    private Standing Stand(long now)
    {
        if (_underWay >= _concurrency) return new Standing(Timeout.InfiniteTimeSpan, null);
        var (free, binding) = (Math.Max(_pausedUntil, _nextSpaced), (RequestLimit?)null);
        if (now < _told.Until && _told.Left <= 0) free = Math.Max(free, _told.Until);
        foreach (var (limit, window) in _windows)
        {
            if (window.Free(now) > 0 || window.NextFree <= free) continue;
            (free, binding) = (window.NextFree, limit);
        }

        return free == long.MaxValue ? new Standing(Timeout.InfiniteTimeSpan, binding)
            : free > now ? new Standing(_time.GetElapsedTime(now, free), binding)
            : default;
    }

    private Turn Entered(Turn turn)
    {
        try
        {
            _book?.Count();
            return turn;
        }
        catch
        {
            turn.GiveBack();
            throw;
        }
    }

    private DeliveryException TooLong(Standing standing)
    {
        var when = $"{_time.GetUtcNow() + standing.For:u}";
        return standing.Limit is { } limit
            ? new DeliveryException(DeliveryCode.QuotaUsed, $"The limit of {limit} is used up until {when}; what is left waits. Run again then, or with --wait.", retryable: false)
            : new DeliveryException(DeliveryCode.AskedToComeBack, $"The platform asks not to be called before {when}: run again then, or with --wait. What is left waits.", retryable: false);
    }

    private async Task WaitAsync(Task answered, TimeSpan atMost, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var whole = atMost < TimeSpan.Zero ? atMost : TimeSpan.FromMilliseconds(Math.Ceiling(Math.Min(atMost.TotalMilliseconds, int.MaxValue)));
        await Task.WhenAny(answered, Task.Delay(whole, _time, over.Token));
        await over.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    private void Ended(IReadOnlyList<(RequestLimit Limit, SlidingWindow Window)> windows, bool sent)
    {
        lock (_lock)
        {
            var now = _time.GetTimestamp();
            foreach (var (_, window) in windows)
            {
                if (sent) window.Leave(now);
                else window.GiveBack();
            }

            _underWay--;
        }

        Interlocked.Exchange(ref _answered, NewSignal()).TrySetResult();
    }

    private (RequestLimit Limit, SlidingWindow Window) NewWindow(RequestLimit limit) => (limit, new SlidingWindow(limit.Requests, Ticks(limit.Window * ClockSlack)));

    /// <summary>The even pace of the documented limit that binds within an hour, or the pace that was refused.</summary>
    private TimeSpan EvenPace(long now)
    {
        var documented = _windows.Where(known => known.Limit.Window <= TimeSpan.FromHours(1)).Select(known => known.Limit.Window / known.Limit.Requests).ToList();
        return documented.Count > 0 ? documented.Max() : _time.GetElapsedTime(_countedSince, now) / Math.Max(1, _turns - _turnsAtCount);
    }

    private void CountFrom(long now) => (_countedSince, _turnsAtCount) = (now, _turns);

    private long Ticks(TimeSpan span) => (long)Math.Ceiling(span.TotalSeconds * _time.TimestampFrequency);

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>One permission to send one request; disposed when its answer is here or will not come.</summary>
    internal sealed class Turn(RateLimiter limiter, IReadOnlyList<(RequestLimit Limit, SlidingWindow Window)> windows) : IDisposable
    {
        private int _over;

        /// <summary>Nothing was sent: the place is free at once.</summary>
        public void GiveBack() => End(sent: false);

        public void Dispose() => End(sent: true);

        private void End(bool sent)
        {
            if (Interlocked.Exchange(ref _over, 1) == 0) limiter.Ended(windows, sent);
        }
    }
}
