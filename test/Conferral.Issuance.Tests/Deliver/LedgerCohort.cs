// A real ledger full of small signed-looking documents, so that delivering is all that is exercised.
using System.Text;
using Conferral.Credentials;
using Conferral.Issuance.Ledger;

namespace Conferral.Issuance.Tests.Deliver;

/// <summary>Fills ledgers the way issuing does: intents, then documents. Shape: a document is about 1 KB; equal numbers give equal bytes.</summary>
public static class LedgerCohort
{
    private const int ChunkSize = 500;

    public static string IdOf(int number) => $"urn:uuid:00000000-0000-4000-8000-{number:000000000000}";

    public static byte[] Document(int number, string validFrom = "2026-05-01T00:00:00Z") => Encoding.UTF8.GetBytes($$$$$"""
        {"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"],"id":"{{{{{IdOf(number)}}}}}","type":["VerifiableCredential","ClrCredential"],"name":"Comprehensive Learner Record","issuer":{"id":"https://college.example","type":["Profile"],"name":"College"},"validFrom":"{{{{{validFrom}}}}}","credentialSubject":{"type":["ClrSubject"],"identifier":[{"type":"IdentityObject","hashed":false,"identityHash":"L{{{{{number:000000}}}}}","identityType":"sourcedId"}],"verifiableCredential":[{"@context":["https://www.w3.org/ns/credentials/v2"],"id":"{{{{{IdOf(number)}}}}}#1","type":["VerifiableCredential","AchievementCredential"],"issuer":{"id":"https://college.example","type":["Profile"]},"validFrom":"2026-05-01T00:00:00Z","credentialSubject":{"type":["AchievementSubject"],"achievement":{"id":"https://college.example/degree","type":["Achievement"],"name":"Bachelor of Arts","criteria":{"narrative":"120 credits"}}}}]},"proof":{"type":"DataIntegrityProof","cryptosuite":"eddsa-rdfc-2022","proofPurpose":"assertionMethod","proofValue":"z{{{{{number}}}}}"}}
        """);

    /// <summary>Opens the ledger at <paramref name="path"/> with so many credentials signed; nothing is enqueued yet.</summary>
    public static LedgerStore Create(string path, int credentials, TimeProvider time)
    {
        var file = LedgerStore.OpenForWriting(LedgerSettings.Sqlite(path), time);
        Sign(file, Enumerable.Range(0, credentials), number => Document(number), time);
        return file;
    }

    /// <summary>Signs one more version of each, in a batch of its own input.</summary>
    public static void Sign(LedgerStore file, IEnumerable<int> numbers, Func<int, byte[]> document, TimeProvider time)
    {
        var batch = new BatchLedger(file).OpenOrResume("cohort", new string('a', 64), new string('b', 64), "did:web:college.example#key");
        var signing = new SigningLedger(file);
        foreach (var chunk in numbers.Chunk(ChunkSize))
        {
            var intents = signing.RecordIntents(batch, [.. chunk.Select(number => (Request(number, time), Learner(number)))]);
            signing.RecordSigned(batch.BatchId, [.. chunk.Zip(intents).Select(pair => DocumentCodec.Pack(pair.Second.Id, document(pair.First)))]);
        }
    }

    private static IntentRequest Request(int number, TimeProvider time) => new()
    {
        LearnerKey = $"L{number:000000}",
        RecordKey = $"L{number:000000}",
        CredentialId = IdOf(number),
        Fingerprint = $"f{number}",
        DraftSha256 = new string('c', 64),
        ValidFrom = time.GetUtcNow(),
        ProofCount = 1,
    };

    private static BatchLearner Learner(int number) => new()
    {
        LearnerKey = $"L{number:000000}",
        RecordKey = $"L{number:000000}",
        Disposition = Disposition.New,
        Source = new SourceLocation("cohort", number + 1),
    };
}
