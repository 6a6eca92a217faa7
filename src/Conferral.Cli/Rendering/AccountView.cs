// A batch's account as a person reads it: every learner in one line, and a sum that must agree.
using System.Globalization;
using Conferral.Issuance;
using Conferral.Issuance.Ledger;
using Spectre.Console;

namespace Conferral.Cli.Rendering;

internal static class AccountView
{
    public static void Write(Terminal terminal, BatchAccount account)
    {
        terminal.Out.WriteLine();
        terminal.Out.Write(new Rule($"[bold]Account of batch {account.Batch.BatchId}[/]").LeftJustified());
        var table = new Table().Border(TableBorder.None).HideHeaders().AddColumn("what").AddColumn(new TableColumn("count").RightAligned()).AddColumn("note");
        Row(table, "Learners read", account.Batch.LearnersRead ?? 0, "");
        Row(table, "  issued", account.New, "new");
        if (account.Amended > 0) Row(table, "", account.Amended, "amended");
        Row(table, "  unchanged", account.Unchanged, account.Unchanged > 0 ? "issued before, nothing to do" : "");
        Row(table, "  blocked", account.Blocked, "");
        foreach (var (reason, count) in account.BlockedByReason) Row(table, "", count, $"[grey]{Markup.Escape(reason)}  {Markup.Escape(BlockedReason.Describe(reason))}[/]");
        foreach (var platform in account.Platforms) Platform(table, platform, account);
        terminal.Out.Write(table);
        Verdict(terminal, account);
    }

    private static void Platform(Table table, PlatformAccount platform, BatchAccount account)
    {
        Row(table, $"At {Markup.Escape(platform.PlatformId)}", platform.Total, $"of {account.Issued} issued");
        Row(table, "  delivered", platform.Delivered, "");
        if (platform.WrittenBack > 0) Row(table, "  written back", platform.WrittenBack, "to the SIS");
        foreach (var (reason, count) in platform.FailedByReason) Row(table, "  refused", count, $"[grey]{Markup.Escape(reason)}[/]");
        if (platform.Waiting > 0) Row(table, "  waiting", platform.Waiting, "run `conferral issue` again");
        if (platform.InDoubt > 0) Row(table, "  in doubt", platform.InDoubt, "see `conferral resolve`");
        if (platform.Superseded > 0) Row(table, "  superseded", platform.Superseded, "a later version took their place, or they were revoked");
        if (platform.NeverDue > 0) Row(table, "  never due", platform.NeverDue, "a later version took their place, or they were erased, before this platform was added");
    }

    private static void Verdict(Terminal terminal, BatchAccount account)
    {
        var discrepancies = account.Discrepancies();
        if (discrepancies.Count == 0)
        {
            terminal.Out.MarkupLine(string.Create(CultureInfo.InvariantCulture,
                $"[green]The account adds up:[/] {account.Batch.LearnersRead:N0} read = {account.Issued:N0} issued + {account.Unchanged:N0} unchanged + {account.Blocked:N0} blocked."));
            return;
        }

        terminal.Out.MarkupLine("[red]The account does not add up:[/]");
        foreach (var sentence in discrepancies) terminal.Out.MarkupLine($"  {Markup.Escape(sentence)}");
    }

    private static void Row(Table table, string what, long count, string note)
        => table.AddRow(new Markup(what), new Markup(count.ToString("N0", CultureInfo.InvariantCulture)), new Markup(note));
}
