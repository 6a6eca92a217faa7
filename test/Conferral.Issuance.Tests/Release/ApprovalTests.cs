// Approvals: who counts, who does not, what is kept and what the audit sees, in both databases.
using Conferral.Credentials.Keys;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Release;
using Conferral.Issuance.Workspaces;
using Conferral.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace Conferral.Issuance.Tests.Release;

public abstract class ApprovalTests : IAsyncLifetime
{
    private static readonly SigningKey AdasKey = SigningKey.FromSeed(Seed(1)), BensKey = SigningKey.FromSeed(Seed(2)), StrangersKey = SigningKey.FromSeed(Seed(3));
    private static readonly Approver Ada = new("Ada", AdasKey.PublicKeyMultibase), Ben = new("Ben", BensKey.PublicKeyMultibase), Stranger = new("Eve", StrangersKey.PublicKeyMultibase);
    private static readonly ReleasePolicy TwoOfThem = new(2, [Ada, Ben]);
    private static readonly PlanStatement Statement = new([new("input", "aa"), new("public key", "zKey"), new("count new", "3")]);
    private static readonly PlanStatement OtherStatement = new([new("input", "bb"), new("public key", "zKey"), new("count new", "3")]);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 5, 16, 17, 0, 0, 123, TimeSpan.Zero));
    private LedgerSettings _settings = null!;

    protected abstract Task<LedgerSettings> MakeAsync();

    public async ValueTask InitializeAsync() => _settings = await MakeAsync();

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public void Two_people_with_keys_of_their_own_release_a_plan()
    {
        using var store = LedgerStore.OpenForWriting(_settings, _time);
        var ledger = new ReleaseLedger(store);
        Assert.True(ledger.RecordApproval(By(Ada, AdasKey)));
        Assert.Contains("has that of Ada.", Refusal(ledger), StringComparison.Ordinal);
        Assert.True(ledger.RecordApproval(By(Ben, BensKey)));
        Assert.NotNull(Require(ledger));
    }

    public static TheoryData<string, string> WhatDoesNotCount => new()
    {
        { "nobody", "has that of nobody" },
        { "another plan", "Approvals of other plans do not count for this one." },
        { "the same person twice", "has that of Ada. Still able to approve it with `conferral approve`: Ben." },
        { "an unknown key", "An approval by a key the settings do not name" },
        { "a known name with an unknown key", "An approval by a key the settings do not name" },
        { "a known key under another name", "An approval by a key the settings do not name" },
        { "a changed time", "whose signature does not hold, does not count" },
        { "a changed signature", "whose signature does not hold, does not count" },
        { "no signature at all", "whose signature does not hold, does not count" },
    };

    [Theory]
    [MemberData(nameof(WhatDoesNotCount))]
    public void What_does_not_count_does_not_release(string second, string sentence)
    {
        using var store = LedgerStore.OpenForWriting(_settings, _time);
        var ledger = new ReleaseLedger(store);
        var bens = By(Ben, BensKey);
        Approval[] approvals = second switch
        {
            "nobody" => [],
            "another plan" => [Approvals.Sign(OtherStatement.Fingerprint, Ada, AdasKey, _time.GetUtcNow()), Approvals.Sign(OtherStatement.Fingerprint, Ben, BensKey, _time.GetUtcNow())],
            "the same person twice" => [By(Ada, AdasKey), By(Ada, AdasKey)],
            "an unknown key" => [By(Ada, AdasKey), By(Stranger, StrangersKey)],
            "a known name with an unknown key" => [By(Ada, AdasKey), By(Ben with { PublicKey = Stranger.PublicKey }, StrangersKey)],
            "a known key under another name" => [By(Ada, AdasKey), By(Ben with { Name = "Ada again" }, BensKey)],
            "a changed time" => [By(Ada, AdasKey), bens with { ApprovedAt = bens.ApprovedAt.AddSeconds(1) }],
            "a changed signature" => [By(Ada, AdasKey), bens with { Signature = By(Ada, AdasKey).Signature }],
            _ => [By(Ada, AdasKey), bens with { Signature = "" }],
        };
        foreach (var approval in approvals) ledger.RecordApproval(approval);
        Assert.Contains(sentence, Refusal(ledger), StringComparison.Ordinal);
    }

    [Fact]
    public void One_person_or_one_key_is_recorded_once_for_a_plan_and_again_for_the_next()
    {
        using var store = LedgerStore.OpenForWriting(_settings, _time);
        var ledger = new ReleaseLedger(store);
        Assert.True(ledger.RecordApproval(By(Ada, AdasKey)));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.False(ledger.RecordApproval(By(Ada, AdasKey)));
        Assert.False(ledger.RecordApproval(By(Ben with { Name = "Ben" }, AdasKey)));
        Assert.False(ledger.RecordApproval(By(Ada, BensKey)));
        Assert.True(ledger.RecordApproval(Approvals.Sign(OtherStatement.Fingerprint, Ada, AdasKey, _time.GetUtcNow())));
        Assert.Equal(2, ledger.Approvals().Count);
    }

    [Fact]
    public void Approvals_are_events_of_the_chain_and_entries_of_the_log()
    {
        using (var store = LedgerStore.OpenForWriting(_settings, _time)) new ReleaseLedger(store).RecordApproval(By(Ada, AdasKey));
        using var reader = LedgerStore.OpenForReading(_settings, _time)!;
        Assert.Empty(new LedgerReader(reader).AuditHistory());
        Assert.Equal(By(Ada, AdasKey), new ReleaseLedger(reader).Approvals().Single());
        Assert.Equal(1, new LedgerReader(reader).Count("SELECT COUNT(*) FROM event WHERE kind = 'plan-approved' AND commitment IS NOT NULL"));
    }

    [Fact]
    public void An_approval_edited_in_the_database_breaks_the_chain_and_the_audit_of_approvals()
    {
        using (var store = LedgerStore.OpenForWriting(_settings, _time))
        {
            var ledger = new ReleaseLedger(store);
            ledger.RecordApproval(By(Ada, AdasKey));
            ledger.RecordApproval(By(Ben, BensKey));
            ledger.RecordReleased(Require(ledger)!.For("20260516-1"));
            Assert.Empty(new ReleaseAudit(store).Run().Problems);
            store.Write(write => write.Execute("UPDATE event SET detail = REPLACE(detail, '\"approver\":\"Ben\"', '\"approver\":\"Bob\"') WHERE kind = 'plan-approved'"));
        }

        using var reader = LedgerStore.OpenForReading(_settings, _time)!;
        Assert.Contains("the history breaks at event 2 (plan-approved)", Assert.Single(new LedgerReader(reader).AuditHistory()), StringComparison.Ordinal);
        var problems = new ReleaseAudit(reader).Run().Problems;
        Assert.Equal(2, problems.Count);
        Assert.Contains("approval 2", problems[0], StringComparison.Ordinal);
        Assert.Equal("batch 20260516-1: 2 approvals were demanded, and the ledger holds 1 that count", problems[1]);
    }

    [Fact]
    public void A_run_that_goes_on_is_released_once()
    {
        using var store = LedgerStore.OpenForWriting(_settings, _time);
        var ledger = new ReleaseLedger(store);
        ledger.RecordApproval(By(Ada, AdasKey));
        ledger.RecordApproval(By(Ben, BensKey));
        for (var run = 0; run < 3; run++) ledger.RecordReleased(Require(ledger)!.For("20260516-1"));
        Assert.Equal([Ada.PublicKey, Ben.PublicKey], Assert.Single(ledger.ReleasedBatches()).Approvers);
    }

    private Approval By(Approver approver, SigningKey key) => Approvals.Sign(Statement.Fingerprint, approver, key, _time.GetUtcNow());

    private PlanRelease? Require(ReleaseLedger ledger) => PlanRelease.Require(new SavedPlan(_time.GetUtcNow(), Statement), Statement, TwoOfThem, ledger.Approvals());

    private string Refusal(ReleaseLedger ledger) => Assert.Throws<WorkspaceException>(() => Require(ledger)).Message;

    private static byte[] Seed(byte value) => [.. Enumerable.Repeat(value, SigningKey.SeedLength)];
}

public sealed class SqliteApprovalTests : ApprovalTests
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("conferral-approvals-");

    protected override Task<LedgerSettings> MakeAsync() => Task.FromResult(LedgerSettings.Sqlite(Path.Combine(_folder.FullName, "ledger.db")));

    public override ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return base.DisposeAsync();
    }
}

public sealed class PostgresApprovalTests(PostgresDatabases databases) : ApprovalTests
{
    protected override async Task<LedgerSettings> MakeAsync() => new(LedgerProvider.Postgresql, await databases.NewAsync());
}
