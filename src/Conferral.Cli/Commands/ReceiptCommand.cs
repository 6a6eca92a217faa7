// conferral receipt: the proof that a credential's events stand in the transparency log.
using System.CommandLine;
using Conferral.Cli.Rendering;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Log;
using Conferral.Issuance.Workspaces;

namespace Conferral.Cli.Commands;

internal static class ReceiptCommand
{
    public static Command Create(Terminal terminal)
    {
        var id = new Argument<string?>("ID") { Description = "A learner's SIS key, or a credential id.", Arity = ArgumentArity.ZeroOrOne };
        var workspace = SharedOptions.Workspace();
        var output = new Option<string?>("--out", "-o") { Description = "The file for the receipt (default: standard output)." };
        var all = new Option<string?>("--all") { Description = "Instead of one: a receipt for every learner, into this folder, named as `conferral export` names the credentials." };
        var since = new Option<string?>("--since") { Description = "An older checkpoint file; the receipt then also proves that the log grew from it." };
        var command = new Command("receipt", "Make a receipt that `conferral verify FILE --receipt R --log-key KEY` checks offline.") { id, workspace, output, all, since };
        command.SetAction(parse =>
        {
            var opened = Workspace.Load(parse.GetRequiredValue(workspace));
            var (wanted, folder) = (parse.GetValue(id), parse.GetValue(all));
            if (wanted is null == folder is null) throw new FormatException("Name one learner or credential, or give --all and a folder.");
            if (folder is not null)
            {
                terminal.Line($"Wrote {FindingsView.Count(WriteAll(terminal, opened, folder), "receipt")} to {Path.GetFullPath(folder)}");
                return ExitCode.Done;
            }

            using var ledger = Open(terminal, opened);
            var older = parse.GetValue(since) is { } path ? LogFiles.ReadNote(path) : null;
            LogFiles.Write(terminal, parse.GetValue(output), Maker(opened, ledger).Make(Find(new LedgerReader(ledger), wanted!), older).ToJson());
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>A receipt for the newest signed version of every credential that the log still holds open; answers how many.</summary>
    public static int WriteAll(Terminal terminal, Workspace workspace, string folder)
    {
        using var ledger = Open(terminal, workspace);
        var maker = Maker(workspace, ledger);
        Directory.CreateDirectory(folder);
        var newest = ExportCommand.Newest(new LedgerReader(ledger)).Where(version => maker.Holds(version.Id)).ToList();
        foreach (var version in newest) File.WriteAllBytes(Path.Combine(folder, ExportCommand.FileName(version.Id.CredentialId)), maker.Make(version.Id, older: null).ToJson());
        return newest.Count;
    }

    private static LedgerStore Open(Terminal terminal, Workspace workspace)
        => LedgerStore.OpenForReading(workspace.Ledger, terminal.Time) ?? throw new WorkspaceException("Nothing was issued from this workspace yet, so there is nothing to give a receipt for.");

    private static ReceiptMaker Maker(Workspace workspace, LedgerStore ledger) => new(new LogLedger(ledger), LogFiles.NameOf(workspace), WorkspaceLog.FolderOf(workspace));

    private static CredentialVersion Find(LedgerReader reader, string wanted)
    {
        var signed = reader.Find(wanted).Where(version => version.State == CredentialState.Signed).ToList();
        if (signed.Count == 0) throw new WorkspaceException($"Nothing was signed under '{wanted}'. Give the learner's key as the SIS has it (with leading zeros), or a credential id.");
        var ids = signed.Select(version => version.Id.CredentialId).Distinct(StringComparer.Ordinal).ToList();
        if (ids.Count > 1) throw new WorkspaceException($"'{wanted}' has several credentials; name one of them: {string.Join(", ", ids)}");
        return signed[^1].Id;
    }
}
