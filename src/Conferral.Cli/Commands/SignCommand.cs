// conferral sign: signs credential documents from files, many in parallel.
using System.CommandLine;
using System.Globalization;
using Conferral.Cli.Rendering;
using Conferral.Credentials.Proofs.SelectiveDisclosure;
using Conferral.Credentials.Rules;
using Conferral.LinkedData;
using Conferral.LinkedData.Canonicalization;

namespace Conferral.Cli.Commands;

internal static class SignCommand
{
    public static Command Create(Terminal terminal)
    {
        var files = new Argument<string[]>("FILE") { Description = "Unsigned credentials: ClrCredential, AchievementCredential or any other Verifiable Credential 2.0 with known contexts.", Arity = ArgumentArity.OneOrMore };
        var key = new Option<string>("--key", "-k") { Description = "The signing key (PKCS#8 PEM).", Required = true };
        var output = new Option<string>("--out", "-o") { Description = "The folder for the signed documents; names are kept (.jwt for tokens), nothing is overwritten.", Required = true };
        var method = new Option<string?>("--verification-method") { Description = "The verification method the proof names (default: each document's issuer id, # and the key)." };
        var created = new Option<string?>("--created") { Description = "The first proof's time, for example 2026-05-16T17:00:00Z (default: now); each further document is later by its number of proofs in microseconds." };
        var members = new Option<bool>("--no-member-proofs") { Description = "Sign only the whole document, not its embedded credentials." };
        var suite = new Option<string?>("--suite") { Description = "The cryptosuite: eddsa-rdfc-2022 or eddsa-jcs-2022 for an Ed25519 key, ecdsa-rdfc-2019 or ecdsa-jcs-2019 for a P-256 or P-384 key (default: the key's rdfc suite); ecdsa-sd-2023 for a P-256 key lets the holder show parts (`conferral derive`)." };
        var mandatory = new Option<string[]>("--mandatory") { Description = "With ecdsa-sd-2023: JSON pointers to what every holder must show (default: issuer, validity, status, name and whom it is about).", AllowMultipleArgumentsPerToken = true };
        var token = new Option<bool>("--jwt") { Description = "Make a token (VC-JWT in the 1EdTech form) instead of an embedded proof; takes RSA keys of 2048 bits and more, too." };
        var embedsKey = new Option<bool>("--jwk") { Description = "With --jwt: the token carries the public key instead of its URL." };
        var descriptor = SharedOptions.PassphraseDescriptor();
        var contexts = LocalContexts.Option();
        var command = new Command("sign", "Sign credential documents.") { files, key, output, method, created, members, suite, mandatory, token, embedsKey, descriptor, contexts };
        command.SetAction(parse =>
        {
            var start = parse.GetValue(created) is { } text ? ReadTime(text) : terminal.Time.GetUtcNow();
            var request = new SigningRequest(parse.GetValue(method), !parse.GetValue(members))
            {
                Suite = parse.GetValue(suite),
                MandatoryPointers = parse.GetValue(mandatory) is { Length: > 0 } pointers ? pointers : null,
                AsToken = parse.GetValue(token),
                EmbedsKey = parse.GetValue(embedsKey),
            };
            using var job = SigningJob.Open(request, parse.GetRequiredValue(key), Passphrase.Read(terminal, parse.GetValue(descriptor)), new LinkedDataCanonicalizer(LocalContexts.Open(parse.GetValue(contexts))));
            return Run(terminal, job, parse.GetRequiredValue(output), start, parse.GetRequiredValue(files));
        });
        return command;
    }

    private static int Run(Terminal terminal, SigningJob job, string folder, DateTimeOffset start, string[] paths)
    {
        Directory.CreateDirectory(folder);
        var documents = paths.Select(path => new Unsigned(path, File.ReadAllBytes(path))).ToArray();
        var created = Allot(documents, start);
        var problems = new string?[documents.Length];
        var disputed = new bool[documents.Length];
        Parallel.For(0, documents.Length, i =>
        {
            problems[i] = Sign(job, folder, documents[i], created[i]);
            disputed[i] = problems[i] is null && documents[i].OrderBy(job.Canonicalizer) == Utf16Order.Differs;
        });
        foreach (var (path, _) in paths.Zip(disputed).Where(pair => pair.Second)) terminal.Note($"{path}: {RuleSet.TextOrderWarning}");
        foreach (var (path, problem) in paths.Zip(problems).Where(pair => pair.Second is not null)) terminal.Note($"{path}: {problem}");
        var failed = problems.Count(problem => problem is not null);
        terminal.Note($"Signed {FindingsView.Count(paths.Length - failed, "document")} into {Path.GetFullPath(folder)}{(failed > 0 ? $"; {failed} could not be signed" : "")}.");
        return failed > 0 ? ExitCode.NeedsAttention : ExitCode.Done;
    }

    private static string? Sign(SigningJob job, string folder, Unsigned document, DateTimeOffset created)
    {
        var target = Path.Combine(folder, job.NameOf(document));
        if (File.Exists(target)) return $"{target} exists and is not overwritten.";
        try
        {
            File.WriteAllBytes(target, job.Sign(document, created));
            return null;
        }
        catch (Exception e) when (e is Credentials.Proofs.SigningException or LinkedDataException or DisclosureException or FormatException)
        {
            return e is JsonLdException { Pointer: { Length: > 0 } pointer } ? $"{e.Message} (at {pointer})" : e.Message;
        }
    }

    // Every document gets a span of its own, so that no two proofs of the run share a time.
    private static DateTimeOffset[] Allot(Unsigned[] documents, DateTimeOffset start)
    {
        var last = start.AddMicroseconds(-1);
        return [.. documents.Select(document => last = last.AddMicroseconds(document.ProofCount))];
    }

    private static DateTimeOffset ReadTime(string text)
        => DateTimeOffset.TryParseExact(text, ["yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFK"], CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time)
            ? time
            : throw new FormatException($"--created is '{text}'. Write a date-time with a zone, as 2026-05-16T17:00:00Z.");
}
