// conferral issue: carries the plan out; run again after any interruption and it goes on.
using System.CommandLine;
using Conferral.Cli.Rendering;
using Conferral.Issuance;
using Conferral.Issuance.Deliver;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Publish;
using Conferral.Issuance.Release;
using Conferral.Issuance.Workspaces;

namespace Conferral.Cli.Commands;

internal static class IssueCommand
{
    public static Command Create(Terminal terminal)
    {
        var workspace = SharedOptions.Workspace();
        var descriptor = SharedOptions.PassphraseDescriptor();
        var wait = new Option<bool>("--wait") { Description = "Wait for the platforms' hours and for used-up limits instead of ending; Ctrl+C ends it in order." };
        var plan = new Option<string?>("--plan") { Description = "Carry out this plan (`conferral plan --save`) and nothing else: refused where input, mapping, settings or key changed since, or approvals are missing." };
        var command = new Command("issue", "Sign, deliver and write back what the plan shows. Run it again after any interruption: it goes on where it stopped.") { workspace, descriptor, wait, plan };
        command.SetAction(async (parse, cancellation) =>
        {
            var opened = Workspace.Load(parse.GetRequiredValue(workspace));
            var result = await RunAsync(terminal, opened, Passphrase.Read(terminal, parse.GetValue(descriptor)), cancellation, parse.GetValue(wait), parse.GetValue(plan) is { } path ? SavedPlan.Read(path) : null);
            Write(terminal, opened, result);
            return ExitStatus(result);
        });
        return command;
    }

    public static async Task<IssuanceResult> RunAsync(Terminal terminal, Workspace workspace, string passphrase, CancellationToken cancellationToken, bool wait = false, SavedPlan? plan = null)
    {
        using var stages = WorkspaceStages.Open(workspace, passphrase, terminal.Time, wait);
        await using var source = workspace.OpenIntake();
        stages.Require(workspace, plan, source);
        using var report = new FindingsReport(workspace.OutputFolder);
        var result = await StageBars.RunAsync(terminal, [Stage.Read, Stage.Check, Stage.Sign, Stage.Deliver, Stage.WriteBack], progress => new IssuancePipeline(stages.Stages, progress, report).IssueAsync(source, cancellationToken));
        WorkspaceLog.WriteManifests(workspace, stages.Stages.Ledger);
        if (SitePublisher.SignerOf(workspace, stages.Stages.Ledger, terminal.Time).Due().Count is > 0 and var due)
            terminal.Note($"`conferral publish DIR` is due: {FindingsView.Count(due, "status list")} must stand on the web before verifiers can ask for the status of these credentials.");
        return result;
    }

    public static void Write(Terminal terminal, Workspace workspace, IssuanceResult result)
    {
        AccountView.Write(terminal, result.Account);
        ReplacementView.Write(terminal, result);
        if (result.NotInExport > 0)
            terminal.Say($"{FindingsView.Count(result.NotInExport, "record")} issued earlier {(result.NotInExport == 1 ? "is" : "are")} not in this export; nothing was done about {(result.NotInExport == 1 ? "it" : "them")} (`conferral withdraw --absent` would revoke).");
        if (result.SourceFindings.Count > 0) terminal.Say($"{FindingsView.Count(result.SourceFindings.Count, "remark")} about the export as a whole; `conferral plan` shows {(result.SourceFindings.Count == 1 ? "it" : "them")}.");
        foreach (var delivery in result.Deliveries) WriteStop(terminal, delivery);
        WriteBackView.WriteTroubles(terminal, result.WriteBack.Targets);
        if (result.Deliveries.Count == 0) terminal.Say($"No platform is set in {Workspace.FileName}, so nothing was delivered. `conferral export DIR` writes the signed documents as files; add a platform and run `conferral issue` again to deliver them.");
        terminal.Line();
        terminal.Line($"Crosswalk for the SIS: {LogView.Shown(workspace.Crosswalk.Path)}");
        if (result.Account.Blocked > 0) terminal.Line($"Blocked learners, each with its place and what to do: {LogView.Shown(workspace.FindingsPath)}");
        terminal.Line(LogView.Line(result.Log.Head, WorkspaceLog.FolderOf(workspace).Path));
    }

    private static void WriteStop(Terminal terminal, DeliverySummary delivery)
    {
        if (delivery.StoppedBecause is { } because)
            terminal.Say(DeliveryCode.IsWaiting(delivery.StopCode) ? $"{FindingsView.Count(delivery.Pending, "credential")} wait: {because}" : $"Delivery to {delivery.PlatformId} stopped: {because}");
        foreach (var remark in delivery.Remarks) terminal.Say($"{delivery.PlatformId}: {remark}");
    }

    public static int ExitStatus(IssuanceResult result)
    {
        if (result.Deliveries.Any(delivery => delivery.StoppedBecause is not null && !DeliveryCode.IsWaiting(delivery.StopCode))) return ExitCode.NotDone;
        if (result.WriteBack.Targets.Any(target => target.Fault is not null)) return ExitCode.NotDone;
        var open = result.Account.Platforms.Any(platform => platform.Failed + platform.Waiting + platform.InDoubt > 0);
        return open || result.OpenReplacements.Count > 0 || result.Discrepancies.Count > 0 || result.WriteBack.Withheld > 0 || result.WriteBack.Targets.Any(target => !target.IsInStep) ? ExitCode.NeedsAttention : ExitCode.Done;
    }
}
