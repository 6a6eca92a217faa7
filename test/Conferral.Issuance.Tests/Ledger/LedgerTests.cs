// The ledger keeps its promises: versions, times, states, ownership, and accounts that add up.
using Conferral.Credentials;
using Conferral.Issuance.Ledger;
using Microsoft.Extensions.Time.Testing;

namespace Conferral.Issuance.Tests.Ledger;

public sealed class LedgerTests : IDisposable
{
    private const string Platform = "river";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("conferral-ledger-");
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 5, 16, 17, 0, 0, TimeSpan.Zero));

    private string LedgerPath => System.IO.Path.Combine(_folder.FullName, "ledger.db");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Created_times_are_unique_and_strictly_increasing_even_when_the_clock_goes_back()
    {
        using var file = LedgerFile.OpenForWriting(LedgerPath, _time);
        var first = Intend(file, Open(file), ("a", 31), ("b", 2));
        _time.AdjustTime(_time.GetUtcNow().AddHours(-1));
        var later = Intend(file, Open(file), ("c", 1));

        var spans = first.Concat(later).Select(intent => (From: intent.FirstCreated, To: intent.FirstCreated.AddMicroseconds(intent.ProofCount - 1))).ToArray();
        for (var i = 1; i < spans.Length; i++) Assert.True(spans[i - 1].To < spans[i].From);
    }

    [Fact]
    public void A_document_is_never_signed_twice_under_one_id_and_version()
    {
        using var file = LedgerFile.OpenForWriting(LedgerPath, _time);
        var batch = Open(file);
        var intent = Intend(file, batch, ("a", 1)).Single();
        Sign(file, batch, intent);
        var error = Assert.Throws<LedgerException>(() => Sign(file, batch, intent));
        Assert.Equal(LedgerCode.WrongState, error.Code);
    }

    [Fact]
    public void An_intent_whose_draft_changed_is_abandoned_and_the_next_version_takes_its_place()
    {
        using var file = LedgerFile.OpenForWriting(LedgerPath, _time);
        var batch = Open(file);
        Intend(file, batch, ("a", 1));
        var again = Intend(file, batch, ("a", 1)).Single();
        Assert.Equal(2, again.Id.Version);
        var (signed, intended) = new SigningLedger(file).FindStanding("urn:a");
        Assert.Null(signed);
        Assert.Equal(again.Id, intended!.Id);
        Assert.Equal(CredentialState.Abandoned, new LedgerReader(file).Find("a")[0].State);
    }

    [Fact]
    public async Task A_claim_survives_a_crash_and_the_same_bytes_are_handed_out_again()
    {
        ClaimedDelivery before;
        using (var file = LedgerFile.OpenForWriting(LedgerPath, _time))
        {
            var batch = Open(file);
            Sign(file, batch, Intend(file, batch, ("a", 1)).Single());
            var deliveries = new DeliveryLedger(file);
            await deliveries.EnqueueAsync(Platform, CancellationToken.None);
            before = (await deliveries.ClaimAsync(Platform, 10, CancellationToken.None)).Single();
            Assert.Empty(await deliveries.ClaimAsync(Platform, 10, CancellationToken.None));
        }

        using var reopened = LedgerFile.OpenForWriting(LedgerPath, _time);
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
        using var file = LedgerFile.OpenForWriting(LedgerPath, _time);
        var batch = Open(file);
        foreach (var intent in Intend(file, batch, ("a", 1), ("b", 1))) Sign(file, batch, intent);
        var batches = new BatchLedger(file);
        batches.RecordLearners(batch.BatchId, [new BatchLearner
        {
            LearnerKey = "c", RecordKey = "c", Disposition = Disposition.Blocked, Source = new SourceLocation("awards.csv", 7, "conferred_on"),
            ReasonCode = "READ-DATE", Findings = [Finding.Error("READ-DATE", "", "No date.", "docs/intake.md")],
        }]);
        var deliveries = new DeliveryLedger(file);
        await deliveries.EnqueueAsync(Platform, CancellationToken.None);
        var claimed = await deliveries.ClaimAsync(Platform, 10, CancellationToken.None);
        await deliveries.RecordOutcomesAsync([Outcome(claimed[0], DeliveryState.Delivered), Outcome(claimed[1], DeliveryState.Failed) with { ReasonCode = "refused" }], CancellationToken.None);

        var reader = new LedgerReader(file);
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
        using var file = LedgerFile.OpenForWriting(LedgerPath, _time);
        var batch = Open(file);
        Sign(file, batch, Intend(file, batch, ("a", 1)).Single());
        var deliveries = new DeliveryLedger(file);
        await deliveries.EnqueueAsync(Platform, CancellationToken.None);
        Sign(file, batch, Intend(file, batch, ("a", 1)).Single());
        await deliveries.EnqueueAsync(Platform, CancellationToken.None);
        var claimed = Assert.Single(await deliveries.ClaimAsync(Platform, 10, CancellationToken.None));
        Assert.Equal(2, claimed.Id.Version);
        Assert.Equal([DeliveryState.Superseded, DeliveryState.Sending], new LedgerReader(file).Deliveries("urn:a").Select(delivery => delivery.State));
    }

    [Fact]
    public void The_same_input_resumes_its_batch_and_another_input_opens_the_next()
    {
        using var file = LedgerFile.OpenForWriting(LedgerPath, _time);
        var batch = Open(file);
        Assert.Equal(batch.BatchId, Open(file).BatchId);
        var other = new BatchLedger(file).OpenOrResume("bundle", "other", "rules", "did:web:x#k");
        Assert.NotEqual(batch.BatchId, other.BatchId);
        Assert.Equal(other.BatchId, new LedgerReader(file).Batches().Single(b => b.ClosedAt is null).BatchId);
    }

    [Fact]
    public void Two_writers_at_once_get_a_sentence_and_a_late_writer_cannot_write()
    {
        using var file = LedgerFile.OpenForWriting(LedgerPath, _time);
        Assert.Equal(LedgerCode.Locked, Assert.Throws<LedgerException>(() => LedgerFile.OpenForWriting(LedgerPath, _time)).Code);

        // The lock file was removed by hand and another process took over.
        File.Delete(LedgerPath + ".lock");
        using var other = LedgerFile.OpenForWriting(LedgerPath, _time);
        Assert.Equal(LedgerCode.LostOwnership, Assert.Throws<LedgerException>(() => Open(file)).Code);
        Open(other);
    }

    [Fact]
    public void A_file_that_is_not_a_ledger_is_refused_and_left_alone()
    {
        File.WriteAllText(LedgerPath, new string('x', 5000));
        Assert.Equal(LedgerCode.Damaged, Assert.Throws<LedgerException>(() => LedgerFile.OpenForWriting(LedgerPath, _time)).Code);
        Assert.Equal(5000, new FileInfo(LedgerPath).Length);
    }

    [Fact]
    public void A_ledger_of_a_newer_program_is_refused_for_reading_and_writing()
    {
        LedgerFile.OpenForWriting(LedgerPath, _time).Dispose();
        using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={LedgerPath};Pooling=False"))
        {
            connection.Open();
            Dapper.SqlMapper.Execute(connection, "PRAGMA user_version = 99");
        }

        Assert.Equal(LedgerCode.NewerSchema, Assert.Throws<LedgerException>(() => LedgerFile.OpenForWriting(LedgerPath, _time)).Code);
        Assert.Equal(LedgerCode.NewerSchema, Assert.Throws<LedgerException>(() => LedgerFile.OpenForReading(LedgerPath, _time)).Code);
    }

    [Fact]
    public void A_full_disk_is_named_and_nothing_recorded_is_lost()
    {
        using (var file = LedgerFile.OpenForWriting(LedgerPath, _time))
        {
            var batch = Open(file);
            Sign(file, batch, Intend(file, batch, ("a", 1)).Single());
            file.Read(connection => Dapper.SqlMapper.ExecuteScalar<long>(connection, "PRAGMA max_page_count = 1"));
            var error = Assert.Throws<LedgerException>(() =>
            {
                for (var i = 0; i < 10_000; i++) Intend(file, batch, ($"b{i}", 1));
            });
            Assert.Equal(LedgerCode.Full, error.Code);
            Assert.Contains("run the same command again", error.Message, StringComparison.Ordinal);
        }

        using var reopened = LedgerFile.OpenForWriting(LedgerPath, _time);
        Assert.Equal(CredentialState.Signed, new SigningLedger(reopened).FindStanding("urn:a").Signed!.State);
    }

    private static Batch Open(LedgerFile file) => new BatchLedger(file).OpenOrResume("bundle", "input", "rules", "did:web:x#k");

    private IReadOnlyList<SigningIntent> Intend(LedgerFile file, Batch batch, params (string Key, int Proofs)[] learners)
        => new SigningLedger(file).RecordIntents(batch, [.. learners.Select(learner => (
            new IntentRequest
            {
                LearnerKey = learner.Key, RecordKey = learner.Key, CredentialId = $"urn:{learner.Key}", Fingerprint = "f", DraftSha256 = "d", ValidFrom = _time.GetUtcNow(), ProofCount = learner.Proofs,
            },
            new BatchLearner { LearnerKey = learner.Key, RecordKey = learner.Key, Disposition = Disposition.New, Source = new SourceLocation("learners.csv", 2) }))]);

    private static void Sign(LedgerFile file, Batch batch, SigningIntent intent)
        => new SigningLedger(file).RecordSigned(batch.BatchId, [DocumentCodec.Pack(intent.Id, System.Text.Encoding.UTF8.GetBytes($"{{\"id\":\"{intent.Id}\"}}"))]);

    private DeliveryOutcome Outcome(ClaimedDelivery claimed, DeliveryState state)
        => new() { Id = claimed.Id, PlatformId = Platform, State = state, SubmittedAt = _time.GetUtcNow(), HttpStatus = 201 };
}
