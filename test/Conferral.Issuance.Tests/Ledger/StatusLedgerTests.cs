// Status keeps its promises in every database: a place once and for good, changes with reasons, revocation final.
using Conferral.Credentials.Status;
using Conferral.Issuance.Ledger;
using Conferral.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace Conferral.Issuance.Tests.Ledger;

public abstract class StatusLedgerTests : IAsyncLifetime
{
    private static readonly byte[] Secret = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    private static readonly StatusForm Form = new()
    {
        Kind = StatusListKind.Bitstring, Url = "https://college.example/status", Purposes = "revocation suspension", InMembers = true, Entries = BitstringStatusList.MinimumEntries,
    };

    protected FakeTimeProvider Time { get; } = new(Scene.Day.AddDays(1));

    protected LedgerSettings Settings { get; private set; } = null!;

    protected abstract Task<LedgerSettings> MakeAsync();

    public async ValueTask InitializeAsync() => Settings = await MakeAsync();

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    internal static StatusAllotment NewAllotment(StatusForm? form = null, byte[]? secret = null) => new(form ?? Form, secret ?? Secret);

    [Fact]
    public void Places_are_shuffled_and_nobody_shares_one()
    {
        using var store = Open();
        var places = Give(store, NewAllotment(), 0, 500);
        Assert.Equal(500, places.Select(place => (place.List.Number, place.Index)).Distinct().Count());
        Assert.Single(places.Select(place => place.List.Number).Distinct());
        Assert.NotEqual(places.Select(place => place.Index).Order(), places.Select(place => place.Index));
        Assert.All(places, place => Assert.InRange(place.Index, 0, Form.Entries - 1));
    }

    [Fact]
    public void An_id_keeps_its_place_through_abandoned_intents_amendments_and_changed_settings()
    {
        using var store = Open();
        var batch = Scene.Open(store);
        var promised = Scene.Intend(store, batch, NewAllotment(), ("a", 1)).Single();
        var again = Scene.Intend(store, batch, NewAllotment(), ("a", 1)).Single();
        Scene.Sign(store, batch, again);
        var amended = Scene.Intend(store, batch, NewAllotment(Form with { Purposes = "revocation" }), ("a", 1)).Single();
        Assert.Equal([1, 2, 3], new[] { promised, again, amended }.Select(intent => intent.Id.Version));
        Assert.NotNull(promised.Status);
        Assert.Equal(promised.Status, again.Status);
        Assert.Equal(promised.Status, amended.Status);
        Assert.Equal(promised.Status, Scene.Intend(store, batch, null, ("a", 1)).Single().Status);
    }

    [Fact]
    public void An_intent_that_waits_is_taken_up_with_its_place_after_a_crash()
    {
        StatusPlace? promised;
        using (var store = Open()) promised = Scene.Intend(store, Scene.Open(store), NewAllotment(), ("a", 1)).Single().Status;
        using var reopened = Open();
        Assert.Equal(promised, new SigningLedger(reopened).FindStanding("urn:a").Intended!.Intent.Status);
        var next = Give(reopened, NewAllotment(), 0, 50);
        Assert.DoesNotContain(promised!.Index, next.Select(place => place.Index));
    }

    [Fact]
    public void Nothing_of_a_transaction_that_failed_is_given_away()
    {
        using var store = Open();
        var allotment = NewAllotment();
        Assert.Throws<InvalidOperationException>(() => store.Write(write =>
        {
            StatusAllotment.PlaceOf(write, "urn:lost", allotment);
            throw new InvalidOperationException("the power failed");
        }));
        var places = Give(store, allotment, 0, 10);
        var unbroken = StatusIndexPermutation.ForList(Secret, 1, Form.Entries);
        Assert.Equal(Enumerable.Range(0, 10).Select(number => (long)unbroken.IndexOf(number)), places.Select(place => place.Index));
    }

    [Fact]
    public void A_full_list_is_followed_by_the_next_and_another_form_or_secret_opens_its_own()
    {
        using var store = Open();
        Give(store, NewAllotment(), 0, 1);
        store.Write(write => write.Execute("UPDATE status_list SET given = entries - 2 WHERE list = 1"));
        Assert.Equal([1, 1, 2, 2], Give(store, NewAllotment(), 1, 4).Select(place => place.List.Number));
        Assert.Equal([3], Give(store, NewAllotment(Form with { Url = "https://elsewhere.example/s" }), 5, 1).Select(place => place.List.Number));
        Assert.Equal([4], Give(store, NewAllotment(secret: [.. Secret.Reverse()]), 6, 1).Select(place => place.List.Number));
        Assert.Equal([2], Give(store, NewAllotment(), 7, 1).Select(place => place.List.Number));
    }

    [Fact]
    public void A_suspension_can_be_lifted_and_a_revocation_cannot()
    {
        using var store = Open();
        Issue(store, "a", "b");
        var status = new StatusLedger(store);
        status.Suspend(status.Find(StatusQuery.Learner, "a"), "under inquiry");
        Assert.Equal((StatusState.Suspended, "under inquiry"), Standing(store, "a"));
        status.Reinstate(status.Find(StatusQuery.Learner, "a"), "cleared");
        Assert.Equal((StatusState.Active, "cleared"), Standing(store, "a"));
        status.Revoke(status.Find(StatusQuery.Learner, "a"), "not earned");

        foreach (var change in (Action<IReadOnlyList<StatusSubject>, string>[])[status.Suspend, status.Reinstate, status.Revoke])
            Assert.Equal(LedgerCode.WrongState, Assert.Throws<LedgerException>(() => change(status.Find(StatusQuery.All), "all of them")).Code);
        Assert.Equal((StatusState.Revoked, "not earned"), Standing(store, "a"));
        Assert.Equal((StatusState.Active, null), Standing(store, "b"));
        Assert.True(new StatusLedger(store).IsAnythingRevoked);
        Assert.Empty(new LedgerAudit(store, _ => null).Run(null, CancellationToken.None).Problems);
        Assert.Equal(["suspended", "reinstated", "revoked"], new LedgerReader(store).History("urn:a").Select(entry => entry.Kind).Where(kind => LedgerTransitions.OfWhole(kind) == LedgerTransitions.Status));
    }

    [Theory]
    [InlineData("UPDATE status SET state = 'Active'", "the row says Active, its events lead to Revoked")]
    [InlineData("UPDATE status SET reason = 'a mistake'", "the row was changed since it was written")]
    [InlineData("DELETE FROM status", "its row is gone")]
    [InlineData("UPDATE status SET credential_id = 'urn:b'", "no event tells how it came there")]
    [InlineData("DELETE FROM status_entry WHERE credential_id = 'urn:a'", "another number of places than credentials have")]
    [InlineData("UPDATE status_entry SET place = 131072 WHERE credential_id = 'urn:a'", "do not reach so far")]
    public void What_was_changed_behind_the_ledgers_back_is_named(string tampering, string sentence)
    {
        using var store = Open();
        Issue(store, "a", "b");
        var status = new StatusLedger(store);
        status.Revoke(status.Find(StatusQuery.Credential, "urn:a"), "not earned");
        store.Write(write => write.Execute(tampering));
        Assert.Contains(new LedgerAudit(store, _ => null).Run(null, CancellationToken.None).Problems, problem => problem.Contains(sentence, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_revoked_before_it_left_is_not_sent_and_the_account_adds_up()
    {
        using var store = Open();
        var batch = Issue(store, "a", "b");
        var status = new StatusLedger(store);
        status.Revoke(status.Find(StatusQuery.Learner, "a"), "not earned");
        var deliveries = new DeliveryLedger(store);
        await deliveries.EnqueueAsync(Scene.Platform, CancellationToken.None);
        Assert.Equal("urn:b", Assert.Single(await deliveries.ClaimAsync(Scene.Platform, 10, CancellationToken.None)).Id.CredentialId);
        new BatchLedger(store).RecordLearnersRead(batch.BatchId, 2);
        var reader = new LedgerReader(store);
        Assert.Empty(reader.Account(reader.Batches().Single()).Discrepancies());
        var delivery = Assert.Single(reader.Deliveries("urn:a"));
        Assert.Equal((DeliveryState.Superseded, StatusState.Revoked), (delivery.State, delivery.Status));
    }

    [Fact]
    public void Every_question_finds_its_credentials()
    {
        using var store = Open();
        var batch = Issue(store, "a", "b");
        var status = new StatusLedger(store);
        Assert.Equal(["a", "b"], Keys(StatusQuery.All, ""));
        Assert.Equal(["b"], Keys(StatusQuery.Credential, "urn:b"));
        Assert.Equal(["a", "b"], Keys(StatusQuery.Batch, batch.BatchId));
        Assert.Empty(Keys(StatusQuery.Batch, "1999-01-01-001"));
        Assert.Equal(["a", "b"], Keys(StatusQuery.Key, "did:web:x#k"));
        Assert.Empty(Keys(StatusQuery.AbsentFromBatch, batch.BatchId));
        var next = new BatchLedger(store).OpenOrResume("bundle", "next", "rules", "did:web:x#k");
        new BatchLedger(store).RecordLearners(next.BatchId, [new BatchLearner { LearnerKey = "b", RecordKey = "b", Disposition = Disposition.Blocked, Source = new Credentials.SourceLocation("learners.csv", 2), ReasonCode = "X" }]);
        Assert.Equal(["a"], Keys(StatusQuery.AbsentFromBatch, next.BatchId));

        IEnumerable<string> Keys(StatusQuery query, string value) => status.Find(query, value).Select(credential => credential.LearnerKey);
    }

    [Fact]
    public void Lists_are_numbered_and_keep_every_form()
    {
        using var store = Open();
        var status = new StatusLedger(store);
        var first = status.RecordSigned("https://x/1", "c1", created => ([1], created.ToString("O")));
        var second = status.RecordSigned("https://x/1", "c2", created => ([2], created.ToString("O")));
        Assert.Throws<InvalidOperationException>(() => status.RecordSigned("https://x/1", "c3", _ => throw new InvalidOperationException("no key")));
        Assert.True(first.SignedAt < second.SignedAt);
        Assert.Equal([1, 2], status.SignedForms("https://x/1").Select(form => form.Number));
        Assert.Equal([2], Assert.Single(status.NewestSigned()).Utf8);
    }

    private protected LedgerStore Open(LedgerRole role = LedgerRole.Owner) => LedgerStore.OpenForWriting(Settings, Time, role);

    internal static List<StatusPlace> Give(LedgerStore store, StatusAllotment allotment, int from, int count)
        => store.Write(write => Enumerable.Range(from, count).Select(number => StatusAllotment.PlaceOf(write, $"urn:given:{number}", allotment)!).ToList());

    private static Batch Issue(LedgerStore store, params string[] learners)
    {
        var batch = Scene.Open(store);
        foreach (var intent in Scene.Intend(store, batch, NewAllotment(), [.. learners.Select(learner => (learner, 1))])) Scene.Sign(store, batch, intent);
        return batch;
    }

    private static (StatusState, string?) Standing(LedgerStore store, string learner)
    {
        var credential = Assert.Single(new StatusLedger(store).Find(StatusQuery.Learner, learner));
        return (credential.State, credential.Reason);
    }
}

public sealed class SqliteStatusTests : StatusLedgerTests
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("conferral-status-");

    protected override Task<LedgerSettings> MakeAsync() => Task.FromResult(LedgerSettings.Sqlite(Path.Combine(_folder.FullName, "ledger.db")));

    public override ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return base.DisposeAsync();
    }
}

public sealed class PostgresStatusTests(PostgresDatabases databases) : StatusLedgerTests
{
    protected override async Task<LedgerSettings> MakeAsync() => new(LedgerProvider.Postgresql, await databases.NewAsync());

    [Fact]
    public async Task Several_workers_at_once_give_no_place_twice_even_where_a_list_ends()
    {
        const int workers = 4, each = 60;
        using var owner = Open();
        Give(owner, NewAllotment(), 0, 1);
        owner.Write(write => write.Execute("UPDATE status_list SET given = entries - 100"));
        var places = await Task.WhenAll(Enumerable.Range(0, workers).Select(worker => Task.Run(() =>
        {
            using var store = Open(LedgerRole.Worker);
            var allotment = NewAllotment();
            return Enumerable.Range(0, each).SelectMany(number => Give(store, allotment, 1000 + (worker * each) + number, 1)).ToList();
        })));
        var all = places.SelectMany(given => given).ToList();
        Assert.Equal(workers * each, all.Select(place => (place.List.Number, place.Index)).Distinct().Count());
        Assert.Equal([1, 2], all.Select(place => place.List.Number).Distinct().Order());
        Assert.Equal(100, all.Count(place => place.List.Number == 1));
    }
}
