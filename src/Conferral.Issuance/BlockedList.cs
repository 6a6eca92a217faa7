// The list of blocked learners that a registrar can open, sort and send to a colleague.
using System.Globalization;
using System.Text;
using Conferral.Credentials;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.WriteBack;

namespace Conferral.Issuance;

/// <summary>
/// Writes one line per finding of every blocked learner.
/// Shape: UTF-8 CSV with byte order mark (spreadsheets need it), RFC 4180, formulas disarmed; columns
/// learner_key, rule, severity, file, row, column, what_to_do. Learner keys only: no names.
/// </summary>
public static class BlockedList
{
    private static readonly string[] Header = ["learner_key", "rule", "severity", "file", "row", "column", "what_to_do"];

    /// <summary>Replaces the file; an empty list leaves only the header, so that an old list is not mistaken for today's.</summary>
    public static void Write(string path, IReadOnlyList<BlockedLearner> blocked)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        using var file = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        file.Write(CsvCells.Line(Header, guardFormulas: true));
        foreach (var learner in blocked)
        {
            foreach (var finding in learner.Findings) file.Write(CsvCells.Line(Cells(learner, finding), guardFormulas: true));
        }
    }

    private static string?[] Cells(BlockedLearner learner, Finding finding) =>
    [
        learner.LearnerKey,
        finding.RuleId,
        finding.Severity == Severity.Error ? "blocks" : "warning",
        finding.Source?.File ?? learner.Source,
        finding.Source?.Row?.ToString(CultureInfo.InvariantCulture),
        finding.Source?.Column ?? (finding.Source is null ? finding.Pointer : null),
        finding.Message,
    ];
}
