// Opens the dossier that show and dossier speak of.
using Conferral.Issuance.Dossiers;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Log;
using Conferral.Issuance.Workspaces;

namespace Conferral.Cli.Commands;

internal static class LearnerDossier
{
    /// <summary>What the ledger holds under a learner's key, a record key or a credential id; null, and said so, when that is nothing.</summary>
    public static Dossier? Read(Terminal terminal, Workspace workspace, string wanted)
    {
        using var ledger = LedgerStore.OpenForReading(workspace.Ledger, terminal.Time);
        if (ledger is not null && new DossierReader(ledger, Receipts(workspace, ledger), terminal.Time).Read(wanted) is { IsEmpty: false } dossier) return dossier;
        terminal.Note($"Nothing was issued under '{wanted}'. Give the learner's key as the SIS has it (with leading zeros), or a credential id; `conferral status` lists who was blocked.");
        return null;
    }

    private static ReceiptMaker? Receipts(Workspace workspace, LedgerStore ledger)
    {
        var log = new LogLedger(ledger);
        return log.LastCheckpoint() is null || WorkspaceLog.ReadName(workspace) is not { } name ? null : new ReceiptMaker(log, name, WorkspaceLog.FolderOf(workspace));
    }
}
