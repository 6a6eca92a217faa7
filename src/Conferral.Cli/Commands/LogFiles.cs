// Files of the log that commands are given: checkpoints, keys, proofs.
using Conferral.Issuance.Workspaces;
using Conferral.Transparency;
using Conferral.Transparency.Notes;

namespace Conferral.Cli.Commands;

internal static class LogFiles
{
    public static SignedNote ReadNote(string path) => Named(path, () => SignedNote.Parse(File.ReadAllBytes(path)));

    /// <summary>A key's line, given as it is or as a file that holds it.</summary>
    public static NoteKey ReadKey(string keyOrPath) => File.Exists(keyOrPath)
        ? Named(keyOrPath, () => NoteKey.Parse(File.ReadAllText(keyOrPath).TrimEnd('\r', '\n')))
        : NoteKey.Parse(keyOrPath);

    /// <summary>The log's public key of a workspace that has a log.</summary>
    public static NoteKey NameOf(Workspace workspace)
        => WorkspaceLog.ReadName(workspace) ?? throw new WorkspaceException("This workspace has no transparency log yet. Run `conferral issue`, or `conferral log seal`.");

    public static T Named<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (TransparencyException e)
        {
            throw new TransparencyException($"{path}: {e.Message}", e);
        }
    }

    /// <summary>Writes a result to a file, or to standard output when none is named.</summary>
    public static void Write(Terminal terminal, string? path, ReadOnlySpan<byte> bytes)
    {
        if (path is null)
        {
            terminal.RawOut.Write(bytes);
            terminal.RawOut.WriteByte((byte)'\n');
            return;
        }

        File.WriteAllBytes(path, bytes);
        terminal.Note($"Wrote {Path.GetFullPath(path)}");
    }
}
