// conferral reissue: asks for a new credential in place of a revoked one. Nothing revoked is ever issued anew by itself.
using System.CommandLine;
using Conferral.Cli.Rendering;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Workspaces;

namespace Conferral.Cli.Commands;

internal static class ReissueCommand
{
    public static Command Create(Terminal terminal)
    {
        var learners = new Option<string[]>("--learner") { Description = "A learner's SIS key.", HelpName = "KEY" };
        var ids = new Option<string[]>("--credential") { Description = "The id of the revoked credential.", HelpName = "ID" };
        var reason = new Option<string>("--reason") { Description = "Why, in your words: kept in the history. Name no persons in it.", Required = true };
        var takeBack = new Option<bool>("--take-back") { Description = "Take back what was asked for and is not issued yet." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Show what would be asked for and change nothing." };
        var workspace = SharedOptions.Workspace();
        var command = new Command("reissue", "Ask for a new credential in place of a revoked one: the next `plan` shows it, the next `issue` makes it, under a new id.") { learners, ids, reason, takeBack, dryRun, workspace };
        command.SetAction(parse =>
        {
            var opened = Workspace.Load(parse.GetRequiredValue(workspace));
            if (parse.GetRequiredValue(reason).Trim() is not { Length: > 0 } why) throw new WorkspaceException("Give the reason in words: --reason \"…\"");
            using var ledger = Open(terminal, opened, parse.GetValue(dryRun));
            var found = Find(ledger, parse.GetValue(learners) ?? [], parse.GetValue(ids) ?? [], parse.GetValue(takeBack));
            if (found.Count == 0) terminal.Say("It is asked for already, and stays so.");
            foreach (var credential in found) terminal.Line($"  learner {credential.LearnerKey}  {credential.Newest.CredentialId}  {StatusChangeView.Standing(credential.State, credential.ChangedAt, credential.Reason)}");
            if (parse.GetValue(dryRun)) terminal.Say("Nothing was changed (--dry-run).");
            if (parse.GetValue(dryRun) || found.Count == 0) return ExitCode.Done;

            var replacements = new ReplacementLedger(ledger);
            if (parse.GetValue(takeBack)) replacements.TakeBack(found, why);
            else replacements.Ask(found, why);
            terminal.Line(parse.GetValue(takeBack)
                ? $"{FindingsView.Count(found.Count, "new credential")} will not be issued after all."
                : $"{FindingsView.Count(found.Count, "new credential")} asked for. `conferral plan` shows {(found.Count == 1 ? "it" : "them")}, `conferral issue` makes {(found.Count == 1 ? "it" : "them")} under a new id; what was revoked stays revoked.");
            return ExitCode.Done;
        });
        return command;
    }

    private static LedgerStore Open(Terminal terminal, Workspace workspace, bool dryRun)
    {
        var reading = LedgerStore.OpenForReading(workspace.Ledger, terminal.Time) ?? throw new WorkspaceException("Nothing was issued from this workspace yet.");
        if (dryRun) return reading;
        reading.Dispose();
        return LedgerStore.OpenForWriting(workspace.Ledger, terminal.Time);
    }

    private static List<StatusSubject> Find(LedgerStore ledger, string[] learners, string[] ids, bool takeBack)
    {
        if (learners.Length + ids.Length == 0) throw new WorkspaceException("Say whose: --learner KEY or --credential ID.");
        var (lookUp, replacements) = (new StatusLedger(ledger), new ReplacementLedger(ledger));
        var found = new List<StatusSubject>();
        foreach (var (query, value) in learners.Select(key => (StatusQuery.Learner, key)).Concat(ids.Select(id => (StatusQuery.Credential, id))))
        {
            var all = lookUp.Find(query, value);
            if (all.Count == 0) throw new WorkspaceException($"Nothing that was signed belongs to {value}. Write it as `conferral show` and `conferral status --all` do; nothing was changed.");
            var open = all.Where(credential => replacements.Of(credential.Newest.CredentialId).By is var by && (takeBack ? by?.State == ReplacementState.Asked : by?.State is null or ReplacementState.Promised)).ToList();
            if (takeBack && open.Count == 0) throw new WorkspaceException($"Nothing was asked for in place of what belongs to {value}, or it is issued already. Nothing was changed.");
            if (open.Count == 0 && all.Any(credential => replacements.Of(credential.Newest.CredentialId).By?.State == ReplacementState.Asked)) continue; // asked for before: asking again changes nothing
            if (open.Count == 0) throw new WorkspaceException($"What belongs to {value} has been replaced: `conferral show {value}`. Nothing was changed.");
            if (open.FirstOrDefault(credential => credential.State != StatusState.Revoked) is { } standing)
                throw new WorkspaceException($"{standing.Newest.CredentialId} of {value} is not revoked: changed facts are issued by `conferral issue` without asking. Revoke it first if it must not stand. Nothing was changed.");
            found.AddRange(open);
        }

        return [.. found.DistinctBy(credential => credential.Newest.CredentialId)];
    }
}
