// Signing in the ledger: the promise before the key is used, the bytes after.
using System.Data.Common;

namespace Conferral.Issuance.Ledger;

/// <summary>The ledger as deciding and signing see it.</summary>
public sealed class SigningLedger(LedgerStore store)
{
    internal const string CredentialColumns =
        "credential_id, version, learner_key, batch_id, state, fingerprint, draft_sha256, valid_from, first_created, proof_count, verification_method, signed_at, document_sha256";

    /// <summary>How a credential stands: its newest signed version (its document may be purged since), and the intent after it that still waits for its signature.</summary>
    public (IssuedCredential? Signed, IssuedCredential? Intended) FindStanding(string credentialId) => store.Read<(IssuedCredential?, IssuedCredential?)>(read =>
    {
        var newest = read.All($"SELECT {CredentialColumns} FROM credential WHERE credential_id = $0 AND state <> 'Abandoned' ORDER BY version DESC LIMIT 2", ReadCredential, credentialId);
        return newest switch
        {
            [{ State: CredentialState.Signed or CredentialState.Purged } signed, ..] => (signed, null),
            [var intended, { State: CredentialState.Signed or CredentialState.Purged } signed] => (signed, WithPlace(read, intended)),
            _ => (null, newest is [.., var only] ? WithPlace(read, only) : null),
        };
    });

    /// <summary>
    /// Records intents, one per request, in one transaction. Each gets the next version of its id and its own span of
    /// <c>created</c> times, strictly after every time ever given out.
    /// An older intent under the same id that was never signed is abandoned: its draft is not the one that will be signed. What an intent
    /// replaces is noted with it, and an intent that waits under the old id is abandoned.
    /// With <paramref name="status"/> an id that has no place in a status list yet gets one; a place once given stays the id's.
    /// Durability: the intents MUST be on disk when this returns.
    /// </summary>
    public IReadOnlyList<SigningIntent> RecordIntents(Batch batch, IReadOnlyList<(IntentRequest Request, BatchLearner Learner)> requests, StatusAllotment? status = null)
        => requests.Count == 0 ? [] : store.Write(write =>
        {
            var created = Math.Max((long)write.Scalar("SELECT value FROM ledger_meta WHERE name = 'last_created'")! + 1, write.Now);
            var intents = new List<SigningIntent>(requests.Count);
            foreach (var (request, learner) in requests)
            {
                var intent = RecordIntent(write, batch, request, created, status);
                created += request.ProofCount;
                intents.Add(intent);
                BatchLedger.PutLearner(write, batch.BatchId, learner with { Credential = intent.Id });
            }

            write.Execute("UPDATE ledger_meta SET value = $0 WHERE name = 'last_created'", created - 1);
            return intents;
        });

    /// <summary>
    /// Stores signed documents in one transaction.
    /// Errors: <see cref="LedgerCode.WrongState"/> when a version is not waiting for its signature: a document is never signed twice.
    /// </summary>
    public void RecordSigned(string batchId, IReadOnlyList<SignedDocument> documents)
    {
        if (documents.Count == 0) return;
        store.Write(write =>
        {
            foreach (var document in documents)
            {
                var changed = write.Execute(
                    "UPDATE credential SET state = 'Signed', signed_at = $0, document_sha256 = $1, document_bytes = $2 WHERE credential_id = $3 AND version = $4 AND state = 'Intended'",
                    write.Now, document.Sha256, document.Length, document.Id.CredentialId, document.Id.Version);
                if (changed != 1) throw new LedgerException(LedgerCode.WrongState, $"{document.Id} was not waiting for its signature. Nothing was stored; run `conferral audit`.");
                write.Execute(
                    "INSERT INTO document (credential_id, version, codec, body) VALUES ($0, $1, $2, $3)",
                    document.Id.CredentialId, document.Id.Version, DocumentCodec.Zstandard, document.Packed);
                write.Event(LoggedEvent.Signed, batchId, document.Id, detail: LoggedEvent.DetailOf(document.Sha256), facts: LedgerFacts.Of(write.Now, document.Sha256, document.Length));
            }
        });
    }

    /// <summary>Abandons intents whose documents cannot be signed, and blocks their learners, in one transaction.</summary>
    public void RecordRefused(string batchId, IReadOnlyList<BatchLearner> learners)
    {
        if (learners.Count == 0) return;
        store.Write(write =>
        {
            foreach (var learner in learners)
            {
                var id = learner.Credential ?? throw new ArgumentException("A refused learner names the intent that is given up.", nameof(learners));
                if (write.Execute("UPDATE credential SET state = 'Abandoned' WHERE credential_id = $0 AND version = $1 AND state = 'Intended'", id.CredentialId, id.Version) == 1)
                    write.Event("refused", batchId, id, detail: learner.ReasonCode);
                BatchLedger.PutLearner(write, batchId, learner);
            }
        });
    }

    private static SigningIntent RecordIntent(LedgerTransaction write, Batch batch, IntentRequest request, long firstCreated, StatusAllotment? status)
    {
        var last = write.All("SELECT version, state FROM credential WHERE credential_id = $0 ORDER BY version DESC LIMIT 1", row => (Version: row.GetInt32(0), State: row.GetString(1)), request.CredentialId);
        var id = new CredentialVersion(request.CredentialId, last is [var newest] ? newest.Version + 1 : 1);
        if (last is [{ State: "Intended" }]) Abandon(write, batch.BatchId, request.CredentialId, "the draft changed before it was signed");
        if (request.Replaces is { } old) Abandon(write, batch.BatchId, old.Old.CredentialId, "the record is issued under a new id instead");
        write.Execute(
            """
            INSERT INTO credential (credential_id, version, learner_key, record_key, batch_id, state, fingerprint, draft_sha256, valid_from, first_created, proof_count, verification_method)
            VALUES ($0, $1, $2, $3, $4, 'Intended', $5, $6, $7, $8, $9, $10)
            """,
            id.CredentialId, id.Version, request.LearnerKey, request.RecordKey, batch.BatchId, request.Fingerprint, request.DraftSha256,
            LedgerTime.Of(request.ValidFrom), firstCreated, request.ProofCount, batch.VerificationMethod);
        var facts = LedgerFacts.Of(
            request.LearnerKey, request.RecordKey, batch.BatchId, request.Fingerprint, request.DraftSha256,
            LedgerTime.Of(request.ValidFrom), firstCreated, request.ProofCount, batch.VerificationMethod);
        var place = request.HasOwnStatus ? null : StatusAllotment.PlaceOf(write, id.CredentialId, status);
        write.Event("intended", batch.BatchId, id, detail: $"draft sha256 {request.DraftSha256}{(place is null ? "" : $", {place}")}", facts: facts);
        if (request.Replaces is { } replaced) ReplacementLedger.Promise(write, batch.BatchId, replaced, id.CredentialId);
        return new SigningIntent
        {
            Id = id,
            LearnerKey = request.LearnerKey,
            Fingerprint = request.Fingerprint,
            DraftSha256 = request.DraftSha256,
            FirstCreated = LedgerTime.From(firstCreated),
            ProofCount = request.ProofCount,
            VerificationMethod = batch.VerificationMethod,
            Status = place,
        };
    }

    private static void Abandon(LedgerTransaction write, string batchId, string credentialId, string why)
    {
        foreach (var version in write.All("UPDATE credential SET state = 'Abandoned' WHERE credential_id = $0 AND state = 'Intended' RETURNING version", row => row.GetInt32(0), credentialId))
            write.Event("abandoned", batchId, new CredentialVersion(credentialId, version), detail: why);
    }

    private static IssuedCredential WithPlace(LedgerStatements read, IssuedCredential credential)
        => credential.State == CredentialState.Intended ? credential with { Status = StatusLedger.PlaceOf(read, credential.Id.CredentialId) } : credential;

    internal static IssuedCredential ReadCredential(DbDataReader row) => new()
    {
        Id = new CredentialVersion(row.GetString(0), row.GetInt32(1)),
        LearnerKey = row.GetString(2),
        BatchId = row.GetString(3),
        State = Enum.Parse<CredentialState>(row.GetString(4)),
        Fingerprint = row.GetString(5),
        DraftSha256 = row.GetString(6),
        ValidFrom = LedgerTime.From(row.GetInt64(7)),
        FirstCreated = LedgerTime.From(row.GetInt64(8)),
        ProofCount = row.GetInt32(9),
        VerificationMethod = row.GetString(10),
        SignedAt = row.IsDBNull(11) ? null : LedgerTime.From(row.GetInt64(11)),
        DocumentSha256 = row.IsDBNull(12) ? null : row.GetString(12),
    };
}
