// conferral render: credentials as pages for people, with the verdict on them.
using System.CommandLine;
using System.Text;
using Conferral.Credentials.Verification;
using Conferral.Issuance.Workspaces;
using Conferral.Rendering;

namespace Conferral.Cli.Commands;

internal static class RenderCommand
{
    public static Command Create(Terminal terminal)
    {
        var files = new Argument<string[]>("FILE") { Description = "Credentials: JSON, tokens (compact JWS), or PNG and SVG images they are baked into.", Arity = ArgumentArity.OneOrMore };
        var output = new Option<string?>("--out") { Description = "Write to this file, or into this folder as NAME.html (default: standard output; a folder is needed for more than one file)." };
        var name = new Option<string?>("--name") { Description = "The learner's name, for a record that keeps it as a hash: shown where it is that name, letter for letter, else refused." };
        var given = new IssuerDocumentOptions();
        var contexts = LocalContexts.Option();
        var command = new Command("render", "Show credentials as a person reads them: one self-contained HTML page each, for screen and paper, with the verdict in sentences. Exit 1 where one is not valid.") { files, output, name, contexts };
        given.AddTo(command);
        command.SetAction(parse =>
        {
            var known = given.Read(parse);
            var verifier = WorkspaceStages.Verifier(known.Controllers, terminal.Time, known.Statuses, LocalContexts.Open(parse.GetValue(contexts)));
            var (paths, target) = (parse.GetRequiredValue(files), parse.GetValue(output));
            var isFolder = target is not null && (paths.Length > 1 || Directory.Exists(target) || Path.EndsInDirectorySeparator(target));
            if (target is null && paths.Length > 1)
            {
                terminal.Note("conferral: several pages do not go to one output; name a folder with --out DIR.");
                return ExitCode.NotDone;
            }

            if (parse.GetValue(name) is { } learner && (paths.Length > 1 || !CredentialPage.NamesLearner(File.ReadAllBytes(paths[0]), learner)))
            {
                terminal.Note("conferral: the name given is not the one in the record. It is compared letter by letter, with its accents and capitals; a record that was issued without a name (credential.identifyByName) cannot confirm one, and --name takes one file at a time.");
                return ExitCode.NotDone;
            }

            if (isFolder) Directory.CreateDirectory(target!);
            return paths.Select(path => Render(terminal, verifier, path, parse.GetValue(name), isFolder ? Path.Combine(target!, Path.GetFileNameWithoutExtension(path) + ".html") : target)).Max();
        });
        return command;
    }

    private static int Render(Terminal terminal, CredentialVerifier verifier, string path, string? learner, string? target)
    {
        var bytes = File.ReadAllBytes(path);
        var report = verifier.Verify(bytes);
        if (CredentialPage.Render(new CredentialToRender(Path.GetFileName(path), bytes, report, terminal.Time.GetUtcNow()) { LearnerName = learner }) is not { } page)
        {
            terminal.Note($"conferral: {path}: {report.Outer.Checks[0].Message} There is nothing to show.");
            return ExitCode.NotDone;
        }

        if (target is null) terminal.RawOut.Write(Encoding.UTF8.GetBytes(page));
        else
        {
            File.WriteAllText(target, page);
            terminal.Note($"Wrote {target}: {Said(report.Verdict)}.");
        }

        return report.Verdict == Verdict.Invalid ? ExitCode.NeedsAttention : ExitCode.Done;
    }

    private static string Said(Verdict verdict) => verdict switch
    {
        Verdict.Valid => "genuine",
        Verdict.Invalid => "not to be relied on",
        _ => "it could not be checked to the end",
    };
}
