// The words of reconciling: how a credential at a platform stands beside the ledger.
namespace Conferral.Issuance.Ledger;

/// <summary>How what a platform shows stands beside what the ledger says was delivered there.</summary>
public enum DriftKind
{
    /// <summary>The delivered document.</summary>
    Equal,

    /// <summary>Delivered, and not there.</summary>
    Missing,

    /// <summary>There, and the ledger does not know it: another issuer's, or from before this ledger.</summary>
    Unknown,

    /// <summary>Another content under our issuer and id.</summary>
    Different,

    /// <summary>An earlier version than the one that was delivered last.</summary>
    Older,

    /// <summary>The delivered content under the platform's own proof, or in a token without ours.</summary>
    ReSigned,

    /// <summary>There, and the ledger says it is not delivered yet, was refused or is in doubt.</summary>
    NotRecorded,

    /// <summary>Something that is no credential.</summary>
    Unreadable,
}

/// <summary>A reading of one platform; <see cref="NextUrl"/> is set when an interrupted one goes on.</summary>
public sealed record Reconciliation(string PlatformId, DateTimeOffset StartedAt, string? NextUrl, long Shown);

/// <summary>One credential as a page showed it. Shape: <see cref="Name"/> is issuer and id, <see cref="Sha256"/> over what was shown.</summary>
public sealed record ReadBackFind(string Name, CredentialVersion? Credential, DriftKind Kind, string Sha256);

/// <summary>One version of a credential as it stands at a platform by the ledger.</summary>
public sealed record StandingThere(CredentialVersion Id, DeliveryState State, string DocumentSha256)
{
    public bool IsDelivered => State is DeliveryState.Delivered or DeliveryState.WrittenBack;
}

/// <summary>One credential that is not there as the ledger has it. <see cref="Times"/>: how often the platform shows it.</summary>
public sealed record Drift(DriftKind Kind, string? LearnerKey, string CredentialId, int? Version, string? ResourceUrl, string? LedgerState, int Times);

/// <summary>What a reading found. <see cref="Doubled"/> credentials are shown more than once and are in <see cref="Shown"/> too.</summary>
public sealed record ReconciliationCount(string PlatformId, IReadOnlyDictionary<DriftKind, int> Shown, int Doubled, int Missing)
{
    /// <summary>Credentials there that a person must look at; a platform that signs anew is as it is.</summary>
    public int Drifting => Missing + Doubled + Shown.Where(kind => kind.Key is not (DriftKind.Equal or DriftKind.ReSigned)).Sum(kind => kind.Value);
}
