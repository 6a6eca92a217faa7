// The gate before every request: open in the platform's hours, one turn at a time, and as the answers ask.
namespace Conferral.Issuance.Deliver;

/// <summary>
/// Errors: <see cref="DeliveryException"/> when the wait would be longer than the run's patience (<see cref="RetryProfile.LongestPause"/>);
/// its message says when it goes on. Spec: RFC 9110 §10.2.3 for Retry-After.
/// </summary>
internal sealed class PlatformGate(PlatformProfile profile, RateLimiter limiter, TimeProvider time, Random random)
{
    /// <summary>Many senders open at the same minute; each comes a little later, at its own moment.</summary>
    private static readonly TimeSpan MostAfterOpening = TimeSpan.FromSeconds(30);

    /// <summary>After a pause the platform asked for, a little more, so that not all it sent away come back at once.</summary>
    private static readonly TimeSpan MostAfterPause = TimeSpan.FromSeconds(2);

    private readonly TimeSpan _afterOpening = MostAfterOpening * random.NextDouble();
    private DateTimeOffset? _opensAt;

    /// <summary>When it goes on, if it stands for longer than a second.</summary>
    public DateTimeOffset? WaitingUntil => _opensAt ?? limiter.WaitingUntil;

    public RateLimiter Limiter => limiter;

    /// <summary>A turn within the platform's hours; of a turn that came after they ended, nothing is used.</summary>
    public async Task<RateLimiter.Turn> EnterAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await WaitForHoursAsync(cancellationToken);
            var turn = await limiter.EnterAsync(profile.Retry.LongestPause, cancellationToken);
            if (profile.Line.Hours?.OpensAt(time.GetUtcNow()) is null) return turn;
            turn.GiveBack();
        }
    }

    /// <summary>Returns in the platform's hours.</summary>
    public async Task WaitForHoursAsync(CancellationToken cancellationToken)
    {
        while (profile.Line.Hours?.OpensAt(time.GetUtcNow()) is { } opens)
        {
            var wait = opens - time.GetUtcNow();
            if (wait > profile.Retry.LongestPause)
                throw new DeliveryException(DeliveryCode.OutsideHours, $"{profile.Id} is sent to {profile.Line.Hours} only, next at {profile.Line.Hours.Local(opens)}: run again then, or with --wait. What is left waits.", retryable: false);
            _opensAt = opens;
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling((wait + _afterOpening).TotalMilliseconds)), time, cancellationToken);
            _opensAt = null;
        }
    }

    /// <summary>Pauses everybody as the answer asks, and keeps what it tells of the limits.</summary>
    public void Obey(PlatformAnswer answer)
    {
        var now = time.GetUtcNow();
        limiter.Listen(RateStatement.Read(answer, now));
        var asked = answer.Status is 429 or 503 ? PauseHeaders.RetryAfter(answer, now) : null;
        if (asked is { } pause && pause > TimeSpan.Zero) asked = pause + (TimeSpan.FromTicks(Math.Min(MostAfterPause.Ticks, pause.Ticks / 20)) * random.NextDouble());
        if (answer.Status == 429) limiter.SlowDown(inARow => asked ?? profile.Retry.Backoff(inARow, random));
        else if (asked is { } rest) limiter.Pause(rest);
        else if (answer.Status is >= 200 and < 300) limiter.SpeedUp();
    }
}
