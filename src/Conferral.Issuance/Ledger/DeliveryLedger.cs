// Delivering and writing back in the ledger: what waits, what was claimed, what the platform said.
using System.Data.Common;
using System.Runtime.CompilerServices;

namespace Conferral.Issuance.Ledger;

/// <summary>The ledger as delivering and writing back see it.</summary>
public sealed class DeliveryLedger(LedgerStore store) : IDeliveryLedger, IWriteBackLedger
{
    private const int ReadPage = 500;

    // A claim is under way while another process that made it lives ($1 is one's own epoch: a run begins with nothing under way).
    private const string NotUnderWay =
        "NOT EXISTS (SELECT 1 FROM worker w WHERE w.epoch = delivery.claimed_by AND w.epoch <> $1 AND w.ended_at IS NULL)";

    /// <summary>Every delivery, and every newest signed version that waits for no platform, as one with an empty platform.</summary>
    internal const string EveryRow =
        $"""
        FROM credential c LEFT JOIN delivery d ON c.credential_id = d.credential_id AND c.version = d.version
        WHERE c.state = 'Signed' AND (d.credential_id IS NOT NULL OR {NewestVersion.OfItsRecord})
        """;

    internal const string DeliveryColumns =
        $"""
        c.credential_id, c.version, c.learner_key, c.record_key, c.batch_id, COALESCE(d.platform_id, ''), COALESCE(d.state, 'Pending'), c.document_sha256, c.signed_at, c.verification_method,
        COALESCE(d.attempts, 0), d.submitted_at, d.http_status, d.resource_url, d.host_id, d.reason_code, d.detail, d.written_back_at, NOT ({NewestVersion.OfItsRecord}),
        (SELECT s.state FROM status s WHERE s.credential_id = c.credential_id), (SELECT p.credential_id FROM replacement p WHERE p.replaced_by = c.credential_id)
        """;

    /// <summary>Makes sure that every newest signed version waits for this platform, and that superseded, replaced and revoked ones do not.</summary>
    public Task<int> EnqueueAsync(string platformId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(store.Write(write =>
        {
            write.EndTheDead();
            var queued = write.All(
                $"""
                INSERT INTO delivery (credential_id, version, platform_id, state, attempts, may_be_sent, queue_order)
                SELECT c.credential_id, c.version, $0, 'Pending', 0, 0, c.first_created FROM credential c
                WHERE c.state = 'Signed' AND {NewestVersion.OfItsRecord}
                  AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.credential_id = c.credential_id AND d.version = c.version AND d.platform_id = $0)
                ON CONFLICT (credential_id, version, platform_id) DO NOTHING
                RETURNING credential_id, version
                """,
                ReadId,
                platformId);
            foreach (var id in queued) write.Event("queued", null, id, platformId);
            var superseded = write.All(
                $"""
                UPDATE delivery SET state = 'Superseded', claimed_by = NULL WHERE platform_id = $0 AND (state = 'Pending' OR (state = 'Sending' AND {NotUnderWay})) AND (
                    EXISTS (SELECT 1 FROM credential c WHERE c.credential_id = delivery.credential_id AND c.version = delivery.version AND NOT ({NewestVersion.OfItsRecord}))
                    OR EXISTS (SELECT 1 FROM status r WHERE r.credential_id = delivery.credential_id AND r.state = 'Revoked'))
                RETURNING credential_id, version
                """,
                ReadId,
                platformId, write.Epoch);
            foreach (var id in superseded) write.Event("superseded", null, id, platformId);
            return queued.Count;
        }));
    }

    public Task<int> ReleaseInterruptedAsync(string platformId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(store.Write(write =>
        {
            write.EndTheDead();
            var released = write.All(
                $"""
                UPDATE delivery SET state = 'Pending', may_be_sent = 1, claimed_by = NULL WHERE platform_id = $0 AND state = 'Sending' AND {NotUnderWay}
                RETURNING credential_id, version
                """,
                ReadId,
                platformId, write.Epoch);
            foreach (var id in released) write.Event("released", null, id, platformId);
            return released.Count;
        }));
    }

    public Task<int> CountPendingAsync(string platformId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(store.Read(read => (int)read.Count("SELECT COUNT(*) FROM delivery WHERE platform_id = $0 AND state = 'Pending'", platformId)));
    }

    public Task<IReadOnlyList<ClaimedDelivery>> ClaimAsync(string platformId, int max, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(store.Write(write =>
        {
            var claimed = new List<ClaimedDelivery>();
            using (var rows = write.Query(
                $"""
                SELECT d.credential_id, d.version, c.learner_key, c.document_sha256, d.attempts, d.may_be_sent, t.codec, t.body, d.reason_code
                FROM delivery d
                JOIN credential c ON c.credential_id = d.credential_id AND c.version = d.version
                JOIN document t ON t.credential_id = d.credential_id AND t.version = d.version
                WHERE d.platform_id = $0 AND d.state = 'Pending'
                ORDER BY d.queue_order LIMIT $1{write.SkipLocked("d")}
                """,
                platformId, max))
            {
                while (rows.Read())
                {
                    var id = new CredentialVersion(rows.GetString(0), rows.GetInt32(1));
                    var bytes = DocumentCodec.Unpack(id, rows.GetString(6), (byte[])rows[7]);
                    claimed.Add(new ClaimedDelivery(id, rows.GetString(2), platformId, bytes, rows.GetString(3), rows.GetInt32(4), rows.GetInt64(5) != 0, rows.IsDBNull(8) ? null : rows.GetString(8)));
                }
            }

            foreach (var delivery in claimed)
            {
                write.Execute(
                    "UPDATE delivery SET state = 'Sending', attempts = attempts + 1, claimed_by = $3 WHERE credential_id = $0 AND version = $1 AND platform_id = $2",
                    delivery.Id.CredentialId, delivery.Id.Version, platformId, write.Epoch);
                write.Event("sending", null, delivery.Id, platformId);
            }

            return (IReadOnlyList<ClaimedDelivery>)claimed;
        }));
    }

    public Task RecordOutcomesAsync(IReadOnlyList<DeliveryOutcome> outcomes, CancellationToken cancellationToken)
    {
        // An answer that has arrived is recorded even when the run is being cancelled.
        store.Write(write =>
        {
            foreach (var outcome in outcomes) RecordOutcome(write, outcome);
        });
        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<LedgerDelivery> ReadDeliveriesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var after = ("", "", 0L, "");
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var from = after;
            var page = store.Read(read => ReadPageAfter(read, from));
            foreach (var delivery in page) yield return delivery;
            if (page.Count < ReadPage) yield break;
            var last = page[^1];
            after = (last.LearnerKey, last.Id.CredentialId, last.Id.Version, last.PlatformId);
            await Task.Yield();
        }
    }

    public Task RecordWrittenBackAsync(IReadOnlyList<LedgerDelivery> deliveries, CancellationToken cancellationToken)
    {
        store.Write(write =>
        {
            foreach (var delivery in deliveries)
            {
                var changed = write.Execute(
                    "UPDATE delivery SET state = 'WrittenBack', written_back_at = $0 WHERE credential_id = $1 AND version = $2 AND platform_id = $3 AND state = 'Delivered'",
                    write.Now, delivery.Id.CredentialId, delivery.Id.Version, delivery.PlatformId);
                if (changed == 1) write.Event("written-back", null, delivery.Id, delivery.PlatformId, facts: LedgerFacts.Of(write.Now));
            }
        });
        return Task.CompletedTask;
    }

    private static CredentialVersion ReadId(DbDataReader row) => new(row.GetString(0), row.GetInt32(1));

    private static void RecordOutcome(LedgerTransaction write, DeliveryOutcome outcome)
    {
        var changed = write.Execute(
            """
            UPDATE delivery SET state = $0, submitted_at = $1, http_status = $2, resource_url = $3, host_id = $4, reason_code = $5, detail = $6,
                may_be_sent = CASE WHEN $0 = 'Pending' THEN 1 ELSE 0 END, queue_order = COALESCE($10, queue_order), claimed_by = NULL
            WHERE credential_id = $7 AND version = $8 AND platform_id = $9 AND state = 'Sending' AND claimed_by = $11
            """,
            outcome.State.ToString(), LedgerTime.Of(outcome.SubmittedAt), outcome.HttpStatus, outcome.ResourceUrl, outcome.HostId, outcome.ReasonCode, outcome.Detail,
            outcome.Id.CredentialId, outcome.Id.Version, outcome.PlatformId, outcome.ToTheEnd ? write.Now : null, write.Epoch);
        if (changed != 1) throw new LedgerException(LedgerCode.WrongState, $"{outcome.Id} at {outcome.PlatformId} was not being sent by this process, so its answer cannot be recorded. Run `conferral audit`.");
        HostDocuments.Keep(write, outcome);
        var kind = outcome.State switch
        {
            DeliveryState.Delivered => "delivered",
            DeliveryState.Failed => "failed",
            DeliveryState.InDoubt => "in-doubt",
            DeliveryState.Pending => "to-retry",
            _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome.State, "A delivery ends as Delivered, Failed, InDoubt or Pending."),
        };
        var facts = LedgerFacts.Of(LedgerTime.Of(outcome.SubmittedAt), outcome.HttpStatus, outcome.ResourceUrl, outcome.HostId, outcome.ReasonCode, outcome.Detail);
        write.Event(kind, null, outcome.Id, outcome.PlatformId, outcome.ReasonCode ?? (outcome.HttpStatus is { } status ? $"HTTP {status}" : null), facts);
    }

    private static List<LedgerDelivery> ReadPageAfter(LedgerStatements read, (string Learner, string Credential, long Version, string Platform) after) => read.All(
        $"""
        SELECT {DeliveryColumns} {EveryRow}
          AND (c.learner_key, c.credential_id, c.version, COALESCE(d.platform_id, '')) > ($0, $1, $2, $3)
        ORDER BY c.learner_key, c.credential_id, c.version, COALESCE(d.platform_id, '') LIMIT {ReadPage}
        """,
        ReadDelivery,
        after.Learner, after.Credential, after.Version, after.Platform);

    /// <summary>All deliveries of one credential, oldest version first.</summary>
    internal static List<LedgerDelivery> ReadDeliveriesOf(LedgerStatements read, string credentialId) => read.All(
        $"SELECT {DeliveryColumns} FROM delivery d JOIN credential c ON c.credential_id = d.credential_id AND c.version = d.version WHERE d.credential_id = $0 ORDER BY d.version, d.platform_id",
        ReadDelivery,
        credentialId);

    internal static LedgerDelivery ReadDelivery(DbDataReader row) => new()
    {
        Id = new CredentialVersion(row.GetString(0), row.GetInt32(1)),
        LearnerKey = row.GetString(2),
        RecordKey = row.GetString(3),
        BatchId = row.GetString(4),
        PlatformId = row.GetString(5),
        State = Enum.Parse<DeliveryState>(row.GetString(6)),
        DocumentSha256 = row.GetString(7),
        SignedAt = LedgerTime.From(row.GetInt64(8)),
        VerificationMethod = row.GetString(9),
        Attempts = row.GetInt32(10),
        SubmittedAt = row.IsDBNull(11) ? null : LedgerTime.From(row.GetInt64(11)),
        HttpStatus = row.IsDBNull(12) ? null : row.GetInt32(12),
        ResourceUrl = row.IsDBNull(13) ? null : row.GetString(13),
        HostId = row.IsDBNull(14) ? null : row.GetString(14),
        ReasonCode = row.IsDBNull(15) ? null : row.GetString(15),
        Detail = row.IsDBNull(16) ? null : row.GetString(16),
        WrittenBackAt = row.IsDBNull(17) ? null : LedgerTime.From(row.GetInt64(17)),
        Superseded = row.GetBoolean(18),
        Status = row.IsDBNull(19) ? StatusState.Active : Enum.Parse<StatusState>(row.GetString(19)),
        ReplacesId = row.IsDBNull(20) ? null : row.GetString(20),
    };
}
