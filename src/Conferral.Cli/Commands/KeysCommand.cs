// conferral keys: the issuer's signing keys, and how one takes another's place.
using System.CommandLine;
using Conferral.Cli.Rendering;
using Conferral.Issuance.Workspaces;

namespace Conferral.Cli.Commands;

internal static class KeysCommand
{
    public static Command Create(Terminal terminal) => new("keys", "The issuer's signing keys: list, add, rotate, retire and revoke them.")
    {
        List(terminal),
        Add(terminal),
        Rotate(terminal),
        Retire(terminal),
        Revoke(terminal),
    };

    private static Command List(Terminal terminal)
    {
        var workspace = SharedOptions.Workspace();
        var command = new Command("list", "Show every key and what it is good for.") { workspace };
        command.SetAction(parse =>
        {
            foreach (var key in Open(terminal, parse.GetRequiredValue(workspace)).List())
            {
                var since = key.Revoked is { } revoked ? $" since {revoked:u}" : "";
                terminal.Line($"{key.State.ToString().ToLowerInvariant(),-8}{since} {key.VerificationMethod}");
                terminal.Line($"         signed {FindingsView.Count(key.Signed, "document")}; private key {(key.File is { } file ? $"in {file}" : "not in this workspace")}");
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static Command Add(Terminal terminal)
    {
        var workspace = SharedOptions.Workspace();
        var descriptor = SharedOptions.PassphraseDescriptor();
        var command = new Command("add", "Make a key and publish it beside the others, so that verifiers know it before it signs.") { workspace, descriptor };
        command.SetAction(async parse =>
        {
            var method = await Open(terminal, parse.GetRequiredValue(workspace)).AddAsync(Passphrase.Read(terminal, parse.GetValue(descriptor)));
            terminal.Say($"Made {method}, encrypted with the same passphrase. It is in issuer/did.json and does not sign yet.");
            terminal.Say("Next: `conferral publish DIR`; later `conferral keys rotate --to` this key. Back up the keys folder.");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Rotate(Terminal terminal)
    {
        var workspace = SharedOptions.Workspace();
        var descriptor = SharedOptions.PassphraseDescriptor();
        var to = new Option<string?>("--to") { Description = "The key on standby to use (default: a new key).", HelpName = "METHOD" };
        var command = new Command("rotate", "Let another key sign from now on. What the old one signed stays valid.") { to, workspace, descriptor };
        command.SetAction(async parse =>
        {
            var folder = parse.GetRequiredValue(workspace);
            var before = Open(terminal, folder).List().FirstOrDefault(key => key.State == IssuerKeyState.Active);
            var method = await Open(terminal, folder).RotateAsync(Passphrase.Read(terminal, parse.GetValue(descriptor)), parse.GetValue(to));
            terminal.Say($"From now on {method} signs; {Workspace.FileName} names its file, and issuer/did.json holds it.");
            if (before is not null) terminal.Say($"{before.VerificationMethod} stays in issuer/did.json, so the {FindingsView.Count(before.Signed, "document")} it signed still verify. It signs nothing any more.");
            terminal.Say("Next: `conferral publish DIR` before the next `conferral issue`, or verifiers do not know the new key yet. Back up the keys folder.");
            if (before is not null) terminal.Say($"When you are sure: `conferral keys retire {before.VerificationMethod}` takes the old private key away.");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Retire(Terminal terminal)
    {
        var method = new Argument<string>("METHOD") { Description = "The key's verification method, as `conferral keys list` shows it." };
        var workspace = SharedOptions.Workspace();
        var command = new Command("retire", "Take a key's private part out of use. It stays in issuer/did.json, and what it signed verifies.") { method, workspace };
        command.SetAction(parse =>
        {
            var moved = Open(terminal, parse.GetRequiredValue(workspace)).Retire(parse.GetRequiredValue(method));
            terminal.Say(moved is null ? "Its private key is not in this workspace any more." : $"Its private key is in {moved} now. Nothing here uses it; destroy it, with its copies in backups, when your rules allow.");
            terminal.Say("Nothing needs to be published: the public key stays where it is.");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Revoke(Terminal terminal)
    {
        var method = new Argument<string>("METHOD") { Description = "The key's verification method, as `conferral keys list` shows it." };
        var workspace = SharedOptions.Workspace();
        var command = new Command("revoke", "Tell the world that the issuer no longer stands behind a key, because somebody else may have it.") { method, workspace };
        command.SetAction(async parse =>
        {
            var name = parse.GetRequiredValue(method);
            var signed = await Open(terminal, parse.GetRequiredValue(workspace)).RevokeAsync(name);
            terminal.Say($"issuer/did.json says that {name} is revoked from now on.");
            terminal.Say("Next: `conferral publish DIR`. Status lists that this key signed are signed anew by it.");
            if (signed > 0)
            {
                terminal.Say($"{FindingsView.Count(signed, "document")} were signed with it. Verifiers that trust the time in a proof accept them still; strict ones refuse them all.");
                terminal.Line($"To take them back: conferral revoke --key {name} --reason \"…\" --dry-run");
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static IssuerKeys Open(Terminal terminal, string folder) => new(Workspace.Load(folder), terminal.Time);
}
