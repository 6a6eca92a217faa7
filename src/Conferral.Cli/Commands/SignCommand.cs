// conferral sign: signs credential documents from files, many in parallel.
using System.CommandLine;
using System.Globalization;
using Conferral.Cli.Rendering;
using Conferral.Credentials.Keys;
using Conferral.Credentials.Proofs;
using Conferral.Credentials.Rules;
using Conferral.LinkedData;
using Conferral.LinkedData.Canonicalization;
using Conferral.LinkedData.Contexts;

namespace Conferral.Cli.Commands;

internal static class SignCommand
{
    public static Command Create(Terminal terminal)
    {
        var files = new Argument<string[]>("FILE") { Description = "Unsigned credentials: ClrCredential, AchievementCredential or any other Verifiable Credential 2.0 with known contexts.", Arity = ArgumentArity.OneOrMore };
        var key = new Option<string>("--key", "-k") { Description = "The signing key (PKCS#8 PEM).", Required = true };
        var output = new Option<string>("--out", "-o") { Description = "The folder for the signed documents; names are kept, nothing is overwritten.", Required = true };
        var method = new Option<string?>("--verification-method") { Description = "The verification method the proof names (default: each document's issuer id, # and the key)." };
        var created = new Option<string?>("--created") { Description = "The first proof's time, for example 2026-05-16T17:00:00Z (default: now); each further document is later by its number of proofs in microseconds." };
        var members = new Option<bool>("--no-member-proofs") { Description = "Sign only the whole document, not its embedded credentials." };
        var suite = new Option<string?>("--suite") { Description = "The cryptosuite: eddsa-rdfc-2022 or eddsa-jcs-2022 for an Ed25519 key, ecdsa-rdfc-2019 or ecdsa-jcs-2019 for a P-256 or P-384 key (default: the key's rdfc suite)." };
        var descriptor = SharedOptions.PassphraseDescriptor();
        var contexts = LocalContexts.Option();
        var command = new Command("sign", "Sign credential documents.") { files, key, output, method, created, members, suite, descriptor, contexts };
        command.SetAction(parse =>
        {
            var start = parse.GetValue(created) is { } text ? ReadTime(text) : terminal.Time.GetUtcNow();
            using var signingKey = KeyFile.Open(parse.GetRequiredValue(key), Passphrase.Read(terminal, parse.GetValue(descriptor)));
            var job = new Job(signingKey, SuiteFor(signingKey, parse.GetValue(suite)), parse.GetValue(method), start, !parse.GetValue(members), parse.GetRequiredValue(output), new LinkedDataCanonicalizer(LocalContexts.Open(parse.GetValue(contexts))));
            return Run(terminal, job, parse.GetRequiredValue(files));
        });
        return command;
    }

    private sealed record Job(SigningKey Key, string? Suite, string? VerificationMethod, DateTimeOffset Start, bool SignMembers, string Folder, LinkedDataCanonicalizer Canonicalizer);

    private static int Run(Terminal terminal, Job job, string[] paths)
    {
        Directory.CreateDirectory(job.Folder);
        var signer = new CredentialSigner(job.Canonicalizer);
        var documents = paths.Select(path => new Unsigned(path, File.ReadAllBytes(path))).ToArray();
        var created = Allot(documents, job.Start);
        var problems = new string?[documents.Length];
        var disputed = new bool[documents.Length];
        Parallel.For(0, documents.Length, i =>
        {
            problems[i] = Sign(signer, job, documents[i], created[i]);
            disputed[i] = problems[i] is null && documents[i].OrderBy(job.Canonicalizer) == Utf16Order.Differs;
        });
        foreach (var (path, _) in paths.Zip(disputed).Where(pair => pair.Second)) terminal.Note($"{path}: {RuleSet.TextOrderWarning}");
        foreach (var (path, problem) in paths.Zip(problems).Where(pair => pair.Second is not null)) terminal.Note($"{path}: {problem}");
        var failed = problems.Count(problem => problem is not null);
        terminal.Note($"Signed {FindingsView.Count(paths.Length - failed, "document")} into {Path.GetFullPath(job.Folder)}{(failed > 0 ? $"; {failed} could not be signed" : "")}.");
        return failed > 0 ? ExitCode.NeedsAttention : ExitCode.Done;
    }

    private static string? Sign(CredentialSigner signer, Job job, Unsigned document, DateTimeOffset created)
    {
        var target = Path.Combine(job.Folder, Path.GetFileName(document.Path));
        if (File.Exists(target)) return $"{target} exists and is not overwritten.";
        try
        {
            if ((job.VerificationMethod ?? document.DefaultVerificationMethod(job.Key)) is not { } method)
                return "the document names no issuer id; give --verification-method.";
            File.WriteAllBytes(target, signer.Sign(document.Utf8, job.Key, new SigningOptions(method, created) { SignMembers = job.SignMembers, Suite = job.Suite }));
            return null;
        }
        catch (Exception e) when (e is SigningException or LinkedDataException)
        {
            return e is JsonLdException { Pointer: { Length: > 0 } pointer } ? $"{e.Message} (at {pointer})" : e.Message;
        }
    }

    // Asked before the first document, because a misfit is nothing a document can be blamed for.
    private static string? SuiteFor(SigningKey key, string? name)
    {
        var names = new Cryptosuites(new LinkedDataCanonicalizer(ContextStore.BuiltIn)).NamesFor(key.Algorithm);
        return name is null || names.Contains(name)
            ? name
            : throw new FormatException($"--suite is '{name}', and this key ({key.Algorithm}) signs with {string.Join(" or ", names)}. Choose one of these, or another key.");
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
