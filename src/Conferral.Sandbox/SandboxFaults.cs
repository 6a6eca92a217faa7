// The bad day a sandbox plays: limits, latency, short-lived tokens, refusals, and rules for single requests.
namespace Conferral.Sandbox;

/// <summary>
/// What goes wrong, and when. Everything counts requests or reads the sandbox's clock, so one script gives one day.
/// Shape: <see cref="Parse"/> reads the script form of docs/sandbox.md, one fault per line; <see cref="ToLines"/> writes it.
/// </summary>
public sealed record SandboxFaults
{
    public static SandboxFaults None { get; } = new();

    public RateLimitFault? RateLimit { get; init; }

    /// <summary>Added to every faulted request before anything else happens.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>The status arrays are refused with although the service description promises the batch extension.</summary>
    public int? BatchRefusal { get; init; }

    /// <summary>How arrays are answered; null: as the platform's face has it.</summary>
    public BatchForm? BatchForm { get; init; }

    /// <summary>A credential sent twice is stored twice.</summary>
    public bool NoUpsert { get; init; }

    /// <summary>The status with which a credential is refused whose id is stored with other bytes; the same bytes are 200. Null: it is replaced.</summary>
    public int? KnownIdRefusal { get; init; }

    /// <summary>How many requests a token serves before it is refused.</summary>
    public int? TokenRequests { get; init; }

    /// <summary>How long a token truly lives, whatever <c>expires_in</c> told.</summary>
    public TimeSpan? TokenLifetime { get; init; }

    /// <summary>Status by credential id: these credentials are refused, and nobody else.</summary>
    public IReadOnlyDictionary<string, int> Refusals { get; init; } = new Dictionary<string, int>();

    /// <summary>Faults of single requests; the first that fires decides, slowness adds up.</summary>
    public IReadOnlyList<FaultRule> Rules { get; init; } = [];

    /// <summary>Errors: <see cref="FormatException"/> names the line and the forms that are allowed.</summary>
    public static SandboxFaults Parse(params IEnumerable<string> lines) => FaultScript.Parse(lines);

    /// <summary>The script that parses to these faults.</summary>
    public IReadOnlyList<string> ToLines() => FaultScript.Format(this);
}

/// <summary>A sliding-window limit over posts and reads. <see cref="Headers"/>: every answer carries RateLimit-Limit, -Remaining and -Reset.</summary>
public sealed record RateLimitFault(int Requests, TimeSpan Window, RetryAfterForm RetryAfter = RetryAfterForm.Seconds, bool Headers = true);

/// <summary>How a refusal says when to come back.</summary>
public enum RetryAfterForm
{
    None,
    Seconds,
    HttpDate,
}

/// <summary>Which requests a rule counts and strikes.</summary>
public enum FaultTarget
{
    /// <summary>POST /credentials, single or batch.</summary>
    Post,

    /// <summary>Every other request to the API that needs a token.</summary>
    Read,

    /// <summary>POST /oauth2/token.</summary>
    Token,

    /// <summary>The service description and the well-known documents.</summary>
    Discovery,

    /// <summary>All of the above.</summary>
    Any,
}

/// <summary>One fault: when a request of the target is struck, and by what. Requests count from 1 since the faults were set.</summary>
public sealed record FaultRule(FaultTarget Target, FaultTrigger When, FaultAction Then);

/// <summary>When a rule fires.</summary>
public abstract record FaultTrigger
{
    private FaultTrigger()
    {
    }

    internal abstract bool Fires(long number, TimeSpan sinceSet);

    /// <summary>Request n, 2n, 3n, …</summary>
    public sealed record Every(int N) : FaultTrigger
    {
        internal override bool Fires(long number, TimeSpan sinceSet) => number % N == 0;
    }

    /// <summary>Requests 1 to n.</summary>
    public sealed record First(int N) : FaultTrigger
    {
        internal override bool Fires(long number, TimeSpan sinceSet) => number <= N;
    }

    /// <summary>Exactly these requests.</summary>
    public sealed record On(params IReadOnlyList<int> Numbers) : FaultTrigger
    {
        internal override bool Fires(long number, TimeSpan sinceSet) => Numbers.Any(struck => struck == number);
    }

    /// <summary>Every request until this long after the faults were set.</summary>
    public sealed record During(TimeSpan Span) : FaultTrigger
    {
        internal override bool Fires(long number, TimeSpan sinceSet) => sinceSet < Span;
    }
}

/// <summary>What a rule does to the request.</summary>
public enum FaultKind
{
    /// <summary>Nothing is done; the answer is this status with Imsx_StatusInfo.</summary>
    Status,

    /// <summary>Nothing is done; the connection is dropped.</summary>
    DropBefore,

    /// <summary>All is done as asked; then the connection is dropped instead of an answer.</summary>
    DropAfter,

    /// <summary>The first half of a batch is stored; then the connection is dropped.</summary>
    DropMidway,

    /// <summary>All is done; the answer breaks off half-way through its body.</summary>
    Cut,

    /// <summary>Nothing is done; a login page in HTML answers with 200, as a proxy would.</summary>
    Html,

    /// <summary>All is done; the answer has its status and no body.</summary>
    Empty,

    /// <summary>All is done, later.</summary>
    Slow,

    /// <summary>All is done at once; the answer comes later.</summary>
    SlowAfter,

    /// <summary>All is done; the answer is 202 and does not say so.</summary>
    Later,

    /// <summary>All is done and answered; then the stored document is altered.</summary>
    Drift,

    /// <summary>All is done; the answer names the address and id of the first credential ever stored.</summary>
    SameId,

    /// <summary>All is done; the answer shows the first credential ever stored.</summary>
    OtherBody,

    /// <summary>All is done; the answer's Location is one nobody should follow or keep.</summary>
    Location,
}

/// <summary>A fault's effect; the factories name the ones there are.</summary>
public sealed record FaultAction
{
    private FaultAction(FaultKind kind) => Kind = kind;

    public FaultKind Kind { get; }

    public int Status { get; private init; }

    public TimeSpan Delay { get; private init; }

    /// <summary>Which hostile Location; a key of <see cref="HostileLocations.All"/>.</summary>
    public string? Hostile { get; private init; }

    public RetryAfterForm RetryAfter { get; private init; }

    public static FaultAction DropBefore { get; } = new(FaultKind.DropBefore);

    public static FaultAction DropAfter { get; } = new(FaultKind.DropAfter);

    public static FaultAction DropMidway { get; } = new(FaultKind.DropMidway);

    public static FaultAction Cut { get; } = new(FaultKind.Cut);

    public static FaultAction Html { get; } = new(FaultKind.Html);

    public static FaultAction Empty { get; } = new(FaultKind.Empty);

    public static FaultAction Later { get; } = new(FaultKind.Later);

    public static FaultAction Drift { get; } = new(FaultKind.Drift);

    public static FaultAction SameId { get; } = new(FaultKind.SameId);

    public static FaultAction OtherBody { get; } = new(FaultKind.OtherBody);

    public static FaultAction SlowAfter(TimeSpan delay) => new(FaultKind.SlowAfter) { Delay = delay };

    /// <summary>Errors: <see cref="FormatException"/> for a name that is none.</summary>
    public static FaultAction Location(string name) => HostileLocations.All.ContainsKey(name)
        ? new(FaultKind.Location) { Hostile = name }
        : throw new FormatException($"a hostile Location is one of {string.Join(", ", HostileLocations.All.Keys)}");

    public static FaultAction Slow(TimeSpan delay) => new(FaultKind.Slow) { Delay = delay };

    /// <summary>An error status; with a form, the answer asks to come back after <paramref name="retryAfter"/>.</summary>
    public static FaultAction Answer(int status, RetryAfterForm form = RetryAfterForm.None, TimeSpan retryAfter = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(status, 400);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(status, 599);
        return new(FaultKind.Status) { Status = status, RetryAfter = form, Delay = retryAfter };
    }
}
