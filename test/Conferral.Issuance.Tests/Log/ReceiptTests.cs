// Receipts: a stranger's check, and everything that must not pass it.
using System.Text;
using Conferral.Credentials.Verification;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Log;
using Conferral.Transparency;
using Conferral.Transparency.Notes;
using Conferral.Transparency.Tiles;

namespace Conferral.Issuance.Tests.Log;

public sealed class ReceiptTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("conferral-log-");
    private readonly MemoryStore _published = new();
    private LedgerStore _store = null!;
    private CredentialVersion _id;
    private SignedNote _older = null!;
    private Receipt _receipt = null!;

    private byte[] Document => LogScene.Document(_store, _id);

    public async ValueTask InitializeAsync()
    {
        _store = LedgerStore.OpenForWriting(LedgerSettings.Sqlite(Path.Combine(_folder.FullName, "ledger.db")), TimeProvider.System);
        LogScene.Grow(_store, "x", 270);
        _older = SignedNote.Parse((await LogScene.SealAsync(_store, _published)).Note);
        _id = LogScene.Sign(_store, "a");
        LogScene.Sign(_store, "b");
        await LogScene.SealAsync(_store, _published);
        _receipt = Receipt.Parse(new ReceiptMaker(new LogLedger(_store), LogScene.Name, _published).Make(_id, _older).ToJson());
    }

    public ValueTask DisposeAsync()
    {
        _store.Dispose();
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public void A_receipt_holds_for_its_document_key_and_an_older_checkpoint()
    {
        var findings = Check(_receipt, new ReceiptKnowledge { LogKey = LogScene.Name, Held = _older });
        Assert.All(findings, finding => Assert.Equal(Verdict.Valid, finding.Verdict));
        Assert.Equal(4, findings.Count); // signature, intent, signing, growth
        Assert.Equal(["intended", "signed"], _receipt.Entries.Select(entry => LoggedEvent.Parse(entry.Event).Kind));
    }

    [Fact]
    public void Without_a_key_from_elsewhere_a_receipt_is_not_checked()
    {
        var finding = Check(_receipt, new ReceiptKnowledge())[0];
        Assert.Equal(Verdict.CouldNotCheck, finding.Verdict);
        Assert.Contains(LogScene.Name.ToString(), finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_document_or_another_logs_key_does_not_pass()
    {
        var known = new ReceiptKnowledge { LogKey = LogScene.Name };
        Assert.Contains("is about a document with sha256", Worst(new ReceiptCheck(known).Run(_receipt, [.. Document, (byte)' '])), StringComparison.Ordinal);
        using var other = LogScene.NewKey(seed: 8);
        Assert.Contains("not with the key of", Worst(Check(_receipt, new ReceiptKnowledge { LogKey = other.Name })), StringComparison.Ordinal);
    }

    [Fact]
    public void Any_changed_part_of_a_receipt_is_found()
    {
        var entry = _receipt.Entries[1];
        var another = new ReceiptMaker(new LogLedger(_store), LogScene.Name, _published).Make(new CredentialVersion("urn:b", 1), older: null).Entries;
        byte[] salt = [.. entry.Salt[..^1], (byte)(entry.Salt[^1] ^ 1)];
        AssertRefused(entry with { Salt = salt }, "is not in the log");
        AssertRefused(entry with { Event = entry.Event.Replace("signed", "Signed", StringComparison.Ordinal) }, "is not in the log");
        AssertRefused(entry with { Index = entry.Index - 1 }, "is not in the log");
        AssertRefused(entry with { Proof = [.. entry.Proof.Reverse()] }, "is not in the log");
        AssertRefused(another[1], "is about urn:b v1");
        Assert.Contains("no entry about the signing", Worst(Check(_receipt with { Entries = [_receipt.Entries[0]] }, new ReceiptKnowledge { LogKey = LogScene.Name })), StringComparison.Ordinal);
        var edited = _receipt with { Checkpoint = _receipt.Checkpoint.Replace("\n277\n", "\n278\n", StringComparison.Ordinal) };
        Assert.NotEqual(edited.Checkpoint, _receipt.Checkpoint);
        Assert.Contains("does not fit the text", Worst(Check(edited, new ReceiptKnowledge { LogKey = LogScene.Name })), StringComparison.Ordinal);

        void AssertRefused(ReceiptEntry changed, string sentence)
            => Assert.Contains(sentence, Worst(Check(_receipt with { Entries = [changed] }, new ReceiptKnowledge { LogKey = LogScene.Name })), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_newer_held_checkpoint_needs_a_proof_by_hand_and_a_fork_is_called_one()
    {
        LogScene.Grow(_store, "y", 40);
        var newer = SignedNote.Parse((await LogScene.SealAsync(_store, _published)).Note);
        var known = new ReceiptKnowledge { LogKey = LogScene.Name, Held = newer };
        Assert.Equal(Verdict.CouldNotCheck, Check(_receipt, known).Max(finding => finding.Verdict));

        var proof = ConsistencyProof.Make(SignedNote.Parse(_receipt.Checkpoint), new LogLedger(_store).LastCheckpoint()!, new TileNodes(Checkpoint.In(newer).Size, _published.Read));
        Assert.Contains("and changed nothing", Check(_receipt, known with { Consistency = ConsistencyProof.Parse(proof.ToJson()) })[^1].Message, StringComparison.Ordinal);
        Assert.Contains("forked", Worst(Check(_receipt, known with { Consistency = proof with { Proof = [.. proof.Proof.Reverse()] } })), StringComparison.Ordinal);
        Assert.Contains("two roots", Worst(Check(_receipt, known with { Held = LogScene.Forged(Checkpoint.Parse(SignedNote.Parse(_receipt.Checkpoint).Text).Size) })), StringComparison.Ordinal);
        Assert.Contains("The checkpoint you hold", Worst(Check(_receipt, known with { Held = LogScene.Forged(5, seed: 8) })), StringComparison.Ordinal);
        Assert.Throws<TransparencyException>(() => ConsistencyProof.Make(LogScene.Forged(100), new LogLedger(_store).LastCheckpoint()!, new TileNodes(Checkpoint.In(newer).Size, _published.Read)));
    }

    [Fact]
    public void A_witness_that_did_not_sign_is_missed()
    {
        using var key = Credentials.Keys.SigningKey.FromSeed(Enumerable.Repeat((byte)9, 32).ToArray());
        var witness = NoteKey.Of("witness.example/w", key.VerificationKey, NoteKeyKind.Cosignature);
        var known = new ReceiptKnowledge { LogKey = LogScene.Name, Witnesses = [witness] };
        Assert.Contains("No cosignature of witness.example/w", Worst(Check(_receipt, known)), StringComparison.Ordinal);
        var note = SignedNote.Parse(_receipt.Checkpoint);
        var cosigned = _receipt with { Checkpoint = note.With(NoteSignature.Cosign(note.Text, witness, key, DateTimeOffset.UnixEpoch)).ToString() };
        Assert.Contains("witness.example/w saw this checkpoint", Check(cosigned, known)[^1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_receipt_says_nothing_about_the_learner_but_the_credential_itself()
        => Assert.DoesNotContain("learner", Encoding.UTF8.GetString(_receipt.ToJson()), StringComparison.OrdinalIgnoreCase);

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("nonsense")]
    [InlineData("""{"type":"conferral-receipt/v1","credentialId":"a","version":1,"logKey":"k","entries":[null],"checkpoint":"c"}""")]
    [InlineData("""{"type":"conferral-receipt/v1","credentialId":null,"version":1,"logKey":"k","entries":[],"checkpoint":"c"}""")]
    [InlineData("""{"type":"other/v1","credentialId":"a","version":1,"logKey":"k","entries":[],"checkpoint":"c"}""")]
    [InlineData("""{"type":"conferral-receipt/v1","type":"conferral-receipt/v1","credentialId":"a","version":1,"logKey":"k","entries":[],"checkpoint":"c"}""")]
    public void What_is_no_receipt_is_refused_with_a_sentence(string json)
        => Assert.Contains("Ask the issuer", Assert.Throws<TransparencyException>(() => Receipt.Parse(Encoding.UTF8.GetBytes(json))).Message, StringComparison.Ordinal);

    private IReadOnlyList<ReceiptFinding> Check(Receipt receipt, ReceiptKnowledge known) => new ReceiptCheck(known).Run(receipt, Document);

    private static string Worst(IReadOnlyList<ReceiptFinding> findings) => findings.First(finding => finding.Verdict == Verdict.Invalid).Message;
}
