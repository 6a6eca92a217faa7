// Whether a record keeps its credential's id or is issued under a new one, the one before being revoked.
using Conferral.Credentials;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Read;

namespace Conferral.Issuance;

/// <summary>
/// Decides for one record: the same id as long as every platform that may hold it replaces by id; else another credential in its place.
/// A revoked record is issued anew only when a person asked for it. Safe for concurrent use.
/// </summary>
internal sealed class Replacing(LedgerStore store, IReadOnlyList<string> platformsWithoutUpsert)
{
    private readonly ReplacementLedger _ledger = new(store);
    private readonly StatusLedger _status = new(store);
    private readonly Lazy<bool> _isUsed = new(() => new ReplacementLedger(store).IsUsed);
    private readonly Lazy<bool> _isAnythingRevoked = new(() => new StatusLedger(store).IsAnythingRevoked);

    /// <summary>The credential that speaks for a record. A replacement promised in this run is of another record, so what was there at its beginning is enough.</summary>
    public RecordCredential Current(string firstId) => _isUsed.Value ? _ledger.Current(firstId) : new RecordCredential(firstId, firstId, 0);

    /// <summary>Whether a credential was taken back for good: it is not amended any more.</summary>
    public bool IsRevoked(string credentialId) => _isAnythingRevoked.Value && _status.StandingOf(credentialId).State == StatusState.Revoked;

    /// <summary>The version was signed as an amendment and refused because the platform keeps the one before: the same facts need another id.</summary>
    public bool IsStuck(CredentialVersion signed) => _ledger.WasRefusedAsKnown(signed, platformsWithoutUpsert);

    /// <summary>Somebody revoked the old credential after the new one was promised: what was taken back for cause is not issued by another name.</summary>
    public bool WasRevokedSince(Replacement promised) => _status.StandingOf(promised.OldId) is (StatusState.Revoked, { } at, _) && at > promised.ChangedAt;

    public bool MustReplace(string credentialId) => _ledger.MayBeAt(credentialId, platformsWithoutUpsert);

    /// <summary>Why a credential in force must not give way to another; null when it may.</summary>
    public Finding? WhyNot(IntakeItem item, CredentialVersion standing)
    {
        if (item.ReadyMade is not null)
        {
            return Refusal(item, "HOUSE-REPLACE-READY-MADE", $"This credential was issued before with other content, and {Names} does not replace by id. Give the changed document an id of its own; once it is delivered, take the old one back with `conferral revoke --credential {standing.CredentialId}`.");
        }

        var subject = _status.Find(StatusQuery.Credential, standing.CredentialId) is [var only] ? only : null;
        if (subject?.State == StatusState.Suspended)
            return Refusal(item, "HOUSE-REPLACE-SUSPENDED", $"This record's credential is suspended. {Names} does not replace by id, so the change would be a new credential, which nobody suspended. Lift the suspension (`conferral reinstate`) or revoke it, then issue.");
        return subject?.Place is not null ? null : Refusal(
            item,
            "HOUSE-REPLACE-UNLISTED",
            $"{Names} does not replace by id, so this change would be a new credential and the old one revoked; but the old one names no status list, and nobody could see that. Have it removed there, then run `conferral revoke --credential {standing.CredentialId}` and `conferral reissue --credential {standing.CredentialId}`; switch on status: in conferral.yaml, so that the new one can be revoked.");
    }

    public ReplacedCredential Amended(RecordCredential current, CredentialVersion standing) => new(standing, current.FirstId, current.Generation + 1, $"the facts changed, and {Names} does not replace by id");

    private string Names => string.Join(", ", platformsWithoutUpsert);

    public static Finding Revoked(IntakeItem item) => Refusal(
        item,
        "HOUSE-REVOKED",
        "This record's credential was revoked, and its facts have changed since. A revocation is final, so the change is not issued. `conferral show` tells when and why it was revoked. Leave the record out of the export if it is to stay so; if the learner is to have a credential again, run `conferral reissue --learner KEY --reason \"…\"`, and the next plan shows a new one.");

    public static Finding StaysRevoked(IntakeItem item) => Finding.Warning(
        "HOUSE-STAYS-REVOKED",
        "",
        "This record's credential was revoked, and the record is still in the export. Nothing is issued. `conferral show` tells when and why; `conferral reissue` asks for a new credential.",
        Reference) with { Source = item.Source };

    public static Finding OwnId(IntakeItem item) => Refusal(
        item,
        "HOUSE-REPLACE-READY-MADE",
        "A new credential was asked for in place of this revoked one, and this document brings the revoked one's id. Give it an id of its own.",
        pointer: "/id");

    private const string Reference = "docs/status.md";

    private static Finding Refusal(IntakeItem item, string rule, string message, string pointer = "") => Finding.Error(rule, pointer, message, Reference) with { Source = item.Source };
}
