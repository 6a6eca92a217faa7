// Status in the ledger: who stands how, every change with its reason, and the lists that were signed about it.
using System.Data.Common;
using System.Globalization;

namespace Conferral.Issuance.Ledger;

/// <summary>By what credentials are looked for.</summary>
public enum StatusQuery
{
    /// <summary>All that were ever signed.</summary>
    All,

    /// <summary>Those of a learner's SIS key.</summary>
    Learner,

    /// <summary>The one of a credential id.</summary>
    Credential,

    /// <summary>Those of which a batch signed a version.</summary>
    Batch,

    /// <summary>Those of which a version was signed under this verification method.</summary>
    Key,

    /// <summary>Those that a batch's input did not hold, blocked learners counting as held.</summary>
    AbsentFromBatch,
}

/// <summary>
/// The ledger as revoking, suspending and publishing see it.
/// Durability: a change and its event MUST be on disk together; all credentials of one call change, or none.
/// Errors: <see cref="LedgerCode.WrongState"/> when one of them does not stand as the caller believes.
/// </summary>
public sealed class StatusLedger(LedgerStore store)
{
    private const string SubjectColumns =
        "c.credential_id, c.version, c.learner_key, s.state, s.changed_at, s.reason, l.list, l.kind, l.url, l.purposes, l.in_members, l.entries, e.place, (SELECT COUNT(*) FROM replacement p WHERE p.credential_id = c.credential_id AND p.state = 'Done')";

    private const string ListedColumns = "url, number, signed_at, content_sha256, document_sha256, body";

    private static string ConditionOf(StatusQuery query) => query switch
    {
        StatusQuery.All => "$0 = $0",
        StatusQuery.Learner => "c.learner_key = $0",
        StatusQuery.Credential => "c.credential_id = $0",
        StatusQuery.Batch => $"EXISTS (SELECT 1 FROM credential v WHERE v.credential_id = c.credential_id AND v.state IN {NewestVersion.SignedStates} AND v.batch_id = $0)",
        StatusQuery.Key => $"EXISTS (SELECT 1 FROM credential v WHERE v.credential_id = c.credential_id AND v.state IN {NewestVersion.SignedStates} AND v.verification_method = $0)",
        StatusQuery.AbsentFromBatch => "c.state = 'Signed' AND NOT EXISTS (SELECT 1 FROM batch_learner b WHERE b.batch_id = $0 AND b.record_key = c.record_key)",
        _ => throw new ArgumentOutOfRangeException(nameof(query), query, "No such question."),
    };

    /// <summary>Signed credentials, purged ones among them, with how they stand, by learner.</summary>
    public IReadOnlyList<StatusSubject> Find(StatusQuery query, string value = "") => store.Read(read => read.All(
        $"""
        SELECT {SubjectColumns} FROM credential c
        LEFT JOIN status s ON s.credential_id = c.credential_id
        LEFT JOIN status_entry e ON e.credential_id = c.credential_id
        LEFT JOIN status_list l ON l.list = e.list
        WHERE c.state IN {NewestVersion.SignedStates} AND {NewestVersion.OfItsId} AND {ConditionOf(query)}
        ORDER BY c.learner_key, c.credential_id
        """,
        ReadSubject,
        value));

    /// <summary>How a credential stands, with the reason of its last change.</summary>
    public (StatusState State, DateTimeOffset? At, string? Reason) StandingOf(string credentialId) => store.Read(read => read.All(
        "SELECT state, changed_at, reason FROM status WHERE credential_id = $0",
        row => (Enum.Parse<StatusState>(row.GetString(0)), (DateTimeOffset?)LedgerTime.From(row.GetInt64(1)), (string?)row.GetString(2)),
        credentialId) is [var standing] ? standing : (StatusState.Active, null, null));

    /// <summary>Whether anything was ever revoked here: mostly not, and then no record need be asked about.</summary>
    public bool IsAnythingRevoked => store.Read(read => read.Count("SELECT COUNT(*) FROM status WHERE state = 'Revoked'")) > 0;

    public void Suspend(IReadOnlyList<StatusSubject> credentials, string reason) => Change(
        credentials,
        "INSERT INTO status (credential_id, state, changed_at, reason) VALUES ($0, 'Suspended', $1, $2) ON CONFLICT (credential_id) DO UPDATE SET state = 'Suspended', changed_at = $1, reason = $2 WHERE status.state = 'Active'",
        "suspended",
        reason);

    public void Reinstate(IReadOnlyList<StatusSubject> credentials, string reason) => Change(
        credentials,
        "UPDATE status SET state = 'Active', changed_at = $1, reason = $2 WHERE credential_id = $0 AND state = 'Suspended'",
        "reinstated",
        reason);

    /// <summary>Final: nothing leads back. What was replaced is revoked by <see cref="ReplacementLedger.Complete(IReadOnlyList{string})"/>.</summary>
    public void Revoke(IReadOnlyList<StatusSubject> credentials, string reason) => Change(
        credentials,
        "INSERT INTO status (credential_id, state, changed_at, reason) VALUES ($0, 'Revoked', $1, $2) ON CONFLICT (credential_id) DO UPDATE SET state = 'Revoked', changed_at = $1, reason = $2 WHERE status.state IN ('Active', 'Suspended')",
        "revoked",
        reason);

    /// <summary>Every list ever opened, oldest first.</summary>
    public IReadOnlyList<StatusListRow> Lists() => store.Read(read => read.All($"SELECT {StatusAllotment.ListColumns} FROM status_list ORDER BY list", row => StatusAllotment.ReadList(row)));

    /// <summary>The credentials with a place in a list that are revoked or, <paramref name="orSuspended"/>, suspended; by place.</summary>
    public IReadOnlyList<(string CredentialId, long Place, string Reason)> Listed(long list, bool orSuspended) => store.Read(read => read.All(
        "SELECT e.credential_id, e.place, s.reason FROM status_entry e JOIN status s ON s.credential_id = e.credential_id WHERE e.list = $0 AND (s.state = 'Revoked' OR (s.state = 'Suspended' AND $1 = 1)) ORDER BY e.place",
        row => (row.GetString(0), row.GetInt64(1), row.GetString(2)),
        list, orSuspended ? 1 : 0));

    /// <summary>The newest signed form of every list, by address.</summary>
    public IReadOnlyList<SignedList> NewestSigned() => store.Read(read => read.All(
        $"SELECT {ListedColumns} FROM signed_list n WHERE number = (SELECT MAX(number) FROM signed_list o WHERE o.url = n.url) ORDER BY url", ReadSigned));

    /// <summary>Every form a list was ever signed in, oldest first.</summary>
    public IReadOnlyList<SignedList> SignedForms(string url) => store.Read(read => read.All($"SELECT {ListedColumns} FROM signed_list WHERE url = $0 ORDER BY number", ReadSigned, url));

    /// <summary>
    /// Stores the next form of a list. <paramref name="sign"/> gets the <c>created</c> of its proof, one of the ledger's own times.
    /// Durability: the form MUST be on disk when this returns; if signing throws, nothing is.
    /// </summary>
    public SignedList RecordSigned(string url, string contentSha256, Func<DateTimeOffset, (byte[] Utf8, string Sha256)> sign) => store.Write(write =>
    {
        var created = Math.Max((long)write.Scalar("SELECT value FROM ledger_meta WHERE name = 'last_created'")! + 1, write.Now);
        write.Execute("UPDATE ledger_meta SET value = $0 WHERE name = 'last_created'", created);
        var number = (int)(long)(write.Scalar("SELECT MAX(number) FROM signed_list WHERE url = $0", url) ?? 0L) + 1;
        var (utf8, sha256) = sign(LedgerTime.From(created));
        write.Execute("INSERT INTO signed_list (url, number, signed_at, content_sha256, document_sha256, body) VALUES ($0, $1, $2, $3, $4, $5)", url, number, created, contentSha256, sha256, utf8);
        write.Event(LedgerTransitions.ListSigned, null, null, detail: DetailOf(url, number, sha256));
        return new SignedList(url, number, LedgerTime.From(created), contentSha256, sha256, utf8);
    });

    internal static string DetailOf(string url, int number, string sha256) => string.Create(CultureInfo.InvariantCulture, $"{url} number {number}, sha256 {sha256}");

    /// <summary>Leaves what was done with signing keys in the history.</summary>
    public void RecordKeyEvent(string kind, string verificationMethod) => store.Write(write => write.Event(kind, null, null, detail: verificationMethod));

    /// <summary>How many signed versions name each verification method.</summary>
    public IReadOnlyDictionary<string, int> SignedByKey() => store.Read(read => read.All(
        "SELECT verification_method, COUNT(*) FROM credential WHERE state IN ('Signed', 'Purged') GROUP BY verification_method", row => (row.GetString(0), row.GetInt32(1)))).ToDictionary(StringComparer.Ordinal);

    internal static StatusPlace? PlaceOf(LedgerStatements read, string credentialId) => read.All(StatusAllotment.PlaceQuery, StatusAllotment.ReadPlace, credentialId).SingleOrDefault();

    private void Change(IReadOnlyList<StatusSubject> credentials, string sql, string kind, string reason) => store.Write(write =>
    {
        foreach (var credential in credentials)
        {
            if (write.Execute(sql, credential.Newest.CredentialId, write.Now, reason) != 1)
                throw new LedgerException(LedgerCode.WrongState, $"{credential.Newest.CredentialId} stands otherwise than when this was planned, so nothing was changed for anybody. Run the command again; `conferral show` tells how it stands.");
            write.Event(kind, null, credential.Newest, detail: reason, facts: LedgerFacts.Of(write.Now, reason));
        }
    });

    private static StatusSubject ReadSubject(DbDataReader row) => new()
    {
        Newest = new CredentialVersion(row.GetString(0), row.GetInt32(1)),
        LearnerKey = row.GetString(2),
        State = row.IsDBNull(3) ? StatusState.Active : Enum.Parse<StatusState>(row.GetString(3)),
        ChangedAt = row.IsDBNull(4) ? null : LedgerTime.From(row.GetInt64(4)),
        Reason = row.IsDBNull(5) ? null : row.GetString(5),
        Place = row.IsDBNull(6) ? null : new StatusPlace(StatusAllotment.ReadList(row, 6), row.GetInt64(12)),
        IsReplaced = row.GetInt64(13) > 0,
    };

    private static SignedList ReadSigned(DbDataReader row)
        => new(row.GetString(0), row.GetInt32(1), LedgerTime.From(row.GetInt64(2)), row.GetString(3), row.GetString(4), (byte[])row[5]);
}
