// The log's key changes: what either key signed holds for whoever knows one of them, and nothing else does.
using Conferral.Credentials.Verification;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Log;
using Conferral.Transparency;
using Conferral.Transparency.Notes;

namespace Conferral.Issuance.Tests.Log;

public sealed class LogKeyTests : IDisposable
{
    private const byte Old = 7;
    private const byte New = 8;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("conferral-log-");
    private readonly MemoryStore _published = new();
    private readonly LedgerStore _store;

    public LogKeyTests() => _store = LedgerStore.OpenForWriting(LedgerSettings.Sqlite(Path.Combine(_folder.FullName, "ledger.db")), TimeProvider.System);

    public void Dispose()
    {
        _store.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Receipts_from_before_and_after_hold_under_either_key()
    {
        var (before, early) = await ReceiptAsync("a", Old);
        var change = await ChangeAsync();
        var (after, late) = await ReceiptAsync("b", New);
        foreach (var key in new[] { Old, New })
        {
            AssertHolds(before, early, new ReceiptKnowledge { LogKey = NameOf(key), KeyChanges = [change.Note] });
            AssertHolds(after, late, new ReceiptKnowledge { LogKey = NameOf(key) }); // it brings the change with it
            AssertHolds(after, late, new ReceiptKnowledge { LogKey = NameOf(key), Held = SignedNote.Parse(before.Checkpoint), Consistency = Maker(New).ProveGrowthFrom(SignedNote.Parse(before.Checkpoint)) });
        }

        AssertHolds(before, early, new ReceiptKnowledge { LogKey = NameOf(Old) });
        Assert.Contains("not with the key of", Worst(before, early, new ReceiptKnowledge { LogKey = NameOf(New) }), StringComparison.Ordinal);
        Assert.Contains("not with the key of", Worst(after with { KeyChanges = null }, late, new ReceiptKnowledge { LogKey = NameOf(Old) }), StringComparison.Ordinal);
        Assert.Equal(Verdict.Invalid, Check(after, late, new ReceiptKnowledge { LogKey = NameOf(9) })[0].Verdict);
        Assert.Empty(Audit(Old).Concat(Audit(New)));
    }

    [Fact]
    public async Task A_second_change_leads_over_both()
    {
        var (before, early) = await ReceiptAsync("a", Old);
        await ChangeAsync();
        await ReceiptAsync("b", New);
        await ChangeAsync(New, 9);
        var (after, late) = await ReceiptAsync("c", 9);
        foreach (var key in (byte[])[Old, New, 9])
        {
            AssertHolds(after, late, new ReceiptKnowledge { LogKey = NameOf(key) });
            AssertHolds(before with { KeyChanges = after.KeyChanges }, early, new ReceiptKnowledge { LogKey = NameOf(key) });
            Assert.Empty(Audit(key));
        }
    }

    [Fact]
    public async Task A_replaced_key_signs_no_more_and_what_it_signs_is_not_believed()
    {
        var change = await ChangeAsync();
        LogScene.Grow(_store, "x", 3);
        var refused = await Assert.ThrowsAsync<LedgerException>(() => new LogSealer(_store, LogScene.NewKey(Old), _published).SealAsync(CancellationToken.None));
        Assert.Contains("was replaced by", refused.Message, StringComparison.Ordinal);
        var stolen = LogScene.Forged(change.Size + 5, Old);
        foreach (var key in new[] { Old, New }) Assert.Contains("it was replaced before", LogKeys.Of(NameOf(key), [change.Note]).Verify(stolen).Problem, StringComparison.Ordinal);
        Assert.True(LogKeys.Of(NameOf(Old), []).Verify(stolen).Holds); // who does not know of the change cannot tell
    }

    [Fact]
    public async Task A_change_that_one_key_did_not_sign_is_none()
    {
        var change = await ChangeAsync();
        foreach (var signature in change.Note.Signatures)
            Assert.Contains("not signed by both keys", Assert.Throws<TransparencyException>(() => KeyChange.Read(new SignedNote(change.Note.Text, [signature]))).Message, StringComparison.Ordinal);
        var edited = new SignedNote(change.Note.Text.Replace(NameOf(New).ToString(), NameOf(9).ToString(), StringComparison.Ordinal), change.Note.Signatures);
        Assert.Throws<TransparencyException>(() => KeyChange.Read(edited));
        Assert.Throws<TransparencyException>(() => KeyChange.Read(LogScene.Forged(3)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Stopped_at_any_write_the_change_is_made_once_by_the_next_run(bool after)
    {
        await ReceiptAsync("a", Old);
        LogScene.Grow(_store, "b", 300);
        (_published.FailAt, _published.FailAfter) = (_published.Writes, after);
        for (var stops = 0; ; stops++, _published.FailAt = _published.Writes + stops)
        {
            var stopped = await Record.ExceptionAsync(() => ChangeAsync());
            if (stopped is not null) continue;
            Assert.True(stops > 3);
            break;
        }

        _published.FailAt = null;
        Assert.Single(new LogLedger(_store).KeyChangeNotes());
        await ReceiptAsync("c", New);
        Assert.Empty(Audit(Old).Concat(Audit(New)));
    }

    private static NoteKey NameOf(byte seed)
    {
        using var key = LogScene.NewKey(seed);
        return key.Name;
    }

    private static void AssertHolds(Receipt receipt, byte[] document, ReceiptKnowledge known) => Assert.All(Check(receipt, document, known), finding => Assert.True(finding.Verdict == Verdict.Valid, finding.Message));

    private static string Worst(Receipt receipt, byte[] document, ReceiptKnowledge known) => Check(receipt, document, known).First(finding => finding.Verdict != Verdict.Valid).Message;

    private static IReadOnlyList<ReceiptFinding> Check(Receipt receipt, byte[] document, ReceiptKnowledge known) => new ReceiptCheck(known).Run(Receipt.Parse(receipt.ToJson()), document);

    private IReadOnlyList<string> Audit(byte known) => new LogAudit(_store, LogKeys.Of(NameOf(known), new LogLedger(_store)), _published, []).Run(CancellationToken.None).Problems;

    private ReceiptMaker Maker(byte seed) => new(new LogLedger(_store), NameOf(seed), _published);

    private async Task<KeyChange> ChangeAsync(byte from = Old, byte to = New)
    {
        using var next = LogScene.NewKey(to);
        return await new LogSealer(_store, LogScene.NewKey(from), _published).ChangeKeyAsync(next, CancellationToken.None);
    }

    /// <summary>One learner signed and sealed under a key; the receipt and the document.</summary>
    private async Task<(Receipt Receipt, byte[] Document)> ReceiptAsync(string learner, byte seed)
    {
        var id = LogScene.Sign(_store, learner);
        await new LogSealer(_store, LogScene.NewKey(seed), _published).SealAsync(CancellationToken.None);
        return (Maker(seed).Make(id, null), LogScene.Document(_store, id));
    }
}
