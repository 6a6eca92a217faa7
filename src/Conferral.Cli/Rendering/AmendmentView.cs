// Amendments as a person reads them: how many learners have which kind of change, and the first learners one by one.
using Conferral.Issuance;
using Conferral.Issuance.Amendments;
using Spectre.Console;

namespace Conferral.Cli.Rendering;

internal static class AmendmentView
{
    /// <summary>Learners shown one by one before the list is cut; --json has more.</summary>
    private const int LearnersShown = 20;

    private const int ChangesShown = 8;

    public static void Write(Terminal terminal, IssuancePlan plan)
    {
        if (plan.Amendments.Count == 0) return;
        terminal.Out.MarkupLine("\n[blue]Amendments[/], by what changes:");
        foreach (var count in plan.Changes) terminal.Line($"  {count}: {FindingsView.Count(count.Learners, "learner")}");
        foreach (var amendment in plan.Amendments.Take(LearnersShown))
        {
            terminal.Line($"  learner {amendment.LearnerKey}, {amendment.Passage}");
            WriteChanges(terminal, amendment.Changes, "    ", ChangesShown);
        }

        if (plan.Amended > LearnersShown) terminal.Line($"  … and {FindingsView.Count(plan.Amended - LearnersShown, "learner")} more");
    }

    /// <summary>What amending means for these learners, in half a sentence.</summary>
    public static string Note(IssuancePlan plan) => (plan.Amended, plan.Replaced) switch
    {
        (0, _) => "",
        (_, 0) => "facts changed: next version, same id",
        var (all, replaced) when all == replaced => "under a new id; the one before is revoked once the new one is accepted",
        var (_, replaced) => $"facts changed: next version, same id; {replaced:N0} of them under a new id, the one before being revoked",
    };

    public static void WriteChanges(Terminal terminal, IReadOnlyList<FieldChange> changes, string indent, int most = int.MaxValue)
    {
        foreach (var change in changes.Take(most)) terminal.Line(indent + change);
        if (changes.Count > most) terminal.Line($"{indent}… and {FindingsView.Count(changes.Count - most, "change")} more");
    }
}
