// The judge: recomputes everything from the ledger's rows and stored bytes, and names what does not add up.
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace Conferral.Issuance.Ledger;

/// <summary>
/// What the audit found. <see cref="Problems"/> is empty when everything adds up; each names a credential, batch or event, the
/// history's first. <see cref="Head"/> is where the history ends: kept elsewhere, it shows when the ledger was put back.
/// </summary>
public sealed record AuditReport(int Credentials, int Documents, LedgerHead Head, IReadOnlyList<BatchAccount> Accounts, IReadOnlyList<string> Problems)
{
    /// <summary>Whose documents are gone by the retention rule, as the history says; they are no problem.</summary>
    public IReadOnlyList<PurgeRecord> Purges { get; init; } = [];

    /// <summary>What is to be replaced and is not yet: no problem, and the next <c>issue</c> goes on with it.</summary>
    public IReadOnlyList<Replacement> OpenReplacements { get; init; } = [];

    /// <summary>Documents whose validFrom is still to come, and the last of these times: no problem.</summary>
    public (int Documents, DateTimeOffset Last)? Ahead { get; init; }
}

/// <summary>
/// Audits a ledger. Needs nothing but the ledger and a way to verify a document.
/// <paramref name="verify"/> gives null for a document as it was signed, else one sentence; whether its time has begun is not its question.
/// </summary>
public sealed class LedgerAudit(LedgerStore store, Func<ReadOnlyMemory<byte>, string?> verify)
{
    private readonly LedgerReader _reader = new(store);
    private Dictionary<string, StatusPlace> _places = [];

    // Each question counts rows that must not exist.
    private static readonly (string Sql, string Problem)[] Questions =
    [
        ("SELECT COUNT(*) FROM document t WHERE NOT EXISTS (SELECT 1 FROM credential c WHERE c.credential_id = t.credential_id AND c.version = t.version AND c.state = 'Signed')",
            "{0} stored documents belong to no signed credential"),
        ("SELECT COUNT(*) FROM delivery d WHERE NOT EXISTS (SELECT 1 FROM credential c WHERE c.credential_id = d.credential_id AND c.version = d.version AND c.state IN ('Signed', 'Purged'))",
            "{0} deliveries are of credentials that were never signed"),
        ("SELECT COUNT(*) FROM delivery WHERE state IN ('Delivered', 'WrittenBack') AND (submitted_at IS NULL OR (http_status IS NULL AND reason_code IS NULL))",
            "{0} deliveries are called delivered without an answer"),
        ("SELECT COUNT(*) FROM (SELECT record_key FROM credential c WHERE state = 'Signed' AND NOT EXISTS (SELECT 1 FROM replacement p WHERE p.credential_id = c.credential_id AND p.state IN ('Promised', 'Done')) GROUP BY record_key HAVING COUNT(DISTINCT credential_id) > 1) twice",
            "{0} records have more than one credential id"),
        ("SELECT COUNT(*) FROM (SELECT first_created, LAG(first_created + proof_count) OVER (ORDER BY first_created) AS free FROM credential) spans WHERE first_created < free",
            "{0} credentials share a span of created times with another"),
        ("SELECT COUNT(*) FROM ledger_meta WHERE name = 'last_created' AND value < (SELECT COALESCE(MAX(first_created + proof_count - 1), 0) FROM credential)",
            "the last created time that was handed out was put back ({0})"),
        ("SELECT COUNT(*) FROM batch_learner b WHERE b.disposition <> 'Blocked' AND NOT EXISTS (SELECT 1 FROM credential c WHERE c.credential_id = b.credential_id AND c.version = b.version)",
            "{0} learners of batches point to credentials that do not exist"),
        ("SELECT COUNT(*) FROM status_list l WHERE l.given <> (SELECT COUNT(*) FROM status_entry e WHERE e.list = l.list) OR l.given > l.entries",
            "{0} status lists have given away another number of places than credentials have"),
        ("SELECT COUNT(*) FROM status_entry e WHERE NOT EXISTS (SELECT 1 FROM status_list l WHERE l.list = e.list AND e.place < l.entries)",
            "{0} places are in status lists that do not exist or do not reach so far"),
        ("SELECT COUNT(*) FROM status s WHERE NOT EXISTS (SELECT 1 FROM credential c WHERE c.credential_id = s.credential_id AND c.state IN ('Signed', 'Purged'))",
            "{0} credentials are suspended or revoked that were never signed"),
        ("SELECT COUNT(*) FROM replacement p WHERE p.state = 'Done' AND NOT EXISTS (SELECT 1 FROM status s WHERE s.credential_id = p.credential_id AND s.state = 'Revoked')",
            "{0} credentials were replaced and are not revoked: their learners have two"),
        ("SELECT COUNT(*) FROM replacement p WHERE p.state IN ('Promised', 'Done') AND NOT EXISTS (SELECT 1 FROM credential n WHERE n.credential_id = p.replaced_by AND (p.state = 'Promised' OR n.state IN ('Signed', 'Purged')))",
            "{0} credentials are replaced by some that were never promised or signed"),
    ];

    /// <summary>Runs every check; reports progress per document under <see cref="Stage.Audit"/>.</summary>
    public AuditReport Run(IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        if (store.StorageProblems() is { Count: > 0 } damaged) return new AuditReport(0, 0, default, [], damaged);
        var problems = new List<string>(_reader.AuditHistory());
        foreach (var (sql, problem) in Questions)
        {
            if (_reader.Count(sql) is var count and > 0) problems.Add(string.Format(CultureInfo.InvariantCulture, problem, count));
        }

        var credentials = _reader.Credentials();
        _places = new StatusLedger(store).Find(StatusQuery.All).Where(subject => subject.Place is not null).ToDictionary(subject => subject.Newest.CredentialId, subject => subject.Place!, StringComparer.Ordinal);
        var signed = credentials.Where(credential => credential.State == CredentialState.Signed).ToList();
        problems.AddRange(CheckDocuments(signed, progress, cancellationToken));
        problems.AddRange(_reader.HostDocumentProblems());

        var batches = _reader.Batches();
        var accounts = batches.Select(_reader.Account).ToList();
        foreach (var account in accounts.Where(account => account.Batch.ClosedAt is not null && account.Batch.LearnersRead is not null))
            problems.AddRange(account.Discrepancies().Select(sentence => $"batch {account.Batch.BatchId}: {sentence}"));
        return new AuditReport(credentials.Count, signed.Count, _reader.Head(), accounts, problems)
        {
            Purges = new RetentionLedger(store).Purges(),
            OpenReplacements = new ReplacementLedger(store).Open(),
            Ahead = AheadOf(signed, store.Time.GetUtcNow()),
        };
    }

    private static (int Documents, DateTimeOffset Last)? AheadOf(List<IssuedCredential> signed, DateTimeOffset now)
    {
        var ahead = signed.Where(credential => credential.ValidFrom > now).ToList();
        return ahead.Count == 0 ? null : (ahead.Count, ahead.Max(credential => credential.ValidFrom));
    }

    private static string? StatusIdOf(JsonElement document)
        => document.TryGetProperty("credentialStatus", out var status) && status.ValueKind == JsonValueKind.Object && status.TryGetProperty("id", out var id) ? id.GetString() : null;

    private IEnumerable<string> CheckDocuments(List<IssuedCredential> signed, IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        var done = 0;
        var found = new string?[signed.Count];
        Parallel.For(0, signed.Count, new ParallelOptions { CancellationToken = cancellationToken }, i =>
        {
            if (CheckDocument(signed[i]) is { } problem) found[i] = $"{signed[i].Id}: {problem}";
            lock (found) progress?.Report(new StageProgress(Stage.Audit, ++done, signed.Count));
        });
        return found.OfType<string>();
    }

    private string? CheckDocument(IssuedCredential credential)
    {
        byte[]? bytes;
        try
        {
            bytes = _reader.Document(credential.Id);
        }
        catch (LedgerException e)
        {
            return e.Message;
        }

        if (bytes is null) return "the signed document is missing";
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        if (hash != credential.DocumentSha256) return $"the stored bytes have sha256 {hash}, signed was {credential.DocumentSha256}";
        using var document = JsonDocument.Parse(bytes);
        if (document.RootElement.GetProperty("id").GetString() != credential.Id.CredentialId) return "the stored document carries another id";
        if (_places.GetValueOrDefault(credential.Id.CredentialId) is { } place && StatusIdOf(document.RootElement) is { } named && named != place.IdInRecord)
            return $"the stored document names the status entry {named}, and the place it was given is {place.IdInRecord}";
        return verify(bytes);
    }
}
