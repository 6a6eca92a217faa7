// Small moves on a ledger, for tests that tell a story.
using System.Text;
using Conferral.Credentials;
using Conferral.Issuance.Ledger;

namespace Conferral.Issuance.Tests.Ledger;

internal static class Scene
{
    public const string Platform = "river";

    public static readonly DateTimeOffset Day = new(2026, 5, 16, 17, 0, 0, TimeSpan.Zero);

    public static Batch Open(LedgerStore store) => new BatchLedger(store).OpenOrResume("bundle", "input", "rules", "did:web:x#k");

    public static IReadOnlyList<SigningIntent> Intend(LedgerStore store, Batch batch, params (string Key, int Proofs)[] learners) => Intend(store, batch, null, learners);

    public static IReadOnlyList<SigningIntent> Intend(LedgerStore store, Batch batch, StatusAllotment? status, params (string Key, int Proofs)[] learners)
        => new SigningLedger(store).RecordIntents(batch, [.. learners.Select(learner => (
            new IntentRequest
            {
                LearnerKey = learner.Key, RecordKey = learner.Key, CredentialId = $"urn:{learner.Key}", Fingerprint = "f", DraftSha256 = "d", ValidFrom = Day, ProofCount = learner.Proofs,
            },
            new BatchLearner { LearnerKey = learner.Key, RecordKey = learner.Key, Disposition = Disposition.New, Source = new SourceLocation("learners.csv", 2) }))], status);

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

    /// <summary>Four learners through every state: written back, delivered, failed, blocked; one put off, released and amended on the way.</summary>
    public static async Task WholeLifeAsync(LedgerStore store)
    {
        var batch = await IssueAsync(store, 3);
        var (batches, deliveries) = (new BatchLedger(store), new DeliveryLedger(store));
        await deliveries.ClaimAsync(Platform, 1, CancellationToken.None);
        await deliveries.ReleaseInterruptedAsync(Platform, CancellationToken.None);
        var claimed = await deliveries.ClaimAsync(Platform, 10, CancellationToken.None);
        await deliveries.RecordOutcomesAsync([Outcome(claimed[0], DeliveryState.Pending), Outcome(claimed[1], DeliveryState.Delivered), Outcome(claimed[2], DeliveryState.Failed)], CancellationToken.None);
        await deliveries.ClaimAsync(Platform, 10, CancellationToken.None);
        await deliveries.RecordOutcomesAsync([Outcome(claimed[0], DeliveryState.Delivered)], CancellationToken.None);
        Intend(store, batch, ("l0000", 1));
        Sign(store, batch, Intend(store, batch, ("l0000", 1)).Single());
        await deliveries.EnqueueAsync(Platform, CancellationToken.None);
        var amended = await deliveries.ClaimAsync(Platform, 10, CancellationToken.None);
        await deliveries.RecordOutcomesAsync([Outcome(amended[0], DeliveryState.Delivered) with { HostDocument = Encoding.UTF8.GetBytes("{\"kept\":true}") }], CancellationToken.None);
        await deliveries.RecordWrittenBackAsync([new LedgerReader(store).Deliveries("urn:l0000")[^1]], CancellationToken.None);
        batches.RecordLearners(batch.BatchId, [new BatchLearner { LearnerKey = "l0003", RecordKey = "l0003", Disposition = Disposition.Blocked, Source = new SourceLocation("awards.csv", 7), ReasonCode = "READ-DATE" }]);
        batches.RecordLearnersRead(batch.BatchId, 4);
        var reader = new LedgerReader(store);
        batches.Close(reader.Account(reader.Batches().Single()));
    }

    /// <summary>After <see cref="WholeLifeAsync"/>: a batch that is resumed and then cut short, a refusal, a doubt, and versions that are overtaken before and while they are sent.</summary>
    public static async Task OtherEndsAsync(LedgerStore store)
    {
        var (batches, signing, deliveries) = (new BatchLedger(store), new SigningLedger(store), new DeliveryLedger(store));
        var batch = Open(store);
        Open(store);
        var refused = Intend(store, batch, ("l0009", 1)).Single();
        signing.RecordRefused(batch.BatchId, [new BatchLearner { LearnerKey = "l0009", RecordKey = "l0009", Credential = refused.Id, Disposition = Disposition.Blocked, Source = new SourceLocation("learners.csv", 9), ReasonCode = "SIGN-REFUSED" }]);
        foreach (var intent in Intend(store, batch, ("l0010", 1), ("l0011", 1), ("l0012", 1))) Sign(store, batch, intent);
        await deliveries.EnqueueAsync(Platform, CancellationToken.None);
        var claimed = await deliveries.ClaimAsync(Platform, 2, CancellationToken.None);
        await deliveries.RecordOutcomesAsync([Outcome(claimed[0], DeliveryState.InDoubt)], CancellationToken.None);
        foreach (var intent in Intend(store, batch, ("l0011", 1), ("l0012", 1))) Sign(store, batch, intent);
        await deliveries.EnqueueAsync(Platform, CancellationToken.None);
        var decisions = new DecisionLedger(store);
        decisions.SetDelivered(decisions.InDoubt(null, Platform).Single(), "decided-by-person", "https://river.example/10", "their help desk showed it");
        decisions.SetPending(decisions.Failed(null, Platform).Single(), "they mended it");
        var readBack = new ReconciliationLedger(store);
        readBack.BeginOrResume(Platform, DateTimeOffset.MaxValue);
        readBack.RecordPage(Platform, [], null);
        readBack.SendMissingAgain(Platform, "missing-there", "reading back did not find it");
        batches.OpenOrResume("bundle", "another input", "rules", "did:web:x#k");
        ChangeStatuses(new StatusLedger(store));
        await ReplaceAsync(store);
    }

    /// <summary>A promise that one credential is replaced by another, under the key <paramref name="newKey"/>.</summary>
    public static SigningIntent IntendInPlaceOf(LedgerStore store, Batch batch, ReplacedCredential old, string newKey) => new SigningLedger(store).RecordIntents(batch, [(
        new IntentRequest { LearnerKey = old.FirstId[4..], RecordKey = old.FirstId[4..], CredentialId = $"urn:{newKey}", Fingerprint = "f", DraftSha256 = "d", ValidFrom = Day, ProofCount = 1, Replaces = old },
        new BatchLearner { LearnerKey = old.FirstId[4..], RecordKey = old.FirstId[4..], Disposition = Disposition.Amended, Source = new SourceLocation("learners.csv", 2) })]).Single();

    /// <summary>One revoked credential is asked for anew, taken back, asked for and made; three in force are replaced, from every standing.</summary>
    private static async Task ReplaceAsync(LedgerStore store)
    {
        var (replacements, status, deliveries) = (new ReplacementLedger(store), new StatusLedger(store), new DeliveryLedger(store));
        var batch = Open(store);
        var revoked = status.Find(StatusQuery.Learner, "l0011");
        replacements.Ask(revoked, "the appeal was heard");
        replacements.TakeBack(revoked, "it was somebody else's");
        replacements.Ask(revoked, "the appeal was heard");
        IntendInPlaceOf(store, batch, new ReplacedCredential(revoked[0].Newest, "urn:l0011", 1, "the appeal was heard"), "l0011-2");
        replacements.Ask(revoked, "asked again before it was signed");
        foreach (var intent in Intend(store, batch, ("l0013", 1), ("l0014", 1), ("l0015", 1))) Sign(store, batch, intent);
        status.Suspend([.. status.Find(StatusQuery.Learner, "l0014"), .. status.Find(StatusQuery.Learner, "l0015")], "under inquiry");
        status.Reinstate(status.Find(StatusQuery.Learner, "l0014"), "cleared");
        foreach (var key in (string[])["l0011", "l0013", "l0014", "l0015"])
        {
            var old = status.Find(StatusQuery.Credential, $"urn:{key}").Single().Newest;
            Sign(store, batch, IntendInPlaceOf(store, batch, new ReplacedCredential(old, $"urn:{key}", 1, "the facts changed"), $"{key}-2"));
        }

        await deliveries.EnqueueAsync(Platform, CancellationToken.None);
        var claimed = await deliveries.ClaimAsync(Platform, 100, CancellationToken.None);
        await deliveries.RecordOutcomesAsync([.. claimed.Select(claim => Outcome(claim, DeliveryState.Delivered))], CancellationToken.None);
        replacements.Complete([Platform]);
    }

    /// <summary>Every way in which a credential comes to stand otherwise.</summary>
    private static void ChangeStatuses(StatusLedger status)
    {
        var (one, two, three) = (status.Find(StatusQuery.Learner, "l0010"), status.Find(StatusQuery.Learner, "l0011"), status.Find(StatusQuery.Learner, "l0012"));
        status.Suspend([.. one, .. three], "under inquiry");
        status.Reinstate([.. one, .. three], "cleared");
        status.Suspend(one, "under inquiry again");
        status.Revoke([.. one, .. two, .. three], "not earned");
    }

    /// <summary>After <see cref="OtherEndsAsync"/>: what waits is delivered, and everybody is purged.</summary>
    public static async Task PurgeAsync(LedgerStore store)
    {
        var deliveries = new DeliveryLedger(store);
        await deliveries.ReleaseInterruptedAsync(Platform, CancellationToken.None);
        var claimed = await deliveries.ClaimAsync(Platform, 100, CancellationToken.None);
        await deliveries.RecordOutcomesAsync([.. claimed.Select(claim => Outcome(claim, DeliveryState.Delivered) with { ResourceUrl = "https://river.example/1" })], CancellationToken.None);
        while (!new RetentionLedger(store).PurgeNext(DateTimeOffset.MaxValue, "older than 0d").IsEmpty)
        {
        }
    }

    public static DeliveryOutcome Outcome(ClaimedDelivery claimed, DeliveryState state)
        => new() { Id = claimed.Id, PlatformId = Platform, State = state, SubmittedAt = Day, HttpStatus = 201 };
}
