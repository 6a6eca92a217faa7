// The log keeps its promises in every database: every event an entry, one tree, and every way to rewrite it has a name.
using System.Text;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Log;
using Conferral.Issuance.Tests.Ledger;
using Conferral.TestKit;
using Conferral.Transparency.Notes;
using Conferral.Transparency.Tiles;
using Microsoft.Extensions.Time.Testing;

namespace Conferral.Issuance.Tests.Log;

public abstract class LogTests : IAsyncLifetime
{
    private readonly MemoryStore _published = new();

    private LedgerStore Store { get; set; } = null!;

    protected abstract Task<LedgerSettings> MakeAsync();

    public async ValueTask InitializeAsync() => Store = LedgerStore.OpenForWriting(await MakeAsync(), new FakeTimeProvider(new DateTimeOffset(2026, 5, 16, 17, 0, 0, TimeSpan.Zero)));

    public virtual ValueTask DisposeAsync()
    {
        Store?.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Every_event_becomes_an_entry_and_the_audit_recomputes_the_same_tree()
    {
        await Scene.IssueAsync(Store, 3);
        var first = await LogScene.SealAsync(Store, _published);
        Assert.Equal((10, 10), (first.Head.Size, first.Added)); // the batch's opening, and for three learners: promised, signed, queued
        LogScene.Grow(Store, "more", 300);
        var second = await LogScene.SealAsync(Store, _published);
        Assert.Equal(10 + 1 + 300, second.Head.Size); // and the batch taken up again

        var audit = LogScene.Audit(Store, _published, SignedNote.Parse(first.Note), SignedNote.Parse(second.Note));
        Assert.Empty(audit.Problems);
        Assert.Equal((311, 2, 0, 0), (audit.Size, audit.Checkpoints, audit.Unsealed, audit.Erased));
        Assert.Contains("tile/0/000", _published.Files.Keys);
        Assert.All(TileBytes.Entries(_published.Files["tile/entries/000"], 256)!, entry => Assert.Equal(32, entry.Length));
    }

    [Fact]
    public async Task Sealing_again_signs_and_writes_nothing()
    {
        LogScene.Sign(Store, "a");
        var first = await LogScene.SealAsync(Store, _published);
        var writes = _published.Files[Tile.CheckpointPath];
        var again = await LogScene.SealAsync(Store, _published);
        Assert.Equal((first.Note, 0), (again.Note, again.Added));
        Assert.Same(writes, _published.Files[Tile.CheckpointPath]);
    }

    [Fact]
    public async Task A_log_whose_files_are_gone_is_written_again_to_the_byte()
    {
        LogScene.Grow(Store, "a", 100);
        await LogScene.SealAsync(Store, _published);
        LogScene.Grow(Store, "b", 500);
        await LogScene.SealAsync(Store, _published);
        var before = new Dictionary<string, byte[]>(_published.Files, StringComparer.Ordinal);
        _published.Files.Clear();
        await LogScene.SealAsync(Store, _published);
        Assert.Equal(before.OrderBy(file => file.Key, StringComparer.Ordinal), _published.Files.OrderBy(file => file.Key, StringComparer.Ordinal));

        _published.Files.Remove("tile/0/000"); // not at the edge, so that only a full rewrite sees it
        Assert.Contains("tile/0/000 is not published", Assert.Single(LogScene.Audit(Store, _published).Problems), StringComparison.Ordinal);
        await LogScene.Sealer(Store, _published).SealAsync(CancellationToken.None, rewrite: true);
        Assert.Empty(LogScene.Audit(Store, _published).Problems);
    }

    [Fact]
    public async Task Events_from_before_the_log_are_taken_in()
    {
        LogScene.Sign(Store, "a");
        LogScene.Tamper(Store, "UPDATE event SET salt = NULL, commitment = NULL");
        var log = await LogScene.SealAsync(Store, _published);
        Assert.Equal(3, log.Head.Size);
        Assert.Empty(LogScene.Audit(Store, _published).Problems);
    }

    [Theory]
    [InlineData("UPDATE event SET detail = 'sha256 00' WHERE kind = 'signed'", "entry 2 (signed urn:a v1) was edited in the ledger after it was logged")]
    [InlineData("UPDATE event SET at = at + 1 WHERE leaf_index = 1", "entry 1 (intended urn:a v1) was edited")]
    [InlineData("UPDATE event SET commitment = (SELECT commitment FROM event WHERE leaf_index = 0) WHERE leaf_index = 2", "entries were exchanged")]
    [InlineData("UPDATE event SET salt = NULL WHERE leaf_index = 2", "were blanked by hand")]
    [InlineData("DELETE FROM event WHERE leaf_index = 1", "entry 1 is missing in the ledger; a row of its history was deleted")]
    [InlineData("DELETE FROM event WHERE leaf_index = 2", "the newest rows of its history were deleted")]
    [InlineData("UPDATE log_checkpoint SET note = REPLACE(note, 'river', 'other')", "is of the log other.example/log")]
    public async Task A_row_edited_by_hand_is_named(string sql, string sentence)
    {
        LogScene.Sign(Store, "a");
        await LogScene.SealAsync(Store, _published);
        LogScene.Tamper(Store, sql);
        Assert.Contains(LogScene.Audit(Store, _published).Problems, problem => problem.Contains(sentence, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Newest_rows_deleted_together_with_their_checkpoint_are_named_by_what_was_published()
    {
        LogScene.Sign(Store, "a");
        var older = await LogScene.SealAsync(Store, _published);
        LogScene.Sign(Store, "b");
        var newer = SignedNote.Parse((await LogScene.SealAsync(Store, _published)).Note);
        LogScene.Tamper(Store, $"DELETE FROM event WHERE leaf_index >= {older.Head.Size}");
        LogScene.Tamper(Store, $"DELETE FROM log_checkpoint WHERE tree_size > {older.Head.Size}");

        Assert.Contains("its newest rows were deleted", Assert.Single(LogScene.Audit(Store, _published).Problems), StringComparison.Ordinal);
        var refusal = Assert.Throws<LedgerException>(() => LogScene.Sealer(Store, _published).RequireLedgerNotBehind());
        Assert.Equal(LedgerCode.LogBroken, refusal.Code);
        Assert.Contains("the ledger is an older copy", refusal.Message, StringComparison.Ordinal);

        // Whoever turns back the published files too is found out by a checkpoint that somebody else kept.
        _published.Files[Tile.CheckpointPath] = Encoding.UTF8.GetBytes(older.Note);
        Assert.Empty(LogScene.Audit(Store, _published).Problems);
        Assert.Contains("the checkpoint you gave counts", Assert.Single(LogScene.Audit(Store, _published, newer).Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_replayed_old_checkpoint_is_named_and_put_right()
    {
        LogScene.Sign(Store, "a");
        var older = await LogScene.SealAsync(Store, _published);
        LogScene.Sign(Store, "b");
        await LogScene.SealAsync(Store, _published);
        _published.Files[Tile.CheckpointPath] = Encoding.UTF8.GetBytes(older.Note);
        Assert.Contains("the published checkpoint is an old one, over 3 of 6 entries", Assert.Single(LogScene.Audit(Store, _published).Problems), StringComparison.Ordinal);
        await LogScene.SealAsync(Store, _published);
        Assert.Empty(LogScene.Audit(Store, _published).Problems);
    }

    [Fact]
    public async Task A_forked_tree_is_named_wherever_it_shows()
    {
        LogScene.Sign(Store, "a");
        var real = await LogScene.SealAsync(Store, _published);
        var fork = LogScene.Forged(real.Head.Size);
        Assert.Contains("the log was forked", Assert.Single(LogScene.Audit(Store, _published, fork).Problems), StringComparison.Ordinal);
        Assert.Contains("the log was forked", Assert.Single(LogScene.Audit(Store, _published, LogScene.Forged(2)).Problems), StringComparison.Ordinal);

        _published.Files[Tile.CheckpointPath] = Encoding.UTF8.GetBytes(fork.ToString());
        Assert.Contains("has another root than the ledger's; the log was forked", Assert.Single(LogScene.Audit(Store, _published).Problems), StringComparison.Ordinal);
        Assert.Contains("forked", Assert.Throws<LedgerException>(() => LogScene.Sealer(Store, _published).RequireLedgerNotBehind()).Message, StringComparison.Ordinal);

        _published.Files[Tile.CheckpointPath] = Encoding.UTF8.GetBytes(LogScene.Forged(real.Head.Size, seed: 8).ToString());
        Assert.Contains("not with the key of river.example/log", Assert.Single(LogScene.Audit(Store, _published).Problems), StringComparison.Ordinal);
        Assert.Contains("not this workspace's", Assert.Throws<LedgerException>(() => LogScene.Sealer(Store, _published).RequireLedgerNotBehind()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_signed_over_an_edited_past()
    {
        LogScene.Sign(Store, "a");
        await LogScene.SealAsync(Store, _published);
        LogScene.Tamper(Store, "UPDATE event SET commitment = (SELECT commitment FROM event WHERE leaf_index = 0) WHERE leaf_index = 2");
        LogScene.Sign(Store, "b");
        _published.Files.Remove("tile/0/000.p/3"); // so that the tree is built from the ledger
        _published.Files.Remove("tile/entries/000.p/3");
        var refusal = await Assert.ThrowsAsync<LedgerException>(() => LogScene.SealAsync(Store, _published));
        Assert.Contains("one of them was edited. Nothing was sealed", refusal.Message, StringComparison.Ordinal);
        Assert.Single(new LogLedger(Store).Checkpoints());
    }

    [Fact]
    public async Task A_published_file_that_was_edited_is_named()
    {
        LogScene.Sign(Store, "a");
        await LogScene.SealAsync(Store, _published);
        _published.Files["tile/0/000.p/3"][5] ^= 1;
        Assert.Contains("the published tile/0/000.p/3 is not what the ledger's entries give", Assert.Single(LogScene.Audit(Store, _published).Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_anonymised_credential_leaves_the_tree_as_it_is_and_gives_no_further_receipt()
    {
        var id = LogScene.Sign(Store, "a");
        var log = await LogScene.SealAsync(Store, _published);
        var receipt = new ReceiptMaker(new LogLedger(Store), LogScene.Name, _published).Make(id, older: null);
        Assert.Equal(2, new LogLedger(Store).EraseSalts("urn:a"));
        Assert.Equal(0, new LogLedger(Store).EraseSalts("urn:a"));

        var audit = LogScene.Audit(Store, _published);
        Assert.Empty(audit.Problems);
        Assert.Equal((2, 1), (audit.Erased, audit.Unsealed));
        Assert.Contains("salts were erased", Assert.Throws<Transparency.TransparencyException>(() => new ReceiptMaker(new LogLedger(Store), LogScene.Name, _published).Make(id, older: null)).Message, StringComparison.Ordinal);
        var later = await LogScene.SealAsync(Store, _published);
        Assert.Empty(LogScene.Audit(Store, _published, SignedNote.Parse(log.Note), SignedNote.Parse(later.Note)).Problems);
        Assert.All(new ReceiptCheck(new ReceiptKnowledge { LogKey = LogScene.Name }).Run(receipt, LogScene.Document(Store, id)), finding => Assert.Equal(Credentials.Verification.Verdict.Valid, finding.Verdict));
    }

    [Fact]
    public async Task A_finished_batch_gets_one_manifest_and_a_later_edit_contradicts_it()
    {
        var batch = await Scene.IssueAsync(Store, 2);
        var batches = new BatchLedger(Store);
        batches.RecordLearnersRead(batch.BatchId, 2);
        batches.Close(new LedgerReader(Store).Account(new LedgerReader(Store).Batches().Single()));
        var log = await LogScene.SealAsync(Store, _published);
        await LogScene.SealAsync(Store, _published);

        var (batchId, text) = Assert.Single(new LogLedger(Store).Manifests());
        var manifest = SignedNote.Parse(text);
        Assert.True(manifest.Verify(LogScene.Name).Holds);
        Assert.Equal(batch.BatchId, batchId);
        using var json = System.Text.Json.JsonDocument.Parse(manifest.Text);
        Assert.Equal("input", json.RootElement.GetProperty("inputSha256").GetString());
        Assert.Equal(2, json.RootElement.GetProperty("new").GetInt32());
        Assert.Equal(log.Head.Size - 1, Checkpoint.In(SignedNote.Parse(json.RootElement.GetProperty("checkpoint").GetString()!)).Size);
        var logged = new LogLedger(Store).Entries(log.Head.Size - 1, 1).Single();
        Assert.Equal((LogLedger.Manifest, BatchManifest.Sha256Of(text)), (logged.Event.Kind, logged.Event.Sha256));
        Assert.Empty(LogScene.Audit(Store, _published).Problems);

        LogScene.Tamper(Store, "UPDATE batch SET input_sha256 = 'another'");
        Assert.Contains("says otherwise about inputSha256", Assert.Single(LogScene.Audit(Store, _published).Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Witnesses_signatures_come_back_by_file_and_only_those_asked_for()
    {
        LogScene.Sign(Store, "a");
        var log = await LogScene.SealAsync(Store, _published);
        using var witnessKey = Credentials.Keys.SigningKey.FromSeed(Enumerable.Repeat((byte)9, 32).ToArray());
        var witness = NoteKey.Of("witness.example/w", witnessKey.VerificationKey, NoteKeyKind.Cosignature);
        var other = NoteKey.Of("other.example/w", witnessKey.VerificationKey, NoteKeyKind.Cosignature);
        var at = new DateTimeOffset(2026, 5, 17, 8, 0, 0, TimeSpan.Zero);
        var note = SignedNote.Parse(log.Note).With(NoteSignature.Cosign(log.Head.Text, witness, witnessKey, at)).With(NoteSignature.Cosign(log.Head.Text, other, witnessKey, at));
        var cosigning = new Cosigning(Store, LogKeys.Of(LogScene.Name, []), _published);

        var taken = await cosigning.TakeAsync(note, [witness], CancellationToken.None);
        await cosigning.TakeAsync(note, [witness], CancellationToken.None);
        Assert.Equal(at, Assert.Single(taken).At);
        var published = SignedNote.Parse(_published.Files[Tile.CheckpointPath]);
        Assert.Equal([LogScene.Origin, "witness.example/w"], published.Signatures.Select(signature => signature.Name));
        Assert.True(published.Verify(LogScene.Name, witness).Holds);
        Assert.Empty(LogScene.Audit(Store, _published).Problems);

        var spoiled = new SignedNote(note.Text, [note.Signatures[0], note.Signatures[1] with { Bytes = note.Signatures[0].Bytes }]);
        await Assert.ThrowsAsync<Transparency.TransparencyException>(() => cosigning.TakeAsync(spoiled, [witness], CancellationToken.None));
        await Assert.ThrowsAsync<Transparency.TransparencyException>(() => cosigning.TakeAsync(LogScene.Forged(log.Head.Size), [witness], CancellationToken.None));
        await Assert.ThrowsAsync<Transparency.TransparencyException>(() => cosigning.TakeAsync(LogScene.Forged(99), [witness], CancellationToken.None));
    }
}

public sealed class SqliteLogTests : LogTests
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("conferral-log-");

    protected override Task<LedgerSettings> MakeAsync() => Task.FromResult(LedgerSettings.Sqlite(Path.Combine(_folder.FullName, "ledger.db")));

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}

public sealed class PostgresLogTests(PostgresDatabases databases) : LogTests
{
    protected override async Task<LedgerSettings> MakeAsync() => new(LedgerProvider.Postgresql, await databases.NewAsync());
}
