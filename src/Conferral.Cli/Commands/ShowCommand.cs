// conferral show: one learner's credentials, what changed between their versions, where they went, and their history.
using System.CommandLine;
using System.Globalization;
using Conferral.Cli.Rendering;
using Conferral.Issuance.Dossiers;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Workspaces;

namespace Conferral.Cli.Commands;

internal static class ShowCommand
{
    public static Command Create(Terminal terminal)
    {
        var id = new Argument<string>("ID") { Description = "A learner's SIS key, a record key, or a credential id." };
        var workspace = SharedOptions.Workspace();
        var document = new Option<bool>("--document") { Description = "Write the newest signed document itself, byte for byte." };
        var atVersion = new Option<int?>("--at-version") { Description = "With --document: the signed document of this version instead.", HelpName = "N" };
        var hostDocument = new Option<string?>("--host-document") { Description = "Write the copy the platform of this id answered with, where it is not ours byte for byte.", HelpName = "PLATFORM" };
        var command = new Command("show", "Show one learner's credentials, deliveries and history.") { id, workspace, document, atVersion, hostDocument };
        command.SetAction(parse =>
        {
            if (LearnerDossier.Read(terminal, Workspace.Load(parse.GetRequiredValue(workspace)), parse.GetRequiredValue(id)) is not { } dossier) return ExitCode.NeedsAttention;
            if (parse.GetValue(hostDocument) is { } platform) return WriteHostDocument(terminal, dossier, platform);
            return parse.GetValue(document) || parse.GetValue(atVersion) is not null ? WriteDocument(terminal, dossier, parse.GetValue(atVersion)) : WriteStory(terminal, dossier);
        });
        return command;
    }

    private static int WriteDocument(Terminal terminal, Dossier dossier, int? wanted)
    {
        var versions = dossier.Credentials.SelectMany(credential => credential.Versions).Where(version => wanted is null ? version.Issued.State != CredentialState.Abandoned : version.Issued.Id.Version == wanted).ToList();
        if (versions.LastOrDefault() is not { } version)
        {
            terminal.Note(wanted is null ? "Nothing is signed yet. Run `conferral issue` to go on." : $"There is no version {wanted}; `conferral show` lists the versions.");
            return ExitCode.NeedsAttention;
        }

        if (version.Document is not { } bytes)
        {
            terminal.Note(version.Issued.State == CredentialState.Intended ? $"{version.Issued.Id} is not signed yet. Run `conferral issue` to go on." : $"{version.Issued.Id} has no stored document: it is {version.Issued.State.ToString().ToLowerInvariant()}.");
            return ExitCode.NeedsAttention;
        }

        terminal.RawOut.Write(bytes);
        return ExitCode.Done;
    }

    private static int WriteHostDocument(Terminal terminal, Dossier dossier, string platform)
    {
        if (dossier.Credentials.SelectMany(credential => credential.HostDocuments).LastOrDefault(copy => copy.PlatformId == platform) is not { } kept)
        {
            terminal.Note($"No copy of {platform} is kept here: it answered with the very credential, with another kind of answer, or not at all.");
            return ExitCode.NeedsAttention;
        }

        terminal.RawOut.Write(kept.Utf8Json.Span);
        return ExitCode.Done;
    }

    private static int WriteStory(Terminal terminal, Dossier dossier)
    {
        foreach (var credential in dossier.Credentials)
        {
            terminal.Line(credential.CredentialId);
            foreach (var version in credential.Versions) WriteVersion(terminal, version);
            WriteStatus(terminal, credential.Status);
            foreach (var sentence in ReplacementView.Sentences(credential.ReplacedBy, credential.Replaces)) terminal.Line($"  {sentence}");
            foreach (var delivery in credential.Deliveries) WriteDelivery(terminal, delivery);
            foreach (var copy in credential.HostDocuments)
                terminal.Line($"  kept beside ours: the copy of {copy.PlatformId}, v{copy.Id.Version}, sha256 {copy.Sha256} (--host-document {copy.PlatformId} writes it)");
            terminal.Line("  history");
            foreach (var entry in credential.History)
                terminal.Line(string.Create(CultureInfo.InvariantCulture, $"    {entry.At:yyyy-MM-dd HH:mm:ss.ffffff}Z  v{entry.Credential?.Version}  {entry.Kind,-12} {entry.PlatformId} {entry.Detail}").TrimEnd());
        }

        foreach (var line in dossier.Lines.Where(line => line.Disposition == Disposition.Blocked))
        {
            terminal.Line($"blocked in batch {line.BatchId} ({line.ReasonCode}), {line.Source}");
            foreach (var finding in line.Findings) terminal.Line($"  {finding.Message}");
        }

        return dossier.Credentials.Count == 0 ? ExitCode.NeedsAttention : ExitCode.Done;
    }

    private static void WriteVersion(Terminal terminal, DossierVersion version)
    {
        var issued = version.Issued;
        terminal.Line($"  version {issued.Id.Version}  {issued.State.ToString().ToLowerInvariant(),-10} batch {issued.BatchId}  learner {issued.LearnerKey}");
        if (issued.DocumentSha256 is { } hash) terminal.Line($"             signed {issued.SignedAt:u}  sha256 {hash}");
        if (version.Document is not null) terminal.Line(version.NoReceipt is { } problem ? $"             no receipt: {problem}" : "             in the transparency log (`conferral receipt` makes the proof)");
        if (version.Changes is { } changes) AmendmentView.WriteChanges(terminal, changes, "             ");
    }

    private static void WriteStatus(Terminal terminal, IReadOnlyList<StatusSubject> found)
    {
        foreach (var credential in found)
        {
            if (StatusChangeView.Standing(credential.State, credential.ChangedAt, credential.Reason) is { } standing) terminal.Line($"  {standing}");
            if (credential.Place is { } place) terminal.Line($"  {place}, at {string.Join(" and ", place.List.Purposes.Select(place.List.UrlOf))}");
        }
    }

    private static void WriteDelivery(Terminal terminal, LedgerDelivery delivery)
    {
        terminal.Line($"  at {delivery.PlatformId}  v{delivery.Id.Version} {delivery.State.ToString().ToLowerInvariant()}{(delivery.HttpStatus is { } status ? $", HTTP {status}" : "")}{(delivery.Attempts > 1 ? $", {delivery.Attempts} attempts" : "")}");
        if (delivery.ResourceUrl is { } url) terminal.Line($"    address {url}");
        if (delivery.HostId is { } host) terminal.Line($"    the platform's id {host}");
        if (delivery.Detail is { } detail) terminal.Line($"    {detail}");
    }
}
