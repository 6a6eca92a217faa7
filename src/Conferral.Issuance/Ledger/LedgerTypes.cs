// The words of the ledger: versions, states, intents, deliveries, and its faults.
using Conferral.Credentials;

namespace Conferral.Issuance.Ledger;

/// <summary>One issue of one credential. Versions count from 1; an amendment is the next version under the same id.</summary>
public readonly record struct CredentialVersion(string CredentialId, int Version)
{
    public override string ToString() => $"{CredentialId} v{Version}";
}

/// <summary>The life of one credential version before any platform sees it.</summary>
public enum CredentialState
{
    /// <summary>Id, created, key and draft hash are fixed; the key may now be used.</summary>
    Intended,

    /// <summary>The signed bytes are stored.</summary>
    Signed,

    /// <summary>An intent that was never signed because its draft changed; the next version took its place.</summary>
    Abandoned,

    /// <summary>Signed once; document and learner were erased by the retention rule, hashes and history stay.</summary>
    Purged,
}

/// <summary>The life of one credential version at one platform.</summary>
public enum DeliveryState
{
    /// <summary>Signed and waiting, or to be tried again.</summary>
    Pending,

    /// <summary>Claimed: a request with these bytes may be under way or its answer may have been lost.</summary>
    Sending,

    /// <summary>The platform accepted it.</summary>
    Delivered,

    /// <summary>Accepted, and the SIS has the id.</summary>
    WrittenBack,

    /// <summary>The platform refused it for good: this learner only.</summary>
    Failed,

    /// <summary>Whether the platform has it could not be found out; a person decides.</summary>
    InDoubt,

    /// <summary>A later version or another credential in its place was signed, or it was revoked, before this one left the house; it is not sent any more.</summary>
    Superseded,
}

/// <summary>What a batch asks the ledger to promise before a key is used.</summary>
public sealed record IntentRequest
{
    public required string LearnerKey { get; init; }

    /// <summary>What one CLR is made for: the learner key, or the document's own id when it came ready-made.</summary>
    public required string RecordKey { get; init; }

    public required string CredentialId { get; init; }

    public required string Fingerprint { get; init; }

    public required string DraftSha256 { get; init; }

    /// <summary>The draft's <c>validFrom</c>; an amendment's must be later than the version before it.</summary>
    public required DateTimeOffset ValidFrom { get; init; }

    /// <summary>How many proofs the document will carry: one per member that is signed, and its own.</summary>
    public required int ProofCount { get; init; }

    /// <summary>The draft came with a status entry of somebody's choosing, and gets no place.</summary>
    public bool HasOwnStatus { get; init; }

    /// <summary>The credential this one is to replace, under its new id; null for a first issue and for an amendment under the same id.</summary>
    public ReplacedCredential? Replaces { get; init; }
}

/// <summary>
/// The promise: under this id and version exactly this draft is signed with exactly these times and this key.
/// Units: member i is signed at <see cref="FirstCreated"/> + i microseconds, the outer document last.
/// Durability: MUST be on disk before the key is used.
/// </summary>
public sealed record SigningIntent
{
    public required CredentialVersion Id { get; init; }

    public required string LearnerKey { get; init; }

    public required string Fingerprint { get; init; }

    public required string DraftSha256 { get; init; }

    public required DateTimeOffset FirstCreated { get; init; }

    public required int ProofCount { get; init; }

    public required string VerificationMethod { get; init; }

    /// <summary>The place in a status list that is signed into the draft; null for none. It is no part of <see cref="DraftSha256"/>.</summary>
    public StatusPlace? Status { get; init; }
}

/// <summary>A signed document on its way into the ledger. <see cref="Packed"/> is compressed by <see cref="DocumentCodec"/>.</summary>
public sealed record SignedDocument(CredentialVersion Id, string Sha256, int Length, byte[] Packed);

/// <summary>What the ledger knows of the newest version of one credential.</summary>
public sealed record IssuedCredential
{
    public required CredentialVersion Id { get; init; }

    public required string LearnerKey { get; init; }

    public required string BatchId { get; init; }

    public required CredentialState State { get; init; }

    public required string Fingerprint { get; init; }

    public required string DraftSha256 { get; init; }

    public required DateTimeOffset ValidFrom { get; init; }

    public required DateTimeOffset FirstCreated { get; init; }

    public required int ProofCount { get; init; }

    public required string VerificationMethod { get; init; }

    public DateTimeOffset? SignedAt { get; init; }

    public string? DocumentSha256 { get; init; }

    /// <summary>The place in a status list, of an intent that waits for its signature.</summary>
    public StatusPlace? Status { get; init; }

    /// <summary>The promise this version was recorded with.</summary>
    public SigningIntent Intent => new()
    {
        Id = Id,
        LearnerKey = LearnerKey,
        Fingerprint = Fingerprint,
        DraftSha256 = DraftSha256,
        FirstCreated = FirstCreated,
        ProofCount = ProofCount,
        VerificationMethod = VerificationMethod,
        Status = Status,
    };
}

/// <summary>What a batch did with one learner of its input.</summary>
public enum Disposition
{
    /// <summary>Issued for the first time.</summary>
    New,

    /// <summary>Issued again, because the facts changed.</summary>
    Amended,

    /// <summary>Issued before, and nothing changed.</summary>
    Unchanged,

    /// <summary>Not issued; the findings say why.</summary>
    Blocked,
}

/// <summary>One learner of a batch's input and what the batch decided. Shape: <see cref="ReasonCode"/> is the first error's rule id when blocked.</summary>
public sealed record BatchLearner
{
    public required string LearnerKey { get; init; }

    /// <summary>Unique in the batch: the learner key, or the document's own id when it came ready-made.</summary>
    public required string RecordKey { get; init; }

    public required Disposition Disposition { get; init; }

    public required SourceLocation Source { get; init; }

    public CredentialVersion? Credential { get; init; }

    public string? ReasonCode { get; init; }

    public IReadOnlyList<Finding> Findings { get; init; } = [];
}

/// <summary>One run over one input. It stays open until its account is closed; the same input resumes it. <see cref="LearnersRead"/> is counted by the reader, apart from the ledger's rows.</summary>
public sealed record Batch(string BatchId, string Source, string InputSha256, string RulesSha256, string VerificationMethod, DateTimeOffset OpenedAt, DateTimeOffset? ClosedAt, long? LearnersRead);

/// <summary>One line of a credential's history.</summary>
public sealed record LedgerEvent(long Sequence, DateTimeOffset At, string Kind, string? BatchId, CredentialVersion? Credential, string? PlatformId, string? Detail);

/// <summary>
/// A stored document handed out for sending. <see cref="MayHaveBeenSent"/>: an earlier claim ended without a recorded answer.
/// <see cref="LastReason"/>: why it was put off when it was sent last.
/// </summary>
public sealed record ClaimedDelivery(CredentialVersion Id, string LearnerKey, string PlatformId, ReadOnlyMemory<byte> Utf8Json, string Sha256, int Attempts, bool MayHaveBeenSent, string? LastReason = null);

/// <summary>What became of one claimed delivery. Shape: <see cref="Detail"/> is a sentence without personal data.</summary>
public sealed record DeliveryOutcome
{
    public required CredentialVersion Id { get; init; }

    public required string PlatformId { get; init; }

    /// <summary>Delivered, Failed, InDoubt, or Pending to be claimed again later.</summary>
    public required DeliveryState State { get; init; }

    public required DateTimeOffset SubmittedAt { get; init; }

    public int? HttpStatus { get; init; }

    /// <summary>The Location the platform gave, made absolute.</summary>
    public string? ResourceUrl { get; init; }

    /// <summary>Any id of its own the platform gave.</summary>
    public string? HostId { get; init; }

    /// <summary>Stable code of the failure (<c>refused</c>, <c>rate-limited</c>, <c>unreachable</c>, …), null when delivered.</summary>
    public string? ReasonCode { get; init; }

    public string? Detail { get; init; }

    /// <summary>The platform's own copy, where it is kept beside ours.</summary>
    public ReadOnlyMemory<byte>? HostDocument { get; init; }

    /// <summary>Pending, and to be claimed after all that waits now.</summary>
    public bool ToTheEnd { get; init; }
}

/// <summary>One credential version at one platform, everything the crosswalk and <c>show</c> need.</summary>
public sealed record LedgerDelivery
{
    public required CredentialVersion Id { get; init; }

    public required string LearnerKey { get; init; }

    public required string RecordKey { get; init; }

    public required string BatchId { get; init; }

    public required string PlatformId { get; init; }

    public required DeliveryState State { get; init; }

    public required string DocumentSha256 { get; init; }

    public required DateTimeOffset SignedAt { get; init; }

    public required string VerificationMethod { get; init; }

    public int Attempts { get; init; }

    public DateTimeOffset? SubmittedAt { get; init; }

    public int? HttpStatus { get; init; }

    public string? ResourceUrl { get; init; }

    public string? HostId { get; init; }

    public string? ReasonCode { get; init; }

    public string? Detail { get; init; }

    public DateTimeOffset? WrittenBackAt { get; init; }

    /// <summary>A later version of the same credential exists, or another credential in its place.</summary>
    public bool Superseded { get; init; }

    /// <summary>The credential whose place this one took.</summary>
    public string? ReplacesId { get; init; }

    /// <summary>How the credential stands.</summary>
    public StatusState Status { get; init; }
}

/// <summary>Stable codes of ledger faults.</summary>
public static class LedgerCode
{
    public const string Locked = "ledger-locked";
    public const string Full = "ledger-disk-full";
    public const string ReadOnly = "ledger-read-only";
    public const string Damaged = "ledger-damaged";
    public const string NewerSchema = "ledger-newer-schema";
    public const string OlderSchema = "ledger-older-schema";
    public const string Unreachable = "ledger-unreachable";
    public const string LostOwnership = "ledger-lost-ownership";
    public const string StoredBytesChanged = "ledger-stored-bytes-changed";
    public const string WrongState = "ledger-wrong-state";
    public const string LogBroken = "ledger-log-broken";
}

/// <summary>The ledger cannot go on. Nothing already recorded is lost; the message says what to do.</summary>
public sealed class LedgerException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    public string Code { get; } = code;
}
