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

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public async Task A_copy_that_was_cut_off_is_named_and_left_alone(double kept)
    {
        var whole = await WholeFileAsync();
        var torn = whole[..(int)(whole.Length * kept)];
        await File.WriteAllBytesAsync(LedgerPath, torn);
        Assert.NotEmpty(WhatIsWrong());
        Assert.Equal(torn.Length, new FileInfo(LedgerPath).Length);
    }

    [Fact]
    public async Task Pages_with_flipped_bytes_are_named()
    {
        var whole = await WholeFileAsync();
        var pages = whole.Length / PageBytes;
        for (var page = 1; page < pages; page += 3)
        {
            var flipped = whole.ToArray();
            for (var i = 0; i < PageBytes; i++) flipped[(page * PageBytes) + i] ^= 0xFF;
            await File.WriteAllBytesAsync(LedgerPath, flipped);
            if (Used(whole.AsSpan(page * PageBytes, PageBytes))) Assert.NotEmpty(WhatIsWrong());
        }
    }

    [Theory]
    [InlineData("/proc/ledger.db")]
    [InlineData("/sys/ledger.db")]
    public void A_place_that_takes_no_files_is_named(string path)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Linux has folders that take no files from anybody.");
        var refusal = Assert.Throws<LedgerException>(() => LedgerStore.OpenForWriting(LedgerSettings.Sqlite(path), Time));
        Assert.Equal(LedgerCode.ReadOnly, refusal.Code);
        Assert.Contains("Check", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_purged_is_in_no_file_any_more()
    {
        using var store = LedgerStore.OpenForWriting(Settings, Time);
        await Scene.WholeLifeAsync(store);
        Assert.True(AnyFileHolds("l0001"u8) && AnyFileHolds("l0003"u8));
        Time.Advance(TimeSpan.FromDays(1));
        Assert.False(new RetentionLedger(store).PurgeNext(Time.GetUtcNow(), "older than 1d").IsEmpty);
        store.FinishErasing();
        Assert.False(AnyFileHolds("l0003"u8));
        Assert.Equal(0, store.Read(read => read.Count("SELECT COUNT(*) FROM credential WHERE learner_key LIKE 'l%'")));
    }

    private bool AnyFileHolds(ReadOnlySpan<byte> text)
    {
        foreach (var file in _folder.GetFiles("ledger.db*"))
        {
            if (file.Extension == ".lock") continue;
            using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            if (bytes.AsSpan().IndexOf(text) >= 0) return true;
        }

        return false;
    }

    private const int PageBytes = 4096;

    private static bool Used(ReadOnlySpan<byte> page) => page.ContainsAnyExcept((byte)0);

    /// <summary>A ledger as one file, with nothing left beside it.</summary>
    private async Task<byte[]> WholeFileAsync()
    {
        using (var store = LedgerStore.OpenForWriting(Settings, Time)) await Scene.WholeLifeAsync(store);
        Assert.False(File.Exists(LedgerPath + "-wal"));
        return await File.ReadAllBytesAsync(LedgerPath);
    }

    private List<string> WhatIsWrong()
    {
        try
        {
            using var store = LedgerStore.OpenForReading(Settings, Time)!;
            return [.. new LedgerAudit(store, _ => null).Run(null, CancellationToken.None).Problems];
        }
        catch (LedgerException e)
        {
            Assert.Contains("estore", e.Message, StringComparison.Ordinal);
            return [e.Message];
        }
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
