// conferral status: the newest batch and its account.
using System.CommandLine;
using Conferral.Cli.Rendering;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Workspaces;

namespace Conferral.Cli.Commands;

internal static class StatusCommand
{
    public static Command Create(Terminal terminal)
    {
        var workspace = SharedOptions.Workspace();
        var all = new Option<bool>("--all") { Description = "List every batch, newest first." };
        var command = new Command("status", "Show the newest batch and its account.") { workspace, all };
        command.SetAction(parse =>
        {
            var opened = Workspace.Load(parse.GetRequiredValue(workspace));
            using var ledger = LedgerStore.OpenForReading(opened.Ledger, terminal.Time);
            var reader = ledger is null ? null : new LedgerReader(ledger);
            var batches = reader?.Batches() ?? [];
            if (batches.Count == 0)
            {
                terminal.Say("Nothing was issued from this workspace yet. `conferral plan` shows what would be.");
                return ExitCode.Done;
            }

            foreach (var batch in parse.GetValue(all) ? batches : [batches[0]])
            {
                AccountView.Write(terminal, reader!.Account(batch));
                terminal.Say(batch.ClosedAt is null ? $"Opened {batch.OpenedAt:u} from {batch.Source}; not finished: run `conferral issue` to go on." : $"Opened {batch.OpenedAt:u} from {batch.Source}; finished {batch.ClosedAt:u}.");
                var blocked = reader.Blocked(batch.BatchId);
                FindingsView.WriteBlocked(terminal, blocked);
            }

            var standings = new StatusLedger(ledger!).Find(StatusQuery.All).CountBy(credential => credential.State).ToDictionary();
            var (revoked, suspended) = (standings.GetValueOrDefault(StatusState.Revoked), standings.GetValueOrDefault(StatusState.Suspended));
            if (revoked + suspended > 0) terminal.Say($"Of everything issued, {revoked:N0} {(revoked == 1 ? "is" : "are")} revoked and {suspended:N0} suspended.");
            return ExitCode.Done;
        });
        return command;
    }
}
