// conferral log: the transparency log itself, and what goes to and comes back from those who watch it.
using System.CommandLine;
using Conferral.Cli.Rendering;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Log;
using Conferral.Issuance.Workspaces;
using Conferral.Transparency.Notes;

namespace Conferral.Cli.Commands;

internal static class LogCommand
{
    public static Command Create(Terminal terminal) => new("log", "The transparency log: seal it, prove that it only grew, take in witnesses' signatures.")
    {
        Show(terminal),
        Seal(terminal),
        ProveConsistency(terminal),
        Cosign(terminal),
        RotateKey(terminal),
        Anonymise(terminal),
    };

    private static Command Show(Terminal terminal)
    {
        var workspace = SharedOptions.Workspace();
        var command = new Command("show", "Show the log's key, newest checkpoint and folder.") { workspace };
        command.SetAction(parse =>
        {
            var opened = Workspace.Load(parse.GetRequiredValue(workspace));
            using var ledger = LedgerStore.OpenForReading(opened.Ledger, terminal.Time);
            var checkpoints = ledger is null ? [] : new LogLedger(ledger).Checkpoints();
            LogView.Write(terminal, checkpoints.Count == 0 ? null : Read(checkpoints), LogFiles.NameOf(opened), WorkspaceLog.FolderOf(opened).Path, ledger is null ? 0 : new LogLedger(ledger).CountUnsealed());
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Seal(Terminal terminal)
    {
        var workspace = SharedOptions.Workspace();
        var descriptor = SharedOptions.PassphraseDescriptor();
        var rewrite = new Option<bool>("--rewrite") { Description = "Also write every published file that is missing." };
        var command = new Command("seal", "Take events that are not sealed yet into the log and publish a new checkpoint; `issue` does so itself.") { workspace, descriptor, rewrite };
        command.SetAction(async (parse, token) =>
        {
            var opened = Workspace.Load(parse.GetRequiredValue(workspace));
            using var key = WorkspaceLog.OpenKey(opened, Passphrase.Read(terminal, parse.GetValue(descriptor)));
            using var ledger = LedgerStore.OpenForWriting(opened.Ledger, terminal.Time);
            var log = await new LogSealer(ledger, key, WorkspaceLog.FolderOf(opened)).SealAsync(token, parse.GetValue(rewrite));
            WorkspaceLog.WriteManifests(opened, ledger);
            terminal.Line(LogView.Line(log.Head, WorkspaceLog.FolderOf(opened).Path));
            return ExitCode.Done;
        });
        return command;
    }

    private static Command ProveConsistency(Terminal terminal)
    {
        var older = new Argument<string>("CHECKPOINT") { Description = "An older checkpoint file of this log." };
        var workspace = SharedOptions.Workspace();
        var output = new Option<string?>("--out", "-o") { Description = "The file for the proof (default: standard output)." };
        var command = new Command("prove-consistency", "Prove that the log grew from an older checkpoint to its newest and changed nothing.") { older, workspace, output };
        command.SetAction(parse =>
        {
            var opened = Workspace.Load(parse.GetRequiredValue(workspace));
            using var ledger = LedgerStore.OpenForReading(opened.Ledger, terminal.Time);
            if (ledger is null) throw new WorkspaceException("The log is not sealed yet. Run `conferral issue` first.");
            var proof = new ReceiptMaker(new LogLedger(ledger), LogFiles.NameOf(opened), WorkspaceLog.FolderOf(opened)).ProveGrowthFrom(LogFiles.ReadNote(parse.GetRequiredValue(older)));
            LogFiles.Write(terminal, parse.GetValue(output), proof.ToJson());
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Cosign(Terminal terminal)
    {
        var file = new Argument<string>("NOTE") { Description = "A checkpoint of this log, back from witnesses with their signatures under it." };
        var witnesses = new Option<string[]>("--witness") { Description = "A witness's key (vkey), or a file that holds it; signatures of others are not taken in.", Required = true };
        var workspace = SharedOptions.Workspace();
        var command = new Command("cosign", "Take witnesses' signatures into a checkpoint, and publish it with them.") { file, witnesses, workspace };
        command.SetAction(async (parse, token) =>
        {
            var opened = Workspace.Load(parse.GetRequiredValue(workspace));
            using var ledger = LedgerStore.OpenForWriting(opened.Ledger, terminal.Time);
            var given = LogFiles.ReadNote(parse.GetRequiredValue(file));
            var taken = await new Cosigning(ledger, LogKeys.Of(LogFiles.NameOf(opened), new LogLedger(ledger)), WorkspaceLog.FolderOf(opened)).TakeAsync(given, [.. parse.GetRequiredValue(witnesses).Select(LogFiles.ReadKey)], token);
            foreach (var signature in taken) terminal.Line($"{signature.Key.Name} saw this checkpoint at {signature.At:u}");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command RotateKey(Terminal terminal)
    {
        var workspace = SharedOptions.Workspace();
        var descriptor = SharedOptions.PassphraseDescriptor();
        var command = new Command("rotate-key", "Let another key sign the log from now on; the old one signs the change too. Run it again after any interruption.") { workspace, descriptor };
        command.SetAction(async (parse, token) =>
        {
            var opened = Workspace.Load(parse.GetRequiredValue(workspace));
            var change = await new LogKeyRotation(opened, terminal.Time).RunAsync(Passphrase.Read(terminal, parse.GetValue(descriptor)), token);
            terminal.Line($"From {change.Size:N0} entries on the log is signed with {change.To}");
            terminal.Say($"Checkpoints and receipts signed with {change.From} stay valid; it signs no more. Its private key is in keys/retired.");
            terminal.Say("Next: `conferral publish DIR`. Give issuer/log.vkey, and the files in issuer/log-keys, to those who keep the old line. Back up the keys folder.");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Anonymise(Terminal terminal)
    {
        var id = new Argument<string>("CREDENTIAL-ID") { Description = "The credential whose entries shall no longer be tied to it." };
        var workspace = SharedOptions.Workspace();
        var command = new Command("anonymise", "Erase the salts of a credential's entries for good: no further receipt can be made, and the tree stays as it is.") { id, workspace };
        command.SetAction(parse =>
        {
            using var ledger = LedgerStore.OpenForWriting(Workspace.Load(parse.GetRequiredValue(workspace)).Ledger, terminal.Time);
            var erased = new LogLedger(ledger).EraseSalts(parse.GetRequiredValue(id));
            terminal.Say(erased == 0 ? $"The log holds no open entry of '{parse.GetRequiredValue(id)}'. Give the credential id; `conferral show` knows it." : $"Erased the salts of {FindingsView.Count(erased, "event")}. Receipts given out before stay valid.");
            return erased == 0 ? ExitCode.NeedsAttention : ExitCode.Done;
        });
        return command;
    }

    private static RecordedNote Read(IReadOnlyList<RecordedCheckpoint> checkpoints)
    {
        var note = SignedNote.Parse(checkpoints[^1].Note);
        return new RecordedNote(Checkpoint.In(note), note, checkpoints[^1].RecordedAt, checkpoints.Count);
    }
}
