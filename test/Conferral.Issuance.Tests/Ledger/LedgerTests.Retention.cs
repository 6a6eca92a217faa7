// Retention in every database: what is old goes for good, what proves that it was issued stays, and a purge covers nothing up.
using Conferral.Issuance.Ledger;

namespace Conferral.Issuance.Tests.Ledger;

public abstract partial class LedgerTests
{
    private const string Rule = "older than 5y: signed before 2027-05-16";

    [Fact]
    public async Task What_is_older_than_the_rule_goes_and_everything_still_adds_up()
    {
        using var store = OpenLedger();
        await Scene.WholeLifeAsync(store);
        var before = new LedgerReader(store).Account(new LedgerReader(store).Batches().Single()).ToString();
        var outbox = new OutboxLedger(store);
        outbox.Enqueue("sis", [new OutboxEntry(new CrosswalkKey("l0001", Scene.Platform, "l0001"), "hash")]);
        var retention = new RetentionLedger(store);
        Assert.Equal(new RetentionSurvey(0, 0, 0, 0, 0, 0), retention.Survey(FiveYearsAgo()));
        Later();

        Assert.Equal((3, 4, 0, 0, 1), retention.Survey(FiveYearsAgo()) is var survey ? (survey.Credentials, survey.Documents, survey.OnTheWay, survey.StillExported, survey.BlockedLines) : default);
        Assert.Equal(new PurgedPiece(3, 4, 4), retention.PurgeNext(FiveYearsAgo(), Rule));
        Assert.True(retention.PurgeNext(FiveYearsAgo(), Rule).IsEmpty);

        var audit = Audit(store);
        Assert.Empty(audit.Problems);
        Assert.Equal([new PurgeRecord(DateOnly.FromDateTime(Time.GetUtcNow().UtcDateTime), Rule, 5)], audit.Purges);
        var reader = new LedgerReader(store);
        Assert.Equal(before, reader.Account(reader.Batches().Single()).ToString());
        Assert.Empty(reader.Find("l0001"));
        Assert.Empty(reader.Lines("l0003"));
        Assert.Empty(outbox.Unconfirmed("sis"));
        Assert.Null(reader.Document(new CredentialVersion("urn:l0000", 3)));
        Assert.Empty(reader.HostDocuments("urn:l0000"));
        Assert.Equal([CredentialState.Purged, CredentialState.Abandoned, CredentialState.Purged], reader.Find("urn:l0000").Select(version => version.State));
        Assert.All(reader.Find("urn:l0000"), version => Assert.Equal(RetentionLedger.Erased, version.LearnerKey));
        Assert.Empty(await new DeliveryLedger(store).ReadDeliveriesAsync(CancellationToken.None).ToListAsync());
        Assert.Equal(0, await new DeliveryLedger(store).EnqueueAsync("another platform", CancellationToken.None));
        var (blank, erased) = new LogLedger(store).Erasures();
        Assert.True(blank == erased && blank > 0);
    }

    [Fact]
    public async Task Whoever_was_purged_and_is_exported_again_is_unchanged_or_amended_under_the_same_id()
    {
        using var store = OpenLedger();
        await Scene.WholeLifeAsync(store);
        Later();
        new RetentionLedger(store).PurgeNext(FiveYearsAgo(), Rule);

        var (signed, intended) = new SigningLedger(store).FindStanding("urn:l0001");
        Assert.Equal((CredentialState.Purged, "f", null), (signed!.State, signed.Fingerprint, intended));
        var batch = new BatchLedger(store).OpenOrResume("bundle", "another input", "rules", "did:web:x#k");
        var again = Scene.Intend(store, batch, ("l0001", 1)).Single();
        Assert.Equal(new CredentialVersion("urn:l0001", 2), again.Id);
        Scene.Sign(store, batch, again);
        Assert.Equal(again.Id, new SigningLedger(store).FindStanding("urn:l0001").Signed!.Id);
        Assert.Empty(Audit(store).Problems);
    }

    [Fact]
    public async Task What_is_on_its_way_in_doubt_or_still_exported_is_kept()
    {
        using var store = OpenLedger();
        var batch = await Scene.IssueAsync(store, 3);
        var deliveries = new DeliveryLedger(store);
        var claimed = await deliveries.ClaimAsync(Scene.Platform, 2, CancellationToken.None);
        await deliveries.RecordOutcomesAsync([Scene.Outcome(claimed[0], DeliveryState.InDoubt), Scene.Outcome(claimed[1], DeliveryState.Delivered)], CancellationToken.None);
        Later();
        var batches = new BatchLedger(store);
        var later = batches.OpenOrResume("bundle", "another input", "rules", "did:web:x#k");
        batches.RecordLearners(later.BatchId, [new BatchLearner { LearnerKey = "l0001", RecordKey = "l0001", Disposition = Disposition.Unchanged, Credential = claimed[1].Id, Source = new Credentials.SourceLocation("learners.csv", 2) }]);

        var survey = new RetentionLedger(store).Survey(FiveYearsAgo());
        Assert.Equal((0, 2, 1), (survey.Credentials, survey.OnTheWay, survey.StillExported));
        Assert.True(new RetentionLedger(store).PurgeNext(FiveYearsAgo(), Rule).IsEmpty);
        Assert.NotNull(batch);
    }

    [Fact]
    public async Task A_clearance_decision_forgets_its_learner_once_nothing_else_names_them()
    {
        using var store = OpenLedger();
        await Scene.WholeLifeAsync(store);
        var clearances = new ClearanceLedger(store);
        foreach (var learner in (string[])["l0001", "l0003", "never issued"])
            clearances.Record(new ClearanceDecision { LearnerKey = learner, RuleId = "CLEAR-HOLD", FactsSha256 = "facts", Reason = "paid today", By = "Ada" });
        Later();
        clearances.Record(new ClearanceDecision { LearnerKey = "of late", RuleId = "CLEAR-HOLD", FactsSha256 = "facts", Reason = "paid today", By = "Ada" });
        var retention = new RetentionLedger(store);
        var erased = 0;
        while (retention.PurgeNext(FiveYearsAgo(), Rule) is { IsEmpty: false } piece) erased += piece.Clearances;
        Assert.Equal(3, erased);
        Assert.Equal(["of late"], clearances.Standing().Select(decision => decision.LearnerKey));
        Assert.Empty(Audit(store).Problems);
        store.Write(write => write.Execute("UPDATE clearance SET learner_key = 'l0001' WHERE clearance_id = 1"));
        Assert.Contains("clearance decision 1: the row was changed", string.Join('\n', Audit(store).Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_edited_clearance_decision_is_not_purged()
    {
        using var store = OpenLedger();
        await Scene.WholeLifeAsync(store);
        new ClearanceLedger(store).Record(new ClearanceDecision { LearnerKey = "never issued", RuleId = "CLEAR-HOLD", FactsSha256 = "facts", Reason = "paid today", By = "Ada" });
        Later();
        store.Write(write => write.Execute("UPDATE clearance SET reason = 'x'"));
        Assert.Contains("Clearance decision 1 was changed", Assert.Throws<LedgerException>(() => new RetentionLedger(store).PurgeNext(FiveYearsAgo(), Rule)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UPDATE credential SET fingerprint = 'x' WHERE credential_id = 'urn:l0001'", "urn:l0001 v1 was changed since it was written")]
    [InlineData("UPDATE batch_learner SET reason_code = 'x' WHERE record_key = 'l0003'", "were changed since it was closed")]
    public async Task A_purge_covers_no_edit_up(string edit, string sentence)
    {
        using var store = OpenLedger();
        await Scene.WholeLifeAsync(store);
        Later();
        store.Write(write => write.Execute(edit));
        var refusal = Assert.Throws<LedgerException>(() => new RetentionLedger(store).PurgeNext(FiveYearsAgo(), Rule));
        Assert.Equal(LedgerCode.WrongState, refusal.Code);
        Assert.Contains(sentence, refusal.Message, StringComparison.Ordinal);
        Assert.NotNull(new LedgerReader(store).Document(new CredentialVersion("urn:l0001", 1)));
    }

    [Theory]
    [InlineData("UPDATE credential SET learner_key = 'x' WHERE credential_id = 'urn:l0001'", "urn:l0001 v1: the row was changed")]
    [InlineData("UPDATE credential SET state = 'Signed' WHERE credential_id = 'urn:l0001'", "urn:l0001 v1: the row says Signed, its events lead to Purged")]
    [InlineData("UPDATE delivery SET resource_url = 'https://evil.example' WHERE credential_id = 'urn:l0000' AND version = 3", "urn:l0000 v3 at river: the row was changed")]
    [InlineData("UPDATE batch_learner SET learner_key = 'x' WHERE credential_id = 'urn:l0001'", "its learners' lines were changed")]
    [InlineData("INSERT INTO document (credential_id, version, codec, body) SELECT 'urn:l0001', 1, 'zstd', salt FROM event WHERE salt IS NOT NULL LIMIT 1", "1 stored documents belong to no signed credential")]
    public async Task Edits_after_a_purge_are_named(string edit, string finding)
    {
        using var store = OpenLedger();
        await Scene.WholeLifeAsync(store);
        Later();
        new RetentionLedger(store).PurgeNext(FiveYearsAgo(), Rule);
        Assert.Empty(Audit(store).Problems);
        store.Write(write => write.Execute(edit));
        Assert.Contains(finding, string.Join('\n', Audit(store).Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void A_purge_goes_in_pieces_and_each_leaves_a_ledger_that_adds_up()
    {
        const int learners = 250;
        using var store = OpenLedger();
        var batch = Scene.Open(store);
        foreach (var intent in Scene.Intend(store, batch, [.. Enumerable.Range(0, learners).Select(i => ($"l{i:0000}", 1))])) Scene.Sign(store, batch, intent);
        new BatchLedger(store).OpenOrResume("bundle", "another input", "rules", "did:web:x#k");
        Later();
        var retention = new RetentionLedger(store);
        var first = retention.PurgeNext(FiveYearsAgo(), Rule);
        Assert.Empty(Audit(store).Problems);
        Assert.InRange(first.Credentials, 1, learners - 1);
        Assert.Equal(learners - first.Credentials, retention.Survey(FiveYearsAgo()).Credentials);
        Assert.Equal(learners - first.Credentials, retention.PurgeNext(FiveYearsAgo(), Rule).Credentials);
        Assert.Empty(Audit(store).Problems);
    }

    [Theory]
    [InlineData("5y", "2021-11-28")]
    [InlineData("18m", "2025-05-28")]
    [InlineData("90d", "2026-08-30")]
    public void An_age_is_written_in_years_months_or_days(string text, string before)
    {
        Assert.Equal(before, RetentionAge.Parse(text).Before(new DateTimeOffset(2026, 11, 28, 0, 0, 0, TimeSpan.Zero)).ToString("yyyy-MM-dd"));
        Assert.Throws<FormatException>(() => RetentionAge.Parse(text[..^1]));
        Assert.Throws<FormatException>(() => RetentionAge.Parse("0" + text[^1]));
    }

    /// <summary>Set, not run through: a heartbeat would beat millions of times.</summary>
    private void Later() => Time.AdjustTime(Time.GetUtcNow().AddDays(6 * 366));

    private DateTimeOffset FiveYearsAgo() => RetentionAge.Parse("5y").Before(Time.GetUtcNow());
}
