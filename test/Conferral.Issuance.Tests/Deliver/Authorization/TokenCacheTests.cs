// What is kept of connections: sealed, owner-only, replaced whole, and one writer at a time.
using Conferral.Issuance.Deliver;

namespace Conferral.Issuance.Tests.Deliver;

public sealed class TokenCacheTests
{
    private static readonly StoredConnection Entry = new()
    {
        PlatformUrl = new Uri("https://wallet.example/"),
        Server = new AuthorizationServer { Issuer = "https://wallet.example", TokenEndpoint = new Uri("https://wallet.example/token"), AuthMethods = ["client_secret_basic"] },
        Client = new StoredClient("c", "client-secret", TokenAuthentication.Basic, new Uri("http://127.0.0.1:5000/callback"), null),
        Tokens = new StoredTokens("access-token", "refresh-token", "scope", DateTimeOffset.UnixEpoch, TimeSpan.FromHours(1)) { ClientId = "c" },
    };

    [Fact]
    public async Task What_is_kept_comes_back_and_only_its_owner_can_read_it()
    {
        using var folder = new SignInFolder();
        await folder.Cache().WriteAsync("wallet", Entry);
        var read = folder.Cache().Read("wallet")!;
        Assert.Equal((Entry.Tokens, Entry.Client, Entry.PlatformUrl, Entry.Server.TokenEndpoint), (read.Tokens, read.Client, read.PlatformUrl, read.Server.TokenEndpoint));
        var bytes = await File.ReadAllBytesAsync(folder["wallet.tokens"], TestContext.Current.CancellationToken);
        Assert.True(bytes.AsSpan().StartsWith("conferral-sealed-1\n"u8));
        Assert.True(bytes.AsSpan().IndexOf("token"u8) < 0);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder["wallet.tokens"]));
    }

    [Fact]
    public async Task Another_passphrase_opens_nothing_and_says_what_to_do()
    {
        using var folder = new SignInFolder();
        await folder.Cache().WriteAsync("wallet", Entry);
        var refusal = Assert.Throws<DeliveryException>(() => folder.Cache("wrong").Read("wallet"));
        Assert.Equal(DeliveryCode.NotConnected, refusal.Code);
        Assert.Contains("`conferral connect wallet`", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_changed_byte_is_noticed_and_no_file_stands_in_for_another()
    {
        using var folder = new SignInFolder();
        var cache = folder.Cache();
        await cache.WriteAsync("wallet", Entry);
        var whole = await File.ReadAllBytesAsync(folder["wallet.tokens"], TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(folder["other.tokens"], whole, TestContext.Current.CancellationToken);
        Assert.Throws<DeliveryException>(() => cache.Read("other"));

        // The salt is left out: another salt is another key, at a quarter of a second each.
        foreach (var place in (int[])[0, 18, .. Enumerable.Range(35, whole.Length - 35)])
        {
            var changed = (byte[])whole.Clone();
            changed[place] ^= 1;
            await File.WriteAllBytesAsync(folder["wallet.tokens"], changed, TestContext.Current.CancellationToken);
            Assert.Throws<DeliveryException>(() => cache.Read("wallet"));
        }
    }

    [Fact]
    public async Task Equal_entries_are_sealed_differently()
    {
        using var folder = new SignInFolder();
        var cache = folder.Cache();
        await cache.WriteAsync("wallet", Entry);
        var first = await File.ReadAllBytesAsync(folder["wallet.tokens"], TestContext.Current.CancellationToken);
        await cache.WriteAsync("wallet", Entry);
        var second = await File.ReadAllBytesAsync(folder["wallet.tokens"], TestContext.Current.CancellationToken);
        Assert.NotEqual(first.AsSpan(35).ToArray(), second.AsSpan(35).ToArray());
    }

    [Fact]
    public async Task A_second_writer_waits_for_the_first()
    {
        using var folder = new SignInFolder();
        var held = await folder.Cache().LockAsync("wallet", TestContext.Current.CancellationToken);
        var waiting = folder.Cache().LockAsync("wallet", TestContext.Current.CancellationToken);
        using (await folder.Cache().LockAsync("other", TestContext.Current.CancellationToken)) await Task.Delay(200, TestContext.Current.CancellationToken);
        Assert.False(waiting.IsCompleted);
        held.Dispose();
        (await waiting.WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken)).Dispose();
    }

    [Fact]
    public void The_passphrase_is_asked_for_only_when_there_is_something_to_open()
    {
        using var folder = new SignInFolder();
        var cache = new TokenCache(folder.Path, () => throw new InvalidOperationException("asked"), TimeProvider.System);
        Assert.False(cache.Knows("wallet"));
        Assert.Null(cache.Read("wallet"));
        Assert.False(cache.Forget("wallet"));
    }

    [Fact]
    public async Task Ids_of_platforms_stay_within_the_folder()
    {
        using var folder = new SignInFolder();
        await folder.Cache().WriteAsync("../a/b", Entry);
        Assert.Equal("..%2Fa%2Fb.tokens", Path.GetFileName(Assert.Single(Directory.GetFiles(folder.Path))));
    }
}
