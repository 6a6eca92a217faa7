// conferral plan: what would be issued, and what stands in the way. Changes nothing.
using System.CommandLine;
using Conferral.Cli.Rendering;
using Conferral.Issuance;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Workspaces;

namespace Conferral.Cli.Commands;

internal static class PlanCommand
{
    public static Command Create(Terminal terminal)
    {
        var workspace = SharedOptions.Workspace();
        var json = SharedOptions.Json();
        var blockedList = new Option<string?>("--blocked") { Description = "Also write the blocked learners to this CSV file, a line per reason with file, row and column." };
        var command = new Command("plan", "Show what would be issued, amended, left alone or blocked, and why. Changes nothing.") { workspace, json, blockedList };
        command.SetAction(async (parse, cancellation) =>
        {
            var opened = Workspace.Load(parse.GetRequiredValue(workspace));
            var plan = await MakeAsync(terminal, opened, cancellation);
            if (parse.GetValue(blockedList) is { } path) BlockedList.Write(path, plan.Blocked);
            if (parse.GetValue(json)) PlanView.WriteJson(terminal, plan);
            else PlanView.Write(terminal, plan, opened);
            return ExitCode.Done;
        });
        return command;
    }

    public static async Task<IssuancePlan> MakeAsync(Terminal terminal, Workspace workspace, CancellationToken cancellationToken)
    {
        using var ledger = LedgerStore.OpenForReading(workspace.Ledger, terminal.Time);
        await using var source = workspace.OpenIntake();
        var planner = WorkspaceStages.Planner(workspace, ledger, terminal.Time);
        return await StageBars.RunAsync(terminal, [Stage.Check], progress => planner.PlanAsync(source, progress, cancellationToken));
    }
}
