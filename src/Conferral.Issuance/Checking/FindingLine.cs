// One finding as a line a registrar can send to a colleague: whose, where, which rule, and what to do.
using System.Globalization;
using System.Text.RegularExpressions;
using Conferral.Credentials;

namespace Conferral.Issuance;

/// <summary>
/// Shape: <see cref="Row"/> counts from 1, the header included; <see cref="Letter"/> is what a spreadsheet shows above the column.
/// A finding about the composed document names its JSON pointer as the column. Holds no personal data but the learner's key.
/// </summary>
internal sealed partial record FindingLine(string? LearnerKey, bool Blocks, string Rule, string File, long? Row, string? Letter, string? Column, string Message)
{
    public static readonly IReadOnlyList<string> Header = ["learner_key", "weight", "rule", "in_plain_words", "file", "row", "column_letter", "column", "what_to_do"];

    /// <summary>Columns read as "GRADE (C)", joined ones as "LAST (B) + FIRST (C)".</summary>
    [GeneratedRegex(@" \((?<letter>[A-Z]{1,3})\)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex LetterInLabel();

    /// <summary><paramref name="otherwise"/> is where the learner comes from, for findings that have no place of their own.</summary>
    public static FindingLine Of(string? learnerKey, SourceLocation? otherwise, Finding finding)
    {
        var place = finding.Source ?? otherwise;
        var label = finding.Source?.Column;
        var letters = label is null ? [] : LetterInLabel().Matches(label).Select(match => match.Groups["letter"].Value).ToList();
        return new FindingLine(
            learnerKey, finding.Severity == Severity.Error, finding.RuleId, place?.File ?? "", place?.Row,
            letters.Count == 0 ? null : string.Join(" + ", letters),
            label is null ? (finding.Pointer.Length == 0 ? null : finding.Pointer) : LetterInLabel().Replace(label, ""),
            finding.Message);
    }

    public string Weight => Blocks ? "blocks" : "warning";

    public string?[] Cells() => [LearnerKey, Weight, Rule, BlockedReason.Describe(Rule), File, Row?.ToString(CultureInfo.InvariantCulture), Letter, Column, Message];
}
