// A plan as a person reads it, and as JSON for programs.
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Conferral.Credentials;
using Conferral.Issuance;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Workspaces;
using Spectre.Console;

namespace Conferral.Cli.Rendering;

internal static class PlanView
{
    public static void Write(Terminal terminal, IssuancePlan plan, IReadOnlyList<FindingCount> findings, Workspace workspace)
    {
        terminal.Out.WriteLine();
        terminal.Out.Write(new Rule($"[bold]Plan for {Markup.Escape(plan.Source)}[/]").LeftJustified());
        var table = new Table().Border(TableBorder.None).HideHeaders().AddColumn("what").AddColumn(new TableColumn("count").RightAligned()).AddColumn("note");
        Row(table, "Learners read", plan.LearnersRead, "");
        Row(table, "  [green]new[/]", plan.New, "will be issued");
        Row(table, "  [blue]amended[/]", plan.Amended, plan.Amended > 0 ? "facts changed: same id, next version" : "");
        Row(table, "  unchanged", plan.Unchanged, "");
        Row(table, "  [yellow]blocked[/]", plan.Blocked.Count, plan.Blocked.Count > 0 ? "not issued; reasons below" : "");
        if (plan.NotInExport > 0) Row(table, "Not in this export", plan.NotInExport, "issued earlier; nothing is done about them");
        terminal.Out.Write(table);
        AmendmentView.Write(terminal, plan);
        WriteSize(terminal, plan, workspace);
        FindingsView.WriteCounts(terminal, findings, workspace.FindingsPath);
        terminal.Line();
        terminal.Line($"Input sha256 {plan.InputSha256}");
    }

    public static void WriteJson(Terminal terminal, IssuancePlan plan)
        => terminal.Line(JsonSerializer.Serialize(plan, PlanJson.Default.IssuancePlan));

    private static void WriteSize(Terminal terminal, IssuancePlan plan, Workspace workspace)
    {
        var toSend = plan.New + plan.Amended;
        if (toSend == 0) return;
        terminal.Line(string.Create(CultureInfo.InvariantCulture, $"Documents before signing: {plan.DraftBytes / 1e6:0.0} MB, {plan.DraftBytes / toSend / 1e3:0} kB each on average."));
        foreach (var platform in workspace.OpenPlatforms())
        {
            if (platform.RequestsPerMinute is not { } limit) continue;
            terminal.Line(string.Create(CultureInfo.InvariantCulture, $"Delivery to {platform.Id}: {Math.Ceiling((double)toSend / limit):0} min one by one at its limit of {limit} requests a minute; less where it takes batches."));
        }
    }

    private static void Row(Table table, string what, long count, string note)
        => table.AddRow(new Markup(what), new Markup(count.ToString("N0", CultureInfo.InvariantCulture)), new Markup(note));
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IssuancePlan))]
internal sealed partial class PlanJson : JsonSerializerContext;
