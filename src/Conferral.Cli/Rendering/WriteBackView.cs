// What writing back did at each target, and what a person must look at.
using System.Globalization;
using Conferral.Issuance.WriteBack;

namespace Conferral.Cli.Rendering;

internal static class WriteBackView
{
    /// <summary>Rows named per target before the list is cut.</summary>
    private const int MostShown = 20;

    /// <summary>A line per target: what it holds, or why it could not be written.</summary>
    public static void WriteTargets(Terminal terminal, IReadOnlyList<TargetReport> targets, bool isCheck)
    {
        foreach (var target in targets)
        {
            if (target.Fault is null && target.IsInStep) terminal.Line(isCheck ? $"{target.Target}: in step, {FindingsView.Count(target.Unchanged, "row")}" : $"{target.Target}: {Done(target)}");
            else if (target.Fault is null) terminal.Line($"{target.Target}: {FindingsView.Count(target.Drifts.Count, "row")} of {target.Rows.ToString("N0", CultureInfo.InvariantCulture)} not as in the ledger");
        }

        WriteTroubles(terminal, targets);
    }

    /// <summary>Only what needs a person; nothing where all is well.</summary>
    public static void WriteTroubles(Terminal terminal, IReadOnlyList<TargetReport> targets)
    {
        foreach (var target in targets)
        {
            if (target.Fault is { } fault) terminal.Say($"{target.Target} was not written to the end: {fault.Message}");
            if (target.Remark is { } remark) terminal.Say($"{target.Target}: {remark}");
            var named = target.Drifts.Where(drift => drift.Reason != DriftReason.Waiting).ToList();
            foreach (var drift in named.Take(MostShown)) terminal.Line($"{target.Target}: {Sentence(drift)}");
            if (named.Count > MostShown) terminal.Line($"{target.Target}: … and {FindingsView.Count(named.Count - MostShown, "more row")}");
            if (target.Drifts.Count - named.Count is > 0 and var waiting) terminal.Say($"{target.Target}: {FindingsView.Count(waiting, "row")} {(waiting == 1 ? "waits" : "wait")} to be written; run `conferral writeback`.");
        }
    }

    private static string Done(TargetReport target) => string.Create(CultureInfo.InvariantCulture, $"{target.Added + target.Changed:N0} written, {target.Unchanged:N0} there already");

    // What somebody changed in the SIS since it was written is shown, never silently overwritten.
    private static string Sentence(CrosswalkDrift drift)
    {
        var learner = drift.Key.SisStudentId;
        var columns = string.Join(", ", drift.Columns);
        return drift.Reason switch
        {
            DriftReason.Changed when drift.Overwritten => $"the row of learner {learner} was changed by somebody else ({columns}) and was overwritten",
            DriftReason.Changed => $"the row of learner {learner} was changed by somebody else ({columns}); it was left as it is. Correct it there, or set writeBack.sql.overwriteDrift",
            DriftReason.Missing => $"the row of learner {learner} is not there. `conferral writeback` writes it again; if it goes again, see what deletes it",
            DriftReason.DoesNotFit => $"the row of learner {learner} was left out: {columns} is too long for its column or has characters the file cannot hold. Change maxLength, width or encoding of the column, or what it takes from the crosswalk",
            _ => $"the row of learner {learner} was refused by the receiver. See its log, then run `conferral writeback`",
        };
    }
}
