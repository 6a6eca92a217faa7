// conferral derive: the holder's step of selective disclosure, from the issuer's document to one that shows only a part.
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Conferral.Credentials.Proofs;
using Conferral.Credentials.Proofs.SelectiveDisclosure;
using Conferral.LinkedData;

namespace Conferral.Cli.Commands;

internal static class DeriveCommand
{
    private const string Members = "/credentialSubject/verifiableCredential";

    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "A credential with an ecdsa-sd-2023 base proof, as the issuer gave it." };
        var reveal = new Option<string[]>("--reveal", "-r") { Description = "JSON pointers to what is to be shown, each with all it holds: /credentialSubject/achievement.", AllowMultipleArgumentsPerToken = true };
        var members = new Option<string[]>("--reveal-member", "-m") { Description = "Embedded credentials (courses) to be shown, each by its place in the record, from 0, or by its id.", AllowMultipleArgumentsPerToken = true };
        var output = new Option<string?>("--out", "-o") { Description = "The file to write (default: standard output); nothing is overwritten." };
        var contexts = LocalContexts.Option();
        var command = new Command("derive", "Make a document that shows only parts of a credential, and still verifies. What the issuer requires is always shown.") { file, reveal, members, output, contexts };
        command.SetAction(parse =>
        {
            var signed = File.ReadAllBytes(parse.GetRequiredValue(file));
            string[] pointers = [.. parse.GetValue(reveal) ?? [], .. PointersOf(signed, parse.GetValue(members) ?? [])];
            var derived = new CredentialDeriver(new LinkedDataCanonicalizer(LocalContexts.Open(parse.GetValue(contexts)))).Derive(signed, pointers);
            Write(terminal, derived, parse.GetValue(output));
            return ExitCode.Done;
        });
        return command;
    }

    private static void Write(Terminal terminal, byte[] derived, string? target)
    {
        if (target is null)
        {
            terminal.RawOut.Write(derived);
            return;
        }

        using (var output = new FileStream(target, FileMode.CreateNew)) output.Write(derived);
        terminal.Note($"Wrote {Path.GetFullPath(target)}. See what it shows with: conferral verify --verbose {target}");
    }

    private static IEnumerable<string> PointersOf(byte[] signed, string[] members)
    {
        if (members.Length == 0) return [];
        using var json = JsonDocument.Parse(signed);
        var found = json.RootElement.ValueKind == JsonValueKind.Object ? CredentialParts.MembersOf(json.RootElement) : [];
        var isList = CredentialParts.SubjectOf(json.RootElement) is { } subject && subject.TryGetProperty("verifiableCredential", out var list) && list.ValueKind == JsonValueKind.Array;
        return [.. members.Select(member => PlaceOf(member, found)).Select(place => isList ? string.Create(CultureInfo.InvariantCulture, $"{Members}/{place}") : Members)];
    }

    private static int PlaceOf(string member, IReadOnlyList<JsonElement> members)
    {
        if (int.TryParse(member, NumberStyles.None, CultureInfo.InvariantCulture, out var place) && place < members.Count) return place;
        for (place = 0; place < members.Count; place++)
        {
            if (CredentialParts.Text(members[place], "id") == member) return place;
        }

        throw new FormatException(members.Count == 0
            ? "--reveal-member: the document holds no embedded credentials. Use --reveal with a JSON pointer."
            : $"--reveal-member: the record holds no credential '{member}'. It has {members.Count}, with the places 0 to {members.Count - 1}; an id must be written as it stands there.");
    }
}
