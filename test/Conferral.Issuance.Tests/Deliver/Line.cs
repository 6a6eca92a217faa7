// Runs the delivery line in tests: a profile for a scripted platform, pauses of milliseconds, and the byte-identity check.
using Conferral.Issuance.Deliver;

namespace Conferral.Issuance.Tests.Deliver;

internal static class Line
{
    public static readonly RetryProfile Impatient = new() { FirstDelay = TimeSpan.FromMilliseconds(1), MaxDelay = TimeSpan.FromMilliseconds(5), AttemptLimit = 3, LongestPause = TimeSpan.FromSeconds(5) };

    /// <summary>A busy machine answers late; only what is about lateness is impatient.</summary>
    public static readonly TimeoutProfile Patient = new() { Connect = TimeSpan.FromMinutes(5), Answer = TimeSpan.FromMinutes(5), Body = TimeSpan.FromMinutes(5), Finish = TimeSpan.FromMinutes(5) };

    /// <summary>The client's credentials, for a token endpoint found by discovery.</summary>
    public static readonly AuthorizationProfile Client = new() { ClientId = "sis", ClientSecret = "s3cret" };

    public static PlatformProfile ProfileFor(Uri baseUrl) => new()
    {
        Id = "test",
        BaseUrl = baseUrl,
        Authorization = Client with { TokenUrl = new Uri(baseUrl, ScriptedPlatform.TokenPath) },
        RequestsPerMinute = null,
        MaxConcurrency = 4,
        Batch = new BatchProfile { Mode = BatchMode.Off },
        Retry = Impatient,
        Timeouts = Patient,
    };

    public static async Task<DeliverySummary> RunAsync(PlatformProfile profile, MemoryLedger ledger, CancellationToken cancellationToken = default)
    {
        using var connection = new PlatformConnection(profile, TimeProvider.System, new Random(1));
        return await new PlatformDelivery(connection, ledger).RunAsync(null, cancellationToken);
    }

    /// <summary>Whatever was posted consists of stored documents, byte for byte, and nothing else.</summary>
    public static void AssertOnlyStoredBytes(ScriptedPlatform platform, MemoryLedger ledger)
    {
        var stored = ledger.Rows.Select(row => System.Text.Encoding.UTF8.GetString(row.Document)).ToHashSet(StringComparer.Ordinal);
        foreach (var post in platform.Posts)
        {
            if (stored.Contains(post.Text)) continue;
            var array = post.Text.StartsWith('{') && post.Text.EndsWith("]}", StringComparison.Ordinal) ? post.Text[post.Text.IndexOf('[', StringComparison.Ordinal)..^1] : post.Text;
            if (!array.StartsWith('[')) Assert.Contains(post.Text, stored);
            else Assert.Equal($"[{string.Join(',', stored.Where(document => array.Contains(document, StringComparison.Ordinal)))}]".Length, array.Length);
        }
    }
}
