// conferral verify: a verdict per document and per embedded credential, with reasons in sentences.
using System.CommandLine;
using Conferral.Cli.Rendering;
using Conferral.Credentials.Controllers;
using Conferral.Credentials.Verification;
using Conferral.Issuance.Workspaces;

namespace Conferral.Cli.Commands;

internal static class VerifyCommand
{
    public static Command Create(Terminal terminal)
    {
        var files = new Argument<string[]>("FILE") { Description = "Signed credentials: JSON, tokens (compact JWS), or PNG and SVG images they are baked into.", Arity = ArgumentArity.OneOrMore };
        var controllers = new Option<string[]>("--controller") { Description = "Issuer documents (did.json) given by hand; did:key issuers need none. Nothing is fetched." };
        var json = SharedOptions.Json();
        var verbose = new Option<bool>("--verbose") { Description = "Show every check, not only what stands against a document." };
        var command = new Command("verify", "Verify credentials and everything embedded in them. Exit 0 valid, 1 invalid, 2 could not check.") { files, controllers, json, verbose };
        command.SetAction(parse =>
        {
            var documents = (parse.GetValue(controllers) ?? []).Select(ReadController).ToList();
            var verifier = WorkspaceStages.Verifier(documents, terminal.Time);
            var paths = parse.GetRequiredValue(files);
            var reports = new VerificationReport[paths.Length];
            Parallel.For(0, paths.Length, i => reports[i] = verifier.Verify(File.ReadAllBytes(paths[i])));

            if (parse.GetValue(json)) VerdictView.WriteJson(terminal, [.. paths.Zip(reports, (path, report) => new FileVerdict(path, report))]);
            else Write(terminal, paths, reports, parse.GetValue(verbose));
            return ExitStatus(reports.Max(report => report.Verdict));
        });
        return command;
    }

    private static void Write(Terminal terminal, string[] paths, VerificationReport[] reports, bool verbose)
    {
        foreach (var (path, report) in paths.Zip(reports)) VerdictView.Write(terminal, path, report, verbose);
        if (paths.Length == 1) return;
        var counts = reports.CountBy(report => report.Verdict).ToDictionary();
        terminal.Line($"{FindingsView.Count(paths.Length, "file")}: {counts.GetValueOrDefault(Verdict.Valid)} valid, {counts.GetValueOrDefault(Verdict.Invalid)} invalid, {counts.GetValueOrDefault(Verdict.CouldNotCheck)} could not be checked.");
    }

    private static int ExitStatus(Verdict verdict) => verdict switch
    {
        Verdict.Valid => ExitCode.Done,
        Verdict.Invalid => ExitCode.NeedsAttention,
        _ => ExitCode.NotDone,
    };

    private static ControllerDocument ReadController(string path)
    {
        try
        {
            return ControllerDocument.Parse(File.ReadAllBytes(path));
        }
        catch (ControllerDocumentException e)
        {
            throw new ControllerDocumentException($"{path}: {e.Message}", e);
        }
    }
}
