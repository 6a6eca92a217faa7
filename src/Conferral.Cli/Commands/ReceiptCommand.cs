// conferral receipt: the proof that a credential's events stand in the transparency log.
using System.CommandLine;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Log;
using Conferral.Issuance.Workspaces;

namespace Conferral.Cli.Commands;

internal static class ReceiptCommand
{
    public static Command Create(Terminal terminal)
    {
        var id = new Argument<string>("ID") { Description = "A learner's SIS key, or a credential id." };
        var workspace = SharedOptions.Workspace();
        var output = new Option<string?>("--out", "-o") { Description = "The file for the receipt (default: standard output)." };
        var since = new Option<string?>("--since") { Description = "An older checkpoint file; the receipt then also proves that the log grew from it." };
        var command = new Command("receipt", "Make a receipt that `conferral verify FILE --receipt R --log-key KEY` checks offline.") { id, workspace, output, since };
        command.SetAction(parse =>
        {
            var opened = Workspace.Load(parse.GetRequiredValue(workspace));
            var name = WorkspaceLog.ReadName(opened) ?? throw new WorkspaceException("This workspace has no transparency log yet. Run `conferral issue`, or `conferral log seal`.");
            using var ledger = LedgerStore.OpenForReading(opened.Ledger, terminal.Time) ?? throw new WorkspaceException("Nothing was issued from this workspace yet, so there is nothing to give a receipt for.");
            var version = Find(new LedgerReader(ledger), parse.GetRequiredValue(id));
            var older = parse.GetValue(since) is { } path ? LogFiles.ReadNote(path) : null;
            var receipt = Receipt.Make(new LogLedger(ledger), version, name, WorkspaceLog.FolderOf(opened), older);
            LogFiles.Write(terminal, parse.GetValue(output), receipt.ToJson());
            return ExitCode.Done;
        });
        return command;
    }

    private static CredentialVersion Find(LedgerReader reader, string wanted)
    {
        var signed = reader.Find(wanted).Where(version => version.State == CredentialState.Signed).ToList();
        if (signed.Count == 0) throw new WorkspaceException($"Nothing was signed under '{wanted}'. Give the learner's key as the SIS has it (with leading zeros), or a credential id.");
        var ids = signed.Select(version => version.Id.CredentialId).Distinct(StringComparer.Ordinal).ToList();
        if (ids.Count > 1) throw new WorkspaceException($"'{wanted}' has several credentials; name one of them: {string.Join(", ", ids)}");
        return signed[^1].Id;
    }
}
