// conferral init: a new workspace.
using System.CommandLine;
using Conferral.Credentials.Controllers;
using Conferral.Issuance.Workspaces;

namespace Conferral.Cli.Commands;

internal static class InitCommand
{
    public static Command Create(Terminal terminal)
    {
        var folder = new Argument<string>("DIR") { Description = "The folder to make the workspace in." };
        var name = new Option<string>("--name") { Description = "The institution's name, as it appears in every credential.", Required = true };
        var issuer = new Option<string?>("--issuer") { Description = "The issuer's id, for example did:web:registrar.example.edu (default: a did:key of the new key)." };
        var url = new Option<string?>("--url") { Description = "The institution's web address." };
        var offset = new Option<string>("--utc-offset") { Description = "The institution's time zone, for example -05:00.", DefaultValueFactory = _ => "Z" };
        var descriptor = SharedOptions.PassphraseDescriptor();
        var command = new Command("init", "Make a workspace: commented settings, an encrypted signing key, the issuer's documents.") { folder, name, issuer, url, offset, descriptor };
        command.SetAction(parse =>
        {
            var workspace = WorkspaceTemplate.Create(new WorkspaceRequest(
                parse.GetRequiredValue(folder), parse.GetRequiredValue(name), parse.GetValue(issuer), parse.GetValue(url), Passphrase.Choose(terminal, parse.GetValue(descriptor)))
            {
                UtcOffset = parse.GetRequiredValue(offset),
            });
            terminal.Line($"Made a workspace in {workspace.Folder}");
            Entry("conferral.yaml", "the settings, commented");
            Entry("keys/signing.pem", "the signing key, encrypted; back it up");
            Entry("keys/identifier-secret", "gives every learner the same id at every issue; back it up");
            Entry("keys/log.pem", "the transparency log's key, encrypted with the same passphrase; back it up");
            Entry("issuer/log.vkey", $"the log's public line, for whoever checks receipts: {WorkspaceLog.ReadName(workspace)}");
            Entry("issuer/did.json", $"who you are to verifiers ({workspace.Issuer.Id})");
            if (workspace.Issuer.Id.StartsWith(DidWeb.Prefix, StringComparison.Ordinal))
                Entry("", $"publish it at {DidWeb.DocumentUrl(workspace.Issuer.Id)}: `conferral publish DIR` writes the site, status lists included");
            terminal.Line();
            terminal.Say($"Next: put the export into {workspace.IntakePath}, then run `conferral plan --workspace {parse.GetRequiredValue(folder)}`.");
            return ExitCode.Done;
        });
        return command;

        void Entry(string file, string note) => terminal.Say($"  {file,-24}", note);
    }
}
