// The sandbox's own account of what reached it: what a sender's account is held against.
using System.Globalization;

namespace Conferral.Sandbox;

/// <summary>Counts since the start. Shape of <see cref="ByStatus"/>: HTTP status, or <c>none</c> where no answer left.</summary>
public sealed record SandboxAccount
{
    /// <summary>Spans over which <see cref="MostWithin"/> counts, by the names it uses.</summary>
    private static readonly (string Name, TimeSpan Span)[] Windows = [("1s", TimeSpan.FromSeconds(1)), ("10s", TimeSpan.FromSeconds(10)), ("60s", TimeSpan.FromMinutes(1))];

    public required long Requests { get; init; }

    /// <summary>POSTs of credentials, and how many credentials were in them.</summary>
    public required int Posts { get; init; }

    public required long CredentialsPosted { get; init; }

    public required int Stored { get; init; }

    /// <summary>Stored entries whose issuer and id another entry has too: a learner doubled.</summary>
    public required int Doubled { get; init; }

    /// <summary>Credentials that were accepted more than once: resent, as a sender must after a lost answer.</summary>
    public required int ReceivedAgain { get; init; }

    /// <summary>Credentials under whose id different bytes arrived: signed twice.</summary>
    public required int Changed { get; init; }

    public required IReadOnlyDictionary<string, int> ByStatus { get; init; }

    /// <summary>How often each fault was played, in the words of the script.</summary>
    public required IReadOnlyDictionary<string, int> Faults { get; init; }

    /// <summary>The most requests to the API that arrived within any span of this length.</summary>
    public required IReadOnlyDictionary<string, int> MostWithin { get; init; }

    internal static SandboxAccount Of(RequestLog log, CredentialStore store)
    {
        var (requests, stored) = (log.Snapshot(), store.Snapshot());
        var posts = requests.Where(request => request.IsCredentialPost).ToList();
        return new SandboxAccount
        {
            Requests = log.Total,
            Posts = posts.Count,
            CredentialsPosted = posts.Sum(post => (long)post.CredentialCount),
            Stored = stored.Count,
            Doubled = stored.Count - stored.DistinctBy(entry => (entry.OwnerClientId, entry.IssuerId, entry.Id)).Count(),
            ReceivedAgain = stored.Count(entry => entry.ReceivedCount > 1),
            Changed = stored.Count(entry => entry.DocumentCount > 1),
            ByStatus = Count(requests, request => request.Status?.ToString(CultureInfo.InvariantCulture) ?? "none"),
            Faults = Count(requests.Where(request => request.Fault is not null), request => request.Fault!),
            MostWithin = Windows.ToDictionary(window => window.Name, window => log.MostWithin(window.Span, request => request.IsApi), StringComparer.Ordinal),
        };
    }

    private static SortedDictionary<string, int> Count(IEnumerable<ReceivedRequest> requests, Func<ReceivedRequest, string> key)
        => new(requests.CountBy(key).ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal);
}
