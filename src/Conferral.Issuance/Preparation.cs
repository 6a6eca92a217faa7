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

    /// <summary>The credential this one takes the place of under its new id.</summary>
    public ReplacedCredential? Replaces { get; init; }
}

/// <summary>Decides for one learner at a time what <c>plan</c> shows and <c>issue</c> carries out. Safe for concurrent use.</summary>
internal sealed class Preparation(ClearanceGate gate, Composer composer, Validator validator, SigningLedger? ledger, Replacing? replacing)
{
    /// <summary>
    /// <paramref name="asOf"/> is the time amendments take effect: the batch's opening, so that a resumed batch composes the same drafts.
    /// </summary>
    public Prepared Prepare(IntakeItem item, DateTimeOffset asOf)
    {
        item = gate.Pass(item);
        if (item.IsBlocked) return Blocked(item, item.LearnerKey, item.Findings);
        var current = composer.FirstIdOf(item) is { } firstId ? replacing?.Current(firstId) : null;
        var draft = composer.Compose(item, generation: current?.Generation ?? 0);
        current ??= new RecordCredential(draft.CredentialId, draft.CredentialId, 0);
        var recordKey = item.ReadyMade is null ? item.LearnerKey : draft.CredentialId;
        if (draft.Findings.Any(IsError)) return Blocked(item, recordKey, draft.Findings);

        var (signed, intended) = ledger?.FindStanding(draft.CredentialId) ?? default;
        if (signed is null) return current.By is { } promised ? Replace(item, recordKey, current, promised, intended, asOf) : Decide(item, recordKey, draft, null, intended);
        if (current.Asked is { } asked) return Replace(item, recordKey, current, signed, null, new ReplacedCredential(signed.Id, current.FirstId, current.Generation + 1, asked.Reason), asOf);

        var isSame = intended is null && signed.Fingerprint == draft.Fingerprint;
        if (replacing?.IsRevoked(signed.Id.CredentialId) == true) return isSame ? Unchanged(item, recordKey, signed, [.. draft.Findings, Replacing.StaysRevoked(item)]) : Blocked(item, recordKey, [.. draft.Findings, Replacing.Revoked(item)]);
        if (isSame && replacing?.IsStuck(signed.Id) != true) return Unchanged(item, recordKey, signed, draft.Findings);
        if (replacing?.MustReplace(signed.Id.CredentialId) != true) return Decide(item, recordKey, composer.Compose(item, AmendmentTime(asOf, signed), current.Generation), signed, intended);
        if (replacing.WhyNot(item, signed.Id) is { } refusal) return Blocked(item, recordKey, [.. draft.Findings, refusal]);
        return Replace(item, recordKey, current, signed, null, replacing.Amended(current, signed.Id), asOf);
    }

    /// <summary>A replacement that was promised and not signed: it goes on, unless the credential it was promised for was revoked since.</summary>
    private Prepared Replace(IntakeItem item, string recordKey, RecordCredential current, Replacement promised, IssuedCredential? intended, DateTimeOffset asOf)
    {
        var (old, _) = ledger!.FindStanding(promised.OldId);
        if (old is null) throw new LedgerException(LedgerCode.Damaged, $"{promised.OldId} is to be replaced and was never signed. Run `conferral audit`.");
        if (replacing!.WasRevokedSince(promised)) return Blocked(item, recordKey, [.. item.Findings, Replacing.Revoked(item)]);
        return Replace(item, recordKey, current with { Generation = promised.Generation - 1 }, old, intended, new ReplacedCredential(old.Id, promised.FirstId, promised.Generation, promised.Reason), asOf);
    }

    private Prepared Replace(IntakeItem item, string recordKey, RecordCredential current, IssuedCredential old, IssuedCredential? intended, ReplacedCredential replaced, DateTimeOffset asOf)
    {
        if (item.ReadyMade is not null) return Blocked(item, recordKey, [.. item.Findings, Replacing.OwnId(item)]);
        var draft = composer.Compose(item, AmendmentTime(asOf, old), current.Generation + 1);
        return Decide(item, recordKey, draft, old, intended) with { Replaces = replaced };
    }

    private Prepared Decide(IntakeItem item, string recordKey, DraftClr draft, IssuedCredential? before, IssuedCredential? intended)
    {
        var validation = validator.Validate(draft);
        if (validation.Clr is not { } clr) return Blocked(item, recordKey, validation.Findings);
        if (ReadValidFrom(draft) is not { } validFrom) return Blocked(item, recordKey, [.. validation.Findings, Unreadable(item)]);
        if (before is not null && validFrom <= before.ValidFrom) return Blocked(item, recordKey, [.. validation.Findings, NotLater(item)]);

        return new Prepared(Line(item, recordKey, before is null ? Disposition.New : Disposition.Amended), validation.Findings)
        {
            Clr = clr,
            ValidFrom = validFrom,
            Amends = before?.Id,
            Standing = intended is not null && intended.DraftSha256 == draft.Sha256 ? intended.Intent : null,
        };
    }

    private static Prepared Unchanged(IntakeItem item, string recordKey, IssuedCredential signed, IReadOnlyList<Finding> findings)
        => new(Line(item, recordKey, Disposition.Unchanged) with { Credential = signed.Id }, findings);

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
