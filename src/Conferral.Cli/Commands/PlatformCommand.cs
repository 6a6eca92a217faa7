// conferral platform: the profiles there are, what a platform's settings come to, and what a platform really does.
using System.CommandLine;
using Conferral.Issuance.Deliver;
using Conferral.Issuance.Workspaces;

namespace Conferral.Cli.Commands;

internal static class PlatformCommand
{
    public static Command Create(Terminal terminal) => new("platform", "How receiving platforms answer: the profiles there are, and finding out.")
    {
        List(terminal),
        Show(terminal),
        Probe(terminal),
    };

    private static Command List(Terminal terminal)
    {
        var workspace = SharedOptions.Workspace();
        var command = new Command("list", "The built-in profiles, and the platforms of the workspace.") { workspace };
        command.SetAction(parse =>
        {
            foreach (var profile in BuiltInProfile.All) terminal.Line($"{profile.Name,-12} {profile.Summary}");
            var folder = parse.GetRequiredValue(workspace);
            if (!File.Exists(Path.Combine(folder, Workspace.FileName))) return ExitCode.Done;
            foreach (var platform in Workspace.Load(folder).PlatformNames) terminal.Line($"{platform.Id,-12} a platform of this workspace{(platform.Profile is null ? "" : $", profile {platform.Profile}")}, at {platform.BaseUrl}");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Show(Terminal terminal)
    {
        var (name, workspace) = (new Argument<string>("NAME") { Description = "A built-in profile, or a platform of the workspace." }, SharedOptions.Workspace());
        var command = new Command("show", "The settings of a built-in profile, or of a platform with all that its profile adds.") { name, workspace };
        command.SetAction(parse =>
        {
            var wanted = parse.GetRequiredValue(name);
            terminal.Line((BuiltInProfile.Find(wanted)?.Yaml ?? new PlatformCatalog(Workspace.Load(parse.GetRequiredValue(workspace))).Show(wanted)).TrimEnd());
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Probe(Terminal terminal)
    {
        var name = new Argument<string?>("PLATFORM") { Description = "A platform of the workspace (default: the only one).", Arity = ArgumentArity.ZeroOrOne };
        var workspace = SharedOptions.Workspace();
        var write = new Option<bool>("--write") { Description = $"Write what was learned into {Workspace.FileName}; comments stay." };
        var descriptor = SharedOptions.PassphraseDescriptor();
        var command = new Command("probe", "Find out what a platform does, by a dozen requests that cannot make it store anything.") { name, workspace, write, descriptor };
        command.SetAction(async (parse, cancellation) =>
        {
            var opened = Workspace.Load(parse.GetRequiredValue(workspace));
            var catalog = new PlatformCatalog(opened);
            using var connection = new PlatformConnection(catalog.Choose(parse.GetValue(name)), terminal.Time, Random.Shared, opened.OpenTokenCache(() => Passphrase.Read(terminal, parse.GetValue(descriptor)), terminal.Time));
            var report = await new PlatformProbe(connection).RunAsync(cancellation);
            WriteReport(terminal, report);
            if (!parse.GetValue(write)) return ExitCode.Done;
            if (await catalog.WriteAsync(report)) terminal.Say($"Written into {Workspace.FileName}.");
            else terminal.Note($"{Workspace.FileName} was left as it is: this entry cannot be changed safely. Copy the lines above.");
            return ExitCode.Done;
        });
        return command;
    }

    private static void WriteReport(Terminal terminal, ProbeReport report)
    {
        terminal.Say($"{report.PlatformId}: nothing was stored; every body sent was cut off in the middle or an empty list.");
        terminal.Line();
        foreach (var step in report.Steps)
        {
            terminal.Line($"  {step.Request}");
            terminal.Line($"    {step.Answer}{(step.Meaning.Length == 0 ? "" : $". {step.Meaning}")}");
        }

        terminal.Line();
        foreach (var doubt in report.Doubts) terminal.Line($"  {doubt}");
        terminal.Line();
        terminal.Line("platforms:");
        terminal.Line(PlatformCatalog.Lines(report).TrimEnd());
    }
}
