// What revoke, suspend, reinstate and withdraw have in common: a reason, a plan, a question, and one act.
using System.CommandLine;
using Conferral.Cli.Rendering;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Revoke;
using Conferral.Issuance.Workspaces;
using Spectre.Console;

namespace Conferral.Cli.Commands;

internal sealed class ChangeOptions
{
    private readonly Option<string> _reason = new("--reason") { Description = "Why, in your words: kept in the history. Name no persons in it.", Required = true };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Show the plan and change nothing." };
    private readonly Option<bool> _yes = new("--yes") { Description = "Do not ask." };
    private readonly Option<string> _workspace = SharedOptions.Workspace();

    public void AddTo(Command command)
    {
        command.Options.Add(_reason);
        command.Options.Add(_dryRun);
        command.Options.Add(_yes);
        command.Options.Add(_workspace);
    }

    /// <summary>Plans over what <paramref name="find"/> gives, asks, and carries it out.</summary>
    public int Run(Terminal terminal, ParseResult parse, StatusChange change, Func<LedgerStore, Workspace, IReadOnlyList<StatusSubject>> find)
    {
        var workspace = Workspace.Load(parse.GetRequiredValue(_workspace));
        var reason = parse.GetRequiredValue(_reason).Trim();
        if (reason.Length == 0) throw new WorkspaceException("Give the reason in words: --reason \"…\"");
        var dryRun = parse.GetValue(_dryRun);
        using var ledger = dryRun ? LedgerStore.OpenForReading(workspace.Ledger, terminal.Time) : OpenForWriting(terminal, workspace);
        if (ledger is null) throw new WorkspaceException("Nothing was issued from this workspace yet.");
        var plan = StatusChangePlan.For(change, find(ledger, workspace));
        StatusChangeView.Write(terminal, plan);
        if (dryRun) terminal.Say("Nothing was changed (--dry-run).");
        if (dryRun || plan.ToChange.Count == 0) return plan.Refused.Count > 0 ? ExitCode.NeedsAttention : ExitCode.Done;
        if (!parse.GetValue(_yes) && !Confirmed(terminal, plan))
        {
            terminal.Say("Nothing was changed.");
            return ExitCode.Stopped;
        }

        plan.CarryOut(ledger, reason);
        StatusChangeView.WriteDone(terminal, plan);
        return plan.Refused.Count + plan.Unlisted > 0 ? ExitCode.NeedsAttention : ExitCode.Done;
    }

    // A ledger is never made by taking back what it does not hold.
    private static LedgerStore? OpenForWriting(Terminal terminal, Workspace workspace)
    {
        using (var reading = LedgerStore.OpenForReading(workspace.Ledger, terminal.Time))
        {
            if (reading is null) return null;
        }

        return LedgerStore.OpenForWriting(workspace.Ledger, terminal.Time);
    }

    private static bool Confirmed(Terminal terminal, StatusChangePlan plan)
    {
        if (!terminal.Error.Profile.Capabilities.Interactive) throw new WorkspaceException("This needs your word: look at it with --dry-run, then say --yes. Nothing was changed.");
        return terminal.Error.Prompt(new ConfirmationPrompt($"{StatusChangeView.Verb(plan.Change)} {FindingsView.Count(plan.ToChange.Count, "credential")}?") { DefaultValue = false });
    }
}
