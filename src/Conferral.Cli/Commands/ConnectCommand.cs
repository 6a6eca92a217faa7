// conferral connect: signs in to a platform, once, with a person's consent where the platform wants it.
using System.CommandLine;
using Conferral.Issuance.Deliver;
using Conferral.Issuance.Workspaces;

namespace Conferral.Cli.Commands;

internal static class ConnectCommand
{
    public static Command Create(Terminal terminal)
    {
        var platform = new Argument<string>("PLATFORM") { Description = "The platform's id in the settings." };
        var register = new Option<bool>("--register") { Description = "Register a client at the platform first, and keep its id and secret." };
        var noBrowser = new Option<bool>("--no-browser") { Description = "Only print the address; a browser on this machine must open it." };
        var workspace = SharedOptions.Workspace();
        var descriptor = SharedOptions.PassphraseDescriptor();
        var command = new Command("connect", "Sign in to a platform: with your account there, or to try the client's credentials. Tokens are kept encrypted.") { platform, register, noBrowser, workspace, descriptor };
        command.SetAction(async (parse, cancellation) =>
        {
            var opened = Workspace.Load(parse.GetRequiredValue(workspace));
            var profile = PlatformOf(opened, parse.GetRequiredValue(platform));
            using var signIn = new PlatformSignIn(profile, opened.OpenTokenCache(() => Passphrase.Read(terminal, parse.GetValue(descriptor)), terminal.Time), terminal.Time);
            var report = await signIn.ConnectAsync(parse.GetValue(register), Show, cancellation);
            Write(terminal, profile, report);
            return report.Missing.Length > 0 ? ExitCode.NeedsAttention : ExitCode.Done;

            Task Show(Uri address, CancellationToken cancellationToken)
            {
                terminal.Say("Agree in your browser:");
                terminal.Line(address.AbsoluteUri);
                if (!parse.GetValue(noBrowser)) Browser.TryOpen(address, terminal.Environment);
                terminal.Note("Waiting for the browser to come back …");
                return Task.CompletedTask;
            }
        });
        return command;
    }

    internal static PlatformProfile PlatformOf(Workspace workspace, string id)
    {
        var platforms = workspace.OpenPlatforms();
        return platforms.FirstOrDefault(platform => platform.Id == id)
            ?? throw new WorkspaceException($"There is no platform '{id}' in {Workspace.FileName}. {(platforms.Count == 0 ? "It names none." : $"It names {string.Join(", ", platforms.Select(platform => platform.Id))}.")}");
    }

    private static void Write(Terminal terminal, PlatformProfile profile, ConnectionReport report)
    {
        var account = profile.Authorization.Grant == AuthorizationGrant.AuthorizationCode ? report.Account is { } name ? $" as {name}" : " with your account" : " as the client itself";
        terminal.Say($"Connected to {report.PlatformId} ({profile.BaseUrl}){account}.");
        terminal.Line($"  client        {report.ClientId}{(report.Registered ? ", registered now" : "")}");
        terminal.Line($"  signed in at  {report.Server}");
        terminal.Line($"  may           {report.Granted}");
        if (report.Missing.Length > 0) terminal.Line($"  not granted   {report.Missing}: the platform's administrator can allow it");
        if (report.Renewable) terminal.Line("  lasts         until revoked; tokens are renewed as needed");
        else if (report.EndsAt is { } end) terminal.Line($"  lasts         until {end:u}; then run `conferral connect {report.PlatformId}` again");
        foreach (var remark in report.Remarks) terminal.Say(remark);
    }
}
