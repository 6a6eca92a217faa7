// conferral map: looks at an unknown export and writes a first mapping for a person to correct.
using System.CommandLine;
using Conferral.Cli.Rendering;
using Conferral.Issuance.Read;
using Conferral.Issuance.Workspaces;

namespace Conferral.Cli.Commands;

internal static class MapCommand
{
    public static Command Create(Terminal terminal)
    {
        var export = new Argument<string>("FILE|FOLDER") { Description = "A CSV file or workbook of the export, or a folder or zip of them." };
        var target = new Option<string>("--out") { Description = "Where the mapping is written; an existing file is never overwritten.", DefaultValueFactory = _ => "mapping.yaml" };
        var command = new Command("map", "Look at an unknown export and propose a mapping for it, with how sure each line is. Reads nothing into the ledger.") { export, target };
        command.SetAction((parse, cancellation) => Task.FromResult(Run(terminal, parse.GetRequiredValue(export), parse.GetRequiredValue(target), cancellation)));
        return command;
    }

    private static int Run(Terminal terminal, string export, string target, CancellationToken cancellationToken)
    {
        var path = Path.GetFullPath(target);
        if (File.Exists(path)) throw new WorkspaceException($"{path} exists already, and a mapping somebody wrote is never overwritten. Name another file with --out.");
        var proposal = MappingProposal.For(export, cancellationToken);
        MappingFile.WriteNew(path, proposal.Yaml);
        foreach (var line in proposal.Summary) terminal.Line(line);
        terminal.Line();
        terminal.Say($"Wrote {target}: {FindingsView.Count(proposal.Checks, "line")} marked CHECK. Read it, correct it, name it under intake.mapping in conferral.yaml, and run `conferral plan`.");
        return ExitCode.Done;
    }
}
