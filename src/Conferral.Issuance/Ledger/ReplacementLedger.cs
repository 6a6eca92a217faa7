// Replacing in the ledger: who asked for it, which credential takes whose place, and the end, where the old one is revoked.
using System.Data.Common;

namespace Conferral.Issuance.Ledger;

/// <summary>
/// The ledger as replacing sees it: a credential gives way to another of the same record, under a new id.
/// Durability: the promise of the new one and the note that it replaces the old one MUST be on disk together
/// (<see cref="SigningLedger.RecordIntents"/>), and so MUST the old one's revocation and the end of the replacement. In between the old
/// one stands, so that no crash leaves a record without a credential in force, and the next run finishes what is left.
/// </summary>
public sealed class ReplacementLedger(LedgerStore store)
{
    private const string Columns = "credential_id, state, replaced_by, first_id, generation, changed_at, reason";

    /// <summary>Replacements finished per transaction.</summary>
    private const int PieceSize = 200;

    // A platform may hold the old one when a request with it ever left; one that was refused for good is not there.
    private const string MayHold = "o.attempts > 0 AND (o.state <> 'Failed' OR o.reason_code = 'conflict')";

    /// <summary>Whether anything was ever replaced here: mostly not, and then no record need be asked about.</summary>
    public bool IsUsed => store.Read(read => read.Count("SELECT COUNT(*) FROM replacement")) > 0;

    /// <summary>The credential that speaks for the record whose first one is <paramref name="firstId"/>.</summary>
    public RecordCredential Current(string firstId) => store.Read(read => read.All($"SELECT {Columns} FROM replacement WHERE first_id = $0 ORDER BY generation DESC LIMIT 2", Read, firstId)) switch
    {
        [] => new RecordCredential(firstId, firstId, 0),
        [{ NewId: { } newId } newest, ..] when newest.State is ReplacementState.Promised or ReplacementState.Done => new RecordCredential(firstId, newId, newest.Generation) { By = newest },
        [var open, ..] rest => new RecordCredential(firstId, open.OldId, open.Generation - 1) { By = rest.ElementAtOrDefault(1), Asked = open.State == ReplacementState.Withdrawn ? null : open },
    };

    /// <summary>Whether one of these platforms may hold a version of this credential.</summary>
    public bool MayBeAt(string credentialId, IReadOnlyList<string> platformIds) => platformIds.Count > 0 && store.Read(read => read.Count(
        $"SELECT COUNT(*) FROM delivery o WHERE o.credential_id = $0 AND {MayHold} AND o.platform_id IN ({Among(platformIds, 1)})", [credentialId, .. platformIds])) > 0;

    /// <summary>Whether one of these platforms refused this version because it holds an earlier one.</summary>
    public bool WasRefusedAsKnown(CredentialVersion id, IReadOnlyList<string> platformIds) => platformIds.Count > 0 && id.Version > 1 && store.Read(read => read.Count(
        $"SELECT COUNT(*) FROM delivery o WHERE o.credential_id = $0 AND o.version = $1 AND o.state = 'Failed' AND o.reason_code = 'conflict' AND o.platform_id IN ({Among(platformIds, 2)})",
        [id.CredentialId, id.Version, .. platformIds])) > 0;

    /// <summary>
    /// Asks for a new credential in place of revoked ones; all of them or none.
    /// Errors: <see cref="LedgerCode.WrongState"/> when one of them is not revoked, or has been replaced.
    /// </summary>
    public void Ask(IReadOnlyList<StatusSubject> revoked, string reason) => store.Write(write =>
    {
        foreach (var credential in revoked)
        {
            var id = credential.Newest.CredentialId;
            var (firstId, generation) = write.All("SELECT first_id, generation FROM replacement WHERE replaced_by = $0", row => (row.GetString(0), row.GetInt32(1)), id) is [var by] ? by : (id, 0);
            var facts = write.All(
                $"""
                INSERT INTO replacement ({Columns}) SELECT $0, 'Asked', NULL, $1, $2, $3, $4 FROM status s WHERE s.credential_id = $0 AND s.state = 'Revoked'
                ON CONFLICT (credential_id) DO UPDATE SET state = 'Asked', changed_at = excluded.changed_at, reason = excluded.reason
                WHERE replacement.state = 'Withdrawn' OR (replacement.state = 'Promised' AND NOT EXISTS (SELECT 1 FROM credential n WHERE n.credential_id = replacement.replaced_by AND n.state IN {NewestVersion.SignedStates}))
                RETURNING {LedgerTransitions.ReplacementFacts}
                """,
                LedgerFacts.OfOutcome, id, firstId, generation + 1, write.Now, reason);
            if (facts is not [var written]) throw NotAsPlanned(id);
            write.Event(LedgerTransitions.ReissueAsked, null, credential.Newest, detail: reason, facts: written);
        }
    });

    /// <summary>Takes back what was asked for and not promised yet; all of it or nothing. Errors: <see cref="LedgerCode.WrongState"/>.</summary>
    public void TakeBack(IReadOnlyList<StatusSubject> asked, string reason) => store.Write(write =>
    {
        foreach (var credential in asked)
        {
            var facts = write.All(
                $"UPDATE replacement SET state = 'Withdrawn', changed_at = $1, reason = $2 WHERE credential_id = $0 AND state = 'Asked' RETURNING {LedgerTransitions.ReplacementFacts}",
                LedgerFacts.OfOutcome, credential.Newest.CredentialId, write.Now, reason);
            if (facts is not [var written]) throw NotAsPlanned(credential.Newest.CredentialId);
            write.Event(LedgerTransitions.ReissueWithdrawn, null, credential.Newest, detail: reason, facts: written);
        }
    });

    /// <summary>
    /// Finishes every replacement whose new credential is signed, in force, and accepted at each of <paramref name="platformIds"/> that may
    /// hold the old one: the old one is revoked and the replacement done, in one transaction. Answers how many.
    /// </summary>
    public int Complete(IReadOnlyList<string> platformIds)
    {
        for (var completed = 0; ;)
        {
            var ready = store.Read(read => read.All(ReadyQuery(platformIds), row => (Old: new CredentialVersion(row.GetString(0), row.GetInt32(1)), NewId: row.GetString(2)), [.. platformIds]));
            if (ready.Count == 0) return completed;
            store.Write(write =>
            {
                foreach (var (old, newId) in ready) Complete(write, old, newId);
            });
            completed += ready.Count;
        }
    }

    /// <summary>Replacements that are asked for or promised and not done, by the old credential's id.</summary>
    public IReadOnlyList<Replacement> Open() => store.Read(read => read.All($"SELECT {Columns} FROM replacement WHERE state IN ('Asked', 'Promised') ORDER BY credential_id", Read));

    /// <summary>What takes this credential's place, and whose place it took.</summary>
    public (Replacement? By, Replacement? Of) Of(string credentialId) => store.Read(read => (
        read.All($"SELECT {Columns} FROM replacement WHERE credential_id = $0 AND state <> 'Withdrawn'", Read, credentialId).SingleOrDefault(),
        read.All($"SELECT {Columns} FROM replacement WHERE replaced_by = $0", Read, credentialId).SingleOrDefault()));

    /// <summary>Notes in the transaction of an intent what it takes the place of; once, however often the intent is made anew.</summary>
    internal static void Promise(LedgerTransaction write, string batchId, ReplacedCredential old, string newId)
    {
        var facts = write.All(
            $"""
            INSERT INTO replacement ({Columns}) VALUES ($0, 'Promised', $1, $2, $3, $4, $5)
            ON CONFLICT (credential_id) DO UPDATE SET state = 'Promised', replaced_by = excluded.replaced_by, changed_at = excluded.changed_at WHERE replacement.state = 'Asked'
            RETURNING {LedgerTransitions.ReplacementFacts}
            """,
            LedgerFacts.OfOutcome, old.Old.CredentialId, newId, old.FirstId, old.Generation, write.Now, old.Reason);
        if (facts is [var written]) write.Event("replacing", batchId, old.Old, detail: $"by {newId}: {old.Reason}", facts: written);
    }

    private static void Complete(LedgerTransaction write, CredentialVersion old, string newId)
    {
        var reason = $"replaced by {newId}";
        var revoked = write.Execute(
            "INSERT INTO status (credential_id, state, changed_at, reason) VALUES ($0, 'Revoked', $1, $2) ON CONFLICT (credential_id) DO UPDATE SET state = 'Revoked', changed_at = $1, reason = $2 WHERE status.state IN ('Active', 'Suspended')",
            old.CredentialId, write.Now, reason);
        if (revoked == 1) write.Event("replaced", null, old, detail: reason, facts: LedgerFacts.Of(write.Now, reason));
        var facts = write.All(
            $"UPDATE replacement SET state = 'Done', changed_at = $1 WHERE credential_id = $0 AND state = 'Promised' RETURNING {LedgerTransitions.ReplacementFacts}", LedgerFacts.OfOutcome, old.CredentialId, write.Now);
        if (facts is not [var written]) throw NotAsPlanned(old.CredentialId);
        write.Event("replacement-done", null, old, detail: reason, facts: written);
    }

    // The successor is the newest of the record that was signed: one that was replaced itself before it was accepted counts no more.
    private static string ReadyQuery(IReadOnlyList<string> platformIds) =>
        $"""
        SELECT c.credential_id, c.version, h.replaced_by FROM replacement r
        JOIN replacement h ON h.first_id = r.first_id AND h.generation = (
            SELECT MAX(x.generation) FROM replacement x JOIN credential n ON n.credential_id = x.replaced_by AND n.state IN {NewestVersion.SignedStates} WHERE x.first_id = r.first_id)
        JOIN credential c ON c.credential_id = r.credential_id AND c.state IN {NewestVersion.SignedStates} AND {NewestVersion.OfItsId}
        WHERE r.state = 'Promised' AND h.generation >= r.generation
          AND NOT EXISTS (SELECT 1 FROM status s WHERE s.credential_id = h.replaced_by AND s.state = 'Revoked')
          AND NOT EXISTS (
            SELECT 1 FROM delivery o WHERE o.credential_id = r.credential_id AND {MayHold} AND o.platform_id IN ({Among(platformIds, 0)})
              AND NOT EXISTS (SELECT 1 FROM delivery n WHERE n.credential_id = h.replaced_by AND n.platform_id = o.platform_id AND n.state IN ('Delivered', 'WrittenBack')))
        ORDER BY r.credential_id LIMIT {PieceSize}
        """;

    private static string Among(IReadOnlyList<string> values, int first) => values.Count == 0 ? "''" : string.Join(", ", values.Select((_, i) => $"${first + i}"));

    private static LedgerException NotAsPlanned(string credentialId)
        => new(LedgerCode.WrongState, $"{credentialId} stands otherwise than when this was planned, so nothing was changed for anybody. Run the command again; `conferral show` tells how it stands.");

    private static Replacement Read(DbDataReader row) => new(
        row.GetString(0), Enum.Parse<ReplacementState>(row.GetString(1)), row.IsDBNull(2) ? null : row.GetString(2), row.GetString(3), row.GetInt32(4), LedgerTime.From(row.GetInt64(5)), row.GetString(6));
}
