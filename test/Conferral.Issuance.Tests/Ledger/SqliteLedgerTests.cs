// The promises on SQLite, and what is wrong with a file.
using Conferral.Issuance.Ledger;

namespace Conferral.Issuance.Tests.Ledger;

public sealed class SqliteLedgerTests : LedgerTests
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("conferral-ledger-");

    private string LedgerPath => Path.Combine(_folder.FullName, "ledger.db");

    protected override Task<LedgerSettings> MakeAsync() => Task.FromResult(LedgerSettings.Sqlite(LedgerPath));

    public override ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return base.DisposeAsync();
    }

    internal override void SetSchemaVersion(LedgerTransaction write, int version) => write.Execute($"PRAGMA user_version = {version}");

    [Fact]
    public void A_late_writer_cannot_write_after_another_took_over()
    {
        using var store = LedgerStore.OpenForWriting(Settings, Time);

        // The lock file was removed by hand and another process took over.
        File.Delete(LedgerPath + ".lock");
        using var other = LedgerStore.OpenForWriting(Settings, Time);
        Assert.Equal(LedgerCode.LostOwnership, Assert.Throws<LedgerException>(() => Scene.Open(store)).Code);
        Scene.Open(other);
    }

    [Fact]
    public void A_file_that_is_not_a_ledger_is_refused_and_left_alone()
    {
        File.WriteAllText(LedgerPath, new string('x', 5000));
        Assert.Equal(LedgerCode.Damaged, Assert.Throws<LedgerException>(() => LedgerStore.OpenForWriting(Settings, Time)).Code);
        Assert.Equal(5000, new FileInfo(LedgerPath).Length);
    }

    [Fact]
    public void A_full_disk_is_named_and_nothing_recorded_is_lost()
    {
        using (var store = LedgerStore.OpenForWriting(Settings, Time))
        {
            var batch = Scene.Open(store);
            Scene.Sign(store, batch, Scene.Intend(store, batch, ("a", 1)).Single());
            store.Read(read => read.Count("PRAGMA max_page_count = 1"));
            var error = Assert.Throws<LedgerException>(() =>
            {
                for (var i = 0; i < 10_000; i++) Scene.Intend(store, batch, ($"b{i}", 1));
            });
            Assert.Equal(LedgerCode.Full, error.Code);
            Assert.Contains("run the same command again", error.Message, StringComparison.Ordinal);
        }

        using var reopened = LedgerStore.OpenForWriting(Settings, Time);
        Assert.Equal(CredentialState.Signed, new SigningLedger(reopened).FindStanding("urn:a").Signed!.State);
    }
}
