// conferral dossier: everything on file about one learner in one folder, for a records request.
using System.CommandLine;
using Conferral.Cli.Rendering;
using Conferral.Issuance.Dossiers;
using Conferral.Issuance.Workspaces;

namespace Conferral.Cli.Commands;

internal static class DossierCommand
{
    public static Command Create(Terminal terminal)
    {
        var id = new Argument<string>("ID") { Description = "A learner's SIS key, a record key, or a credential id." };
        var output = new Option<string>("--out", "-o") { Description = "A new folder, or a new file that ends in .zip.", Required = true };
        var workspace = SharedOptions.Workspace();
        var command = new Command("dossier", "Write everything on file about one learner (every version's signed document, receipts, deliveries, history) with a page to read.") { id, output, workspace };
        command.SetAction(parse =>
        {
            var (wanted, path) = (parse.GetRequiredValue(id), Path.GetFullPath(parse.GetRequiredValue(output)));
            if (LearnerDossier.Read(terminal, Workspace.Load(parse.GetRequiredValue(workspace)), wanted) is not { } dossier) return ExitCode.NeedsAttention;
            if (path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase)) DossierFiles.WriteZip(dossier, path);
            else DossierFiles.WriteFolder(dossier, path);
            var versions = dossier.Credentials.Sum(credential => credential.Versions.Count(version => version.Document is not null));
            terminal.Say($"Wrote {FindingsView.Count(versions, "signed document")} and what is on file about them to {path}; begin with {DossierFiles.Page}. It holds personal data.");
            return ExitCode.Done;
        });
        return command;
    }
}
