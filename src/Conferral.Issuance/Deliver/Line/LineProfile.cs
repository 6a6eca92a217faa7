// How a platform's line is run: its limits, its hours, and when to stop rather than go on.
namespace Conferral.Issuance.Deliver;

/// <summary>Limits, hours and the breaker of one platform. Why these numbers: docs/decisions/circuit-breaker.md.</summary>
public sealed record LineProfile
{
    /// <summary>So many learners refused one after another, none accepted between: seldom the learners' fault.</summary>
    public const int DefaultStopAfterInARow = 5;

    /// <summary>So many refused in all, and more than <see cref="SystematicShare"/> of all: a fault of the kind, not of one learner.</summary>
    public const int DefaultStopAfterInAll = 15;

    /// <summary>Ten rounds with growing pauses ride out about three minutes: a platform's restart, not its outage.</summary>
    public const int DefaultStopAfterFailedRounds = 10;

    /// <summary>Where nothing ever answered, a wrong address is likelier than a restart, and a person waits for the sentence.</summary>
    public const int DefaultStopAfterUnreached = 3;

    /// <summary>An honest cohort stays far below a tenth.</summary>
    internal const double SystematicShare = 0.1;

    /// <summary>Documented limits beside <see cref="PlatformProfile.RequestsPerMinute"/>; all hold at once.</summary>
    public IReadOnlyList<RequestLimit> Limits { get; init; } = [];

    /// <summary>When the platform may be sent to; null: always.</summary>
    public SendingHours? Hours { get; init; }

    public int StopAfterInARow { get; init; } = DefaultStopAfterInARow;

    public int StopAfterInAll { get; init; } = DefaultStopAfterInAll;

    /// <summary>Rounds of platform failures without one success after which the line stops.</summary>
    public int StopAfterFailedRounds { get; init; } = DefaultStopAfterFailedRounds;

    /// <summary>The same for a run in which no connection was made at all.</summary>
    public int StopAfterUnreached { get; init; } = DefaultStopAfterUnreached;

    internal IEnumerable<string> Problems()
    {
        if (StopAfterFailedRounds < 1) yield return "StopAfterFailedRounds must be at least 1.";
        if (StopAfterUnreached < 1) yield return "StopAfterUnreached must be at least 1.";
        if (StopAfterInARow < 1) yield return "StopAfterInARow must be at least 1.";
        if (StopAfterInAll < 1) yield return "StopAfterInAll must be at least 1.";
    }
}
