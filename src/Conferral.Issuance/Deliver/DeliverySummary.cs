// The account of one delivery run, and what a progress bar needs while it lasts.
namespace Conferral.Issuance.Deliver;

/// <summary>What a run did. Every credential that was claimable is in exactly one of Delivered, FailedByCode, InDoubt and Pending.</summary>
public sealed record DeliverySummary
{
    public required string PlatformId { get; init; }

    /// <summary>Sends of an earlier run that ended without an answer and were taken up again.</summary>
    public required int Resumed { get; init; }

    public required int Delivered { get; init; }

    /// <summary>Refused for good, by code.</summary>
    public required IReadOnlyDictionary<string, int> FailedByCode { get; init; }

    /// <summary>Still to be sent: the next run takes them up.</summary>
    public required int Pending { get; init; }

    /// <summary>Whether the platform has it could not be found out; a person decides.</summary>
    public required int InDoubt { get; init; }

    /// <summary>Code of <see cref="StoppedBecause"/>, one of <see cref="DeliveryCode"/>.</summary>
    public string? StopCode { get; init; }

    /// <summary>Why the line stopped before its end and what to do, or null.</summary>
    public string? StoppedBecause { get; init; }

    /// <summary>What was learned of the platform's ways, for its settings.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>Every HTTP request made, tokens and discovery included.</summary>
    public required long Requests { get; init; }

    public required TimeSpan Elapsed { get; init; }

    public int Failed => FailedByCode.Values.Sum();
}

/// <summary>Where a run stands. Units: <see cref="PerMinute"/> credentials settled per minute, over the last minute at most.</summary>
public sealed record DeliveryProgress(int Total, int Delivered, int Failed, int PutOff, int InDoubt, double PerMinute)
{
    /// <summary>When the line moves again, while the limit or the platform makes it wait.</summary>
    public DateTimeOffset? WaitingUntil { get; init; }

    /// <summary>The time left at this rate; null before anything can be said.</summary>
    public TimeSpan? Remaining { get; init; }

    /// <summary>The latest trouble in one sentence, null while all is well.</summary>
    public string? Trouble { get; init; }

    public int Settled => Delivered + Failed + PutOff + InDoubt;
}
