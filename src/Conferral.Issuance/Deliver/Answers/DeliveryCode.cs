// The stable codes of delivering: why a credential is not delivered, or why the line stopped.
namespace Conferral.Issuance.Deliver;

/// <summary>Codes in <c>DeliveryOutcome.ReasonCode</c>, <see cref="DeliverySummary"/> and <see cref="DeliveryException"/>. They never change their meaning.</summary>
public static class DeliveryCode
{
    /// <summary>The platform judged this one credential and will not take it.</summary>
    public const string Refused = "refused";

    /// <summary>The platform holds something under this id that it will not replace.</summary>
    public const string Conflict = "conflict";

    /// <summary>This one credential is larger than the platform takes.</summary>
    public const string TooLarge = "too-large";

    /// <summary>The platform asks for fewer requests.</summary>
    public const string RateLimited = "rate-limited";

    /// <summary>The platform itself failed (408, 5xx).</summary>
    public const string PlatformError = "platform-error";

    /// <summary>No connection: nothing was sent.</summary>
    public const string Unreachable = "unreachable";

    /// <summary>No TLS connection: nothing was sent.</summary>
    public const string TlsFailed = "tls-failed";

    /// <summary>The request went out and no answer came in time.</summary>
    public const string TimedOut = "timed-out";

    /// <summary>The request went out and the connection broke before the answer was whole.</summary>
    public const string AnswerLost = "answer-lost";

    /// <summary>An answer came that says neither yes nor no.</summary>
    public const string Unreadable = "unreadable-answer";

    /// <summary>The platform shows something else than what it was sent.</summary>
    public const string CopyDiffers = "copy-differs";

    /// <summary>Claimed, and the line stopped before it was this credential's turn.</summary>
    public const string NotSent = "not-sent";

    public const string Unauthorized = "unauthorized";
    public const string Forbidden = "forbidden";
    public const string WrongAddress = "wrong-address";
    public const string WebPage = "web-page";
    public const string Redirected = "redirected";
    public const string ContentTypeRefused = "content-type-refused";
    public const string TokenRefused = "token-refused";
    public const string NoTokenEndpoint = "no-token-endpoint";

    /// <summary>No account is connected, or its consent is over: a person must run <c>conferral connect</c>.</summary>
    public const string NotConnected = "not-connected";

    public const string ProfileInvalid = "profile-invalid";

    /// <summary>Every credential of a long row was refused: the fault is not the learners'.</summary>
    public const string EverythingRefused = "everything-refused";

    /// <summary>The platform asks for a pause longer than this run may wait.</summary>
    public const string AskedToComeBack = "asked-to-come-back";

    /// <summary>The platform may be sent to at other hours only.</summary>
    public const string OutsideHours = "outside-hours";

    /// <summary>A limit is used up for longer than this run may wait.</summary>
    public const string QuotaUsed = "quota-used";

    /// <summary>Delivered: the answer was lost, and reading the platform back found it.</summary>
    public const string FoundThere = "found-there";

    /// <summary>A person decided, and gave a reason.</summary>
    public const string DecidedByPerson = "decided-by-person";

    /// <summary>Delivered once, and reading the platform back did not find it any more: it goes again.</summary>
    public const string MissingThere = "missing-there";

    /// <summary>The person at the keyboard stopped the run.</summary>
    public const string Interrupted = "interrupted";

    /// <summary>Nothing is wrong: the rest goes on at a later time.</summary>
    public static bool IsWaiting(string? code) => code is OutsideHours or QuotaUsed or AskedToComeBack;
}

/// <summary>
/// The platform, or the way to it, cannot be used. <see cref="Code"/> is one of <see cref="DeliveryCode"/>;
/// the message says what to do. Errors: <see cref="Retryable"/> tells whether the same request may succeed later.
/// </summary>
public sealed class DeliveryException(string code, string message, bool retryable, Exception? inner = null) : Exception(message, inner)
{
    public string Code { get; } = code;

    public bool Retryable { get; } = retryable;

    /// <summary>The request may have reached the platform and been carried out.</summary>
    internal bool MayHaveArrived { get; init; }

    /// <summary>The pause the platform asked for.</summary>
    internal TimeSpan? RetryAfter { get; init; }
}
