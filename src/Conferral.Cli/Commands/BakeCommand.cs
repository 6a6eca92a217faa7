// conferral bake: puts a signed credential into a badge image.
using System.CommandLine;
using Conferral.Credentials.Baking;

namespace Conferral.Cli.Commands;

internal static class BakeCommand
{
    public static Command Create(Terminal terminal)
    {
        var image = new Argument<string>("IMAGE") { Description = "The picture: PNG or SVG. A credential baked into it before is replaced." };
        var credential = new Argument<string>("CREDENTIAL") { Description = "The signed credential: JSON with its proof, or a token (compact JWS)." };
        var output = new Option<string>("--out", "-o") { Description = "The file for the baked image; nothing is overwritten.", Required = true };
        var command = new Command("bake", "Bake a signed credential into a PNG or SVG image. `conferral verify` reads it from there.") { image, credential, output };
        command.SetAction(parse =>
        {
            var baked = BakedImage.Bake(File.ReadAllBytes(parse.GetRequiredValue(image)), File.ReadAllBytes(parse.GetRequiredValue(credential)));
            var target = parse.GetRequiredValue(output);
            using (var file = new FileStream(target, FileMode.CreateNew)) file.Write(baked);
            terminal.Note($"Baked {Path.GetFileName(parse.GetRequiredValue(credential))} into {Path.GetFullPath(target)}. Check it with: conferral verify {target}");
            return ExitCode.Done;
        });
        return command;
    }
}
