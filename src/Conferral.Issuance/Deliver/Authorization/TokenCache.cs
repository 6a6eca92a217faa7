// Where connections are kept between runs: one sealed file per platform, and one writer at a time.
using System.Text.Json;

namespace Conferral.Issuance.Deliver;

/// <summary>
/// The connections of one workspace. The passphrase is asked for when a file is first opened or made.
/// Durability: a new entry MUST be on disk before the old one is gone; files are readable by their owner only (0600).
/// Errors: <see cref="DeliveryException"/> with <see cref="DeliveryCode.NotConnected"/> for an entry that cannot be opened.
/// </summary>
public sealed class TokenCache(string folder, Func<string> passphrase, TimeProvider time)
{
    /// <summary>A refresh takes one request; longer than this, another process stands still with the lock in its hand.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(50);

    private readonly SealedText _seal = new(passphrase);

    /// <summary>Whether anything is kept of the platform; needs no passphrase.</summary>
    public bool Knows(string platformId) => File.Exists(PathOf(platformId));

    /// <summary>The entry, or null where there is none.</summary>
    internal StoredConnection? Read(string platformId)
    {
        if (ReadFile(platformId) is not { } bytes) return null;
        var plain = _seal.Open(bytes, platformId) ?? throw new DeliveryException(DeliveryCode.NotConnected, $"What is kept of the connection to {platformId} cannot be opened: the passphrase has changed, or {PathOf(platformId)} is damaged. Run `conferral connect {platformId}` again.", retryable: false);
        return JsonSerializer.Deserialize(plain, StoredConnectionJson.Default.StoredConnection);
    }

    /// <summary>Replaces the entry. The caller holds <see cref="LockAsync"/>.</summary>
    internal async Task WriteAsync(string platformId, StoredConnection connection)
    {
        Directory.CreateDirectory(folder);
        var plain = JsonSerializer.SerializeToUtf8Bytes(connection, StoredConnectionJson.Default.StoredConnection);
        var sealedBytes = _seal.Seal(plain, platformId, ReadFile(platformId));
        await DurableFile.ReplaceDurably(PathOf(platformId), async file => await file.WriteAsync(sealedBytes), ownerOnly: true);
    }

    /// <summary>Deletes the entry, also one that cannot be opened. True if there was one.</summary>
    internal bool Forget(string platformId)
    {
        var known = Knows(platformId);
        File.Delete(PathOf(platformId));
        return known;
    }

    /// <summary>Waits until no other process and no other sender is changing the entry.</summary>
    internal async Task<IDisposable> LockAsync(string platformId, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var started = time.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(PathOf(platformId) + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException held) when (held is not DirectoryNotFoundException)
            {
                if (time.GetElapsedTime(started) > LongestWait)
                    throw new DeliveryException(DeliveryCode.NotConnected, $"Another conferral holds the connection to {platformId} and does not let go: stop it, then run again.", retryable: false, held);
            }

            await Task.Delay(BetweenTries, time, cancellationToken);
        }
    }

    private byte[]? ReadFile(string platformId)
    {
        try
        {
            return File.ReadAllBytes(PathOf(platformId));
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private string PathOf(string platformId) => Path.Combine(folder, $"{Uri.EscapeDataString(platformId)}.tokens");
}
