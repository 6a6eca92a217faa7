// The ledger and the ways to the platforms of one workspace, for commands that sign nothing.
using Conferral.Issuance.Deliver;
using Conferral.Issuance.Ledger;

namespace Conferral.Issuance.Workspaces;

/// <summary>Holds the ledger's lock until disposed: whatever is asked of a platform is counted in one place.</summary>
public sealed class WorkspaceDelivery : IDisposable
{
    /// <summary>With waiting, a run waits for the platform's hours or a new day's quota; beyond a week something is wrong.</summary>
    private static readonly TimeSpan Patient = TimeSpan.FromDays(7);

    private readonly RateLimiters _limiters;

    private WorkspaceDelivery(LedgerStore ledger, IReadOnlyList<PlatformProfile> platforms, TokenCache tokens, TimeProvider time)
    {
        Ledger = ledger;
        Platforms = platforms;
        _limiters = new RateLimiters(platforms, new RequestLedger(ledger), time, Random.Shared, tokens);
    }

    public LedgerStore Ledger { get; }

    public IReadOnlyList<PlatformProfile> Platforms { get; }

    /// <summary><paramref name="passphrase"/> is asked for only where a platform is signed in to with an account. Errors: <see cref="WorkspaceException"/>, <see cref="LedgerException"/>.</summary>
    public static WorkspaceDelivery Open(Workspace workspace, Func<string> passphrase, TimeProvider time, bool wait = false)
    {
        var platforms = workspace.OpenPlatforms();
        if (wait) platforms = [.. platforms.Select(platform => platform with { Retry = platform.Retry with { LongestPause = Patient } })];
        return new WorkspaceDelivery(LedgerStore.OpenForWriting(workspace.Ledger, time), platforms, workspace.OpenTokenCache(passphrase, time), time);
    }

    /// <summary>The platform of that id; the only one when none is named. Errors: <see cref="WorkspaceException"/> naming those there are.</summary>
    public PlatformProfile Platform(string? id) => (id, Platforms) switch
    {
        (null, [var only]) => only,
        (null, []) => throw new WorkspaceException($"No platform is set in {Workspace.FileName}."),
        (null, _) => throw new WorkspaceException($"Say which platform: {string.Join(", ", Platforms.Select(platform => platform.Id))}."),
        _ => Platforms.FirstOrDefault(platform => platform.Id == id) ?? throw new WorkspaceException($"There is no platform '{id}' in {Workspace.FileName}; there are: {string.Join(", ", Platforms.Select(platform => platform.Id))}."),
    };

    public PlatformConnection Connect(PlatformProfile platform) => _limiters.Connect(platform);

    public void Dispose()
    {
        try
        {
            _limiters.Dispose();
        }
        finally
        {
            Ledger.Dispose();
        }
    }
}
