// What a sandbox platform is started with: its port, its clients, its limits and whom it trusts.
using Conferral.Credentials.Keys;

namespace Conferral.Sandbox;

/// <summary>Everything a sandbox needs to start; the defaults give a strict platform with the batch extension on a free port.</summary>
public sealed record SandboxOptions
{
    /// <summary>What RFC 6749 platforms commonly give, and what the CLR service model advises.</summary>
    public static readonly TimeSpan DefaultTokenLifetime = TimeSpan.FromHours(1);

    /// <summary>Large enough for a long transcript with evidence, small enough to hold in memory.</summary>
    public const int DefaultMaxCredentialBytes = 4 * 1024 * 1024;

    /// <summary>Page size when a reader names none; small, so a reader that ignores <c>Link</c> is noticed.</summary>
    public const int DefaultPageSize = 25;

    /// <summary>Largest page a reader gets, whatever it asks for.</summary>
    public const int DefaultMaxPageSize = 100;

    /// <summary>Requests kept for <see cref="RequestLog"/>; older ones are still counted.</summary>
    public const int DefaultRequestLogCapacity = 100_000;

    /// <summary>TCP port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Who may get a token. Empty: one client with a secret made at start.</summary>
    public IReadOnlyList<SandboxClient> Clients { get; init; } = [];

    /// <summary>The lifetime tokens are given and <c>expires_in</c> states.</summary>
    public TimeSpan TokenLifetime { get; init; } = DefaultTokenLifetime;

    /// <summary>How it looks from outside.</summary>
    public SandboxFace Face { get; init; } = SandboxFace.Sandbox;

    /// <summary>Limits of the batch extension; null serves the standard's single POST only.</summary>
    public BatchLimits? Batch { get; init; } = new();

    public int MaxCredentialBytes { get; init; } = DefaultMaxCredentialBytes;

    public int PageSize { get; init; } = DefaultPageSize;

    public int MaxPageSize { get; init; } = DefaultMaxPageSize;

    /// <summary>Controller documents (did.json, UTF-8) of issuers to believe; did:key issuers need none.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> TrustedControllers { get; init; } = [];

    /// <summary>How far a received credential is checked.</summary>
    public ReceivedChecks Checks { get; init; } = ReceivedChecks.Everything;

    /// <summary>Also store single badges (AchievementCredential, OpenBadgeCredential), as hosts of both standards do. Off: the CLR service as it stands.</summary>
    public bool AcceptBadges { get; init; }

    /// <summary>The bad day to start with.</summary>
    public SandboxFaults Faults { get; init; } = SandboxFaults.None;

    public int RequestLogCapacity { get; init; } = DefaultRequestLogCapacity;

    /// <summary>Called once per finished request, on the thread that served it.</summary>
    public Action<ReceivedRequest>? OnRequest { get; init; }

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Port);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Port, ushort.MaxValue);
        ArgumentOutOfRangeException.ThrowIfLessThan(TokenLifetime, TimeSpan.FromSeconds(1));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxCredentialBytes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(PageSize);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxPageSize, PageSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(RequestLogCapacity);
        if (Batch is { } batch)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batch.MaxItems);
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batch.MaxBytes);
        }

        if (Clients.DistinctBy(client => client.ClientId).Count() != Clients.Count)
            throw new ArgumentException("Two sandbox clients have the same id; give each its own.");
    }
}

/// <summary>One registered client. Each sees only what it stored itself.</summary>
public sealed record SandboxClient(string ClientId, string ClientSecret)
{
    /// <summary>The scopes it may be granted.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = ClrScope.All;

    /// <summary>Where a browser may be sent back to, compared letter by letter.</summary>
    public IReadOnlyList<string> RedirectUris { get; init; } = [];

    /// <summary>Checks the client's assertions (private_key_jwt); null: it proves itself by its secret.</summary>
    public VerificationKey? AssertionKey { get; init; }

    /// <summary>What it may ask tokens for.</summary>
    public IReadOnlyList<string> Grants { get; init; } = GrantType.All;
}

/// <summary>Limits of one batch POST, stated in the service description.</summary>
public sealed record BatchLimits(int MaxItems = BatchLimits.DefaultMaxItems, int MaxBytes = BatchLimits.DefaultMaxBytes)
{
    /// <summary>A page of credentials; an answer of this many entries stays readable.</summary>
    public const int DefaultMaxItems = 100;

    /// <summary>Below the 30 MB at which common web servers and gateways refuse a body.</summary>
    public const int DefaultMaxBytes = 10 * 1024 * 1024;
}

/// <summary>How far the sandbox looks into what it receives.</summary>
public enum ReceivedChecks
{
    /// <summary>Strict JSON, the CLR rules, and every proof, the outer one and each member's.</summary>
    Everything,

    /// <summary>Strict JSON and the members a host needs to store it: for tests of the transport with hand-made documents.</summary>
    Envelope,
}
