// The demo's second reading: everything the platform holds is read back, compared with the ledger, and a sample is verified.
using Conferral.Cli.Rendering;
using Conferral.Issuance.Deliver;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Workspaces;

namespace Conferral.Cli.Commands;

internal static class DemoReading
{
    /// <summary>Every twentieth credential is verified in full here; the audit verifies all of them.</summary>
    private const int SampleEvery = 20;

    public static async Task<bool> RunAsync(Terminal terminal, Workspace workspace, string platformId, CancellationToken cancellationToken)
    {
        using var ledger = LedgerStore.OpenForReading(workspace.Ledger, terminal.Time)!;
        var stored = new LedgerReader(ledger).Credentials().Where(credential => credential.DocumentSha256 is not null).Select(credential => credential.DocumentSha256!).ToHashSet(StringComparer.Ordinal);
        var verifier = WorkspaceStages.Verifier(workspace, terminal.Time);
        using var connection = new PlatformConnection(workspace.OpenPlatforms().Single(platform => platform.Id == platformId), terminal.Time, Random.Shared);

        int read = 0, equal = 0, verified = 0;
        string? problem = null;
        await foreach (var held in new PlatformReader(connection).ReadAllAsync(cancellationToken))
        {
            if (stored.Contains(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(held.Utf8.Span)))) equal++;
            if (read++ % SampleEvery != 0) continue;
            verified++;
            problem ??= VerdictView.FirstProblem(verifier.Verify(held.Utf8));
        }

        terminal.Say($"The platform holds {FindingsView.Count(read, "credential")}; {(equal == read && read == stored.Count ? "every one is byte for byte" : $"{equal} of them are")} what the ledger of {stored.Count} stored.");
        terminal.Line(problem is null ? $"A sample of {verified} verifies, every embedded credential included." : $"In a sample of {verified}, one does not verify: {problem}");
        return problem is null && equal == read && read == stored.Count;
    }
}
