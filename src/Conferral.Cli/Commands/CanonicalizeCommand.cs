// conferral canonicalize: RDFC-1.0 N-Quads of JSON-LD documents.
using System.CommandLine;
using Conferral.Credentials.Rules;
using Conferral.LinkedData;
using Conferral.LinkedData.Canonicalization;

namespace Conferral.Cli.Commands;

internal static class CanonicalizeCommand
{
    public static Command Create(Terminal terminal)
    {
        var files = new Argument<string[]>("FILE") { Description = "JSON-LD documents with known contexts.", Arity = ArgumentArity.OneOrMore };
        var output = new Option<string?>("--out") { Description = "Write DIR/NAME.nq per file instead of standard output; needed for more than one file." };
        var contexts = LocalContexts.Option();
        var command = new Command("canonicalize", "Write a document's canonical N-Quads (RDFC-1.0), the bytes that are hashed and signed.") { files, output, contexts };
        command.SetAction(parse =>
        {
            var canonicalizer = new LinkedDataCanonicalizer(LocalContexts.Open(parse.GetValue(contexts)));
            var paths = parse.GetRequiredValue(files);
            var folder = parse.GetValue(output);
            if (folder is null && paths.Length > 1)
            {
                terminal.Note("conferral: several documents do not go to one output; name a folder with --out DIR.");
                return ExitCode.NotDone;
            }

            if (folder is not null) Directory.CreateDirectory(folder);
            foreach (var path in paths)
            {
                using var document = JsonLdInput.Parse(File.ReadAllBytes(path));
                var quads = canonicalizer.Canonicalize(new JsonLdInput(document.RootElement));
                if (canonicalizer.OrderOf(new JsonLdInput(document.RootElement)) == Utf16Order.Differs) terminal.Note($"{path}: {RuleSet.TextOrderWarning}");
                if (folder is null) terminal.RawOut.Write(quads);
                else File.WriteAllBytes(Path.Combine(folder, Path.GetFileNameWithoutExtension(path) + ".nq"), quads);
            }

            return ExitCode.Done;
        });
        return command;
    }
}
