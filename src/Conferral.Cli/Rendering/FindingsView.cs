// Blocked learners and findings, grouped by reason, each with the row and column it came from.
using System.Globalization;
using Conferral.Credentials;
using Conferral.Issuance;
using Conferral.Issuance.Ledger;
using Spectre.Console;

namespace Conferral.Cli.Rendering;

internal static class FindingsView
{
    /// <summary>Examples shown per reason before the list is cut; blocked.csv has them all.</summary>
    private const int ExamplesPerReason = 5;

    public static void WriteBlocked(Terminal terminal, IReadOnlyList<BlockedLearner> blocked)
    {
        if (blocked.Count == 0) return;
        terminal.Out.WriteLine();
        terminal.Out.MarkupLine($"[yellow]Blocked, {Count(blocked.Count, "learner")}:[/]");
        foreach (var reason in blocked.GroupBy(learner => learner.ReasonCode, StringComparer.Ordinal).OrderByDescending(group => group.Count()))
        {
            terminal.Out.MarkupLine($"  [bold]{Markup.Escape(reason.Key)}[/] ({reason.Count()})  [grey]{Markup.Escape(BlockedReason.Describe(reason.Key))}[/]");
            foreach (var learner in reason.Take(ExamplesPerReason))
            {
                foreach (var finding in learner.Findings.Where(finding => finding.Severity == Severity.Error).Take(2)) WriteFinding(terminal, finding, learner.Source);
            }

            if (reason.Count() > ExamplesPerReason) terminal.Out.MarkupLine($"    [grey]… and {reason.Count() - ExamplesPerReason} more[/]");
        }
    }

    public static void WriteFinding(Terminal terminal, Finding finding, string? otherwise)
    {
        var place = finding.Source?.ToString() ?? otherwise ?? finding.Pointer;
        terminal.Out.MarkupLine($"    [grey]{Markup.Escape(place)}[/]  {Markup.Escape(finding.Message)}");
    }

    public static string Count(long number, string noun, string? plural = null) => string.Create(CultureInfo.InvariantCulture, $"{number:N0} {(number == 1 ? noun : plural ?? noun + "s")}");
}
