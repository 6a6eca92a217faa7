// conferral show: one learner's credentials, where they went, and their history.
using System.CommandLine;
using System.Globalization;
using Conferral.Cli.Rendering;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Workspaces;
using Spectre.Console;

namespace Conferral.Cli.Commands;

internal static class ShowCommand
{
    public static Command Create(Terminal terminal)
    {
        var id = new Argument<string>("ID") { Description = "A learner's SIS key, or a credential id." };
        var workspace = SharedOptions.Workspace();
        var document = new Option<bool>("--document") { Description = "Write the newest signed document itself, byte for byte." };
        var hostDocument = new Option<string?>("--host-document") { Description = "Write the copy the platform of this id answered with, where it is not ours byte for byte.", HelpName = "PLATFORM" };
        var command = new Command("show", "Show one learner's credential, its deliveries and its history.") { id, workspace, document, hostDocument };
        command.SetAction(parse =>
        {
            var opened = Workspace.Load(parse.GetRequiredValue(workspace));
            var wanted = parse.GetRequiredValue(id);
            using var ledger = LedgerStore.OpenForReading(opened.Ledger, terminal.Time);
            var reader = ledger is null ? null : new LedgerReader(ledger);
            var versions = reader?.Find(wanted) ?? [];
            if (versions.Count == 0)
            {
                terminal.Note($"Nothing was issued under '{wanted}'. Give the learner's key as the SIS has it (with leading zeros), or a credential id; `conferral status` lists who was blocked.");
                return ExitCode.NeedsAttention;
            }

            if (parse.GetValue(hostDocument) is { } platform) return WriteHostDocument(terminal, reader!, versions, platform);
            return parse.GetValue(document) ? WriteDocument(terminal, reader!, versions) : WriteStory(terminal, reader!, new StatusLedger(ledger!), versions);
        });
        return command;
    }

    private static int WriteDocument(Terminal terminal, LedgerReader reader, IReadOnlyList<IssuedCredential> versions)
    {
        var newest = versions.Last(version => version.State != CredentialState.Abandoned);
        if (reader.Document(newest.Id) is not { } bytes)
        {
            terminal.Note($"{newest.Id} is not signed yet. Run `conferral issue` to go on.");
            return ExitCode.NeedsAttention;
        }

        terminal.RawOut.Write(bytes);
        return ExitCode.Done;
    }

    private static int WriteHostDocument(Terminal terminal, LedgerReader reader, IReadOnlyList<IssuedCredential> versions, string platform)
    {
        if (versions.SelectMany(version => reader.HostDocuments(version.Id.CredentialId)).LastOrDefault(copy => copy.PlatformId == platform) is not { } kept)
        {
            terminal.Note($"No copy of {platform} is kept here: it answered with the very credential, with another kind of answer, or not at all.");
            return ExitCode.NeedsAttention;
        }

        terminal.RawOut.Write(kept.Utf8Json.Span);
        return ExitCode.Done;
    }

    private static int WriteStory(Terminal terminal, LedgerReader reader, StatusLedger status, IReadOnlyList<IssuedCredential> versions)
    {
        foreach (var credential in versions.GroupBy(version => version.Id.CredentialId, StringComparer.Ordinal))
        {
            terminal.Line(credential.Key);
            foreach (var version in credential)
            {
                terminal.Line($"  version {version.Id.Version}  {version.State.ToString().ToLowerInvariant(),-10} batch {version.BatchId}  learner {version.LearnerKey}");
                if (version.DocumentSha256 is { } hash) terminal.Line($"             signed {version.SignedAt:u}  sha256 {hash}");
            }

            WriteStatus(terminal, status.Find(StatusQuery.Credential, credential.Key));
            foreach (var delivery in reader.Deliveries(credential.Key)) WriteDelivery(terminal, delivery);
            foreach (var copy in reader.HostDocuments(credential.Key))
                terminal.Line($"  kept beside ours: the copy of {copy.PlatformId}, v{copy.Id.Version}, sha256 {copy.Sha256} (--host-document {copy.PlatformId} writes it)");
            terminal.Line("  history");
            foreach (var entry in reader.History(credential.Key))
                terminal.Line(string.Create(CultureInfo.InvariantCulture, $"    {entry.At:yyyy-MM-dd HH:mm:ss.ffffff}Z  v{entry.Credential?.Version}  {entry.Kind,-12} {entry.PlatformId} {entry.Detail}").TrimEnd());
        }

        return ExitCode.Done;
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
