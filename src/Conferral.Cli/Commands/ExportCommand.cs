// conferral export: the signed documents as files, byte for byte.
using System.CommandLine;
using Conferral.Cli.Rendering;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Workspaces;

namespace Conferral.Cli.Commands;

internal static class ExportCommand
{
    public static Command Create(Terminal terminal)
    {
        var folder = new Argument<string>("DIR") { Description = "The folder to write to; one file per credential, named by its id." };
        var workspace = SharedOptions.Workspace();
        var command = new Command("export", "Write the newest signed document of every learner as a file.") { folder, workspace };
        command.SetAction(parse =>
        {
            var opened = Workspace.Load(parse.GetRequiredValue(workspace));
            var count = Write(terminal, opened, parse.GetRequiredValue(folder));
            terminal.Line($"Wrote {FindingsView.Count(count, "credential")} to {Path.GetFullPath(parse.GetRequiredValue(folder))}");
            return ExitCode.Done;
        });
        return command;
    }

    public static int Write(Terminal terminal, Workspace workspace, string folder)
    {
        using var ledger = LedgerStore.OpenForReading(workspace.Ledger, terminal.Time)
            ?? throw new WorkspaceException("Nothing was issued from this workspace yet, so there is nothing to export.");
        var reader = new LedgerReader(ledger);
        Directory.CreateDirectory(folder);
        var count = 0;
        foreach (var newest in Newest(reader))
        {
            File.WriteAllBytes(Path.Combine(folder, FileName(newest.Id.CredentialId)), reader.Document(newest.Id)!);
            count++;
        }

        return count;
    }

    /// <summary>The newest signed version of every credential.</summary>
    public static IEnumerable<IssuedCredential> Newest(LedgerReader reader)
        => reader.Credentials().Where(version => version.State == CredentialState.Signed).GroupBy(version => version.Id.CredentialId, StringComparer.Ordinal).Select(group => group.Last());

    // urn:uuid:… becomes the uuid; any other id keeps what a file name can hold.
    public static string FileName(string credentialId)
    {
        var name = credentialId.StartsWith("urn:uuid:", StringComparison.Ordinal) ? credentialId["urn:uuid:".Length..] : credentialId;
        return string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-')).Trim('.') + ".json";
    }
}
