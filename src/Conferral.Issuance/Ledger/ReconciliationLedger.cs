// Reading a platform back, in the ledger: how far it came, what it showed, and what that means beside our own rows.
using System.Data.Common;

namespace Conferral.Issuance.Ledger;

/// <summary>
/// The ledger as reconciling sees it. Bounds: one row per credential the platform shows, none of it in memory.
/// Durability: a page's finds and where to go on are on disk together; an interrupted reading goes on there.
/// </summary>
public sealed class ReconciliationLedger(LedgerStore store)
{
    private const int Page = 500;

    // Delivered before the reading began, not shown by it, not replaced there by a later version, and not revoked: what was taken back need not be there.
    private const string Missing =
        """
        FROM delivery d JOIN credential c ON c.credential_id = d.credential_id AND c.version = d.version
        WHERE d.platform_id = $0 AND d.state IN ('Delivered', 'WrittenBack')
          AND NOT EXISTS (SELECT 1 FROM status s WHERE s.credential_id = d.credential_id AND s.state = 'Revoked')
          AND d.submitted_at <= (SELECT started_at FROM reconciliation r WHERE r.platform_id = $0)
          AND NOT EXISTS (SELECT 1 FROM reconciliation_find f WHERE f.platform_id = $0 AND f.credential_id = d.credential_id)
          AND NOT EXISTS (SELECT 1 FROM delivery later WHERE later.platform_id = $0 AND later.credential_id = d.credential_id AND later.version > d.version AND later.state IN ('Delivered', 'WrittenBack'))
        """;

    private const string Drifting = "FROM reconciliation_find f WHERE f.platform_id = $0 AND (f.kind <> 'Equal' OR f.times > 1)";

    /// <summary>Takes up the reading that was interrupted after <paramref name="notBefore"/>, or begins a new one.</summary>
    public Reconciliation BeginOrResume(string platformId, DateTimeOffset notBefore) => store.Write(write =>
    {
        using (var rows = write.Query("SELECT started_at, next_url, shown FROM reconciliation WHERE platform_id = $0 AND finished_at IS NULL AND next_url IS NOT NULL AND started_at >= $1", platformId, LedgerTime.Of(notBefore)))
        {
            if (rows.Read()) return new Reconciliation(platformId, LedgerTime.From(rows.GetInt64(0)), rows.GetString(1), rows.GetInt64(2));
        }

        write.Execute("DELETE FROM reconciliation_find WHERE platform_id = $0", platformId);
        write.Execute("DELETE FROM reconciliation WHERE platform_id = $0", platformId);
        write.Execute("INSERT INTO reconciliation (platform_id, started_at, pages, shown) VALUES ($0, $1, 0, 0)", platformId, write.Now);
        return new Reconciliation(platformId, LedgerTime.From(write.Now), null, 0);
    });

    /// <summary>What one page showed; <paramref name="nextUrl"/> null ends the reading.</summary>
    public void RecordPage(string platformId, IReadOnlyList<ReadBackFind> finds, string? nextUrl) => store.Write(write =>
    {
        foreach (var find in finds) Put(write, platformId, find);
        write.Execute(
            "UPDATE reconciliation SET pages = pages + 1, shown = shown + $0, next_url = $1, finished_at = CASE WHEN $1 IS NULL THEN $2 END WHERE platform_id = $3",
            finds.Count, nextUrl, write.Now, platformId);
    });

    /// <summary>A credential the list left out, found at its own address.</summary>
    public void RecordFound(string platformId, ReadBackFind find) => store.Write(write => Put(write, platformId, find));

    /// <summary>The versions of a credential that were ever meant for this platform, newest first.</summary>
    public IReadOnlyList<StandingThere> Standing(string platformId, string credentialId) => store.Read(read => read.All(
        "SELECT d.version, d.state, c.document_sha256 FROM delivery d JOIN credential c ON c.credential_id = d.credential_id AND c.version = d.version WHERE d.platform_id = $0 AND d.credential_id = $1 ORDER BY d.version DESC",
        row => new StandingThere(new CredentialVersion(credentialId, row.GetInt32(0)), Enum.Parse<DeliveryState>(row.GetString(1)), row.GetString(2)),
        platformId, credentialId));

    /// <summary>How many credentials the platform showed, of each kind; missing and doubled ones beside.</summary>
    public ReconciliationCount Count(string platformId) => store.Read(read => new ReconciliationCount(
        platformId,
        read.All("SELECT kind, COUNT(*) FROM reconciliation_find WHERE platform_id = $0 GROUP BY kind", row => (Enum.Parse<DriftKind>(row.GetString(0)), row.GetInt32(1)), platformId).ToDictionary(),
        (int)read.Count("SELECT COUNT(*) FROM reconciliation_find WHERE platform_id = $0 AND times > 1", platformId),
        (int)read.Count($"SELECT COUNT(*) {Missing}", platformId)));

    /// <summary>Every credential that is not there as the ledger has it, missing ones first.</summary>
    public IEnumerable<Drift> Drifts(string platformId)
    {
        for (var after = ""; ;)
        {
            var from = after;
            var page = store.Read(read => read.All(
                $"SELECT c.learner_key, d.credential_id, d.version, d.resource_url, d.state {Missing} AND d.credential_id > $1 ORDER BY d.credential_id LIMIT {Page}",
                row => new Drift(DriftKind.Missing, row.GetString(0), row.GetString(1), row.GetInt32(2), Text(row, 3), row.GetString(4), 0),
                platformId, from));
            foreach (var drift in page) yield return drift;
            if (page.Count < Page) break;
            after = page[^1].CredentialId;
        }

        for (var after = ""; ;)
        {
            var from = after;
            var page = store.Read(read => read.All($"{FindColumns} {Drifting} AND f.name > $1 ORDER BY f.name LIMIT {Page}", ReadFind, platformId, from));
            foreach (var (_, drift) in page) yield return drift;
            if (page.Count < Page) yield break;
            after = page[^1].Name;
        }
    }

    /// <summary>Puts what is missing there back to Pending: the same bytes go again. Each leaves an event.</summary>
    public int SendMissingAgain(string platformId, string reasonCode, string why) => store.Write(write =>
    {
        var missing = write.All($"SELECT d.credential_id, d.version {Missing}", row => new CredentialVersion(row.GetString(0), row.GetInt32(1)), platformId);
        foreach (var id in missing)
        {
            var facts = write.All(
                $"UPDATE delivery SET state = 'Pending', may_be_sent = 0, reason_code = $0, detail = $1 WHERE credential_id = $2 AND version = $3 AND platform_id = $4 RETURNING {LedgerTransitions.OutcomeFacts}",
                LedgerFacts.OfOutcome,
                reasonCode, why, id.CredentialId, id.Version, platformId)[0];
            write.Event("missing-there", null, id, platformId, why, facts);
        }

        return missing.Count;
    });

    private const string FindColumns =
        """
        SELECT f.name, f.kind, f.credential_id, f.version, f.times,
            (SELECT c.learner_key FROM credential c WHERE c.credential_id = f.credential_id ORDER BY c.version DESC LIMIT 1),
            (SELECT d.state FROM delivery d WHERE d.platform_id = f.platform_id AND d.credential_id = f.credential_id ORDER BY d.version DESC LIMIT 1),
            (SELECT d.resource_url FROM delivery d WHERE d.platform_id = f.platform_id AND d.credential_id = f.credential_id ORDER BY d.version DESC LIMIT 1)
        """;

    private static (string Name, Drift Drift) ReadFind(DbDataReader row)
        => (row.GetString(0), new Drift(Enum.Parse<DriftKind>(row.GetString(1)), Text(row, 5), Text(row, 2) ?? row.GetString(0), row.IsDBNull(3) ? null : row.GetInt32(3), Text(row, 7), Text(row, 6), row.GetInt32(4)));

    private static void Put(LedgerTransaction write, string platformId, ReadBackFind find) => write.Execute(
        """
        INSERT INTO reconciliation_find (platform_id, name, credential_id, version, kind, times, sha256) VALUES ($0, $1, $2, $3, $4, 1, $5)
        ON CONFLICT (platform_id, name) DO UPDATE SET times = reconciliation_find.times + 1, kind = CASE WHEN reconciliation_find.kind = 'Equal' THEN excluded.kind ELSE reconciliation_find.kind END
        """,
        platformId, find.Name, find.Credential?.CredentialId, find.Credential?.Version, find.Kind.ToString(), find.Sha256);

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
