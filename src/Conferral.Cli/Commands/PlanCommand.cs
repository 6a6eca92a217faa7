// conferral plan: what would be issued, and what stands in the way. Changes nothing.
using System.CommandLine;
using Conferral.Cli.Rendering;
using Conferral.Issuance;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Release;
using Conferral.Issuance.Workspaces;

namespace Conferral.Cli.Commands;

internal static class PlanCommand
{
    public static Command Create(Terminal terminal)
    {
        var workspace = SharedOptions.Workspace();
        var json = SharedOptions.Json();
        var save = new Option<string?>("--save") { Description = "Also write the plan as a page to read, print and have approved; `conferral issue --plan FILE` carries out exactly that." };
        var descriptor = SharedOptions.PassphraseDescriptor();
        var command = new Command("plan", "Show what would be issued, amended, left alone or blocked, and why. Changes nothing; everything found is in out/findings.xlsx, .csv and .json.") { workspace, json, save, descriptor };
        command.SetAction(async (parse, cancellation) =>
        {
            var opened = Workspace.Load(parse.GetRequiredValue(workspace));
            var path = parse.GetValue(save);
            opened.OpenPlatforms(); // what is wrong in their settings is told before the export is read
            var (plan, statement) = await MakeAsync(terminal, opened, path is null ? null : () => PlannedKey.Published(opened) ?? AskKey(terminal, opened, parse.GetValue(descriptor)), cancellation);
            var saved = statement is null ? null : new SavedPlan(terminal.Time.GetUtcNow(), statement.WithCounts(plan));
            if (path is not null) File.WriteAllText(path, PlanPage.Write(plan, saved!, opened));
            if (parse.GetValue(json)) PlanView.WriteJson(terminal, plan);
            else PlanView.Write(terminal, plan, opened, path, saved);
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>The plan; the checking report is written on the way.</summary>
    public static async Task<IssuancePlan> MakeAsync(Terminal terminal, Workspace workspace, CancellationToken cancellationToken)
    {
        var (plan, _) = await MakeAsync(terminal, workspace, key: null, cancellationToken);
        return plan;
    }

    // The statement is taken down from the very source that is read.
    private static async Task<(IssuancePlan Plan, PlanStatement? Statement)> MakeAsync(Terminal terminal, Workspace workspace, Func<PlannedKey>? key, CancellationToken cancellationToken)
    {
        using var ledger = LedgerStore.OpenForReading(workspace.Ledger, terminal.Time);
        await using var source = workspace.OpenIntake();
        var planner = WorkspaceStages.Planner(workspace, ledger, terminal.Time);
        using var report = new FindingsReport(workspace.OutputFolder);
        var plan = await StageBars.RunAsync(terminal, [Stage.Check], progress => planner.PlanAsync(source, progress, cancellationToken, report));
        return (plan, key is null ? null : PlanStatements.Of(workspace, source, key(), ledger));
    }

    // The issuer's document has several keys, so which one signs only the key file can tell.
    private static PlannedKey AskKey(Terminal terminal, Workspace workspace, int? descriptor)
    {
        using var key = workspace.OpenKey(Passphrase.Read(terminal, descriptor));
        return PlannedKey.Of(workspace, key);
    }
}
