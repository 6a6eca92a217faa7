// conferral audit: recomputes the account from the ledger and the stored bytes.
using System.CommandLine;
using Conferral.Cli.Rendering;
using Conferral.Issuance;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Log;
using Conferral.Issuance.Publish;
using Conferral.Issuance.Release;
using Conferral.Issuance.Workspaces;
using Conferral.Transparency.Notes;

namespace Conferral.Cli.Commands;

internal static class AuditCommand
{
    public static Command Create(Terminal terminal)
    {
        var workspace = SharedOptions.Workspace();
        var held = new Option<string[]>("--checkpoint") { Description = "Checkpoints of the log that were kept elsewhere: what was published must still begin with them." };
        var published = new Option<string?>("--published") { Description = "Also compare this folder of the published site (`conferral publish DIR`) with what the ledger says.", HelpName = "DIR" };
        var command = new Command("audit", "Recompute every hash, signature, account and the transparency log from the ledger; exit 1 if anything does not add up.") { workspace, held, published };
        command.SetAction(async (parse, cancellation) =>
        {
            var notes = (parse.GetValue(held) ?? []).Select(LogFiles.ReadNote).ToList();
            var report = await RunAsync(terminal, Workspace.Load(parse.GetRequiredValue(workspace)), cancellation, notes, parse.GetValue(published));
            Write(terminal, report);
            return report is { Problems.Count: > 0 } ? ExitCode.NeedsAttention : ExitCode.Done;
        });
        return command;
    }

    public static async Task<FullAudit?> RunAsync(Terminal terminal, Workspace workspace, CancellationToken cancellationToken, IReadOnlyList<SignedNote>? held = null, string? published = null)
    {
        using var ledger = LedgerStore.OpenForReading(workspace.Ledger, terminal.Time);
        if (ledger is null) return null;
        var verifier = WorkspaceStages.Verifier(workspace, terminal.Time);
        var report = await StageBars.RunAsync(terminal, [Stage.Audit], progress => Task.Run(
            () => new LedgerAudit(ledger, bytes => VerdictView.FirstProblem(verifier.Verify(bytes).TimeAside())).Run(progress, cancellationToken), cancellationToken));
        var log = WorkspaceLog.ReadName(workspace) is { } name ? new LogAudit(ledger, LogKeys.Of(name, new LogLedger(ledger)), WorkspaceLog.FolderOf(workspace), held ?? []).Run(cancellationToken) : null;
        var site = published is null ? [] : SitePublisher.Check(workspace, published, ledger, terminal.Time);
        return new FullAudit(report, log, new StatusListAudit(workspace, ledger, terminal.Time).Run(), site, new ReleaseAudit(ledger).Run());
    }

    public static void Write(Terminal terminal, FullAudit? audit)
    {
        if (audit is not { Ledger: var report })
        {
            terminal.Say("There is no ledger in this workspace yet, so there is nothing to audit.");
            return;
        }

        terminal.Line();
        terminal.Say($"Audited {FindingsView.Count(report.Documents, "signed document")}: every hash and every proof, members included; {FindingsView.Count(report.Accounts.Count, report.Accounts.Count == 1 ? "batch" : "batche")}.");
        if (report.Ahead is { } ahead) terminal.Say($"{FindingsView.Count(ahead.Documents, "document")} of them will hold only from a later time on, the last from {ahead.Last:yyyy-MM-dd HH:mm} UTC; until then whoever verifies {(ahead.Documents == 1 ? "it" : "one")} is told \"not yet\".");
        foreach (var account in report.Accounts.Where(account => account.Batch.ClosedAt is null || account.Batch.LearnersRead is null))
            terminal.Say($"Batch {account.Batch.BatchId} is not finished: {string.Join("; ", account.Discrepancies().DefaultIfEmpty("deliveries are still waiting"))}. Run `conferral issue` to go on.");
        if (report.OpenReplacements.Count > 0) terminal.Say($"{FindingsView.Count(report.OpenReplacements.Count, "credential")} to be replaced under a new id {(report.OpenReplacements.Count == 1 ? "is" : "are")} not yet, and {(report.OpenReplacements.Count == 1 ? "stands" : "stand")} until then. Run `conferral issue` to go on.");
        foreach (var purge in report.Purges) terminal.Say($"Purged on {purge.Day:yyyy-MM-dd} by rule \"{purge.Rule}\": {FindingsView.Count(purge.Versions, "version")}; their documents, learner keys and salts are gone as meant.");
        terminal.Say($"The ledger's history ends with {report.Head}.");
        WriteLog(terminal, audit.Log);
        if (audit.Release is { Approvals: > 0 } or { Batches: > 0 }) terminal.Say($"Approvals: {FindingsView.Count(audit.Release.Approvals, "signature")} checked, {audit.Release.Batches} released under a plan.");
        if (audit.Problems.Count == 0)
        {
            terminal.Say("Everything adds up.");
            return;
        }

        terminal.Say($"{FindingsView.Count(audit.Problems.Count, "problem")}, the first one first:");
        foreach (var problem in audit.Problems) terminal.Say($"  {problem}");
    }

    private static void WriteLog(Terminal terminal, LogAuditReport? log)
    {
        if (log is null) terminal.Say("There is no transparency log yet; the next `conferral issue` begins it.");
        else terminal.Say($"Transparency log: {log.Size:N0} sealed entries under {FindingsView.Count(log.Checkpoints, "signed checkpoint")}{(log.Unsealed > 0 ? $", {log.Unsealed} waiting to be sealed" : "")}{(log.Erased > 0 ? $", {log.Erased} anonymised" : "")}: the tree, the checkpoints and the published files compared.");
    }
}

/// <summary>The audits of ledger, log, status lists and approvals, and of the published site where it was asked for.</summary>
internal sealed record FullAudit(AuditReport Ledger, LogAuditReport? Log, IReadOnlyList<string> Lists, IReadOnlyList<string> Site, ReleaseAuditReport Release)
{
    public IReadOnlyList<string> Problems => [.. Ledger.Problems, .. Log?.Problems ?? [], .. Lists, .. Site, .. Release.Problems];
}
