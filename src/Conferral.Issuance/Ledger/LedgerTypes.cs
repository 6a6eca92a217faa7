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
}

/// <summary>What a batch asks the ledger to promise before a key is used.</summary>
public sealed record IntentRequest
{
    public required string LearnerKey { get; init; }

    public required string CredentialId { get; init; }

    public required string Fingerprint { get; init; }

    public required string DraftSha256 { get; init; }

    /// <summary>How many proofs the document will carry: one per member that is signed, and its own.</summary>
    public required int ProofCount { get; init; }
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
}

/// <summary>A signed document on its way into the ledger.</summary>
public sealed record SignedDocument(CredentialVersion Id, ReadOnlyMemory<byte> Utf8Json, string Sha256);

/// <summary>What the ledger knows of the newest version of one credential.</summary>
public sealed record IssuedCredential(CredentialVersion Id, string LearnerKey, CredentialState State, string Fingerprint, string DraftSha256, DateTimeOffset FirstCreated, string BatchId);

/// <summary>A stored document handed out for sending. <see cref="MayHaveBeenSent"/>: an earlier claim ended without a recorded answer.</summary>
public sealed record ClaimedDelivery(CredentialVersion Id, string LearnerKey, string PlatformId, ReadOnlyMemory<byte> Utf8Json, string Sha256, int Attempts, bool MayHaveBeenSent);

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
}

/// <summary>One credential version at one platform, everything the crosswalk and <c>show</c> need.</summary>
public sealed record LedgerDelivery
{
    public required CredentialVersion Id { get; init; }

    public required string LearnerKey { get; init; }

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

    /// <summary>A later version of the same credential exists.</summary>
    public bool Superseded { get; init; }
}

/// <summary>A learner who was not issued in a batch, and why.</summary>
public sealed record BlockedLearner(string LearnerKey, SourceLocation Source, IReadOnlyList<Finding> Findings);

/// <summary>Stable codes of ledger faults.</summary>
public static class LedgerCode
{
    public const string Locked = "ledger-locked";
    public const string Full = "ledger-disk-full";
    public const string ReadOnly = "ledger-read-only";
    public const string Damaged = "ledger-damaged";
    public const string NewerSchema = "ledger-newer-schema";
    public const string LostOwnership = "ledger-lost-ownership";
    public const string StoredBytesChanged = "ledger-stored-bytes-changed";
    public const string WrongState = "ledger-wrong-state";
}

/// <summary>The ledger cannot go on. Nothing already recorded is lost; the message says what to do.</summary>
public sealed class LedgerException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    public string Code { get; } = code;
}
