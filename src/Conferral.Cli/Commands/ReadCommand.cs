// conferral read: what an export says of each learner, as a file to look at and for other tools.
using System.CommandLine;
using Conferral.Cli.Rendering;
using Conferral.Issuance.Read;
using Conferral.Issuance.Workspaces;

namespace Conferral.Cli.Commands;

internal static class ReadCommand
{
    public static Command Create(Terminal terminal)
    {
        var path = new Argument<string?>("PATH") { Description = "The export to read (default: the workspace's).", Arity = ArgumentArity.ZeroOrOne };
        var mapping = new Option<string?>("--mapping") { Description = "The mapping.yaml for that export." };
        var to = new Option<string?>("--to") { Description = "The NDJSON file to write: one learner record per line. It holds personal data." };
        var schema = new Option<bool>("--schema") { Description = "Print the JSON Schema of a line and read nothing." };
        var workspace = SharedOptions.Workspace();
        var command = new Command("read", "Read an export and write what was read, a learner per line. Issues nothing.") { path, mapping, to, schema, workspace };
        command.SetAction(async (parse, cancellation) =>
        {
            if (parse.GetValue(schema))
            {
                terminal.Out.Profile.Out.Writer.Write(RecordFile.Schema());
                return ExitCode.Done;
            }

            var file = parse.GetValue(to) ?? throw new WorkspaceException("Say where to write with --to FILE.ndjson.");
            await using var source = parse.GetValue(path) is { } given
                ? IntakeSources.Open(given, parse.GetValue(mapping), cancellationToken: cancellation)
                : Workspace.Load(parse.GetRequiredValue(workspace)).OpenIntake();
            return await WriteAsync(terminal, source, file, cancellation);
        });
        return command;
    }

    private static async Task<int> WriteAsync(Terminal terminal, IIntakeSource source, string file, CancellationToken cancellationToken)
    {
        if (File.Exists(file)) throw new WorkspaceException($"There is a file at {file} already; it is not overwritten, because it may be the input. Name another.");
        await using var output = new FileStream(file, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 16);
        var summary = await RecordFile.WriteAsync(source, output, cancellationToken);
        FindingsView.WriteGroups(terminal, summary.Findings);
        if (summary.Findings.Count > 0) terminal.Line();
        terminal.Line($"Read {FindingsView.Count(summary.Read, "learner")} from {source.Description}; {summary.Blocked} of them cannot be read without a correction. Wrote {FindingsView.Count(summary.Written, "record")} to {Path.GetFullPath(file)}");
        terminal.Say("Clearance was not asked: whoever it would hold is among them, and `conferral plan` says who.");
        return summary.Blocked == 0 ? ExitCode.Done : ExitCode.NeedsAttention;
    }
}
