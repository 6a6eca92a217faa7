// Retention in the ledger: what is old enough goes, and what proves that it was issued stays.
using System.Globalization;

namespace Conferral.Issuance.Ledger;

/// <summary>
/// What a purge would do now. <see cref="OnTheWay"/> credentials are old enough and kept because a platform has still to answer or they are being replaced, and
/// <see cref="StillExported"/> because a later run had them in its export.
/// </summary>
public sealed record RetentionSurvey(int Credentials, int Documents, long DocumentBytes, int OnTheWay, int StillExported, int BlockedLines);

/// <summary>One transaction of a purge. All zero: nothing is left to do.</summary>
public sealed record PurgedPiece(int Credentials, int Documents, int Lines)
{
    /// <summary>Decisions about clearance rules from which the learner was erased.</summary>
    public int Clearances { get; init; }

    public bool IsEmpty => Credentials == 0 && Lines == 0 && Clearances == 0;
}

/// <summary>Credentials purged on one day under one rule.</summary>
public sealed record PurgeRecord(DateOnly Day, string Rule, int Versions);

/// <summary>
/// Purges credentials whose newest version was signed before a time: the documents, the platforms' copies and addresses, the learner's
/// keys in every row, decisions about clearance rules among them, and the salts of the log. Ids, times, hashes, states and counts stay, so history, accounts and the log still add
/// up; what is purged was verified first, so that a purge covers nothing up.
/// Durability: a piece is one transaction; an interrupted purge goes on with the next call.
/// </summary>
public sealed class RetentionLedger(LedgerStore store)
{
    /// <summary>What stands where a learner's key stood.</summary>
    public const string Erased = "purged";

    internal const string Purged = "purged";
    internal const string LinesPurged = "lines-purged";

    private const int PieceSize = 200;

    // Nothing signed since, nothing on its way, and not among the learners of a later or unfinished run. $0 is the time.
    private const string OldEnough =
        "c.state = 'Signed' AND c.signed_at < $0 AND NOT EXISTS (SELECT 1 FROM credential o WHERE o.credential_id = c.credential_id AND (o.state = 'Intended' OR o.signed_at >= $0))";

    private const string OnTheWay =
        """
        (EXISTS (SELECT 1 FROM delivery d WHERE d.credential_id = c.credential_id AND d.state IN ('Pending', 'Sending', 'InDoubt'))
        OR EXISTS (SELECT 1 FROM replacement p WHERE p.credential_id = c.credential_id AND p.state IN ('Asked', 'Promised')))
        """;

    private const string StillExported =
        "c.credential_id IN (SELECT l.credential_id FROM batch_learner l JOIN batch b ON b.batch_id = l.batch_id WHERE l.credential_id IS NOT NULL AND (b.closed_at IS NULL OR b.opened_at >= $0))";

    private const string OldBlockedLines =
        "FROM batch_learner l JOIN batch b ON b.batch_id = l.batch_id WHERE l.disposition = 'Blocked' AND l.learner_key <> 'purged' AND b.closed_at < $0";

    /// <summary>Counts what <see cref="PurgeNext"/> would purge; changes nothing.</summary>
    public RetentionSurvey Survey(DateTimeOffset before) => store.Read(read =>
    {
        var time = LedgerTime.Of(before);
        using var documents = read.Query(
            $"SELECT COUNT(DISTINCT c.credential_id), COUNT(*), COALESCE(SUM(LENGTH(t.body)), 0) FROM credential c JOIN document t ON t.credential_id = c.credential_id AND t.version = c.version WHERE {OldEnough} AND NOT {OnTheWay} AND NOT {StillExported}",
            time);
        documents.Read();
        var (credentials, count, bytes) = (documents.GetInt32(0), documents.GetInt32(1), Convert.ToInt64(documents.GetValue(2), CultureInfo.InvariantCulture));
        documents.Close();
        return new RetentionSurvey(
            credentials, count, bytes,
            (int)read.Count($"SELECT COUNT(DISTINCT c.credential_id) FROM credential c WHERE {OldEnough} AND {OnTheWay}", time),
            (int)read.Count($"SELECT COUNT(DISTINCT c.credential_id) FROM credential c WHERE {OldEnough} AND NOT {OnTheWay} AND {StillExported}", time),
            (int)read.Count($"SELECT COUNT(*) {OldBlockedLines}", time));
    });

    /// <summary>
    /// Purges the next piece. <paramref name="rule"/> is kept in the history: a sentence without personal data.
    /// Errors: <see cref="LedgerCode.WrongState"/> when a row is not what its history says; nothing of the piece is purged then.
    /// </summary>
    public PurgedPiece PurgeNext(DateTimeOffset before, string rule)
    {
        store.PrepareErasing();
        return store.Write(write =>
        {
            var time = LedgerTime.Of(before);
            var ids = write.All($"SELECT DISTINCT c.credential_id FROM credential c WHERE {OldEnough} AND NOT {OnTheWay} AND NOT {StillExported} ORDER BY c.credential_id LIMIT {PieceSize}", row => row.GetString(0), time);
            var lines = new PurgedLines(write);
            var documents = 0;
            foreach (var id in ids) documents += PurgeCredential(write, id, rule);
            if (ids.Count > 0) lines.OfCredentials(ids, PieceSize);
            var erased = LogLedger.EraseSalts(write, ids);
            if (erased > 0) write.Event(LogLedger.Anonymised, null, null, detail: erased.ToString(CultureInfo.InvariantCulture));
            if (ids.Count < PieceSize) lines.OfBlocked(write.All($"SELECT l.batch_id, l.record_key {OldBlockedLines} ORDER BY l.batch_id, l.record_key LIMIT {PieceSize}", row => (row.GetString(0), row.GetString(1)), time));
            lines.Record(rule);
            return new PurgedPiece(ids.Count, documents, lines.Count) { Clearances = ids.Count < PieceSize ? ClearanceLedger.Purge(write, time, PieceSize, rule) : 0 };
        });
    }

    /// <summary>What was purged, by day and rule.</summary>
    public IReadOnlyList<PurgeRecord> Purges() => store.Read(read => read.All(
            "SELECT at / 86400000000, detail, COUNT(*) FROM event WHERE kind = 'purged' AND platform_id IS NULL GROUP BY 1, 2 ORDER BY 1, 2",
            row => new PurgeRecord(DateOnly.FromDateTime(DateTime.UnixEpoch.AddDays(row.GetInt64(0))), row.IsDBNull(1) ? "" : row.GetString(1), row.GetInt32(2))));

    private static int PurgeCredential(LedgerTransaction write, string credentialId, string rule)
    {
        write.Execute("DELETE FROM write_back WHERE (learner_key, record_key) IN (SELECT learner_key, record_key FROM credential WHERE credential_id = $0)", credentialId);
        foreach (var (version, facts) in write.All(
            $"SELECT version, {LedgerTransitions.IntentFacts} FROM credential WHERE credential_id = $0 AND learner_key <> 'purged' ORDER BY version",
            row => (row.GetInt32(0), LedgerFacts.Of(row, 1, row.FieldCount - 1)), credentialId))
        {
            var id = new CredentialVersion(credentialId, version);
            RequireUnchanged(write, id, facts);
            var erased = write.All(
                $"UPDATE credential SET state = CASE state WHEN 'Signed' THEN 'Purged' ELSE state END, learner_key = 'purged', record_key = 'purged' WHERE credential_id = $0 AND version = $1 RETURNING {LedgerTransitions.IntentFacts}",
                LedgerFacts.OfOutcome, credentialId, version)[0];
            write.Event(Purged, null, id, detail: rule, facts: erased);
        }

        PurgeDeliveries(write, credentialId, rule);
        write.Execute("DELETE FROM host_document WHERE credential_id = $0", credentialId);
        return write.Execute("DELETE FROM document WHERE credential_id = $0", credentialId);
    }

    // Addresses and ids at a platform lead to the person as surely as a key does.
    private static void PurgeDeliveries(LedgerTransaction write, string credentialId, string rule)
    {
        foreach (var (version, platform, facts) in write.All(
            $"""
            UPDATE delivery SET resource_url = NULL, host_id = NULL, detail = NULL
            WHERE credential_id = $0 AND (resource_url IS NOT NULL OR host_id IS NOT NULL OR detail IS NOT NULL) RETURNING version, platform_id, {LedgerTransitions.OutcomeFacts}
            """,
            row => (row.GetInt32(0), row.GetString(1), LedgerFacts.Of(row, 2, row.FieldCount - 2)), credentialId))
            write.Event(Purged, null, new CredentialVersion(credentialId, version), platform, rule, facts);
    }

    // A row edited by hand must not become true by being purged.
    private static void RequireUnchanged(LedgerTransaction write, CredentialVersion id, string facts)
    {
        var recorded = write.Scalar("SELECT facts FROM event WHERE credential_id = $0 AND version = $1 AND kind = 'intended'", id.CredentialId, id.Version);
        if (recorded is string was && was != facts)
            throw new LedgerException(LedgerCode.WrongState, $"{id} was changed since it was written, so it is not purged. Run `conferral audit`; nothing of this piece was purged.");
    }
}
