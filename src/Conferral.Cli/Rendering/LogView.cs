// The transparency log in a few lines: how far it goes, where it lies, who signed.
using System.Globalization;
using Conferral.Issuance.Log;
using Conferral.Transparency.Notes;

namespace Conferral.Cli.Rendering;

internal static class LogView
{
    /// <summary>One line: size, root and folder.</summary>
    public static string Line(Checkpoint head, string folder)
        => string.Create(CultureInfo.InvariantCulture, $"Transparency log: {head.Size:N0} entries, root {head.Root.ToString()[..12]}…, to publish from {Shown(folder)}");

    public static void Write(Terminal terminal, RecordedNote? last, NoteKey name, string folder, long unsealed)
    {
        terminal.Line($"Key     {name}");
        terminal.Line($"Folder  {folder}");
        if (last is null)
        {
            terminal.Say("Nothing is sealed yet. `conferral issue` seals what it did; `conferral log seal` seals alone.");
            return;
        }

        terminal.Line(string.Create(CultureInfo.InvariantCulture, $"Sealed  {last.Head.Size:N0} entries at {last.At:u}, {last.Checkpoints:N0} checkpoints{(unsealed > 0 ? $"; {unsealed:N0} events wait (`conferral log seal`)" : "")}"));
        terminal.Line();
        foreach (var line in last.Note.ToString().TrimEnd('\n').Split('\n')) terminal.Line($"  {line}");
    }

    // A path below the current folder is shown as a person would type it.
    public static string Shown(string path)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }
}

/// <summary>The newest checkpoint, read.</summary>
internal sealed record RecordedNote(Checkpoint Head, SignedNote Note, DateTimeOffset At, int Checkpoints);
