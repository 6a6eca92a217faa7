// Everything the ledger holds about one learner: for a look, or for a request under a records law.
using Conferral.Issuance.Amendments;
using Conferral.Issuance.Ledger;

namespace Conferral.Issuance.Dossiers;

/// <summary>
/// One version. <see cref="Document"/> is null when it was never signed or is not stored any more; <see cref="Changes"/> is what it says
/// otherwise than the signed version before it, null where there is none before; <see cref="Receipt"/> is null with <see cref="NoReceipt"/> saying why.
/// </summary>
public sealed record DossierVersion(IssuedCredential Issued, byte[]? Document, IReadOnlyList<FieldChange>? Changes, byte[]? Receipt, string? NoReceipt);

/// <summary>One credential with all its versions, oldest first, where they went and what happened.</summary>
public sealed record DossierCredential
{
    public required string CredentialId { get; init; }

    public required IReadOnlyList<DossierVersion> Versions { get; init; }

    /// <summary>Whether it was suspended or revoked, and its place in a status list.</summary>
    public required IReadOnlyList<StatusSubject> Status { get; init; }

    /// <summary>What takes its place under a new id; null where nothing does.</summary>
    public Replacement? ReplacedBy { get; init; }

    /// <summary>The replacement that made it; null for a record's first credential.</summary>
    public Replacement? Replaces { get; init; }

    public required IReadOnlyList<LedgerDelivery> Deliveries { get; init; }

    public required IReadOnlyList<HostDocument> HostDocuments { get; init; }

    public required IReadOnlyList<LedgerEvent> History { get; init; }
}

/// <summary>
/// What the ledger holds under one name: a learner's SIS key, a record key or a credential id.
/// Personal data throughout; goes to the learner and to whoever may see the record.
/// </summary>
public sealed record Dossier(string Wanted, DateTimeOffset MadeAt, IReadOnlyList<DossierCredential> Credentials, IReadOnlyList<BatchLine> Lines)
{
    public bool IsEmpty => Credentials.Count == 0 && Lines.Count == 0;
}
