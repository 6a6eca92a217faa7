// Decisions of people in the ledger: what became of a credential that nobody could find out about.
namespace Conferral.Issuance.Ledger;

/// <summary>
/// The ledger as a person resolves what is in doubt. Every decision leaves an event with the person's own words.
/// Errors: <see cref="LedgerException"/> with <see cref="LedgerCode.WrongState"/> when the delivery is not one that may be decided.
/// </summary>
public sealed class DecisionLedger(LedgerStore store)
{
    /// <summary>Deliveries in doubt, by learner; of one learner or credential id, and at one platform, where given.</summary>
    public IReadOnlyList<LedgerDelivery> InDoubt(string? learnerOrCredential, string? platformId) => Find("d.state = 'InDoubt'", learnerOrCredential, platformId);

    /// <summary>Deliveries that were refused for good.</summary>
    public IReadOnlyList<LedgerDelivery> Failed(string? learnerOrCredential, string? platformId) => Find("d.state = 'Failed'", learnerOrCredential, platformId);

    /// <summary>The platform has it. <paramref name="code"/> says who knows: a person, or the platform read back.</summary>
    public void SetDelivered(LedgerDelivery delivery, string code, string? resourceUrl, string why) => store.Write(write => Decide(
        write,
        delivery,
        "UPDATE delivery SET state = 'Delivered', reason_code = $3, resource_url = COALESCE($4, resource_url), detail = $5, may_be_sent = 0, submitted_at = COALESCE(submitted_at, $6) WHERE credential_id = $0 AND version = $1 AND platform_id = $2 AND state = 'InDoubt'",
        "decided-delivered",
        why,
        code,
        resourceUrl,
        why,
        write.Now));

    /// <summary>The platform surely does not have it, or was wrong to refuse it: the same bytes go again with the next <c>issue</c>.</summary>
    public void SetPending(LedgerDelivery delivery, string why) => store.Write(write => Decide(
        write,
        delivery,
        "UPDATE delivery SET state = 'Pending', reason_code = NULL, detail = $3, may_be_sent = 0 WHERE credential_id = $0 AND version = $1 AND platform_id = $2 AND state IN ('InDoubt', 'Failed')",
        "decided-not-delivered",
        why,
        why));

    private static void Decide(LedgerTransaction write, LedgerDelivery delivery, string sql, string kind, string why, params ReadOnlySpan<object?> values)
    {
        var facts = write.All($"{sql} RETURNING {LedgerTransitions.OutcomeFacts}", LedgerFacts.OfOutcome, [delivery.Id.CredentialId, delivery.Id.Version, delivery.PlatformId, .. values]);
        if (facts is not [var written]) throw new LedgerException(LedgerCode.WrongState, $"{delivery.Id} at {delivery.PlatformId} is {delivery.State}, which leaves nothing to decide. Look at it with `conferral show`.");
        write.Event(kind, null, delivery.Id, delivery.PlatformId, why, written);
    }

    private List<LedgerDelivery> Find(string condition, string? learnerOrCredential, string? platformId) => store.Read(read => read.All(
        $"""
        SELECT {DeliveryLedger.DeliveryColumns} FROM delivery d JOIN credential c ON c.credential_id = d.credential_id AND c.version = d.version
        WHERE {condition} AND ($0 = '' OR c.learner_key = $0 OR c.credential_id = $0) AND ($1 = '' OR d.platform_id = $1)
        ORDER BY c.learner_key, d.credential_id, d.version, d.platform_id
        """,
        DeliveryLedger.ReadDelivery,
        learnerOrCredential ?? "", platformId ?? ""));
}
