// conferral resolve: what is in doubt, and a person's decision about it.
using System.CommandLine;
using Conferral.Cli.Rendering;
using Conferral.Issuance.Deliver;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Workspaces;

namespace Conferral.Cli.Commands;

internal static class ResolveCommand
{
    private sealed record Choice(string? Url, bool NotDelivered, bool LookUp, string? Reason)
    {
        public int Count => (Url is null ? 0 : 1) + (NotDelivered ? 1 : 0) + (LookUp ? 1 : 0);
    }

    public static Command Create(Terminal terminal)
    {
        var who = new Argument<string?>("LEARNER|CREDENTIAL-ID") { Description = "Whose delivery is decided; without it, what is in doubt is listed.", Arity = ArgumentArity.ZeroOrOne };
        var platform = new Option<string?>("--platform") { Description = "At which platform, where there are several." };
        var delivered = new Option<string?>("--delivered") { Description = "The platform has it, at this URL." };
        var notDelivered = new Option<bool>("--not-delivered") { Description = "The platform does not have it, or was wrong to refuse it: the same bytes go again with the next `issue`." };
        var lookUp = new Option<bool>("--look-up") { Description = "Read the platform and decide by what it shows; without a learner, for all that is in doubt." };
        var reason = new Option<string?>("--reason") { Description = "Why, in your words; kept in the history." };
        var descriptor = SharedOptions.PassphraseDescriptor();
        var workspace = SharedOptions.Workspace();
        var command = new Command("resolve", "List the credentials nobody knows to be delivered or not, and decide about them.") { who, platform, delivered, notDelivered, lookUp, reason, descriptor, workspace };
        command.SetAction((parse, cancellation) => RunAsync(
            terminal,
            Workspace.Load(parse.GetRequiredValue(workspace)),
            parse.GetValue(who),
            parse.GetValue(platform),
            new Choice(parse.GetValue(delivered), parse.GetValue(notDelivered), parse.GetValue(lookUp), parse.GetValue(reason)),
            () => Passphrase.Read(terminal, parse.GetValue(descriptor)),
            cancellation));
        return command;
    }

    private static async Task<int> RunAsync(Terminal terminal, Workspace workspace, string? who, string? platformId, Choice choice, Func<string> passphrase, CancellationToken cancellationToken)
    {
        if (choice.Count > 1) throw new WorkspaceException("Decide one of --delivered URL, --not-delivered and --look-up.");
        if (choice.Count == 0) return List(terminal, workspace, who, platformId);
        if (!choice.LookUp && (who is null || string.IsNullOrWhiteSpace(choice.Reason)))
            throw new WorkspaceException("A decision names one learner or credential id and its reason: conferral resolve LEARNER --not-delivered --reason \"…\"");
        using var delivery = WorkspaceDelivery.Open(workspace, passphrase, terminal.Time);
        var decisions = new DecisionLedger(delivery.Ledger);
        if (choice.LookUp) return await LookUpAsync(terminal, delivery, decisions.InDoubt(who, platformId), choice.Reason ?? "looked up", cancellationToken);
        return Decide(terminal, decisions, Only(decisions, who!, platformId, choice), choice);
    }

    private static int List(Terminal terminal, Workspace workspace, string? who, string? platformId)
    {
        using var ledger = LedgerStore.OpenForReading(workspace.Ledger, terminal.Time);
        var open = ledger is null ? [] : new DecisionLedger(ledger).InDoubt(who, platformId);
        if (open.Count == 0)
        {
            terminal.Say(who is null ? "Nothing is in doubt." : $"Nothing is in doubt for '{who}'. `conferral show {who}` tells what became of it.");
            return ExitCode.Done;
        }

        foreach (var delivery in open)
        {
            terminal.Line($"learner {delivery.LearnerKey}  {delivery.Id}  at {delivery.PlatformId}");
            terminal.Line($"  sent {delivery.SubmittedAt:u}, {FindingsView.Count(delivery.Attempts, "attempt")}{(delivery.HttpStatus is { } status ? $", HTTP {status}" : "")}, sha256 {delivery.DocumentSha256}");
            if (delivery.Detail is { } detail) terminal.Line($"  {detail}");
        }

        terminal.Line();
        terminal.Say($"{FindingsView.Count(open.Count, "credential")} in doubt. Read the platform with `conferral resolve --look-up`, or look there yourself and decide:");
        terminal.Line($"  conferral resolve {open[0].Id.CredentialId} --delivered URL --reason \"…\"");
        terminal.Line($"  conferral resolve {open[0].Id.CredentialId} --not-delivered --reason \"…\"");
        return ExitCode.NeedsAttention;
    }

    private static LedgerDelivery Only(DecisionLedger decisions, string who, string? platformId, Choice choice)
    {
        var open = decisions.InDoubt(who, platformId);
        if (open.Count == 0 && choice.NotDelivered) open = decisions.Failed(who, platformId);
        return open switch
        {
            [var only] => only,
            [] => throw new WorkspaceException($"Nothing of '{who}' is in doubt{(choice.NotDelivered ? " or refused" : "")}{(platformId is null ? "" : $" at {platformId}")}. `conferral resolve` lists what is."),
            _ => throw new WorkspaceException($"'{who}' has {open.Count} deliveries to decide ({string.Join(", ", open.Select(delivery => $"{delivery.Id} at {delivery.PlatformId}"))}). Name the credential id and --platform."),
        };
    }

    private static int Decide(Terminal terminal, DecisionLedger decisions, LedgerDelivery delivery, Choice choice)
    {
        if (choice.NotDelivered)
        {
            decisions.SetPending(delivery, choice.Reason!);
            terminal.Say($"{delivery.Id} waits for {delivery.PlatformId} again; the same bytes go with the next `conferral issue`.");
            return ExitCode.Done;
        }

        if (!Uri.TryCreate(choice.Url, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http"))
            throw new WorkspaceException($"'{choice.Url}' is no web address. Give the one under which the platform shows the credential, as https://…");
        decisions.SetDelivered(delivery, DeliveryCode.DecidedByPerson, url.AbsoluteUri, choice.Reason!);
        terminal.Say($"{delivery.Id} is delivered to {delivery.PlatformId}; the next `conferral issue` writes it back to the SIS.");
        return ExitCode.Done;
    }

    private static async Task<int> LookUpAsync(Terminal terminal, WorkspaceDelivery delivery, IReadOnlyList<LedgerDelivery> open, string reason, CancellationToken cancellationToken)
    {
        var left = 0;
        foreach (var group in open.GroupBy(doubt => doubt.PlatformId, StringComparer.Ordinal))
        {
            using var connection = delivery.Connect(delivery.Platform(group.Key));
            await foreach (var answer in new DoubtInquiry(connection, delivery.Ledger).RunAsync([.. group], reason, cancellationToken))
            {
                if (answer.State == DeliveryState.InDoubt) left++;
                terminal.Line($"{answer.Delivery.Id} at {group.Key}: {Said(answer.State)}. {answer.Detail}");
            }
        }

        terminal.Say(open.Count == 0 ? "Nothing is in doubt." : $"{FindingsView.Count(open.Count, "credential")} looked up, {left} still in doubt.");
        return left == 0 ? ExitCode.Done : ExitCode.NeedsAttention;
    }

    private static string Said(DeliveryState state) => state switch
    {
        DeliveryState.Delivered => "delivered",
        DeliveryState.Pending => "not there, goes again with the next `conferral issue`",
        _ => "still in doubt",
    };
}
