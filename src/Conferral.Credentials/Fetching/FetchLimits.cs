// The bounds within which somebody else's server is listened to.
namespace Conferral.Credentials.Fetching;

/// <summary>Bounds of one fetch, and the doors that only tests open.</summary>
public sealed record FetchLimits
{
    /// <summary>A status list for 130 million learners takes at most 22 million. Units: bytes, of the answer as sent and as unpacked.</summary>
    public int MaxBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>For the whole of one document, redirects included: a person waits for the verdict.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Real documents move once or twice (to another host, to a path with a slash).</summary>
    public int MaxRedirects { get; init; } = 3;

    /// <summary>One document may name many addresses; more than this are not fetched for it, so that nobody is made to knock on doors.</summary>
    public int MaxFetchesPerDocument { get; init; } = 64;

    /// <summary>Lets this machine be reached. For tests only.</summary>
    internal bool AllowLoopback { get; init; }
}
