// How long a request may take, phase by phase.
namespace Conferral.Issuance.Deliver;

/// <summary>How long each phase of a request may take.</summary>
public sealed record TimeoutProfile
{
    /// <summary>To a connection: longer than this and the host is not there.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>From the request's first byte to the answer's headers: gateways give up at 60 s themselves.</summary>
    public TimeSpan Answer { get; init; } = TimeSpan.FromSeconds(75);

    /// <summary>From the headers to the end of the body.</summary>
    public TimeSpan Body { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What a request under way is given to finish when the person stops the run.</summary>
    public TimeSpan Finish { get; init; } = TimeSpan.FromSeconds(10);

    internal IEnumerable<string> Problems()
    {
        if (Connect <= TimeSpan.Zero || Answer <= TimeSpan.Zero || Body <= TimeSpan.Zero) yield return "Every timeout must be longer than nothing.";
    }
}
