// Watches the platform as a whole: when to go one at a time, when all should wait, and when to stop the line.
namespace Conferral.Issuance.Deliver;

/// <summary>Why the line stands: a <see cref="DeliveryCode"/> and the sentence that says what to do.</summary>
internal sealed record StopReason(string Code, string Sentence);

/// <summary>
/// Counts what requests in a row say of the platform itself. Until the first credential is accepted, and again after
/// repeated failures, only one request is under way at a time: a wrong setting costs three requests, not thousands.
/// </summary>
internal sealed class PlatformHealth(PlatformConnection connection)
{
    /// <summary>Three learners in a row met by the same closed door: it is the door. One alone may be that learner's.</summary>
    public const int StopAfterClosedDoors = 3;

    /// <summary>Each of these came after the pause the platform asked for.</summary>
    public const int StopAfterRateLimits = 20;

    private readonly Lock _lock = new();
    private int _failures;
    private int _closed;
    private int _rateLimits;
    private string? _firstTrouble;
    private bool _accepted;
    private bool _reached;
    private StopReason? _stopped;

    /// <summary>Rises with every counted failure; a request started before the latest one tells nothing new about it.</summary>
    public int Round { get; private set; }

    /// <summary>Several requests may be under way.</summary>
    public bool IsProven { get; private set; }

    /// <summary>The first reason to stand; null while the line moves.</summary>
    public StopReason? Stopped => Volatile.Read(ref _stopped);

    /// <summary>The latest trouble, for the progress display.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Takes in what one request, started in <paramref name="round"/>, means for <paramref name="credentials"/> credentials.</summary>
    public void Observe(Verdict verdict, int round, int credentials = 1)
    {
        lock (_lock)
        {
            if (verdict.Code is not (DeliveryCode.Unreachable or DeliveryCode.TlsFailed)) _reached = true;
            Trouble = verdict.Kind is VerdictKind.Accepted or VerdictKind.Doubtful ? null : verdict.Detail;
            switch (verdict.Kind)
            {
                case VerdictKind.Accepted or VerdictKind.Doubtful:
                    (_failures, _closed, _rateLimits, _firstTrouble) = (0, 0, 0, null);
                    (IsProven, _accepted) = (true, true);
                    break;
                case VerdictKind.Refused:
                    (_failures, _closed, _rateLimits) = (0, 0, 0);
                    break;
                case VerdictKind.Closed:
                    _closed += credentials;
                    if (_closed >= StopAfterClosedDoors || verdict.Final) Stop(verdict.Code!, verdict.Detail!);
                    break;
                case VerdictKind.TryAgain or VerdictKind.Lost when verdict.RetryAfter > connection.Profile.Retry.LongestPause:
                    Stop(DeliveryCode.AskedToComeBack, $"The platform asks not to be called before {connection.Time.GetUtcNow() + verdict.RetryAfter:u}: run again then, or with --wait. What is left waits.");
                    break;
                case VerdictKind.TryAgain when verdict.Code == DeliveryCode.RateLimited:
                    if (++_rateLimits >= StopAfterRateLimits) Stop(DeliveryCode.RateLimited, $"The platform answered \"too many requests\" {_rateLimits} times in a row although every pause was kept: ask for its limit and set requestsPerMinute or limits.");
                    break;
                default:
                    CountFailure(verdict, round);
                    break;
            }
        }
    }

    /// <summary>The run ended: doors that were closed to everybody are a reason, however few tried them.</summary>
    public void Finish(Verdict? lastClosed)
    {
        lock (_lock)
        {
            if (!_accepted && lastClosed is not null) Stop(lastClosed.Code!, lastClosed.Detail!);
        }
    }

    /// <summary>Something is odd: one request at a time until the next acceptance.</summary>
    public void Suspect()
    {
        lock (_lock) IsProven = false;
    }

    public void Stop(string code, string sentence) => Interlocked.CompareExchange(ref _stopped, new StopReason(code, sentence), null);

    private void CountFailure(Verdict verdict, int round)
    {
        _firstTrouble ??= verdict.Detail;
        if (round != Round) return;
        Round++;
        _failures++;
        var line = connection.Profile.Line;
        if (_failures >= (_reached ? line.StopAfterFailedRounds : Math.Min(line.StopAfterUnreached, line.StopAfterFailedRounds)))
        {
            Stop(verdict.Code!, _reached
                ? $"The platform failed {_failures} times in a row. It began with: {_firstTrouble} Nothing is lost; run again when the platform is well."
                : $"The platform could not be reached, {_failures} times in a row. It began with: {_firstTrouble} Nothing is lost; check the address, and run again.");
            return;
        }

        if (verdict.RetryAfter is { } asked) connection.Limiter.Pause(asked);
        if (_failures < 2) return;
        IsProven = false;
        connection.Limiter.Pause(connection.Profile.Retry.Backoff(_failures - 1, connection.Random));
    }
}
