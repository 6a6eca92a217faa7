// How a platform's line is run: its limits, its hours, and when to stop rather than go on.
namespace Conferral.Issuance.Deliver;

/// <summary>Limits, hours and the breaker of one platform. Why these numbers: docs/decisions/circuit-breaker.md.</summary>
public sealed record LineProfile
{
    /// <summary>So many learners refused one after another, none accepted between: seldom the learners' fault.</summary>
    public const int DefaultStopAfterInARow = 5;

    /// <summary>So many refused in all, and more than <see cref="SystematicShare"/> of all: a fault of the kind, not of one learner.</summary>
    public const int DefaultStopAfterInAll = 15;

    /// <summary>An honest cohort stays far below a tenth.</summary>
    internal const double SystematicShare = 0.1;

    /// <summary>Documented limits beside <see cref="PlatformProfile.RequestsPerMinute"/>; all hold at once.</summary>
    public IReadOnlyList<RequestLimit> Limits { get; init; } = [];

    /// <summary>When the platform may be sent to; null: always.</summary>
    public SendingHours? Hours { get; init; }

    public int StopAfterInARow { get; init; } = DefaultStopAfterInARow;

    public int StopAfterInAll { get; init; } = DefaultStopAfterInAll;

    internal IEnumerable<string> Problems()
    {
        if (StopAfterInARow < 1) yield return "StopAfterInARow must be at least 1.";
        if (StopAfterInAll < 1) yield return "StopAfterInAll must be at least 1.";
    }
}
