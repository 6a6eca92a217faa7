// conferral verify: a verdict per document and per embedded credential, with reasons in sentences.
using System.CommandLine;
using Conferral.Cli.Rendering;
using Conferral.Credentials.Fetching;
using Conferral.Credentials.Verification;
using Conferral.Issuance.Workspaces;

namespace Conferral.Cli.Commands;

internal static class VerifyCommand
{
    public static Command Create(Terminal terminal)
    {
        var files = new Argument<string[]>("FILE") { Description = "Signed credentials: JSON, tokens (compact JWS), or PNG and SVG images they are baked into.", Arity = ArgumentArity.OneOrMore };
        var documents = new IssuerDocumentOptions();
        var online = new Option<bool>("--online") { Description = "Fetch issuer documents, status lists and newer versions over https. Without it nothing is fetched." };
        var json = SharedOptions.Json();
        var contexts = LocalContexts.Option();
        var verbose = new Option<bool>("--verbose") { Description = "Show every check, not only what stands against a document." };
        var command = new Command("verify", "Verify credentials and everything embedded in them. Exit 0 valid, 1 invalid, 2 could not check.") { files, online, json, verbose, contexts };
        documents.AddTo(command);
        var receipts = new ReceiptOptions();
        receipts.AddTo(command);
        command.SetAction(async (parse, token) =>
        {
            var given = documents.Read(parse);
            var paths = parse.GetRequiredValue(files);
            var store = LocalContexts.Open(parse.GetValue(contexts));
            CredentialVerifier VerifierWith(KnownDocuments known) => WorkspaceStages.Verifier(known.Controllers, terminal.Time, known.Statuses, store);
            var reports = parse.GetValue(online) ? await VerifyOnlineAsync(terminal, paths, given, VerifierWith, token) : Verify(paths, VerifierWith(given));

            var receipt = receipts.Check(parse, paths);
            if (parse.GetValue(json)) VerdictView.WriteJson(terminal, [.. paths.Zip(reports, (path, report) => new FileVerdict(path, report) { Receipt = receipt })]);
            else
            {
                Write(terminal, paths, reports, parse.GetValue(verbose));
                if (!parse.GetValue(online) && reports.Any(LacksDocuments)) terminal.Say("What was not at hand: give it with --controller FILE and --status-list FILE, or have it fetched with --online.");
                receipts.Write(terminal, parse, receipt);
            }

            return ExitStatus(reports.Select(report => report.Verdict).Concat(receipt?.Select(finding => finding.Verdict) ?? []).Max());
        });
        return command;
    }

    private static VerificationReport[] Verify(string[] paths, CredentialVerifier verifier)
    {
        var reports = new VerificationReport[paths.Length];
        Parallel.For(0, paths.Length, i => reports[i] = verifier.Verify(File.ReadAllBytes(paths[i])));
        return reports;
    }

    private static async Task<VerificationReport[]> VerifyOnlineAsync(Terminal terminal, string[] paths, KnownDocuments given, Func<KnownDocuments, CredentialVerifier> verifierWith, CancellationToken token)
    {
        using var fetcher = new SafeFetcher(new FetchLimits(), terminal.Time);
        var verifier = new OnlineVerifier(fetcher, terminal.Time, given, verifierWith);
        var reports = new VerificationReport[paths.Length];
        for (var i = 0; i < paths.Length; i++) reports[i] = await verifier.VerifyAsync(await File.ReadAllBytesAsync(paths[i], token), token);
        foreach (var (name, problem) in verifier.Known.Problems) terminal.Note($"conferral: {name} could not be fetched: {problem}");
        return reports;
    }

    private static void Write(Terminal terminal, string[] paths, VerificationReport[] reports, bool verbose)
    {
        foreach (var (path, report) in paths.Zip(reports)) VerdictView.Write(terminal, path, report, verbose);
        if (paths.Length == 1) return;
        var counts = reports.CountBy(report => report.Verdict).ToDictionary();
        terminal.Say($"{FindingsView.Count(paths.Length, "file")}: {counts.GetValueOrDefault(Verdict.Valid)} valid, {counts.GetValueOrDefault(Verdict.Invalid)} invalid, {counts.GetValueOrDefault(Verdict.CouldNotCheck)} could not be checked.");
    }

    private static bool LacksDocuments(VerificationReport report) => report.Documents.Any(document => document.Status is { Verdict: Verdict.CouldNotCheck }
        || document.Proofs.Any(proof => proof.Checks.Any(check => check is { Id: CheckId.Controller, Verdict: Verdict.CouldNotCheck })));

    private static int ExitStatus(Verdict verdict) => verdict switch
    {
        Verdict.Valid => ExitCode.Done,
        Verdict.Invalid => ExitCode.NeedsAttention,
        _ => ExitCode.NotDone,
    };
}
