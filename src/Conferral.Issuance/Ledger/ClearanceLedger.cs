// Decisions of people to issue in spite of a clearance rule, in the ledger and its log.
using System.Data.Common;
using System.Globalization;

namespace Conferral.Issuance.Ledger;

/// <summary>
/// One decision. It holds for this learner and rule alone: up to and including <see cref="Until"/>, or, without a day, while the facts
/// have the digest <see cref="FactsSha256"/>. <see cref="Reason"/> and <see cref="By"/> are the person's own words.
/// </summary>
public sealed record ClearanceDecision
{
    public long Number { get; init; }

    public required string LearnerKey { get; init; }

    public required string RuleId { get; init; }

    public required string FactsSha256 { get; init; }

    public DateOnly? Until { get; init; }

    public required string Reason { get; init; }

    public required string By { get; init; }

    public DateTimeOffset DecidedAt { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }
}

/// <summary>
/// The ledger as a person clears a learner. Every decision and every revocation is an event, with the hash of the row it wrote.
/// Errors: <see cref="LedgerException"/> with <see cref="LedgerCode.WrongState"/> for a decision that does not stand.
/// </summary>
public sealed class ClearanceLedger(LedgerStore store)
{
    internal const string Cleared = "cleared";
    internal const string Revoked = "clearance-revoked";
    internal const string Purged = "clearance-purged";
    internal const string Columns = "clearance_id, learner_key, rule_id, facts_sha256, until_day, reason, decided_by, decided_at, revoked_at";

    private const string DetailStart = "decision ";

    // Older than $0, and nothing else in the ledger names the learner any more.
    private const string OldAndAlone =
        "FROM clearance WHERE decided_at < $0 AND learner_key <> 'purged' AND learner_key NOT IN (SELECT learner_key FROM credential) AND learner_key NOT IN (SELECT learner_key FROM batch_learner)";

    /// <summary>The number of the decision an event tells of; 0 where it tells of none.</summary>
    internal static long NumberOf(string? detail)
        => detail?.Split(' ', ':') is [_, var number, ..] && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var found) ? found : 0;

    /// <summary>Records a decision and gives it back with its number.</summary>
    public ClearanceDecision Record(ClearanceDecision decision) => store.Write(write =>
    {
        var number = (long)write.Scalar("SELECT COALESCE(MAX(clearance_id), 0) + 1 FROM clearance")!;
        var until = decision.Until?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var facts = write.All(
            $"INSERT INTO clearance (clearance_id, learner_key, rule_id, facts_sha256, until_day, reason, decided_by, decided_at) VALUES ($0, $1, $2, $3, $4, $5, $6, $7) RETURNING {Columns}",
            row => LedgerFacts.Of(row, 0, row.FieldCount),
            number, decision.LearnerKey, decision.RuleId, decision.FactsSha256, until, decision.Reason, decision.By, write.Now);
        write.Event(Cleared, null, null, detail: $"{DetailStart}{number} about {decision.RuleId} by {decision.By}: {decision.Reason}", facts: facts[0]);
        return decision with { Number = number, DecidedAt = LedgerTime.From(write.Now) };
    });

    /// <summary>Takes a decision back; the next plan asks again.</summary>
    public ClearanceDecision Revoke(long number, string by, string reason) => store.Write(write =>
    {
        var revoked = write.All(
            $"UPDATE clearance SET revoked_at = $0 WHERE clearance_id = $1 AND revoked_at IS NULL RETURNING {Columns}",
            row => (Decision: Read(row), Facts: LedgerFacts.Of(row, 0, row.FieldCount)),
            write.Now, number);
        if (revoked is not [var only]) throw new LedgerException(LedgerCode.WrongState, $"There is no decision {number} that stands. `conferral clear` lists those that do.");
        write.Event(Revoked, null, null, detail: $"{DetailStart}{number} about {only.Decision.RuleId} by {by}: {reason}", facts: only.Facts);
        return only.Decision;
    });

    /// <summary>Decisions that were not revoked, of one learner where given, oldest first. Those up to a day may have run out.</summary>
    public IReadOnlyList<ClearanceDecision> Standing(string? learnerKey = null) => store.Read(read => read.All(
        $"SELECT {Columns} FROM clearance WHERE revoked_at IS NULL AND learner_key <> 'purged' AND ($0 = '' OR learner_key = $0) ORDER BY clearance_id", Read, learnerKey ?? ""));

    /// <summary>
    /// Erases the learner from decisions of before a time, unless something else still names them; who decided, when and why stays. A row that
    /// is not what its last event says is refused.
    /// </summary>
    internal static int Purge(LedgerTransaction write, long before, int most, string rule)
    {
        var old = write.All($"SELECT {Columns} {OldAndAlone} ORDER BY clearance_id LIMIT {most}", row => (Number: row.GetInt64(0), Facts: LedgerFacts.Of(row, 0, row.FieldCount)), before);
        if (old.Count == 0) return 0;
        var recorded = write.All("SELECT detail, facts FROM event WHERE kind IN ('cleared', 'clearance-revoked') ORDER BY seq", row => (Number: NumberOf(row.GetString(0)), Facts: row.GetString(1)))
            .GroupBy(decision => decision.Number).ToDictionary(group => group.Key, group => group.Last().Facts);
        foreach (var (number, facts) in old)
        {
            if (recorded.GetValueOrDefault(number) != facts)
                throw new LedgerException(LedgerCode.WrongState, $"Clearance decision {number} was changed since it was written, so it is not purged. Run `conferral audit`; nothing of this piece was purged.");
            var erased = write.All($"UPDATE clearance SET learner_key = 'purged' WHERE clearance_id = $0 RETURNING {Columns}", row => LedgerFacts.Of(row, 0, row.FieldCount), number)[0];
            write.Event(Purged, null, null, detail: $"{DetailStart}{number}: {rule}", facts: erased);
        }

        return old.Count;
    }

    private static ClearanceDecision Read(DbDataReader row) => new()
    {
        Number = row.GetInt64(0),
        LearnerKey = row.GetString(1),
        RuleId = row.GetString(2),
        FactsSha256 = row.GetString(3),
        Until = row.IsDBNull(4) ? null : DateOnly.ParseExact(row.GetString(4), "yyyy-MM-dd", CultureInfo.InvariantCulture),
        Reason = row.GetString(5),
        By = row.GetString(6),
        DecidedAt = LedgerTime.From(row.GetInt64(7)),
        RevokedAt = row.IsDBNull(8) ? null : LedgerTime.From(row.GetInt64(8)),
    };
}
