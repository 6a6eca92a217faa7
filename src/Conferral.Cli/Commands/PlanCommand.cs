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
        var command = new Command("plan", "Show what would be issued, amended, left alone or blocked, and why. Changes nothing; everything found is in out/findings.xlsx, .csv and .json.") { workspace, json };
        command.SetAction(async (parse, cancellation) =>
        {
            var opened = Workspace.Load(parse.GetRequiredValue(workspace));
            var (plan, findings) = await MakeAsync(terminal, opened, cancellation);
            if (parse.GetValue(json)) PlanView.WriteJson(terminal, plan);
            else PlanView.Write(terminal, plan, findings, opened);
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>The plan, and what was found, counted; the checking report is written on the way.</summary>
    public static async Task<(IssuancePlan Plan, IReadOnlyList<FindingCount> Findings)> MakeAsync(Terminal terminal, Workspace workspace, CancellationToken cancellationToken)
    {
        using var ledger = LedgerStore.OpenForReading(workspace.Ledger, terminal.Time);
        await using var source = workspace.OpenIntake();
        var planner = WorkspaceStages.Planner(workspace, ledger, terminal.Time);
        using var report = new FindingsReport(workspace.OutputFolder);
        var plan = await StageBars.RunAsync(terminal, [Stage.Check], progress => planner.PlanAsync(source, progress, cancellationToken, report));
        return (plan, report.Groups);
    }
}
