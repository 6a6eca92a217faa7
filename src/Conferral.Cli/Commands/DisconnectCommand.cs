// conferral disconnect: revokes what a platform granted, and forgets it.
using System.CommandLine;
using Conferral.Issuance.Deliver;
using Conferral.Issuance.Workspaces;

namespace Conferral.Cli.Commands;

internal static class DisconnectCommand
{
    public static Command Create(Terminal terminal)
    {
        var platform = new Argument<string>("PLATFORM") { Description = "The platform's id in the settings." };
        var workspace = SharedOptions.Workspace();
        var descriptor = SharedOptions.PassphraseDescriptor();
        var command = new Command("disconnect", "Sign out of a platform: its tokens are revoked there and forgotten here.") { platform, workspace, descriptor };
        command.SetAction(async (parse, cancellation) =>
        {
            var opened = Workspace.Load(parse.GetRequiredValue(workspace));
            var profile = ConnectCommand.PlatformOf(opened, parse.GetRequiredValue(platform));
            using var signIn = new PlatformSignIn(profile, opened.OpenTokenCache(() => Passphrase.Read(terminal, parse.GetValue(descriptor)), terminal.Time), terminal.Time);
            var report = await signIn.DisconnectAsync(cancellation);
            terminal.Line(report switch
            {
                { WasConnected: false } => $"{profile.Id} was not connected; nothing was done.",
                { Revoked: true } => $"Disconnected from {profile.Id}: its tokens are revoked there and forgotten here.",
                _ => $"Forgotten here. {profile.Id} confirmed no revocation: if an account was connected, end it on the platform's own pages too.",
            });
            return ExitCode.Done;
        });
        return command;
    }
}
