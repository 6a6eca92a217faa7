// Small moves on a ledger, for tests that tell a story.
using System.Text;
using Conferral.Credentials;
using Conferral.Issuance.Ledger;

namespace Conferral.Issuance.Tests.Ledger;

internal static class Scene
{
    public const string Platform = "river";

    private static readonly DateTimeOffset Day = new(2026, 5, 16, 17, 0, 0, TimeSpan.Zero);

    public static Batch Open(LedgerStore store) => new BatchLedger(store).OpenOrResume("bundle", "input", "rules", "did:web:x#k");

    public static IReadOnlyList<SigningIntent> Intend(LedgerStore store, Batch batch, params (string Key, int Proofs)[] learners)
        => new SigningLedger(store).RecordIntents(batch, [.. learners.Select(learner => (
            new IntentRequest
            {
                LearnerKey = learner.Key, RecordKey = learner.Key, CredentialId = $"urn:{learner.Key}", Fingerprint = "f", DraftSha256 = "d", ValidFrom = Day, ProofCount = learner.Proofs,
            },
            new BatchLearner { LearnerKey = learner.Key, RecordKey = learner.Key, Disposition = Disposition.New, Source = new SourceLocation("learners.csv", 2) }))]);

    public static void Sign(LedgerStore store, Batch batch, SigningIntent intent)
        => new SigningLedger(store).RecordSigned(batch.BatchId, [DocumentCodec.Pack(intent.Id, Encoding.UTF8.GetBytes($"{{\"id\":\"{intent.Id.CredentialId}\",\"version\":{intent.Id.Version}}}"))]);

    /// <summary>So many learners, signed and waiting for <see cref="Platform"/>.</summary>
    public static async Task<Batch> IssueAsync(LedgerStore store, int learners)
    {
        var batch = Open(store);
        foreach (var intent in Intend(store, batch, [.. Enumerable.Range(0, learners).Select(i => ($"l{i:0000}", 1))])) Sign(store, batch, intent);
        await new DeliveryLedger(store).EnqueueAsync(Platform, CancellationToken.None);
        return batch;
    }

    public static DeliveryOutcome Outcome(ClaimedDelivery claimed, DeliveryState state)
        => new() { Id = claimed.Id, PlatformId = Platform, State = state, SubmittedAt = Day, HttpStatus = 201 };
}
