// conferral keygen: a signing key of any kind in a file of its own.
using System.CommandLine;
using Conferral.Credentials.Controllers;
using Conferral.Credentials.Keys;

namespace Conferral.Cli.Commands;

internal static class KeygenCommand
{
    private static readonly (string Name, KeyAlgorithm Algorithm)[] Kinds = [("ed25519", KeyAlgorithm.Ed25519), ("p256", KeyAlgorithm.P256), ("p384", KeyAlgorithm.P384)];

    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "The key file to make (PKCS#8 PEM, encrypted); nothing is overwritten." };
        var kind = new Option<string>("--kind") { Description = "ed25519; p256, which ecdsa-sd-2023 needs; or p384.", DefaultValueFactory = _ => Kinds[0].Name };
        kind.AcceptOnlyFromAmong([.. Kinds.Select(known => known.Name)]);
        var issuer = new Option<string?>("--issuer") { Description = "The issuer's id (default: a did:key of the new key)." };
        var document = new Option<string?>("--document") { Description = "Also write the issuer's document (did.json) with this one key; nothing is overwritten." };
        var descriptor = SharedOptions.PassphraseDescriptor();
        var command = new Command("keygen", "Make a signing key for `conferral sign`. A workspace has its own (`conferral init`).") { file, kind, issuer, document, descriptor };
        command.SetAction(parse =>
        {
            var algorithm = Array.Find(Kinds, known => known.Name == parse.GetValue(kind)).Algorithm;
            using var key = SigningKey.Generate(algorithm);
            KeyFile.Create(parse.GetRequiredValue(file), key, Passphrase.Choose(terminal, parse.GetValue(descriptor)));
            var method = VerificationMethod.Multikey(parse.GetValue(issuer) ?? DidKey.Did(key.VerificationKey), key.VerificationKey);
            if (parse.GetValue(document) is { } target)
            {
                using var output = new FileStream(target, FileMode.CreateNew);
                output.Write(ControllerDocument.ForIssuer(method.Controller, [method]).ToJson());
            }

            terminal.Line(method.Id);
            terminal.Note($"Made a key in {parse.GetRequiredValue(file)}; back it up. The line above is the verification method that proofs name.");
            return ExitCode.Done;
        });
        return command;
    }
}
