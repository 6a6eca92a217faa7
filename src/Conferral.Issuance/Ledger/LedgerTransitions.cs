// Every state, how it is reached, which event that leaves and who may write it: the one table of the ledger.
using System.Collections.Frozen;

namespace Conferral.Issuance.Ledger;

/// <summary>
/// One allowed change. <see cref="From"/> is null for what begins; <see cref="Writer"/> the one method that writes it;
/// <see cref="Facts"/> the columns it sets for good, hashed into its event.
/// </summary>
public sealed record LedgerTransition(string Of, string? From, string To, string Event, string Writer, string? Facts = null);

/// <summary>The table itself; docs/ledger.md shows it, and the audit replays every event by it.</summary>
public static class LedgerTransitions
{
    internal const string Credential = "credential";
    internal const string Delivery = "delivery";
    internal const string Status = "status";
    internal const string Replacement = "replacement";
    internal const string ListSigned = "list-signed";
    internal const string ReissueAsked = "reissue-asked";
    internal const string ReissueWithdrawn = "reissue-withdrawn";

    internal const string IntentFacts = "learner_key, record_key, batch_id, fingerprint, draft_sha256, valid_from, first_created, proof_count, verification_method";
    internal const string SignedFacts = "signed_at, document_sha256, document_bytes";
    internal const string OutcomeFacts = "submitted_at, http_status, resource_url, host_id, reason_code, detail";
    internal const string WrittenBackFacts = "written_back_at";
    internal const string StatusFacts = "changed_at, reason";
    internal const string ReplacementFacts = "replaced_by, first_id, generation, changed_at, reason";

    public static IReadOnlyList<LedgerTransition> All { get; } =
    [
        new(Credential, null, "Intended", "intended", "SigningLedger.RecordIntents", IntentFacts),
        new(Credential, "Intended", "Abandoned", "abandoned", "SigningLedger.RecordIntents"),
        new(Credential, "Intended", "Abandoned", "refused", "SigningLedger.RecordRefused"),
        new(Credential, "Intended", "Signed", "signed", "SigningLedger.RecordSigned", SignedFacts),
        new(Credential, "Signed", "Purged", "purged", "RetentionLedger.PurgeNext", IntentFacts),
        new(Credential, "Abandoned", "Abandoned", "purged", "RetentionLedger.PurgeNext", IntentFacts),
        new(Delivery, null, "Pending", "queued", "DeliveryLedger.EnqueueAsync"),
        new(Delivery, "Pending", "Superseded", "superseded", "DeliveryLedger.EnqueueAsync"),
        new(Delivery, "Sending", "Superseded", "superseded", "DeliveryLedger.EnqueueAsync"),
        new(Delivery, "Pending", "Sending", "sending", "DeliveryLedger.ClaimAsync"),
        new(Delivery, "Sending", "Pending", "released", "DeliveryLedger.ReleaseInterruptedAsync"),
        new(Delivery, "Sending", "Pending", "to-retry", "DeliveryLedger.RecordOutcomesAsync", OutcomeFacts),
        new(Delivery, "Sending", "Delivered", "delivered", "DeliveryLedger.RecordOutcomesAsync", OutcomeFacts),
        new(Delivery, "Sending", "Failed", "failed", "DeliveryLedger.RecordOutcomesAsync", OutcomeFacts),
        new(Delivery, "Sending", "InDoubt", "in-doubt", "DeliveryLedger.RecordOutcomesAsync", OutcomeFacts),
        new(Delivery, "InDoubt", "Delivered", "decided-delivered", "DecisionLedger.SetDelivered", OutcomeFacts),
        new(Delivery, "InDoubt", "Pending", "decided-not-delivered", "DecisionLedger.SetPending", OutcomeFacts),
        new(Delivery, "Failed", "Pending", "decided-not-delivered", "DecisionLedger.SetPending", OutcomeFacts),
        new(Delivery, "Delivered", "Pending", "missing-there", "ReconciliationLedger.SendMissingAgain", OutcomeFacts),
        new(Delivery, "WrittenBack", "Pending", "missing-there", "ReconciliationLedger.SendMissingAgain", OutcomeFacts),
        new(Delivery, "Delivered", "WrittenBack", "written-back", "DeliveryLedger.RecordWrittenBackAsync", WrittenBackFacts),
        new(Delivery, "Delivered", "Delivered", "purged", "RetentionLedger.PurgeNext", OutcomeFacts),
        new(Delivery, "WrittenBack", "WrittenBack", "purged", "RetentionLedger.PurgeNext", OutcomeFacts),
        new(Delivery, "Failed", "Failed", "purged", "RetentionLedger.PurgeNext", OutcomeFacts),
        new(Delivery, "Superseded", "Superseded", "purged", "RetentionLedger.PurgeNext", OutcomeFacts),
        new(Status, null, "Suspended", "suspended", "StatusLedger.Suspend", StatusFacts),
        new(Status, "Active", "Suspended", "suspended", "StatusLedger.Suspend", StatusFacts),
        new(Status, "Suspended", "Active", "reinstated", "StatusLedger.Reinstate", StatusFacts),
        new(Status, null, "Revoked", "revoked", "StatusLedger.Revoke", StatusFacts),
        new(Status, "Active", "Revoked", "revoked", "StatusLedger.Revoke", StatusFacts),
        new(Status, "Suspended", "Revoked", "revoked", "StatusLedger.Revoke", StatusFacts),
        new(Status, null, "Revoked", "replaced", "ReplacementLedger.Complete", StatusFacts),
        new(Status, "Active", "Revoked", "replaced", "ReplacementLedger.Complete", StatusFacts),
        new(Status, "Suspended", "Revoked", "replaced", "ReplacementLedger.Complete", StatusFacts),
        new(Replacement, null, "Asked", ReissueAsked, "ReplacementLedger.Ask", ReplacementFacts),
        new(Replacement, "Withdrawn", "Asked", ReissueAsked, "ReplacementLedger.Ask", ReplacementFacts),
        new(Replacement, "Promised", "Asked", ReissueAsked, "ReplacementLedger.Ask", ReplacementFacts),
        new(Replacement, "Asked", "Withdrawn", ReissueWithdrawn, "ReplacementLedger.TakeBack", ReplacementFacts),
        new(Replacement, null, "Promised", "replacing", "SigningLedger.RecordIntents", ReplacementFacts),
        new(Replacement, "Asked", "Promised", "replacing", "SigningLedger.RecordIntents", ReplacementFacts),
        new(Replacement, "Promised", "Done", "replacement-done", "ReplacementLedger.Complete", ReplacementFacts),
    ];

    /// <summary>Events that tell of a batch and change no credential.</summary>
    public static IReadOnlyList<string> BatchEvents { get; } = ["batch-opened", "batch-resumed", "batch-interrupted", "read-to-end", "batch-closed", RetentionLedger.LinesPurged];

    /// <summary>Events that tell of the transparency log itself.</summary>
    public static IReadOnlyList<string> LogEvents { get; } = [LogLedger.Manifest, LogLedger.Anonymised, LogLedger.KeyRotated];

    /// <summary>Events that tell of what the issuer publishes: status lists and keys.</summary>
    public static IReadOnlyList<string> IssuerEvents { get; } = [ListSigned, "key-added", "key-rotated", "key-retired", "key-revoked"];

    /// <summary>Events that tell of a person's decision about a clearance rule.</summary>
    public static IReadOnlyList<string> ClearanceEvents { get; } = [ClearanceLedger.Cleared, ClearanceLedger.Revoked, ClearanceLedger.Purged];

    /// <summary>What people decide about learners between two runs, on which it depends who is issued what.</summary>
    public static IReadOnlyList<string> DecisionEvents { get; } = [ClearanceLedger.Cleared, ClearanceLedger.Revoked, ReissueAsked, ReissueWithdrawn];

    /// <summary>Events that tell of plans and change no credential.</summary>
    public static IReadOnlyList<string> ReleaseEvents { get; } = [ReleaseLedger.Approved, ReleaseLedger.Released];

    private static readonly FrozenSet<string> Events = All.Select(transition => transition.Event).Concat(BatchEvents).Concat(LogEvents).Concat(IssuerEvents).Concat(ClearanceEvents).Concat(ReleaseEvents).ToFrozenSet(StringComparer.Ordinal);
    private static readonly FrozenDictionary<string, string> OfWholes = All.Where(transition => transition.Of is Status or Replacement).DistinctBy(transition => transition.Event).ToFrozenDictionary(transition => transition.Event, transition => transition.Of, StringComparer.Ordinal);

    internal static bool Knows(string kind) => Events.Contains(kind);

    /// <summary>What an event changes of a credential as a whole, all its versions together: its status or its replacement; null for other events.</summary>
    internal static string? OfWhole(string kind) => OfWholes.GetValueOrDefault(kind);
}
