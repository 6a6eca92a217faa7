// A plan as a person reads it, and as JSON for programs.
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Conferral.Credentials;
using Conferral.Issuance;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Release;
using Conferral.Issuance.Workspaces;
using Spectre.Console;

namespace Conferral.Cli.Rendering;

internal static class PlanView
{
    public static void Write(Terminal terminal, IssuancePlan plan, Workspace workspace, string? savedTo = null, SavedPlan? saved = null)
    {
        terminal.Out.WriteLine();
        terminal.Out.Write(new Rule($"[bold]Plan for {Markup.Escape(plan.Source)}[/]").LeftJustified());
        var table = new Table().Border(TableBorder.None).HideHeaders().AddColumn("what").AddColumn(new TableColumn("count").RightAligned()).AddColumn("note");
        Row(table, "Learners read", plan.LearnersRead, "");
        Row(table, "  [green]new[/]", plan.New, plan.New > 0 ? "get their first credential" : "");
        Row(table, "  [blue]amended[/]", plan.Amended, AmendmentView.Note(plan));
        Row(table, "  unchanged", plan.Unchanged, plan.Unchanged > 0 ? "issued before, nothing to do" : "");
        Row(table, "  [yellow]blocked[/]", plan.Blocked.Count, plan.Blocked.Count > 0 ? "get nothing until the reasons below are mended" : "");
        if (plan.NotInExport > 0) Row(table, "Not in this export", plan.NotInExport, "issued earlier; nothing is done about them: was anybody forgotten?");
        terminal.Out.Write(table);
        AmendmentView.Write(terminal, plan);
        WriteProgrammes(terminal, plan);
        FindingsView.WriteCounts(terminal, plan.Findings, workspace.FindingsPath);
        WriteSize(terminal, plan, workspace);
        terminal.Line($"Input sha256 {plan.InputSha256}");
        WriteNext(terminal, plan, workspace, savedTo, saved);
    }

    public static void WriteJson(Terminal terminal, IssuancePlan plan)
        => terminal.Line(JsonSerializer.Serialize(plan, PlanJson.Default.IssuancePlan));

    private static void WriteSize(Terminal terminal, IssuancePlan plan, Workspace workspace)
    {
        if (plan.New + plan.Amended == 0) return;
        terminal.Line();
        terminal.Say(DeliveryWords.Size(plan));
        foreach (var sentence in workspace.OpenPlatforms().SelectMany(platform => DeliveryWords.Of(platform, plan, terminal.Time.GetUtcNow()))) terminal.Say(sentence);
    }

    private static void WriteProgrammes(Terminal terminal, IssuancePlan plan)
    {
        if (plan.Programmes.Count < 2) return;
        var table = new Table().Border(TableBorder.None).AddColumn("By programme");
        foreach (var column in new[] { "new", "amended", "unchanged", "blocked" }) table.AddColumn(new TableColumn(column).RightAligned());
        foreach (var programme in plan.Programmes.OrderByDescending(Total).Take(MaxProgrammes)) table.AddRow([Markup.Escape("  " + programme.Programme), Number(programme.New), Number(programme.Amended), Number(programme.Unchanged), Number(programme.Blocked)]);
        terminal.Line();
        terminal.Out.Write(table);
        if (plan.Programmes.Count > MaxProgrammes) terminal.Line($"  and {plan.Programmes.Count - MaxProgrammes} smaller ones (--save shows all)");
    }

    // What a registrar does next, in one or two lines at the very end, where the eye is.
    private static void WriteNext(Terminal terminal, IssuancePlan plan, Workspace workspace, string? savedTo, SavedPlan? saved)
    {
        terminal.Line();
        if (savedTo is not null)
        {
            terminal.Say($"Saved to {LogView.Shown(Path.GetFullPath(savedTo))}. Read it, three sample records with their source rows included.");
            terminal.Line($"Fingerprint {PlanPage.Grouped(saved!.Statement.Fingerprint)}");
        }

        if (plan.Blocked.Count > 0) terminal.Say("To correct: mend the rows above in the SIS or the export, and plan again; the others need not wait.");
        var target = savedTo is null ? "PLAN" : LogView.Shown(Path.GetFullPath(savedTo));
        if (plan.New + plan.Amended == 0) terminal.Say("Nothing to issue.");
        else if (workspace.Release.Demanded > 0) terminal.Line($"{(savedTo is null ? "Next: conferral plan --save plan.html, then" : "Next:")} conferral approve {target} --by NAME ({FindingsView.Count(workspace.Release.Demanded, "person", "people")}), then conferral issue --plan {target}");
        else terminal.Say(savedTo is null ? "Next: conferral issue (or first --save plan.html, a page to read and have approved)." : $"Next: conferral issue --plan {target}, which carries out exactly this.");
    }

    private const int MaxProgrammes = 12;

    private static int Total(ProgrammeCount programme) => programme.New + programme.Amended + programme.Unchanged + programme.Blocked;

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static void Row(Table table, string what, long count, string note)
        => table.AddRow(new Markup(what), new Markup(count.ToString("N0", CultureInfo.InvariantCulture)), new Markup(note));
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IssuancePlan))]
internal sealed partial class PlanJson : JsonSerializerContext;
