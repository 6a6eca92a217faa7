// The log of a workspace: its key, its public line, its published folder and the manifests beside it.
using System.Text;
using Conferral.Credentials.Keys;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Log;
using Conferral.Transparency;
using Conferral.Transparency.Notes;

namespace Conferral.Issuance.Workspaces;

/// <summary>
/// Shape: <c>keys/log.pem</c> the encrypted key, <c>issuer/log.vkey</c> its public line, <c>out/log/</c> what is to be published,
/// <c>out/manifests/</c> one signed note per finished batch.
/// </summary>
public static class WorkspaceLog
{
    internal const string KeyPath = "keys/log.pem";
    internal const string NamePath = "issuer/log.vkey";

    public static LogFolder FolderOf(Workspace workspace) => new(Path.Combine(workspace.OutputFolder, "log"));

    /// <summary>The log's public line; null when the workspace has no log yet. Errors: <see cref="WorkspaceException"/>.</summary>
    public static NoteKey? ReadName(Workspace workspace) => ReadName(workspace.Folder);

    /// <summary>
    /// Opens the log's key; a workspace that has none, from before there was a log, gets one.
    /// Errors: <see cref="WorkspaceException"/> when key and public line do not belong together, <see cref="KeyException"/>.
    /// </summary>
    public static LogKey OpenKey(Workspace workspace, string passphrase)
    {
        if (LogKeyRotation.IsBegun(workspace)) throw new WorkspaceException("A change of the log's key was begun and is not finished. Run `conferral log rotate-key` again; it goes on where it stopped.");
        var path = Path.Combine(workspace.Folder, KeyPath);
        var name = ReadName(workspace.Folder);
        if (!File.Exists(path))
        {
            if (name is not null) throw new WorkspaceException($"{path} is missing, and the log {name.Name} can be continued with no other key. Restore it from your backup of the keys folder.");
            CreateKey(workspace.Folder, workspace.Issuer.Id, passphrase);
            name = ReadName(workspace.Folder);
        }

        var key = KeyFile.Open(path, passphrase);
        if (name is not null && name.Key.Equals(key.VerificationKey)) return new LogKey(name, key);
        key.Dispose();
        throw new WorkspaceException($"{path} is not the key of {Path.Combine(workspace.Folder, NamePath)}. Restore both from your backup; a log is continued with its own key or not at all.");
    }

    /// <summary>Writes every manifest of the ledger that is not there as a file.</summary>
    public static void WriteManifests(Workspace workspace, LedgerStore ledger)
    {
        var folder = Directory.CreateDirectory(Path.Combine(workspace.OutputFolder, "manifests")).FullName;
        foreach (var (batchId, note) in new LogLedger(ledger).Manifests())
        {
            var path = Path.Combine(folder, $"{batchId}.note");
            if (!File.Exists(path)) File.WriteAllText(path, note);
        }
    }

    /// <summary>Makes a key and its public line; neither is ever overwritten.</summary>
    internal static void CreateKey(string folder, string issuerId, string passphrase)
    {
        using var key = SigningKey.Generate();
        KeyFile.Create(Path.Combine(folder, KeyPath), key, passphrase);
        using var file = new FileStream(Path.Combine(folder, NamePath), FileMode.CreateNew);
        file.Write(Encoding.UTF8.GetBytes($"{NoteKey.Of(LogKey.OriginOf(issuerId), key.VerificationKey)}\n"));
        file.Flush(flushToDisk: true);
    }

    private static NoteKey? ReadName(string folder)
    {
        var path = Path.Combine(folder, NamePath);
        if (!File.Exists(path)) return null;
        try
        {
            return NoteKey.Parse(File.ReadAllText(path).TrimEnd('\n'));
        }
        catch (TransparencyException e)
        {
            throw new WorkspaceException($"{path}: {e.Message}", e);
        }
    }
}
