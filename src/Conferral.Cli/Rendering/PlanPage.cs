// A plan as a page: what would be issued and why not, to read, print and approve.
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Conferral.Credentials;
using Conferral.Issuance;
using Conferral.Issuance.Amendments;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Release;
using Conferral.Issuance.Workspaces;
using Conferral.Rendering;
using Conferral.Rendering.Html;

namespace Conferral.Cli.Rendering;

/// <summary>
/// Writes the page that `conferral plan --save` leaves. It holds the plan's statement as visible text, which `conferral approve` and
/// `conferral issue --plan` read from there. Personal data is on it: it is for the people who release the batch.
/// </summary>
internal static class PlanPage
{
    /// <summary>Lines of blocked learners on the page; all of them are in the checking report.</summary>
    private const int MaxBlockedLines = 2000;

    public static string Write(IssuancePlan plan, SavedPlan saved, Workspace workspace)
    {
        var html = new HtmlWriter();
        using (html.In("main", ("class", "sheet")))
        {
            WriteHead(html, plan, saved, workspace);
            WriteProgrammes(html, plan);
            WriteBlocked(html, plan);
            WriteAmended(html, plan);
            WriteRemarks(html, plan);
            WriteDelivery(html, plan, workspace, saved.MadeAt);
            WriteSamples(html, plan);
            WriteStatement(html, saved);
        }

        return HtmlPage.Write($"Plan for {plan.Source}", $"Plan for {plan.Source} · fingerprint {saved.Statement.Fingerprint[..16]}", html);
    }

    /// <summary>A fingerprint in groups of eight, which people can compare.</summary>
    public static string Grouped(string fingerprint) => string.Join(' ', fingerprint.Chunk(8).Select(group => new string(group)));

    private static void WriteHead(HtmlWriter html, IssuancePlan plan, SavedPlan saved, Workspace workspace)
    {
        using (html.In("header", ("class", "record-head")))
        {
            html.Element("p", workspace.Issuer.Name, ("class", "institution")).Element("h1", "Plan of issue", ("class", "title")).Words("p", plan.Source, ("class", "learner"));
            html.Element("p", string.Create(CultureInfo.InvariantCulture, $"Made {saved.MadeAt.UtcDateTime:d MMMM yyyy 'at' HH:mm} UTC. Nothing has been issued by it."), ("class", "dates"));
        }

        (long Count, string Label)[] figures = [(plan.LearnersRead, "learners read"), (plan.New, "new"), (plan.Amended, "amended"), (plan.Unchanged, "unchanged"), (plan.Blocked.Count, "blocked"), (plan.NotInExport, "issued earlier, not in this export")];
        using (html.In("ul", ("class", "figures")))
        {
            foreach (var (count, label) in figures)
            {
                using var item = html.In("li");
                html.Element("span", Number(count), ("class", "figure")).Text(" ").Element("span", label, ("class", "label"));
            }
        }

        using var box = html.In("section", ("class", "verdict unknown"));
        html.Element("h2", "Before it is issued");
        using var list = html.In("ul");
        html.Element("li", plan.New + plan.Amended == 0 ? "There is nothing to issue: everybody is unchanged or blocked." : $"{FindingsView.Count(plan.New, "learner")} will get a first credential, {Number(plan.Amended - plan.Replaced)} the next version of theirs under the same id.");
        if (plan.Replaced > 0) html.Element("li", $"{FindingsView.Count(plan.Replaced, "learner")} will get a credential under a new id in place of the one before, which is revoked once the new one is accepted.");
        if (plan.Blocked.Count > 0) html.Element("li", $"{FindingsView.Count(plan.Blocked.Count, "learner")} will get nothing until the reasons below are corrected in the SIS or the export, or a person decides otherwise where clearance holds them.");
        if (plan.NotInExport > 0) html.Element("li", $"{FindingsView.Count(plan.NotInExport, "record")} issued earlier {(plan.NotInExport == 1 ? "is" : "are")} not in this export. Nothing is done about {(plan.NotInExport == 1 ? "it" : "them")}: make sure nobody was forgotten.");
        html.Element("li", workspace.Release.Demanded switch
        {
            0 => "No approval is demanded. `conferral issue --plan FILE` carries out exactly this plan and refuses any other.",
            var demanded => $"It needs the approval of {demanded} {(demanded == 1 ? "person" : "people")}: {string.Join(", ", workspace.Release.Approvers.Select(approver => approver.Name))} may give it, each once, with `conferral approve`.",
        });
        html.Element("li", $"Fingerprint: {Grouped(saved.Statement.Fingerprint)}");
    }

    private static void WriteProgrammes(HtmlWriter html, IssuancePlan plan)
    {
        if (plan.Programmes.Count == 0) return;
        using var section = html.In("section");
        html.Element("h2", "By programme");
        PlanTable.Write(html, "Learners by programme", ["Programme", "New", "Amended", "Unchanged", "Blocked"],
            plan.Programmes.Select(count => new[] { count.Programme, Number(count.New), Number(count.Amended), Number(count.Unchanged), Number(count.Blocked) }), numbersFrom: 1);
        html.Element("p", "Who receives two awards counts under both.", ("class", "remark"));
    }

    private static void WriteBlocked(HtmlWriter html, IssuancePlan plan)
    {
        if (plan.Blocked.Count == 0) return;
        using var section = html.In("section");
        html.Element("h2", "Blocked: who gets nothing, and what to do");
        var shown = 0;
        foreach (var reason in plan.Blocked.GroupBy(learner => learner.ReasonCode, StringComparer.Ordinal).OrderByDescending(group => group.Count()))
        {
            using var article = html.In("article", ("class", "item"));
            using (html.In("h3")) html.Text(reason.Key).Text(" ").Element("span", FindingsView.Count(reason.Count(), "learner"), ("class", "remark"));
            if (BlockedReason.Describe(reason.Key) is { Length: > 0 } meaning) html.Element("p", meaning, ("class", "remark"));
            var lines = reason.SelectMany(Lines).Take(MaxBlockedLines - shown).ToList();
            shown += lines.Count;
            if (lines.Count > 0) PlanTable.Write(html, $"Learners blocked by {reason.Key}", ["Learner", "File", "Row", "Column", "What to do"], lines);
        }

        if (shown >= MaxBlockedLines) html.Element("p", "The page stops here; out/findings.xlsx lists everybody.");
    }

    private static IEnumerable<string[]> Lines(BlockedLearner learner)
        => learner.Findings.Where(finding => finding.Severity == Severity.Error)
            .Select(finding => new[] { learner.LearnerKey, finding.Source?.File ?? learner.Source, finding.Source?.Row?.ToString(CultureInfo.InvariantCulture) ?? "", finding.Source?.Column ?? "", finding.Message });

    private static void WriteAmended(HtmlWriter html, IssuancePlan plan)
    {
        if (plan.Amended == 0) return;
        using var section = html.In("section");
        html.Element("h2", "Amended: what changes");
        PlanTable.Write(html, "Kinds of change", ["What", "Learners"], plan.Changes.Select(change => new[] { change.ToString(), Number(change.Learners) }), numbersFrom: 1);
        foreach (var amendment in plan.Amendments)
        {
            using var article = html.In("article", ("class", "item"));
            using (html.In("h3")) html.Text("Learner ").Element("bdi", amendment.LearnerKey).Text(" ").Element("span", amendment.Passage, ("class", "remark"));
            PlanTable.Write(html, $"Changes of learner {amendment.LearnerKey}", ["What", "As issued", "From now on"], amendment.Changes.Select(Cells));
        }

        if (plan.Amendments.Count < plan.Amended) html.Element("p", $"And {FindingsView.Count(plan.Amended - plan.Amendments.Count, "more amended learner")}, counted above.");
    }

    private static string[] Cells(FieldChange change) => change.Manner switch
    {
        ChangeManner.Added => [change.What, "(not there)", change.After ?? "(added)"],
        ChangeManner.Removed => [change.What, change.Before ?? "(there)", "(removed)"],
        _ => [change.What, change.Before ?? "(not told)", change.After ?? "(changed)"],
    };

    private static void WriteRemarks(HtmlWriter html, IssuancePlan plan)
    {
        var warnings = plan.Findings.Where(group => !group.Blocks && group.Learners > 0).ToArray();
        if (warnings.Length + plan.SourceFindings.Count == 0) return;
        using var section = html.In("section");
        html.Element("h2", "Remarks that stop nothing");
        if (warnings.Length > 0)
        {
            PlanTable.Write(html, "Warnings about learners", ["Rule", "Learners", "For example", "What it says"],
                warnings.Select(group => new[] { group.Rule, Number(group.Learners), FindingsView.PlaceOf(group, group.FirstRow).ToString(), group.What }));
        }

        if (plan.SourceFindings.Count > 0) PlanTable.Write(html, "About the export as a whole", ["Rule", "Place", "What it says"], plan.SourceFindings.Select(finding => new[] { finding.RuleId, Place(finding), finding.Message }));
    }

    private static void WriteDelivery(HtmlWriter html, IssuancePlan plan, Workspace workspace, DateTimeOffset from)
    {
        if (plan.New + plan.Amended == 0) return;
        using var section = html.In("section");
        html.Element("h2", "Size and time");
        html.Element("p", DeliveryWords.Size(plan));
        foreach (var sentence in workspace.OpenPlatforms().SelectMany(platform => DeliveryWords.Of(platform, plan, from))) html.Element("p", sentence);
    }

    private static void WriteSamples(HtmlWriter html, IssuancePlan plan)
    {
        foreach (var (index, sample) in plan.Samples.Index())
        {
            using var section = html.In("section", ("class", "sample"));
            using (html.In("h2")) html.Text($"Sample {index + 1} of {plan.Samples.Count}: learner ").Element("bdi", sample.LearnerKey).Text(" ").Element("span", sample.Disposition == Disposition.New ? "new" : "amended", ("class", "remark"));
            html.Element("p", "As it would be signed, and as a person would read it. Below it, the rows of the export it was made from.", ("class", "remark"));
            using (html.In("div", ("class", "draft"))) CredentialPage.WriteDraft(html, sample.Draft, level: 3, sample.LearnerName);
            html.Element("h3", "Where it comes from");
            PlanTable.Write(html, $"Source rows of sample {index + 1}", ["What", "File", "Row"], Sources(sample));
        }
    }

    private static IEnumerable<string[]> Sources(PlanSample sample)
    {
        var draft = JsonNode.Parse(sample.Draft.Span);
        return sample.Marks.Where(mark => !mark.Pointer.StartsWith("/credentialSubject/achievement/", StringComparison.Ordinal) && mark.Pointer != "/credentialSubject/identifier")
            .Select(mark => new[] { NameOf(draft, mark.Pointer), mark.Source.File, mark.Source.Row?.ToString(CultureInfo.InvariantCulture) ?? "" });
    }

    private static string NameOf(JsonNode? draft, string pointer)
    {
        if (pointer.Length == 0) return "The learner";
        var node = draft;
        foreach (var step in pointer.Split('/').Skip(1)) node = node is JsonArray items && int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? items.ElementAtOrDefault(index) : (node as JsonObject)?[step];
        return node is JsonObject member && member["name"] is JsonValue name && name.GetValueKind() == JsonValueKind.String ? $"{Code(member)}{name.GetValue<string>()}" : pointer;
    }

    private static string Code(JsonObject member) => (member["credentialSubject"]?["achievement"] as JsonObject)?["humanCode"] is JsonValue code ? $"{code} " : "";

    private static void WriteStatement(HtmlWriter html, SavedPlan saved)
    {
        using var section = html.In("section");
        html.Element("h2", "What this plan is bound to");
        html.Element("p", "Carrying it out is refused when any of these is otherwise by then: the export’s files, the mapping, the settings, the key that signs. The counts are part of what is approved.");
        PlanTable.Write(html, "The plan’s statement", ["What", "Value"], saved.Statement.Lines.Select(line => new[] { line.Key, line.Value }));
        using var details = html.In("details");
        html.Element("summary", "The same for the program");
        html.Element("pre", saved.ToJson(), ("id", SavedPlan.ElementId));
    }

    private static string Place(Finding finding) => finding.Source?.ToString() ?? finding.Pointer;

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}

internal static class PlanTable
{
    /// <summary>A table whose columns from <paramref name="numbersFrom"/> on hold numbers; the first cell of a row names it.</summary>
    public static void Write(HtmlWriter html, string caption, IReadOnlyList<string> columns, IEnumerable<string[]> rows, int numbersFrom = int.MaxValue)
    {
        using var table = html.In("table", ("class", "plan"));
        html.Element("caption", caption, ("class", "unseen"));
        using (html.In("thead"))
        using (html.In("tr"))
        {
            foreach (var (index, column) in columns.Index()) html.Element("th", column, ("scope", "col"), ("class", index >= numbersFrom ? "number" : null));
        }

        using var body = html.In("tbody");
        foreach (var cells in rows)
        {
            using var row = html.In("tr");
            foreach (var (index, cell) in cells.Index())
            {
                if (index == 0) html.Words("th", cell, ("scope", "row"));
                else html.Words("td", cell, ("class", index >= numbersFrom ? "number" : null));
            }
        }
    }
}
