// conferral writeback: brings the SIS in step with the ledger again, or only compares.
using System.CommandLine;
using Conferral.Cli.Rendering;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.WriteBack;
using Conferral.Issuance.Workspaces;

namespace Conferral.Cli.Commands;

internal static class WritebackCommand
{
    public static Command Create(Terminal terminal)
    {
        var workspace = SharedOptions.Workspace();
        var target = new Option<string?>("--target") { Description = "Only this target: crosswalk, sql, webhook, or a file's name.", HelpName = "TARGET" };
        var check = new Option<bool>("--check") { Description = "Compare only and report what differs; writes nothing." };
        var template = new Option<string?>("--template") { Description = "Write the statements for the SIS table to this file, to be changed and named in writeBack.sql.statements.", HelpName = "FILE" };
        var command = new Command("writeback", "Write the ids back to every target that has not confirmed them, or compare (--check).") { workspace, target, check, template };
        command.SetAction(async (parse, cancellation) =>
        {
            var opened = Workspace.Load(parse.GetRequiredValue(workspace));
            if (parse.GetValue(template) is { } path) return WriteTemplate(terminal, opened, path);
            var targets = WorkspaceWriteBack.OpenTargets(opened, terminal.Time);
            var only = parse.GetValue(target);
            if (only is not null && targets.All(known => known.Id != only)) throw new WorkspaceException($"There is no target '{only}' in {Workspace.FileName}; there are: {string.Join(", ", targets.Select(known => known.Id))}.");
            return parse.GetValue(check) ? await CheckAsync(terminal, opened, targets, only, cancellation) : await RunAsync(terminal, opened, targets, only, cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(Terminal terminal, Workspace workspace, IReadOnlyList<ICrosswalkTarget> targets, string? only, CancellationToken cancellationToken)
    {
        using var ledger = LedgerStore.OpenForWriting(workspace.Ledger, terminal.Time);
        var summary = await new WriteBackStage(new DeliveryLedger(ledger), new OutboxLedger(ledger), targets).RunAsync(cancellationToken, only);
        WriteBackView.WriteTargets(terminal, summary.Targets, isCheck: false);
        terminal.Say($"{FindingsView.Count(summary.Confirmed, "delivery", "deliveries")} newly confirmed by every target{(summary.Withheld > 0 ? $", {summary.Withheld} not yet" : "")}.");
        if (summary.Targets.Any(report => report.Fault is not null)) return ExitCode.NotDone;
        return summary.Withheld > 0 || summary.Targets.Any(report => !report.IsInStep) ? ExitCode.NeedsAttention : ExitCode.Done;
    }

    private static async Task<int> CheckAsync(Terminal terminal, Workspace workspace, IReadOnlyList<ICrosswalkTarget> targets, string? only, CancellationToken cancellationToken)
    {
        using var ledger = LedgerStore.OpenForReading(workspace.Ledger, terminal.Time);
        if (ledger is null)
        {
            terminal.Say("Nothing was issued from this workspace yet, so there is nothing to compare.");
            return ExitCode.Done;
        }

        var reports = await new WriteBackStage(new DeliveryLedger(ledger), new OutboxLedger(ledger), targets).CheckAsync(cancellationToken, only);
        WriteBackView.WriteTargets(terminal, reports, isCheck: true);
        if (reports.Any(report => report.Fault is not null)) return ExitCode.NotDone;
        return reports.All(report => report.IsInStep) ? ExitCode.Done : ExitCode.NeedsAttention;
    }

    private static int WriteTemplate(Terminal terminal, Workspace workspace, string path)
    {
        using (var file = new StreamWriter(new FileStream(path, FileMode.CreateNew, FileAccess.Write))) file.Write(CrosswalkSql.StatementsFor(workspace.SqlTable));
        terminal.Say($"The statements for {workspace.SqlTable} are in {path}. Change them, name the file in writeBack.sql.statements, and try with `conferral writeback --check`.");
        return ExitCode.Done;
    }
}
