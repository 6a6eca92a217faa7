// conferral publish: the static site an issuer needs, written or checked.
using System.CommandLine;
using Conferral.Cli.Rendering;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Publish;
using Conferral.Issuance.Workspaces;

namespace Conferral.Cli.Commands;

internal static class PublishCommand
{
    public static Command Create(Terminal terminal)
    {
        var folder = new Argument<string>("DIR") { Description = "The folder of the site, for any static host." };
        var check = new Option<bool>("--check") { Description = "Compare the folder with what should be there and write nothing; exit 1 where it differs." };
        var workspace = SharedOptions.Workspace();
        var descriptor = SharedOptions.PassphraseDescriptor();
        var command = new Command("publish", "Write what must stand on the web: keys, status lists, the transparency log. Signs only the lists that changed.") { folder, check, workspace, descriptor };
        command.SetAction(async (parse, cancellation) =>
        {
            var opened = Workspace.Load(parse.GetRequiredValue(workspace));
            var path = parse.GetRequiredValue(folder);
            return parse.GetValue(check) ? Check(terminal, opened, path) : await RunAsync(terminal, opened, path, Remembered(() => Passphrase.Read(terminal, parse.GetValue(descriptor))), cancellation);
        });
        return command;
    }

    public static async Task<int> RunAsync(Terminal terminal, Workspace workspace, string folder, Func<string> passphrase, CancellationToken cancellationToken)
    {
        var result = await SitePublisher.PublishAsync(workspace, folder, passphrase, terminal.Time, cancellationToken);
        foreach (var list in result.Signed) terminal.Say($"Made anew: {list.Url}, {list}");
        if (result.Written.Count == 0)
        {
            terminal.Say($"{Path.GetFullPath(folder)} is as it should be; nothing was written.");
            return ExitCode.Done;
        }

        foreach (var kind in result.Written.GroupBy(difference => difference.File.Kind))
        {
            if (kind.Key == SiteFileKind.Tile) terminal.Line($"  {FindingsView.Count(kind.Count(), "tile")} of the transparency log");
            else foreach (var difference in kind) terminal.Line($"  {difference.File.Path}{(difference.File.Url is { } url ? $"  ->  {url}" : "")}{(difference.IsMissing ? "" : "  (changed)")}");
        }

        terminal.Say($"Wrote {FindingsView.Count(result.Written.Count, "file")} to {Path.GetFullPath(folder)}.");
        WriteServing(terminal, workspace, result.Content);
        return ExitCode.Done;
    }

    private static int Check(Terminal terminal, Workspace workspace, string folder)
    {
        using var ledger = LedgerStore.OpenForReading(workspace.Ledger, terminal.Time);
        var problems = SitePublisher.Check(workspace, folder, ledger, terminal.Time);
        foreach (var problem in problems) terminal.Say(problem);
        terminal.Say(problems.Count == 0 ? $"{Path.GetFullPath(folder)} is what should be published." : $"{FindingsView.Count(problems.Count, "difference")}. `conferral publish` writes what should be there.");
        return problems.Count == 0 ? ExitCode.Done : ExitCode.NeedsAttention;
    }

    private static void WriteServing(Terminal terminal, Workspace workspace, SiteContent content)
    {
        if (content.Files.All(file => file.Url is null))
        {
            terminal.Say($"{workspace.Issuer.Id} needs nothing served; the log may be served from anywhere.");
            return;
        }

        foreach (var host in content.Hosts)
            terminal.Say($"Serve {(content.Hosts.Count > 1 ? $"its folder {host.Replace(':', '_')}/" : "the folder")} as https://{host}/, over https, to everybody; upload log/tile before log/checkpoint.");
    }

    private static Func<string> Remembered(Func<string> ask)
    {
        var once = new Lazy<string>(ask);
        return () => once.Value;
    }
}
