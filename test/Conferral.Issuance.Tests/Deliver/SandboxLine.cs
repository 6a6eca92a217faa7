// Runs the line against a sandbox, and holds the sandbox's own account against the ledger.
using Conferral.Issuance.Deliver;
using Conferral.Issuance.Ledger;
using Conferral.Sandbox;

namespace Conferral.Issuance.Tests.Deliver;

internal static class SandboxLine
{
    public static readonly SandboxOptions Lenient = new() { Checks = ReceivedChecks.Envelope };

    public static PlatformProfile ProfileFor(SandboxPlatform sandbox) => Line.ProfileFor(new Uri(sandbox.BaseUrl)) with
    {
        Authorization = new AuthorizationProfile { ClientId = sandbox.ClientId, ClientSecret = sandbox.ClientSecret },
        Retry = Line.Impatient with { AttemptLimit = 10, LongestPause = TimeSpan.FromMinutes(2) },
    };

    public static async Task<DeliverySummary> RunAsync(PlatformProfile profile, MemoryLedger ledger, TimeProvider? time = null)
    {
        using var connection = new PlatformConnection(profile, time ?? TimeProvider.System, new Random(1));
        return await new PlatformDelivery(connection, ledger).RunAsync(null, TestContext.Current.CancellationToken);
    }

    /// <summary>Nobody lost, nobody doubled, and every document the platform ever saw under an id is the stored one.</summary>
    public static void AssertAllThere(SandboxPlatform sandbox, MemoryLedger ledger, params int[] except)
    {
        var expected = ledger.Rows.Where((_, number) => !except.Contains(number)).ToDictionary(row => row.Id.CredentialId);
        Assert.Equal(expected.Count, sandbox.Credentials.Count);
        foreach (var stored in sandbox.Credentials)
        {
            var row = expected[stored.Id];
            Assert.Equal((row.Sha256, 1), (stored.Sha256, stored.DocumentCount));
            Assert.Equal(DeliveryState.Delivered, row.State);
        }
    }
}
