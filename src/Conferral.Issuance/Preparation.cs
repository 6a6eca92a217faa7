// What is decided for one learner before anything is promised: clear, compose, compare with what was issued, validate.
using System.Text.Json;
using Conferral.Credentials;
using Conferral.Credentials.Proofs;
using Conferral.Issuance.Clear;
using Conferral.Issuance.Compose;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Read;
using Conferral.Issuance.Validate;

namespace Conferral.Issuance;

/// <summary>
/// The decision for one learner. <see cref="Clr"/> is set for New and Amended only; <see cref="Standing"/> is the intent to take
/// up again when an earlier run promised exactly this draft and did not get to sign it.
/// </summary>
internal sealed record Prepared(BatchLearner Learner, IReadOnlyList<Finding> Findings)
{
    public ValidatedClr? Clr { get; init; }

    public DateTimeOffset ValidFrom { get; init; }

    /// <summary>The signed version an amendment takes the place of.</summary>
    public CredentialVersion? Amends { get; init; }

    public SigningIntent? Standing { get; init; }
}

/// <summary>Decides for one learner at a time what <c>plan</c> shows and <c>issue</c> carries out. Safe for concurrent use.</summary>
internal sealed class Preparation(ClearanceGate gate, Composer composer, Validator validator, SigningLedger? ledger)
{
    /// <summary>
    /// <paramref name="asOf"/> is the time amendments take effect: the batch's opening, so that a resumed batch composes the same drafts.
    /// </summary>
    public Prepared Prepare(IntakeItem item, DateTimeOffset asOf)
    {
        item = gate.Pass(item);
        if (item.IsBlocked) return Blocked(item, item.LearnerKey, item.Findings);
        var draft = composer.Compose(item);
        var recordKey = item.ReadyMade is null ? item.LearnerKey : draft.CredentialId;
        if (draft.Findings.Any(IsError)) return Blocked(item, recordKey, draft.Findings);

        var (signed, intended) = ledger?.FindStanding(draft.CredentialId) ?? default;
        if (signed is not null && intended is null && signed.Fingerprint == draft.Fingerprint)
            return new Prepared(Line(item, recordKey, Disposition.Unchanged) with { Credential = signed.Id }, draft.Findings);
        if (signed is not null && ledger!.IsRevoked(signed.Id.CredentialId)) return Blocked(item, recordKey, [.. draft.Findings, Revoked(item)]);
        if (signed is not null) draft = composer.Compose(item, AmendmentTime(asOf, signed));

        var validation = validator.Validate(draft);
        if (validation.Clr is not { } clr) return Blocked(item, recordKey, validation.Findings);
        if (ReadValidFrom(draft) is not { } validFrom) return Blocked(item, recordKey, [.. validation.Findings, Unreadable(item)]);
        if (signed is not null && validFrom <= signed.ValidFrom) return Blocked(item, recordKey, [.. validation.Findings, NotLater(item)]);

        return new Prepared(Line(item, recordKey, signed is null ? Disposition.New : Disposition.Amended), validation.Findings)
        {
            Clr = clr,
            ValidFrom = validFrom,
            Amends = signed?.Id,
            Standing = intended is not null && intended.DraftSha256 == draft.Sha256 ? intended.Intent : null,
        };
    }

    // An amendment must be the later one in the eyes of a platform that compares validFrom (clr2.md §4, upsert equality).
    private static DateTimeOffset AmendmentTime(DateTimeOffset asOf, IssuedCredential signed)
    {
        var earliest = signed.ValidFrom.AddSeconds(1);
        var whole = asOf.AddTicks(-(asOf.Ticks % TimeSpan.TicksPerSecond));
        return whole > earliest ? whole : earliest;
    }

    private static Finding NotLater(IntakeItem item) => Finding.Error(
        "HOUSE-AMENDMENT-DATE",
        "/validFrom",
        "This credential was issued before with other content. Give the changed document a later validFrom, or platforms will keep the old one.",
        "CLR 2.0 upsertCredential") with { Source = item.Source };

    private static Finding Revoked(IntakeItem item) => Finding.Error(
        "HOUSE-REVOKED",
        "",
        "This record's credential was revoked, and its facts have changed since. A revocation is final, so the change is not issued. `conferral show` tells when and why it was revoked; leave the record out of the export if it is to stay so.",
        "docs/status.md") with { Source = item.Source };

    private static Finding Unreadable(IntakeItem item) => Finding.Error(
        "VCDM-DATE-TIME",
        "/validFrom",
        "The validFrom cannot be compared with that of other versions. Write it with a zone, as 2026-05-16T00:00:00Z.",
        "VCDM 2.0, 5.8 Representing Time") with { Source = item.Source };

    private static Prepared Blocked(IntakeItem item, string recordKey, IReadOnlyList<Finding> findings) => new(
        Line(item, recordKey, Disposition.Blocked) with { ReasonCode = findings.First(IsError).RuleId, Findings = findings },
        findings);

    private static BatchLearner Line(IntakeItem item, string recordKey, Disposition disposition)
        => new() { LearnerKey = item.LearnerKey, RecordKey = recordKey, Disposition = disposition, Source = item.Source };

    private static bool IsError(Finding finding) => finding.Severity == Severity.Error;

    private static DateTimeOffset? ReadValidFrom(DraftClr draft)
    {
        var reader = new Utf8JsonReader(draft.Utf8Json.Span);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals("validFrom"u8);
            reader.Read();
            if (found) return XsdDateTime.TryRead(reader.GetString(), out var time) ? time : null;
            reader.Skip();
        }

        return null;
    }
}
