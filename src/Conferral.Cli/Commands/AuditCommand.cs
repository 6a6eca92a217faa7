// conferral audit: recomputes the account from the ledger and the stored bytes.
using System.CommandLine;
using Conferral.Cli.Rendering;
using Conferral.Issuance;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Workspaces;

namespace Conferral.Cli.Commands;

internal static class AuditCommand
{
    public static Command Create(Terminal terminal)
    {
        var workspace = SharedOptions.Workspace();
        var command = new Command("audit", "Recompute every hash, signature and account from the ledger; exit 1 if anything does not add up.") { workspace };
        command.SetAction(async (parse, cancellation) =>
        {
            var report = await RunAsync(terminal, Workspace.Load(parse.GetRequiredValue(workspace)), cancellation);
            Write(terminal, report);
            return report is { Problems.Count: > 0 } ? ExitCode.NeedsAttention : ExitCode.Done;
        });
        return command;
    }

    public static async Task<AuditReport?> RunAsync(Terminal terminal, Workspace workspace, CancellationToken cancellationToken)
    {
        using var ledger = LedgerStore.OpenForReading(workspace.Ledger, terminal.Time);
        if (ledger is null) return null;
        var verifier = WorkspaceStages.Verifier(workspace, terminal.Time);
        return await StageBars.RunAsync(terminal, [Stage.Audit], progress => Task.Run(
            () => new LedgerAudit(ledger, bytes => VerdictView.FirstProblem(verifier.Verify(bytes))).Run(progress, cancellationToken), cancellationToken));
    }

    public static void Write(Terminal terminal, AuditReport? report)
    {
        if (report is null)
        {
            terminal.Line("There is no ledger in this workspace yet, so there is nothing to audit.");
            return;
        }

        terminal.Line();
        terminal.Line($"Audited {FindingsView.Count(report.Documents, "signed document")}: every hash and every proof, members included; {FindingsView.Count(report.Accounts.Count, report.Accounts.Count == 1 ? "batch" : "batche")}.");
        foreach (var account in report.Accounts.Where(account => account.Batch.ClosedAt is null || account.Batch.LearnersRead is null))
            terminal.Line($"Batch {account.Batch.BatchId} is not finished: {string.Join("; ", account.Discrepancies().DefaultIfEmpty("deliveries are still waiting"))}. Run `conferral issue` to go on.");
        terminal.Line($"The ledger's history ends with {report.Head}.");
        if (report.Problems.Count == 0)
        {
            terminal.Line("Everything adds up.");
            return;
        }

        terminal.Line($"{FindingsView.Count(report.Problems.Count, "problem")}, the first one first:");
        foreach (var problem in report.Problems) terminal.Line($"  {problem}");
    }
}
