// What was found, the largest group first, and blocked learners by reason; each with the row and column it came from.
using System.Globalization;
using Conferral.Credentials;
using Conferral.Issuance;
using Conferral.Issuance.Clear;
using Conferral.Issuance.Ledger;
using Spectre.Console;

namespace Conferral.Cli.Rendering;

internal static class FindingsView
{
    /// <summary>Examples shown per reason before the list is cut; the checking report has them all.</summary>
    private const int ExamplesPerReason = 5;

    /// <summary>Groups shown before the list is cut.</summary>
    private const int MostGroups = 20;

    private const string HowToClear = "  `conferral clear LEARNER --rule RULE --reason \"…\" --by NAME` issues in spite of a rule.";

    /// <summary>Groups with counts: what blocks, whom clearance holds, then warnings, then the export as a whole.</summary>
    public static void WriteCounts(Terminal terminal, IReadOnlyList<FindingCount> groups, string reportPath)
    {
        if (groups.Count == 0) return;
        WriteGroups(terminal, groups);
        terminal.Line();
        terminal.Line($"Every finding with its place and what to do: {LogView.Shown(reportPath)}");
    }

    /// <summary>Groups with counts, under what they do.</summary>
    public static void WriteGroups(Terminal terminal, IReadOnlyList<FindingCount> groups)
    {
        var blocking = groups.Where(group => group.Blocks && group.Learners > 0).ToLookup(group => IsClearance(group.Rule));
        WriteCounts(terminal, "Blocking", [.. blocking[false]]);
        WriteCounts(terminal, "Not cleared", [.. blocking[true]]);
        if (blocking[true].Any()) terminal.Say(HowToClear);
        WriteCounts(terminal, "Warnings (nothing is stopped by them)", [.. groups.Where(group => !group.Blocks && group.Learners > 0)]);
        WriteCounts(terminal, "About the export as a whole", [.. groups.Where(group => group.Learners == 0)]);
    }

    private static void WriteCounts(Terminal terminal, string heading, List<FindingCount> groups)
    {
        if (groups.Count == 0) return;
        terminal.Out.MarkupLine($"\n[yellow]{heading}:[/]");
        foreach (var group in groups.Take(MostGroups))
        {
            var place = PlaceOf(group, group.Findings == 1 ? group.FirstRow : null);
            var first = group.Findings > 1 && group.FirstRow is { } row ? string.Create(CultureInfo.InvariantCulture, $", first in row {row}") : "";
            Hanging.Write(terminal.Out, $"{(group.Learners > 0 ? Count(group.Learners, "learner") : Count(group.Findings, "remark"))}: {Markup.Escape(group.What)}", 2, 6);
            Hanging.Write(terminal.Out, $"[grey]{Markup.Escape(group.Rule)}  {Markup.Escape(place + first)}[/]", 6, 10);
        }

        if (groups.Count > MostGroups) terminal.Out.MarkupLine($"    [grey]… and {Count(groups.Count - MostGroups, "more group")}[/]");
    }

    /// <summary>Where a group's findings stand, with one row of it where one is given.</summary>
    public static SourceLocation PlaceOf(FindingCount group, long? row)
        => new(group.File, row, group.Column is null ? null : group.Letter is null ? group.Column : $"{group.Column} ({group.Letter})");

    public static void WriteBlocked(Terminal terminal, IReadOnlyList<BlockedLearner> blocked)
    {
        var held = blocked.ToLookup(learner => IsClearance(learner.ReasonCode));
        WriteReasons(terminal, "Blocked", [.. held[false]]);
        WriteReasons(terminal, "Not cleared", [.. held[true]]);
        if (held[true].Any()) terminal.Say(HowToClear);
    }

    private static void WriteReasons(Terminal terminal, string heading, IReadOnlyList<BlockedLearner> blocked)
    {
        if (blocked.Count == 0) return;
        terminal.Out.WriteLine();
        terminal.Out.MarkupLine($"[yellow]{heading}, {Count(blocked.Count, "learner")}:[/]");
        foreach (var reason in blocked.GroupBy(learner => learner.ReasonCode, StringComparer.Ordinal).OrderByDescending(group => group.Count()))
        {
            Hanging.Write(terminal.Out, $"[bold]{Markup.Escape(reason.Key)}[/] ({reason.Count()})  [grey]{Markup.Escape(BlockedReason.Describe(reason.Key))}[/]", 2, 6);
            WriteExamples(terminal, [.. reason]);
        }
    }

    /// <summary>What is said of many learners alike, such as a grade no scale knows, is said once with their number.</summary>
    private static void WriteExamples(Terminal terminal, IReadOnlyList<BlockedLearner> learners)
    {
        var findings = learners.SelectMany(learner => learner.Findings.Where(finding => finding.Severity == Severity.Error).Take(2).Select(finding => (Learner: learner, Finding: finding)));
        var sayings = findings.GroupBy(found => found.Finding.Message, StringComparer.Ordinal).OrderByDescending(saying => saying.Count()).ToArray();
        foreach (var saying in sayings.Take(ExamplesPerReason))
        {
            var (count, first) = (saying.Select(found => found.Learner.LearnerKey).Distinct().Count(), saying.First());
            var one = first.Finding with { Message = count > 1 ? $"{Count(count, "learner")}: {first.Finding.Message}" : first.Finding.Message };
            WriteFinding(terminal, one, first.Learner.Source);
        }

        if (sayings.Length > ExamplesPerReason) terminal.Out.MarkupLine($"    [grey]… and {sayings.Length - ExamplesPerReason} more[/]");
    }

    public static void WriteFinding(Terminal terminal, Finding finding, string? otherwise)
    {
        var place = finding.Source?.ToString() ?? otherwise ?? finding.Pointer;
        Hanging.Write(terminal.Out, $"[grey]{Markup.Escape(place)}[/]  {Markup.Escape(finding.Message)}", 4, 8);
    }

    private static bool IsClearance(string ruleId) => ruleId.StartsWith(ClearanceRule.Prefix, StringComparison.Ordinal);

    public static string Count(long number, string noun, string? plural = null) => string.Create(CultureInfo.InvariantCulture, $"{number:N0} {(number == 1 ? noun : plural ?? noun + "s")}");
}
