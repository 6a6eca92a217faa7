// conferral approve: a person's signature under a plan.
using System.CommandLine;
using System.Globalization;
using Conferral.Cli.Rendering;
using Conferral.Credentials.Keys;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Release;
using Conferral.Issuance.Workspaces;

namespace Conferral.Cli.Commands;

internal static class ApproveCommand
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("PLAN") { Description = "The page that `conferral plan --save` wrote, after you have read it." };
        var by = new Option<string>("--by") { Description = "Your name, as `conferral approvers list` shows it.", Required = true };
        var keyFile = new Option<string?>("--key") { Description = "Your key, where it is not in the workspace's keys/approvers." };
        var workspace = SharedOptions.Workspace();
        var descriptor = SharedOptions.PassphraseDescriptor();
        var command = new Command("approve", "Approve a plan you have read: your signature under its fingerprint goes into the ledger. Each person once, with their own key.") { file, by, keyFile, workspace, descriptor };
        command.SetAction(async (parse, _) =>
        {
            var opened = Workspace.Load(parse.GetRequiredValue(workspace));
            var plan = SavedPlan.Read(parse.GetRequiredValue(file));
            var name = parse.GetRequiredValue(by);
            var approver = opened.Release.Approvers.FirstOrDefault(known => known.Name == name)
                ?? throw new WorkspaceException($"The settings name no approver called {name}. `conferral approvers list` shows who may approve, `conferral approvers add NAME` adds somebody.");
            await RequireStillTrueAsync(terminal, opened, plan);
            Write(terminal, plan);
            using var key = OpenKey(terminal, opened, approver, parse.GetValue(keyFile), parse.GetValue(descriptor));
            return Record(terminal, opened, plan, Approvals.Sign(plan.Statement.Fingerprint, approver, key, terminal.Time.GetUtcNow()), parse.GetRequiredValue(file));
        });
        return command;
    }

    /// <summary>Nobody signs what cannot be carried out any more.</summary>
    private static async Task RequireStillTrueAsync(Terminal terminal, Workspace workspace, SavedPlan plan)
    {
        using var ledger = LedgerStore.OpenForReading(workspace.Ledger, terminal.Time);
        await using var source = workspace.OpenIntake();
        var planned = new PlannedKey(plan.Statement[PlanStatement.VerificationMethod] ?? "", plan.Statement[PlanStatement.PublicKey] ?? "");
        var now = PlanStatements.Of(workspace, source, PlannedKey.Published(workspace) ?? planned, ledger);
        if (plan.Statement.DifferencesFrom(now) is { Count: > 0 } differences)
            throw new WorkspaceException($"Nothing was approved: this is not what was planned any more.\n  {string.Join("\n  ", differences)}\nMake a new plan with `conferral plan --save`.");
    }

    private static void Write(Terminal terminal, SavedPlan plan)
    {
        terminal.Say(string.Create(CultureInfo.InvariantCulture, $"Plan of {plan.MadeAt.UtcDateTime:d MMMM yyyy HH:mm} UTC: {string.Join(", ", plan.Statement.Counts.Select(count => $"{count.Value} {count.Key}"))}."));
        terminal.Line($"Fingerprint {PlanPage.Grouped(plan.Statement.Fingerprint)}");
        terminal.Say("Compare it with the one on the page you have read, the first and the last group at least.");
    }

    private static SigningKey OpenKey(Terminal terminal, Workspace workspace, Approver approver, string? path, int? descriptor)
    {
        var key = KeyFile.Open(path ?? ApproversCommand.KeyPath(workspace, approver.Name), Passphrase.Read(terminal, descriptor));
        if (key.PublicKeyMultibase == approver.PublicKey) return key;
        key.Dispose();
        throw new WorkspaceException($"This key is not the one the settings name for {approver.Name}. Give your own with --key FILE.");
    }

    private static int Record(Terminal terminal, Workspace workspace, SavedPlan plan, Approval approval, string file)
    {
        using var store = LedgerStore.OpenForWriting(workspace.Ledger, terminal.Time);
        var ledger = new ReleaseLedger(store);
        var policy = workspace.Release;
        if (!ledger.RecordApproval(approval))
        {
            terminal.Note($"conferral: {approval.Approver} has approved this plan before; the same person does not count twice.");
            return ExitCode.NotDone;
        }

        var valid = policy.Valid(plan.Statement.Fingerprint, ledger.Approvals()).Count;
        terminal.Say($"Approved by {approval.Approver}: {valid} of {Math.Max(policy.Demanded, 1)} approvals.");
        terminal.Line(valid >= policy.Demanded
            ? $"Next: conferral issue --plan {LogView.Shown(file)}"
            : $"Next: another person reads the page and runs conferral approve {LogView.Shown(file)} --by NAME.");
        return ExitCode.Done;
    }
}
