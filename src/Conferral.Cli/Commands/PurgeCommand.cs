// conferral purge: erases what is older than the retention rule, and keeps what proves that it was issued.
using System.CommandLine;
using System.Globalization;
using Conferral.Cli.Rendering;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Workspaces;

namespace Conferral.Cli.Commands;

internal static class PurgeCommand
{
    public static Command Create(Terminal terminal)
    {
        var olderThan = new Option<string?>("--older-than") { Description = "How long documents are kept: 5y, 18m or 90d (default: ledger.keepFor in conferral.yaml).", HelpName = "AGE" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only say what would be purged." };
        var workspace = SharedOptions.Workspace();
        var command = new Command("purge", "Erase documents, learner keys and log salts of credentials signed longer ago than the retention rule; history and accounts stay. For good.") { olderThan, dryRun, workspace };
        command.SetAction((parse, cancellation) =>
        {
            var opened = Workspace.Load(parse.GetRequiredValue(workspace));
            var age = parse.GetValue(olderThan) is { } given ? RetentionAge.Parse(given) : opened.KeepFor
                ?? throw new WorkspaceException($"Say how long documents are kept: --older-than 5y, or keepFor under ledger in {Workspace.FileName}. Nothing was purged.");
            return Task.FromResult(parse.GetValue(dryRun) ? Survey(terminal, opened, age) : Run(terminal, opened, age, cancellation));
        });
        return command;
    }

    private static int Survey(Terminal terminal, Workspace workspace, RetentionAge age)
    {
        using var ledger = LedgerStore.OpenForReading(workspace.Ledger, terminal.Time) ?? throw Nothing();
        Write(terminal, new RetentionLedger(ledger).Survey(age.Before(terminal.Time.GetUtcNow())), age, terminal.Time.GetUtcNow());
        terminal.Say("Nothing was changed. Without --dry-run it is erased for good: nobody can issue, show or prove these documents from here again.");
        return ExitCode.Done;
    }

    private static int Run(Terminal terminal, Workspace workspace, RetentionAge age, CancellationToken cancellationToken)
    {
        using var ledger = LedgerStore.OpenForWriting(workspace.Ledger, terminal.Time);
        var (retention, before) = (new RetentionLedger(ledger), age.Before(terminal.Time.GetUtcNow()));
        Write(terminal, retention.Survey(before), age, terminal.Time.GetUtcNow());
        var rule = string.Create(CultureInfo.InvariantCulture, $"older than {age}: signed before {before:yyyy-MM-dd}");
        int credentials = 0, documents = 0, lines = 0, clearances = 0;
        while (retention.PurgeNext(before, rule) is { IsEmpty: false } piece)
        {
            (credentials, documents, lines, clearances) = (credentials + piece.Credentials, documents + piece.Documents, lines + piece.Lines, clearances + piece.Clearances);
            cancellationToken.ThrowIfCancellationRequested();
        }

        ledger.FinishErasing();
        terminal.Say($"Purged {FindingsView.Count(credentials, "credential")}, {FindingsView.Count(documents, "document")}, and the learners in {FindingsView.Count(lines, "line")} of finished runs{(clearances > 0 ? $" and {FindingsView.Count(clearances, "clearance decision")}" : "")}.");
        if (credentials + lines > 0) terminal.Say("Copies elsewhere are yours to purge: backups, exported files, dossiers, the crosswalk table of the SIS, the platforms. `conferral log seal` (or the next `issue`) seals this into the log.");
        return ExitCode.Done;
    }

    private static void Write(Terminal terminal, RetentionSurvey survey, RetentionAge age, DateTimeOffset now)
    {
        terminal.Say(string.Create(CultureInfo.InvariantCulture, $"Older than {age}, signed before {age.Before(now):yyyy-MM-dd} and in no run's export since: {FindingsView.Count(survey.Credentials, "credential")} with {FindingsView.Count(survey.Documents, "document")} ({survey.DocumentBytes / 1e6:0.0} MB), and {FindingsView.Count(survey.BlockedLines, "blocked learner")} of old runs."));
        if (survey.OnTheWay > 0) terminal.Say($"Kept: {FindingsView.Count(survey.OnTheWay, "credential")} of that age still to be delivered or in doubt (`conferral resolve`).");
        if (survey.StillExported > 0) terminal.Say($"Kept: {FindingsView.Count(survey.StillExported, "credential")} of that age whose learners a later run had in its export.");
    }

    private static WorkspaceException Nothing() => new("Nothing was issued from this workspace yet, so there is nothing to purge.");
}
