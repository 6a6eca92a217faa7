// Changes the key of a workspace's log: files and ledger, in an order that any interruption leaves open to be gone on with.
using System.Text;
using Conferral.Credentials.Keys;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Log;
using Conferral.Issuance.Publish;
using Conferral.Transparency.Notes;

namespace Conferral.Issuance.Workspaces;

/// <summary>
/// In this order: the next key's file (<c>keys/log-next.pem</c>, whose presence says that a change is under way); in the ledger the event
/// and the checkpoint signed by both keys; the files that name the new key; the old key's file into <c>keys/retired</c>; the next key's file
/// in its place. While the change is under way nothing else seals the log.
/// Errors: <see cref="WorkspaceException"/>, <see cref="KeyException"/>, <see cref="LedgerException"/>.
/// </summary>
public sealed class LogKeyRotation(Workspace workspace, TimeProvider time)
{
    private const string NextKeyPath = "keys/log-next.pem";

    private string CurrentPath => Path.Combine(workspace.Folder, WorkspaceLog.KeyPath);

    private string NextPath => Path.Combine(workspace.Folder, NextKeyPath);

    internal static bool IsBegun(Workspace workspace) => File.Exists(Path.Combine(workspace.Folder, NextKeyPath));

    public async Task<KeyChange> RunAsync(string passphrase, CancellationToken cancellationToken)
    {
        var name = WorkspaceLog.ReadName(workspace) ?? throw new WorkspaceException("This workspace has no transparency log yet, and so no key to change. Run `conferral issue`, or `conferral log seal`.");
        using var ledger = LedgerStore.OpenForWriting(workspace.Ledger, time);
        if (!File.Exists(NextPath)) MakeNext(passphrase);
        using var next = KeyFile.Open(NextPath, passphrase);
        var nextName = NoteKey.Of(name.Name, next.VerificationKey);
        var change = LogKeys.Of(name, new LogLedger(ledger)).Changes.FirstOrDefault(done => done.To.Equals(nextName)) ?? await ChangeAsync(ledger, name, next, nextName, passphrase, cancellationToken);
        await NameAsync(change);
        MoveKeys(change);
        return change;
    }

    /// <summary>The new key gets the passphrase the old one has, so that one opens all.</summary>
    private void MakeNext(string passphrase)
    {
        using (KeyFile.Open(CurrentPath, passphrase))
        {
            using var key = SigningKey.Generate();
            KeyFile.Create(NextPath, key, passphrase);
        }
    }

    private async Task<KeyChange> ChangeAsync(LedgerStore ledger, NoteKey name, SigningKey next, NoteKey nextName, string passphrase, CancellationToken cancellationToken)
    {
        using var current = KeyFile.Open(CurrentPath, passphrase);
        if (!name.Key.Equals(current.VerificationKey)) throw new WorkspaceException($"{CurrentPath} is not the key of {Path.Combine(workspace.Folder, WorkspaceLog.NamePath)}. Restore both from your backup; only the log's own key can say who comes after it.");
        using var old = new LogKey(name, current);
        using var successor = new LogKey(nextName, next);
        return await new LogSealer(ledger, old, WorkspaceLog.FolderOf(workspace)).ChangeKeyAsync(successor, cancellationToken);
    }

    private async Task NameAsync(KeyChange change)
    {
        var issuer = Path.Combine(workspace.Folder, "issuer");
        var note = Path.Combine(issuer, SiteContent.KeyChangePath(change.Note));
        Directory.CreateDirectory(Path.GetDirectoryName(note)!);
        await DurableFile.ReplaceDurably(note, file => file.WriteAsync(Encoding.UTF8.GetBytes(change.Note.ToString())).AsTask());
        await DurableFile.ReplaceDurably(Path.Combine(workspace.Folder, WorkspaceLog.NamePath), file => file.WriteAsync(Encoding.UTF8.GetBytes($"{change.To}\n")).AsTask());
    }

    // As long as the next key's file is there, what lies at the current one's place is the old key.
    private void MoveKeys(KeyChange change)
    {
        if (File.Exists(CurrentPath)) File.Move(CurrentPath, Path.Combine(Directory.CreateDirectory(Path.Combine(workspace.Folder, "keys", "retired")).FullName, $"log-{change.From.Id:x8}.pem"), overwrite: true);
        File.Move(NextPath, CurrentPath);
    }
}
