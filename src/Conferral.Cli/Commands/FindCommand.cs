// conferral find: from a learner to the credentials, and from a credential or its address back to the learner.
using System.CommandLine;
using System.Text.Json;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Workspaces;

namespace Conferral.Cli.Commands;

internal static class FindCommand
{
    public static Command Create(Terminal terminal)
    {
        var name = new Argument<string>("NAME") { Description = "A learner's SIS key, a credential id, the address or id a platform gave, or a document's SHA-256." };
        var workspace = SharedOptions.Workspace();
        var json = SharedOptions.Json();
        var command = new Command("find", "Find a credential from either side: by the learner's key, or by what the platform calls it.") { name, workspace, json };
        command.SetAction(parse =>
        {
            var opened = Workspace.Load(parse.GetRequiredValue(workspace));
            using var ledger = LedgerStore.OpenForReading(opened.Ledger, terminal.Time);
            var lookup = ledger is null ? null : new CrosswalkLookup(ledger);
            var found = lookup?.Find(parse.GetRequiredValue(name)) ?? [];
            if (parse.GetValue(json)) WriteJson(terminal, found);
            else if (found.Count == 0) terminal.Note("Nothing goes by that name. Give the learner's key as the SIS has it (with leading zeros), a credential id, or an address as the platform gave it.");
            else Write(terminal, lookup!, found);
            return found.Count == 0 ? ExitCode.NeedsAttention : ExitCode.Done;
        });
        return command;
    }

    private static void Write(Terminal terminal, CrosswalkLookup lookup, IReadOnlyList<LedgerDelivery> found)
    {
        foreach (var learner in found.GroupBy(delivery => delivery.LearnerKey, StringComparer.Ordinal))
        {
            terminal.Line($"learner {learner.Key}");
            foreach (var delivery in learner)
            {
                terminal.Line($"  {delivery.Id}  {(delivery.PlatformId.Length == 0 ? "issued, sent nowhere" : $"at {delivery.PlatformId} {delivery.State.ToString().ToLowerInvariant()}")}{(delivery.Superseded ? ", superseded" : "")}");
                if (delivery.ResourceUrl is { } url) terminal.Line($"    address {url}");
                if (delivery.HostId is { } host) terminal.Line($"    the platform's id {host}");
            }

            foreach (var row in lookup.Written(learner.Key)) terminal.Line($"  {row.Target}{(row.Key.PlatformId.Length == 0 ? "" : $" ({row.Key.PlatformId})")}: {row.State.ToString().ToLowerInvariant()} {row.ChangedAt:u}{(row.Reason is { } reason ? $", {reason}" : "")}");
        }
    }

    private static void WriteJson(Terminal terminal, IReadOnlyList<LedgerDelivery> found)
    {
        using var writer = new Utf8JsonWriter(terminal.RawOut, new JsonWriterOptions { Indented = true });
        writer.WriteStartArray();
        foreach (var delivery in found)
        {
            writer.WriteStartObject();
            writer.WriteString("learnerKey", delivery.LearnerKey);
            writer.WriteString("recordKey", delivery.RecordKey);
            writer.WriteString("credentialId", delivery.Id.CredentialId);
            writer.WriteNumber("version", delivery.Id.Version);
            writer.WriteBoolean("superseded", delivery.Superseded);
            if (delivery.PlatformId.Length > 0)
            {
                writer.WriteString("platform", delivery.PlatformId);
                writer.WriteString("state", JsonNamingPolicy.CamelCase.ConvertName(delivery.State.ToString()));
            }

            if (delivery.ResourceUrl is { } url) writer.WriteString("resourceUrl", url);
            if (delivery.HostId is { } host) writer.WriteString("platformCredentialId", host);
            writer.WriteString("documentSha256", delivery.DocumentSha256);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
