// How far a stage has come, for people who watch.
namespace Conferral.Issuance;

/// <summary>The stages a person sees, in their order.</summary>
public enum Stage
{
    Read,
    Check,
    Sign,
    Deliver,
    WriteBack,
    Audit,
    ReadBack,
}

/// <summary>One report of one stage. <see cref="Total"/> is null while nobody knows; <see cref="Note"/> says what is being waited for.</summary>
public sealed record StageProgress(Stage Stage, long Done, long? Total, string? Note = null)
{
    /// <summary>When the last of those who wait goes on; null while nobody waits.</summary>
    public DateTimeOffset? WaitingUntil { get; init; }
}
