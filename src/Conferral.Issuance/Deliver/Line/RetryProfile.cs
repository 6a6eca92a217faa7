// How often and after what pauses a request is made again.
namespace Conferral.Issuance.Deliver;

/// <summary>How often and after what pauses a request is made again.</summary>
public sealed record RetryProfile
{
    /// <summary>How often one credential is sent in one run before it waits for the next.</summary>
    public int AttemptLimit { get; init; } = 5;

    /// <summary>The pause after the first failure; each further one doubles it.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The longest pause a platform may ask of a run; beyond it the run ends and says when to come back.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>The pause after failure number <paramref name="failures"/> (from 1): between half of the doubled delay and all of it.</summary>
    internal TimeSpan Backoff(int failures, Random random)
    {
        var full = Math.Min(FirstDelay.TotalMilliseconds * Math.Pow(2, Math.Min(failures, 30) - 1), MaxDelay.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(full * (0.5 + random.NextDouble() / 2));
    }

    internal IEnumerable<string> Problems()
    {
        if (AttemptLimit < 1) yield return "Retry.AttemptLimit must be at least 1.";
        if (FirstDelay < TimeSpan.Zero || MaxDelay < FirstDelay) yield return "Retry.MaxDelay must not be shorter than Retry.FirstDelay.";
    }
}
