// conferral approvers: the people who may approve plans, each with a key of their own.
using System.CommandLine;
using Conferral.Cli.Rendering;
using Conferral.Credentials.Keys;
using Conferral.Issuance.Release;
using Conferral.Issuance.Workspaces;

namespace Conferral.Cli.Commands;

internal static class ApproversCommand
{
    public static Command Create(Terminal terminal) => new("approvers", "The people who may approve plans, each with a key and passphrase of their own.")
    {
        Add(terminal),
        List(terminal),
    };

    /// <summary>Where an approver's key lies unless another place is named.</summary>
    public static string KeyPath(Workspace workspace, string name) => Path.Combine(workspace.Folder, "keys", "approvers", FileName(name));

    private static Command Add(Terminal terminal)
    {
        var name = new Argument<string>("NAME") { Description = "The person's name, as approvals and the audit show it." };
        var workspace = SharedOptions.Workspace();
        var descriptor = SharedOptions.PassphraseDescriptor();
        var file = new Option<string?>("--key") { Description = "Where the key is made, such as the person's own drive (default: keys/approvers/NAME.pem in the workspace)." };
        var command = new Command("add", "Make a key for a person, with a passphrase only that person knows, and name its public part in the settings.") { name, workspace, descriptor, file };
        command.SetAction(parse =>
        {
            var opened = Workspace.Load(parse.GetRequiredValue(workspace));
            var person = parse.GetRequiredValue(name).Trim();
            if (person.Length is 0 or > 80 || person.Any(char.IsControl)) throw new WorkspaceException("An approver's name has 1 to 80 characters and no line breaks.");
            if (opened.Release.Approvers.Any(known => known.Name == person)) throw new WorkspaceException($"There is an approver called {person} already; `conferral approvers list` shows all.");
            var path = parse.GetValue(file) ?? KeyPath(opened, person);
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            using var key = SigningKey.Generate();
            KeyFile.Create(path, key, Passphrase.Choose(terminal, parse.GetValue(descriptor)));
            ApproverEdit.Add(opened, new Approver(person, key.PublicKeyMultibase));
            terminal.Say($"{person} can approve plans now: the key is in {LogView.Shown(path)}, its public part in {Workspace.FileName}.");
            terminal.Line(opened.Release.Demanded == 0
                ? $"No approval is demanded yet: set release: approvals: 2 in {Workspace.FileName} once everybody is named. Plans made before have to be made again."
                : $"A plan needs {FindingsView.Count(opened.Release.Demanded, "approval")}. Plans made before have to be made again.");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command List(Terminal terminal)
    {
        var workspace = SharedOptions.Workspace();
        var command = new Command("list", "Show who may approve, and how many must.") { workspace };
        command.SetAction(parse =>
        {
            var policy = Workspace.Load(parse.GetRequiredValue(workspace)).Release;
            foreach (var approver in policy.Approvers) terminal.Line($"{approver.PublicKey}  {approver.Name}");
            terminal.Say(policy.Demanded == 0 ? "No approval is demanded (release.approvals)." : $"{FindingsView.Count(policy.Demanded, "approval")} of different people {(policy.Demanded == 1 ? "is" : "are")} demanded before a plan is issued.");
            return ExitCode.Done;
        });
        return command;
    }

    private static string FileName(string name) => string.Concat(name.Select(letter => char.IsLetterOrDigit(letter) || letter is '-' or '_' ? letter : '-')) + ".pem";
}
