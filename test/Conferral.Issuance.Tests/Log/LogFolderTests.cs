// The log as files on disk, and the names it goes by.
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Log;
using Conferral.Transparency.Tiles;

namespace Conferral.Issuance.Tests.Log;

public sealed class LogFolderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("conferral-log-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_published_file_is_written_once_and_never_changed()
    {
        var log = new LogFolder(Path.Combine(_folder.FullName, "out", "log"));
        await log.AppendOnceAsync(new TileFile("tile/0/x001/000", new byte[] { 1, 2 }), CancellationToken.None);
        await log.AppendOnceAsync(new TileFile("tile/0/x001/000", new byte[] { 1, 2 }), CancellationToken.None);
        var refusal = await Assert.ThrowsAsync<LedgerException>(() => log.AppendOnceAsync(new TileFile("tile/0/x001/000", new byte[] { 1, 3 }), CancellationToken.None));
        Assert.Equal(LedgerCode.LogBroken, refusal.Code);
        Assert.Equal([1, 2], log.Read("tile/0/x001/000"));
        Assert.Null(log.Read("tile/0/000"));
    }

    [Fact]
    public async Task A_write_that_was_cut_off_is_begun_again()
    {
        var log = new LogFolder(_folder.FullName);
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "tile", "0"));
        await File.WriteAllBytesAsync(Path.Combine(_folder.FullName, "tile", "0", "000.writing"), [9], TestContext.Current.CancellationToken);
        await log.AppendOnceAsync(new TileFile("tile/0/000", new byte[] { 1, 2 }), CancellationToken.None);
        Assert.Equal([1, 2], log.Read("tile/0/000"));
        Assert.Single(Directory.GetFiles(_folder.FullName, "*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("did:web:registrar.example.edu", "registrar.example.edu/log")]
    [InlineData("did:web:example.edu:registrar", "example.edu/registrar/log")]
    [InlineData("did:key:z6Mk", "did:key:z6Mk/log")]
    [InlineData("https://example.edu/issuer/", "example.edu/issuer/log")]
    [InlineData("urn:a b+c", "urn:a-b-c/log")]
    public void A_logs_origin_is_its_issuers_address(string issuer, string origin) => Assert.Equal(origin, LogKey.OriginOf(issuer));
}
