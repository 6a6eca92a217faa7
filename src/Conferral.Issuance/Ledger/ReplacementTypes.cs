// The words of replacing: one record's credential gives way to another under a new id.
namespace Conferral.Issuance.Ledger;

/// <summary>How far a replacement has come. It is of the credential that gives way.</summary>
public enum ReplacementState
{
    /// <summary>A person asked for a new credential in place of a revoked one; the next <c>issue</c> makes it.</summary>
    Asked,

    /// <summary>The person took that back before it was made.</summary>
    Withdrawn,

    /// <summary>The new one is promised, in the same transaction; the old one stands until the new one is accepted.</summary>
    Promised,

    /// <summary>The new one is accepted wherever the old one is, and the old one is revoked.</summary>
    Done,
}

/// <summary>
/// One credential and what takes its place. <see cref="NewId"/> is null until it is promised. <see cref="FirstId"/> is the record's first
/// credential, from which <see cref="Generation"/> counts: 1 for the one that replaced it.
/// </summary>
public sealed record Replacement(string OldId, ReplacementState State, string? NewId, string FirstId, int Generation, DateTimeOffset ChangedAt, string Reason);

/// <summary>
/// The credential that speaks for a record now, and where it stands in the row of those that replaced each other. <see cref="By"/> is the
/// replacement that made it, <see cref="Asked"/> the one that somebody asked for.
/// </summary>
public sealed record RecordCredential(string FirstId, string CredentialId, int Generation)
{
    public Replacement? By { get; init; }

    public Replacement? Asked { get; init; }
}

/// <summary>What a new intent takes the place of. Shape: <see cref="Reason"/> without personal data.</summary>
public sealed record ReplacedCredential(CredentialVersion Old, string FirstId, int Generation, string Reason);
