// Looking a credential up from either side: by what the SIS calls the learner, or by what the platform calls the credential.
namespace Conferral.Issuance.Ledger;

/// <summary>How far one row has come at one target.</summary>
public sealed record WrittenRow(string Target, CrosswalkKey Key, WriteBackState State, DateTimeOffset ChangedAt, string? Reason);

/// <summary>Answers in both directions, from the ledger alone. Bounds: one reading of the credentials; there is no index by address.</summary>
public sealed class CrosswalkLookup(LedgerStore store)
{
    /// <summary>
    /// Every version at every platform that goes by <paramref name="name"/>: a learner or record key, a credential id, the address or
    /// the id a platform gave, or a document's SHA-256. Oldest version first; a version that was sent nowhere has an empty platform.
    /// </summary>
    public IReadOnlyList<LedgerDelivery> Find(string name) => store.Read(read => read.All(
        $"""
        SELECT {DeliveryLedger.DeliveryColumns} {DeliveryLedger.EveryRow}
          AND (c.learner_key = $0 OR c.record_key = $0 OR c.credential_id = $0 OR d.resource_url = $0 OR d.host_id = $0 OR c.document_sha256 = $0)
        ORDER BY c.learner_key, c.credential_id, c.version, COALESCE(d.platform_id, '')
        """,
        DeliveryLedger.ReadDelivery,
        name));

    /// <summary>What the targets of writing back hold of a learner.</summary>
    public IReadOnlyList<WrittenRow> Written(string learnerKey) => store.Read(read => read.All(
        "SELECT target, learner_key, platform_id, record_key, state, changed_at, reason FROM write_back WHERE learner_key = $0 ORDER BY target, platform_id, record_key",
        row => new WrittenRow(
            row.GetString(0), new CrosswalkKey(row.GetString(1), row.GetString(2), row.GetString(3)), Enum.Parse<WriteBackState>(row.GetString(4)), LedgerTime.From(row.GetInt64(5)),
            row.IsDBNull(6) ? null : row.GetString(6)),
        learnerKey));
}
