// conferral clear: issue to a learner in spite of a clearance rule, list such decisions, take one back.
using System.CommandLine;
using System.Globalization;
using Conferral.Cli.Rendering;
using Conferral.Issuance.Clear;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Read;
using Conferral.Issuance.Workspaces;

namespace Conferral.Cli.Commands;

internal static class ClearCommand
{
    private sealed record Request(string? Learner, string? Rule, string? Reason, string? By, string? Until, long? Revoke);

    public static Command Create(Terminal terminal)
    {
        var learner = new Argument<string?>("LEARNER") { Description = "The learner's key; without it, the decisions that stand are listed.", Arity = ArgumentArity.ZeroOrOne };
        var rule = new Option<string?>("--rule") { Description = $"The rule the learner is cleared of: {string.Join(", ", ClearanceRule.All.Select(known => known.Id))}." };
        var reason = new Option<string?>("--reason") { Description = "Why, in your words; kept in the ledger and committed to by the transparency log." };
        var by = new Option<string?>("--by") { Description = "Who decides." };
        var until = new Option<string?>("--until") { Description = "The last day it holds, whatever the facts; without it, it holds while the facts are what they are now." };
        var revoke = new Option<long?>("--revoke") { Description = "Take the decision of this number back." };
        var workspace = SharedOptions.Workspace();
        var command = new Command("clear", "Issue to a learner in spite of a clearance rule, with a named reason; list and revoke such decisions.") { learner, rule, reason, by, until, revoke, workspace };
        command.SetAction((parse, cancellation) => RunAsync(
            terminal,
            Workspace.Load(parse.GetRequiredValue(workspace)),
            new Request(parse.GetValue(learner), parse.GetValue(rule), parse.GetValue(reason), parse.GetValue(by), parse.GetValue(until), parse.GetValue(revoke)),
            cancellation));
        return command;
    }

    private static async Task<int> RunAsync(Terminal terminal, Workspace workspace, Request request, CancellationToken cancellationToken)
    {
        if (request is { Rule: null, Revoke: null }) return List(terminal, workspace, request.Learner);
        if (string.IsNullOrWhiteSpace(request.Reason) || string.IsNullOrWhiteSpace(request.By))
            throw new WorkspaceException("A decision is somebody's and has a reason: add --reason \"…\" and --by NAME.");
        if (request.Revoke is { } number) return Revoke(terminal, workspace, number, request);
        var rule = ClearanceRule.Find(request.Rule!) ?? throw new WorkspaceException($"There is no rule {request.Rule}. It is one of {string.Join(", ", ClearanceRule.All.Select(known => known.Id))}.");
        var learner = request.Learner ?? throw new WorkspaceException("Name the learner: conferral clear LEARNER --rule RULE --reason \"…\" --by NAME");
        return await ClearAsync(terminal, workspace, learner, rule, request, cancellationToken);
    }

    private static async Task<int> ClearAsync(Terminal terminal, Workspace workspace, string learner, ClearanceRule rule, Request request, CancellationToken cancellationToken)
    {
        DateOnly? until = request.Until is { } day ? ReadDay(day) : null;
        await using var source = workspace.OpenIntake();
        var gate = await ClearanceGate.OpenAsync(workspace.OpenClearance(), source, null, terminal.Time.GetUtcNow(), cancellationToken);
        var record = await FindAsync(source, learner, cancellationToken);
        var facts = gate.FactsOf(record, rule.Id) ?? throw new WorkspaceException($"{rule.Id} does not stand against learner {learner}; there is nothing to clear. `conferral plan` shows what does.");
        using var ledger = LedgerStore.OpenForWriting(workspace.Ledger, terminal.Time);
        var decision = new ClearanceLedger(ledger).Record(new ClearanceDecision { LearnerKey = learner, RuleId = rule.Id, FactsSha256 = facts, Until = until, Reason = request.Reason!, By = request.By! });
        terminal.Say($"Decision {decision.Number}: learner {learner} is cleared of {rule.Id} {Holds(decision)}. The next `conferral issue` acts on it; `conferral clear --revoke {decision.Number}` takes it back.");
        return ExitCode.Done;
    }

    private static async Task<LearnerRecord> FindAsync(IIntakeSource source, string learner, CancellationToken cancellationToken)
    {
        await foreach (var item in source.ReadAsync(cancellationToken))
        {
            if (item.LearnerKey != learner) continue;
            return item.Learner ?? throw new WorkspaceException($"The rows of learner {learner} have errors, which nobody can clear. `conferral plan` names them; correct the export first.");
        }

        throw new WorkspaceException($"There is no learner {learner} in the export. Keys are compared exactly: 0012 and 12 are two learners.");
    }

    private static int Revoke(Terminal terminal, Workspace workspace, long number, Request request)
    {
        using var ledger = LedgerStore.OpenForWriting(workspace.Ledger, terminal.Time);
        var decision = new ClearanceLedger(ledger).Revoke(number, request.By!, request.Reason!);
        terminal.Say($"Decision {number} is taken back: {decision.RuleId} holds for learner {decision.LearnerKey} again. What was issued meanwhile stays issued.");
        return ExitCode.Done;
    }

    private static int List(Terminal terminal, Workspace workspace, string? learner)
    {
        using var ledger = LedgerStore.OpenForReading(workspace.Ledger, terminal.Time);
        var decisions = ledger is null ? [] : new ClearanceLedger(ledger).Standing(learner);
        foreach (var decision in decisions)
            terminal.Line($"{decision.Number}  learner {decision.LearnerKey}  {decision.RuleId}  {Holds(decision)}  by {decision.By} on {decision.DecidedAt:yyyy-MM-dd}: {decision.Reason}");
        terminal.Say(decisions.Count > 0 ? $"{FindingsView.Count(decisions.Count, "decision")} not taken back." : learner is null ? "Nobody is cleared by decision." : $"Learner {learner} is cleared of nothing by decision.");
        if (learner is not null) terminal.Say($"To clear: conferral clear {learner} --rule RULE --reason \"…\" --by NAME. `conferral plan` names the rule that holds a learner.");
        return ExitCode.Done;
    }

    private static string Holds(ClearanceDecision decision)
        => decision.Until is { } until ? FormattableString.Invariant($"until {until:yyyy-MM-dd}") : "for the present facts";

    private static DateOnly ReadDay(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        ? day
        : throw new WorkspaceException($"--until is '{text}'. Write the day as 2027-01-31.");
}
