// The ledger keeps its promises in every database: versions, times, states, ownership, and accounts that add up.
using Conferral.Credentials;
using Conferral.Issuance.Ledger;
using Microsoft.Extensions.Time.Testing;

namespace Conferral.Issuance.Tests.Ledger;

public abstract partial class LedgerTests : IAsyncLifetime
{
    private const string Platform = Scene.Platform;

    protected FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 5, 16, 17, 0, 0, TimeSpan.Zero));

    protected LedgerSettings Settings { get; private set; } = null!;

    protected abstract Task<LedgerSettings> MakeAsync();

    internal abstract void SetSchemaVersion(LedgerTransaction write, int version);

    public async ValueTask InitializeAsync() => Settings = await MakeAsync();

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public void CreatedTimes_are_unique_and_strictly_increasing_even_when_the_clock_goes_back()
    {
        using var store = OpenLedger();
        var first = Scene.Intend(store, Scene.Open(store), ("a", 31), ("b", 2));
        Time.AdjustTime(Time.GetUtcNow().AddHours(-1));
        var later = Scene.Intend(store, Scene.Open(store), ("c", 1));

        var spans = first.Concat(later).Select(intent => (From: intent.FirstCreated, To: intent.FirstCreated.AddMicroseconds(intent.ProofCount - 1))).ToArray();
        for (var i = 1; i < spans.Length; i++) Assert.True(spans[i - 1].To < spans[i].From);
    }

    [Fact]
    public void A_document_is_never_signed_twice_under_one_id_and_version()
    {
        using var store = OpenLedger();
        var batch = Scene.Open(store);
        var intent = Scene.Intend(store, batch, ("a", 1)).Single();
        Scene.Sign(store, batch, intent);
        var error = Assert.Throws<LedgerException>(() => Scene.Sign(store, batch, intent));
        Assert.Equal(LedgerCode.WrongState, error.Code);
    }

    [Fact]
    public void An_intent_whose_draft_changed_is_abandoned_and_the_next_version_takes_its_place()
    {
        using var store = OpenLedger();
        var batch = Scene.Open(store);
        Scene.Intend(store, batch, ("a", 1));
        var again = Scene.Intend(store, batch, ("a", 1)).Single();
        Assert.Equal(2, again.Id.Version);
        var (signed, intended) = new SigningLedger(store).FindStanding("urn:a");
        Assert.Null(signed);
        Assert.Equal(again.Id, intended!.Id);
        Assert.Equal(CredentialState.Abandoned, new LedgerReader(store).Find("a")[0].State);
    }

    [Fact]
    public async Task A_claim_survives_a_crash_and_the_same_bytes_are_handed_out_again()
    {
        ClaimedDelivery before;
        using (var store = OpenLedger())
        {
            var batch = Scene.Open(store);
            Scene.Sign(store, batch, Scene.Intend(store, batch, ("a", 1)).Single());
            var deliveries = new DeliveryLedger(store);
            await deliveries.EnqueueAsync(Platform, CancellationToken.None);
            before = (await deliveries.ClaimAsync(Platform, 10, CancellationToken.None)).Single();
            Assert.Empty(await deliveries.ClaimAsync(Platform, 10, CancellationToken.None));
        }

        using var reopened = OpenLedger();
        var queue = new DeliveryLedger(reopened);
        Assert.Equal(1, await queue.ReleaseInterruptedAsync(Platform, CancellationToken.None));
        var after = (await queue.ClaimAsync(Platform, 10, CancellationToken.None)).Single();
        Assert.True(after.MayHaveBeenSent);
        Assert.Equal(2, after.Attempts + 1);
        Assert.Equal(before.Utf8Json.ToArray(), after.Utf8Json.ToArray());
    }

    [Fact]
    public async Task An_account_adds_up_and_says_what_does_not()
    {
        using var store = OpenLedger();
        var batch = Scene.Open(store);
        foreach (var intent in Scene.Intend(store, batch, ("a", 1), ("b", 1))) Scene.Sign(store, batch, intent);
        var batches = new BatchLedger(store);
        batches.RecordLearners(batch.BatchId, [new BatchLearner
        {
            LearnerKey = "c", RecordKey = "c", Disposition = Disposition.Blocked, Source = new SourceLocation("awards.csv", 7, "conferred_on"),
            ReasonCode = "READ-DATE", Findings = [Finding.Error("READ-DATE", "", "No date.", "docs/intake.md")],
        }]);
        var deliveries = new DeliveryLedger(store);
        await deliveries.EnqueueAsync(Platform, CancellationToken.None);
        var claimed = await deliveries.ClaimAsync(Platform, 10, CancellationToken.None);
        await deliveries.RecordOutcomesAsync([Scene.Outcome(claimed[0], DeliveryState.Delivered), Scene.Outcome(claimed[1], DeliveryState.Failed) with { ReasonCode = "refused" }], CancellationToken.None);

        var reader = new LedgerReader(store);
        Assert.Contains("not read to its end", Assert.Single(reader.Account(batch).Discrepancies()), StringComparison.Ordinal);
        batches.RecordLearnersRead(batch.BatchId, 3);
        var account = reader.Account(reader.Batches().Single());
        Assert.Empty(account.Discrepancies());
        Assert.Equal((2, 1, 1), (account.New, account.Blocked, account.BlockedByReason["READ-DATE"]));
        Assert.Equal((1, 1), (account.Platforms[0].Delivered, account.Platforms[0].FailedByReason["refused"]));
        Assert.Equal("awards.csv, row 7, column conferred_on", reader.Blocked(batch.BatchId).Single().Source);
        batches.RecordLearnersRead(batch.BatchId, 4);
        Assert.Contains("4 learners were read but 3", Assert.Single(reader.Account(reader.Batches().Single()).Discrepancies()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_newer_version_takes_the_older_ones_place_in_the_queue()
    {
        using var store = OpenLedger();
        var batch = Scene.Open(store);
        Scene.Sign(store, batch, Scene.Intend(store, batch, ("a", 1)).Single());
        var deliveries = new DeliveryLedger(store);
        await deliveries.EnqueueAsync(Platform, CancellationToken.None);
        Scene.Sign(store, batch, Scene.Intend(store, batch, ("a", 1)).Single());
        await deliveries.EnqueueAsync(Platform, CancellationToken.None);
        var claimed = Assert.Single(await deliveries.ClaimAsync(Platform, 10, CancellationToken.None));
        Assert.Equal(2, claimed.Id.Version);
        Assert.Equal([DeliveryState.Superseded, DeliveryState.Sending], new LedgerReader(store).Deliveries("urn:a").Select(delivery => delivery.State));
    }

    [Fact]
    public void The_same_input_resumes_its_batch_and_another_input_opens_the_next()
    {
        using var store = OpenLedger();
        var batch = Scene.Open(store);
        Assert.Equal(batch.BatchId, Scene.Open(store).BatchId);
        var other = new BatchLedger(store).OpenOrResume("bundle", "other", "rules", "did:web:x#k");
        Assert.NotEqual(batch.BatchId, other.BatchId);
        Assert.Equal(other.BatchId, new LedgerReader(store).Batches().Single(b => b.ClosedAt is null).BatchId);
    }

    [Fact]
    public void A_second_owner_gets_a_sentence_and_the_first_one_keeps_working()
    {
        using var first = OpenLedger();
        var refusal = Assert.Throws<LedgerException>(() => OpenLedger());
        Assert.Equal(LedgerCode.Locked, refusal.Code);
        Assert.Contains("Another conferral is working", refusal.Message, StringComparison.Ordinal);
        Scene.Open(first);
    }

    [Fact]
    public void What_is_being_written_is_no_part_of_what_a_reader_sees()
    {
        Assert.Null(LedgerStore.OpenForReading(Settings, Time));
        using var store = OpenLedger();
        Scene.Open(store);
        using var reading = LedgerStore.OpenForReading(Settings, Time)!;
        Assert.Single(new LedgerReader(reading).Batches());
        new BatchLedger(store).OpenOrResume("bundle", "other", "rules", "did:web:x#k");
        Assert.Single(new LedgerReader(reading).Batches());
    }

    [Fact]
    public void A_ledger_of_a_newer_program_is_refused_for_reading_and_writing()
    {
        using (var store = OpenLedger()) store.Write(write => SetSchemaVersion(write, 99));
        Assert.Equal(LedgerCode.NewerSchema, Assert.Throws<LedgerException>(() => OpenLedger()).Code);
        Assert.Equal(LedgerCode.NewerSchema, Assert.Throws<LedgerException>(() => LedgerStore.OpenForReading(Settings, Time)).Code);
    }

    public static TheoryData<string, string> Tamperings => new()
    {
        { "UPDATE delivery SET state = 'Delivered' WHERE credential_id = 'urn:l0002'", "urn:l0002 v1 at river: the row says Delivered, its events lead to Failed" },
        { "UPDATE delivery SET resource_url = 'https://evil.example' WHERE credential_id = 'urn:l0001'", "urn:l0001 v1 at river: the row was changed" },
        { "UPDATE credential SET record_key = 'x' WHERE credential_id = 'urn:l0000'", "urn:l0000 v1: the row was changed since it was written (one of learner_key, record_key" },
        { "UPDATE credential SET document_sha256 = 'x' WHERE credential_id = 'urn:l0000'", "urn:l0000 v1: the row was changed since it was written (one of signed_at, document_sha256" },
        { "UPDATE batch_learner SET reason_code = 'x' WHERE record_key = 'l0003'", "its learners' lines were changed" },
        { "UPDATE event SET detail = 'x' WHERE kind = 'sending' AND credential_id = 'urn:l0001'", "(sending of urn:l0001 v1): its hash is not that of its content" },
        { "DELETE FROM event WHERE kind = 'signed' AND credential_id = 'urn:l0001'", "so events between them were deleted" },
        { "DELETE FROM event WHERE seq = (SELECT MAX(seq) FROM event)", "the newest events were deleted" },
        { "DELETE FROM delivery WHERE credential_id = 'urn:l0001'", "urn:l0001 v1 at river: events tell of this delivery, but its row is gone" },
        { "INSERT INTO credential SELECT 'urn:new', version, 'new', 'new', batch_id, state, fingerprint, draft_sha256, valid_from, first_created + 900, proof_count, verification_method, signed_at, document_sha256, document_bytes FROM credential WHERE credential_id = 'urn:l0001'", "urn:new v1: the ledger has this credential, but no event" },
        { "UPDATE document SET body = (SELECT body FROM document WHERE credential_id = 'urn:l0000' AND version = 3)", "the stored bytes have sha256" },
        { "DELETE FROM document WHERE credential_id = 'urn:l0001'", "urn:l0001 v1: the signed document is missing" },
        { "DELETE FROM event WHERE kind = 'batch-closed'; UPDATE event_head SET seq = seq - 1, hash = (SELECT hash FROM event ORDER BY seq DESC LIMIT 1)", "the history has no such event any more" },
        { "UPDATE document SET credential_id = 'swap' WHERE credential_id = 'urn:l0001'; UPDATE document SET credential_id = 'urn:l0001' WHERE credential_id = 'urn:l0002'; UPDATE document SET credential_id = 'urn:l0002' WHERE credential_id = 'swap'", "urn:l0001 v1: the stored bytes have sha256" },
        { "UPDATE document SET codec = 'other' WHERE credential_id = 'urn:l0002'", "The document of urn:l0002 v1 is stored as 'other'" },
        { "DELETE FROM credential WHERE credential_id = 'urn:l0002'", "urn:l0002 v1: events tell of this credential, but its row is gone" },
        { "UPDATE event_head SET hash = 'x'", "the newest events were deleted" },
        { "UPDATE batch SET input_sha256 = 'x'", "the row names another input than the event that opened it" },
        { "DELETE FROM batch", "events tell of this batch, but its row is gone" },
        { "UPDATE batch SET learners_read = 99", "99 learners were read but 4 are accounted for" },
        { "UPDATE ledger_meta SET value = 0 WHERE name = 'last_created'", "the last created time that was handed out was put back" },
        { "UPDATE host_document SET body = (SELECT body FROM document WHERE credential_id = 'urn:l0001')", "urn:l0000 v3: the kept copy of river is not the one that came" },
        { "UPDATE credential SET state = 'Purged' WHERE credential_id = 'urn:l0001'; DELETE FROM document WHERE credential_id = 'urn:l0001'", "urn:l0001 v1: the row says Purged, its events lead to Signed" },
        { "UPDATE credential SET state = 'Intended' WHERE credential_id = 'urn:l0001'", "urn:l0001 v1: the row says Intended, its events lead to Signed" },
    };

    [Theory]
    [MemberData(nameof(Tamperings))]
    public async Task What_was_changed_by_hand_is_named(string edit, string finding)
    {
        using var store = OpenLedger();
        await Scene.WholeLifeAsync(store);
        Assert.Empty(Audit(store).Problems);

        store.Read(read =>
        {
            read.Script(edit);
            return true;
        });
        Assert.Contains(finding, string.Join('\n', Audit(store).Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_history_that_ends_elsewhere_than_the_kept_end_shows()
    {
        using var store = OpenLedger();
        await Scene.WholeLifeAsync(store);
        var kept = new LedgerReader(store).Head();
        Assert.Equal(kept, Audit(store).Head);
        Scene.Open(store);
        Assert.NotEqual(kept, Audit(store).Head);
    }

    private static AuditReport Audit(LedgerStore store) => new LedgerAudit(store, _ => null).Run(null, CancellationToken.None);

    private LedgerStore OpenLedger() => LedgerStore.OpenForWriting(Settings, Time);
}
